using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>A compiled network whose loss is a weighted sum of all its outputs, so that every gradient can be compared with central differences.</summary>
internal sealed class RunningNetwork
{
    private const int Batch = 5;

    private readonly INetwork network;
    private readonly Workspace workspace;
    private readonly float[][] weights;

    public RunningNetwork(string members, string others = "", bool inputGradient = false)
    {
        network = new LoadedProject(BodyNetworks.Source(members, others, inputGradient)).Network();
        workspace = network.CreateWorkspace(Batch);
        var random = new Random(7);
        for (var input = 0; input < network.Description.Inputs.Count; input++)
        {
            foreach (ref var value in workspace.Input(input))
            {
                value = network.Description.Inputs[input] switch
                {
                    { Vocabulary: { } vocabulary } => random.Next(vocabulary),
                    { Longest: { } longest } => random.Next(1, longest + 1),
                    _ => (float)((2 * random.NextDouble()) - 1),
                };
            }
        }

        weights = [.. network.Description.Outputs.Select(output => Enumerable.Range(0, Batch * output.Size).Select(_ => (float)((2 * random.NextDouble()) - 1)).ToArray())];
    }

    public NetworkDescription Description => network.Description;

    /// <summary>Compares every parameter's gradient with central differences.</summary>
    public void AssertParameterGradients(double tolerance = 0.01)
    {
        Backward();
        foreach (var parameter in Description.Parameters)
        {
            var view = new TensorView(network.Parameters, parameter);
            var values = view.ToArray();
            var gradient = new TensorView(network.Gradients, parameter).ToArray();
            for (var index = 0; index < values.Length; index++)
            {
                var numeric = Difference(values, index, static (changed, state) => new TensorView(state.Network.Parameters, state.Parameter).CopyFrom(changed), (Network: network, Parameter: parameter));
                AssertClose(numeric, gradient[index], tolerance, $"{parameter.Name}[{index}]");
            }
        }
    }

    /// <summary>Compares the gradient of every input with central differences.</summary>
    public void AssertInputGradients(double tolerance = 0.01)
    {
        Backward();
        var gradients = Description.Inputs.Select((_, input) => workspace.InputGradient(input).ToArray()).ToArray();
        for (var input = 0; input < gradients.Length; input++)
        {
            var gradient = gradients[input];
            // Whole numbers have no gradient.
            if (Description.Inputs[input] is { Vocabulary: not null } or { Longest: not null })
            {
                Assert.All(gradient, static element => Assert.Equal(0, element));
                continue;
            }

            var values = workspace.Input(input).ToArray();
            for (var index = 0; index < values.Length; index++)
            {
                var numeric = Difference(values, index, static (changed, state) => changed.CopyTo(state.Workspace.Input(state.Input)), (Workspace: workspace, Input: input));
                AssertClose(numeric, gradient[index], tolerance, $"{Description.Inputs[input].Name}[{index}]");
            }
        }
    }

    private void Backward()
    {
        network.Forward(workspace);
        for (var output = 0; output < weights.Length; output++)
            weights[output].CopyTo(workspace.OutputGradient(output));
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
    }

    private double Difference<TState>(float[] values, int index, Action<float[], TState> set, TState state)
    {
        const float Step = 1f / 128;
        var value = values[index];
        values[index] = value + Step;
        set(values, state);
        var above = Loss();
        values[index] = value - Step;
        set(values, state);
        var below = Loss();
        values[index] = value;
        set(values, state);
        return (above - below) / (2 * Step);
    }

    private double Loss()
    {
        network.Forward(workspace);
        var loss = 0.0;
        for (var output = 0; output < weights.Length; output++)
        {
            var values = workspace.Output(output);
            for (var index = 0; index < values.Length; index++)
                loss += values[index] * (double)weights[output][index];
        }

        return loss;
    }

    private static void AssertClose(double expected, double actual, double tolerance, string name)
        => Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{name}: {actual} instead of {expected}");
}
