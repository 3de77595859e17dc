using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>
/// Whole networks against what PyTorch computed: the parameters come from its file by the network's own <c>Load</c>; then outputs, loss,
/// gradients, and the losses of a training.
/// </summary>
public static class FixtureChecks
{
    private const double OutputTolerance = 1e-5;
    private const double GradientTolerance = 1e-4;
    private const double CurveTolerance = 1e-4;

    public static IEnumerable<Check> All() =>
    [
        Of("classifier", static () => new Recorded.Classifier(9), static (network, path) => network.Load(path), new CrossEntropyLoss()),
        Of("regressor", static () => new Recorded.Regressor(9), static (network, path) => network.Load(path), new MSELoss()),
        Of("logsoftmax", static () => new Recorded.Logarithmic(9), static (network, path) => network.Load(path), new NLLLoss()),
        Of("smooth", static () => new Recorded.Smooth(9), static (network, path) => network.Load(path), new SmoothL1Loss()),
        Of("pieces", static () => new Recorded.Pieces(9), static (network, path) => network.Load(path), new MSELoss()),
        Of("axes", static () => new Recorded.Axes(9), static (network, path) => network.Load(path), new L1Loss()),
        Of("lenet", static () => new Recorded.LeNet(9), static (network, path) => network.Load(path), new CrossEntropyLoss()),
        Of("lstm", static () => new States.Lstm(9), static (network, path) => network.Load(path), new MSELoss()),
        Of("gpt2", static () => new States.Gpt2(9), static (network, path) => network.Load(path), new CrossEntropyLoss()),
    ];

    private static Check Of<TNetwork>(string name, Func<TNetwork> create, Action<TNetwork, string> load, Loss loss)
        where TNetwork : INetwork
        => new($"PyTorch: {name}", () =>
        {
            var network = create();
            load(network, Fixture.PathOf($"networks/{name}.safetensors"));
            Compare(network, loss, Fixture.Read($"networks/{name}.results.safetensors"), name);
        });

    private static void Compare(INetwork network, Loss loss, Fixture results, string name)
    {
        var targets = results.Floats("targets");
        var inputs = results.Floats("inputs");
        var batch = inputs.Length / network.Description.InputSize;
        var workspace = network.CreateWorkspace(batch);
        var value = Step(network, workspace, loss, inputs, targets, out var outputs);
        results.ExpectClose("PyTorch, outputs", outputs, "outputs", OutputTolerance, $"Outputs of {name}");
        Expect.Close("PyTorch, loss", [value], results.Doubles("loss"), OutputTolerance, 0, $"Loss of {name}");
        foreach (var parameter in network.Description.Parameters)
        {
            var gradient = new TensorView(network.Gradients, parameter).ToArray();
            results.ExpectClose("PyTorch, gradients", gradient, $"gradients/{parameter.Name}", GradientTolerance, $"∂loss/∂{parameter.Name} of {name}");
        }

        var curve = results.Doubles("curve");
        var optimizer = new Adam(results.Doubles("learning_rate")[0]);
        for (var step = 0; step < curve.Length; step++)
        {
            value = Step(network, workspace, loss, inputs, targets, out _);
            Expect.Close("PyTorch, curve", [value], [curve[step]], CurveTolerance, 0, $"Loss of {name} before step {step + 1}");
            optimizer.Step(network.Parameters, network.Gradients);
        }
    }

    private static double Step(INetwork network, Workspace workspace, Loss loss, float[] inputs, float[] targets, out float[] outputs)
    {
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        outputs = workspace.Outputs.ToArray();
        var value = loss.Evaluate(network, workspace, targets);
        network.Backward(workspace, network.Gradients);
        return value;
    }
}
