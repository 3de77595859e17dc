using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>A network with an objective of its own, and with noise: its gradients, and that training decreases it.</summary>
public static class ObjectiveChecks
{
    private const int Batch = 19;

    public static IEnumerable<Check> All()
    {
        yield return new Check("objective: gradients are central differences with the noise held", Gradients);
        yield return new Check("objective: training decreases it", Training);
    }

    private static void Gradients()
    {
        const float Step = 1f / 128;
        var network = new AutoEncoder(seed: 3);
        var workspace = network.CreateWorkspace(Batch);
        (workspace.Seed, workspace.Step) = (1, 2);
        Draw.Normals(Batch * 9, 1).CopyTo(workspace.Inputs);
        network.Forward(workspace);
        network.Backward(workspace);
        foreach (var parameter in network.Description.Parameters)
        {
            var values = new TensorView(network.Parameters, parameter).ToArray();
            var gradient = new TensorView(network.Gradients, parameter).ToArray();
            for (var index = 0; index < values.Length; index++)
            {
                var value = values[index];
                var slope = (At(value + Step) - At(value - Step)) / (2 * Step);
                _ = At(value);
                Expect.True(
                    Math.Abs(slope - gradient[index]) <= 0.01 * Math.Max(1, Math.Abs(slope)), $"∂{parameter.Name}[{index}] is {gradient[index]}, and the difference quotient {slope}");

                double At(float changed)
                {
                    values[index] = changed;
                    new TensorView(network.Parameters, parameter).CopyFrom(values);
                    network.Forward(workspace);
                    return workspace.Objective;
                }
            }
        }
    }

    private static void Training()
    {
        // Nine numbers that one decides.
        var inputs = Draw.Normals(300, 5).SelectMany(static t => Enumerable.Range(1, 9).Select(factor => t * factor / 4)).ToArray();
        var data = new Dataset(inputs, 9);
        var trainer = new Trainer(new AutoEncoder(seed: 3), new Adam(0.01f)) { BatchSize = 25 };
        var first = trainer.Evaluate(data).Loss;
        trainer.Fit(data, 20);
        var last = trainer.Evaluate(data).Loss;
        Expect.True(last < 0.5 * first, $"The objective goes from {first} to {last}.");
    }
}
