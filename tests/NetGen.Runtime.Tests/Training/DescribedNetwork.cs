namespace NetGen.Runtime.Tests.Training;

/// <summary>A network that says something else about its output than the one that it is.</summary>
internal sealed class DescribedNetwork(INetwork network, IReadOnlyList<int> outputShape, string? lastOperation = null) : INetwork
{
    public NetworkDescription Description { get; } = network.Description with
    {
        OutputShape = outputShape,
        Outputs = [new("output", outputShape) { LastOperation = lastOperation }],
    };

    public Span<float> Parameters => network.Parameters;

    public Span<float> Gradients => network.Gradients;

    public Workspace CreateWorkspace(int capacity) => network.CreateWorkspace(capacity);

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => network.Predict(inputs, outputs);

    public void Forward(Workspace workspace) => network.Forward(workspace);

    public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false) => network.Backward(workspace, gradients, accumulate);
}
