using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>A compiled network with an objective of its own, on one batch with fixed noise.</summary>
internal sealed class RunningObjective(string members)
{
    private const int Batch = 5;

    private readonly IObjectiveNetwork network = (IObjectiveNetwork)new LoadedProject(BodyNetworks.Source(members)).Network();

    /// <summary>A workspace with random inputs and targets.</summary>
    public static Workspace Fill(INetwork network, int batch)
    {
        var workspace = network.CreateWorkspace(batch);
        (workspace.Seed, workspace.Step, workspace.FirstSample) = (3, 4, 5);
        var random = new Random(7);
        for (var input = 0; input < network.Description.Inputs.Count; input++)
            Draw(workspace.Input(input), random);
        for (var target = 0; target < network.Description.Targets.Count; target++)
            Draw(workspace.Target(target), random);
        return workspace;
    }

    /// <summary>Compares every parameter's gradient with central differences.</summary>
    public void AssertParameterGradients()
    {
        const float Step = 1f / 128;
        var workspace = Fill(network, Batch);
        network.Forward(workspace);
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        foreach (var parameter in network.Description.Parameters)
        {
            var gradient = new TensorView(network.Gradients, parameter).ToArray();
            var values = new TensorView(network.Parameters, parameter).ToArray();
            for (var index = 0; index < values.Length; index++)
            {
                var value = values[index];
                var numeric = (Value(value + Step) - Value(value - Step)) / (2 * Step);
                _ = Value(value);
                Assert.True(Math.Abs(numeric - gradient[index]) <= 0.005 * Math.Max(1, Math.Abs(numeric)), $"{parameter.Name}[{index}]: {gradient[index]} instead of {numeric}");

                double Value(float changed)
                {
                    values[index] = changed;
                    new TensorView(network.Parameters, parameter).CopyFrom(values);
                    network.Forward(workspace);
                    return workspace.Objective;
                }
            }
        }
    }

    /// <summary>Compares the objective, and the outputs, with the primitives' definitions.</summary>
    public void AssertValue(NetworkGraph graph, bool isPrediction)
    {
        var workspace = Fill(network, Batch);
        var inputs = Enumerable.Range(0, network.Description.Inputs.Count).Select(index => Doubles(workspace.Input(index))).ToArray();
        var targets = Enumerable.Range(0, network.Description.Targets.Count).Select(index => Doubles(workspace.Target(index))).ToArray();
        var parameters = graph.Parameters.Select(tensor => network.Description.Parameter(tensor.Name)).Select(parameter => Doubles(new TensorView(network.Parameters, parameter).ToArray())).ToArray();
        var reference = new GraphReference(graph, Batch, inputs, parameters) { Noise = new(3, 4, 5), IsPrediction = isPrediction, Targets = targets };

        if (isPrediction)
            network.Evaluate(workspace);
        else
            network.Forward(workspace);

        Assert.Equal(reference[graph.Objective!.Value][0], workspace.Objective, 1e-4);
        for (var output = 0; output < graph.Outputs.Count; output++)
        {
            var expected = reference[graph.Outputs[output]];
            for (var place = 0; place < expected.Length; place++)
                Assert.Equal(expected[place], workspace.Output(output)[place], 1e-4);
        }
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => [.. values.ToArray().Select(static value => (double)value)];

    private static void Draw(Span<float> values, Random random)
    {
        foreach (ref var value in values)
            value = (float)((2 * random.NextDouble()) - 1);
    }
}
