namespace NetGen.Runtime.Tests.Training;

/// <summary>A network that tells of every forward pass of a training step before it does it.</summary>
internal sealed class ListeningNetwork(INetwork network, Action<Workspace> beforeForward) : INetwork
{
    public NetworkDescription Description => network.Description;

    public Span<float> Parameters => network.Parameters;

    public Span<float> Gradients => network.Gradients;

    public Workspace CreateWorkspace(int capacity) => network.CreateWorkspace(capacity);

    public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => network.Predict(inputs, outputs);

    public void Forward(Workspace workspace)
    {
        beforeForward(workspace);
        network.Forward(workspace);
    }

    public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false) => network.Backward(workspace, gradients, accumulate);
}
