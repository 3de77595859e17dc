using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>
/// Single layers against what PyTorch computed: outputs, predictions, gradients of parameters and inputs, and running statistics. What is
/// recorded decides which checks there are; one without a network fails, unless a quick run has left networks out.
/// </summary>
public static class LayerFixtureChecks
{
    // Four times the largest error measured, on every engine alike.
    private const double Tolerance = 2e-6;

    // So that a batch does not fill its workspace.
    private const int SpareCapacity = 3;

    // The same layer once more, for inputs of which many are equal.
    private const string WithTies = " with ties";

    private static readonly string[] Files = ["layers.safetensors", "normalization.safetensors", "pools.safetensors", "recurrent.safetensors", "attention.safetensors", "states.safetensors"];

    public static IEnumerable<Check> All()
    {
        var declarations = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            var fixture = Fixture.Read(file);
            foreach (var recorded in fixture.Names.Select(static name => name[..name.IndexOf('/', StringComparison.Ordinal)]).Distinct())
            {
                var declaration = recorded.Replace(WithTies, "", StringComparison.Ordinal);
                declarations.Add(declaration);
#if !COMPLETE_TESTS
                if (!RecordedLayer.All.Any(layer => layer.Declaration == declaration))
                    continue;
#endif
                yield return new Check($"PyTorch layers: {recorded}", () => Compare(fixture, recorded, Create(declaration)));
            }
        }

        yield return new Check("PyTorch layers: all networks are recorded", () =>
        {
            foreach (var layer in RecordedLayer.All)
                Expect.True(declarations.Contains(layer.Declaration), $"Nothing is recorded of '{layer.Declaration}' in {string.Join(", ", Files)} of tests/Fixtures.");
        });
    }

    private static INetwork Create(string declaration)
    {
        var layers = RecordedLayer.All.Where(layer => layer.Declaration == declaration).ToArray();
        Expect.True(layers.Length == 1, $"There are {layers.Length} networks for the recorded '{declaration}' among RecordedLayer.All.");
        return layers[0].Create(9);
    }

    private static void Compare(Fixture fixture, string recorded, INetwork network)
    {
        foreach (var parameter in network.Description.Parameters)
            new TensorView(network.Parameters, parameter).CopyFrom(fixture.Floats(Key(parameter)));
        var inputs = fixture.Floats($"{recorded}/input");
        var batch = inputs.Length / network.Description.InputSize;
        var predicted = new float[batch * network.Description.OutputSize];
        network.Predict(inputs, predicted);
        var isAnotherInTraining = fixture.Names.Contains($"{recorded}/prediction");
        ExpectClose("predictions", predicted, $"{recorded}/{(isAnotherInTraining ? "prediction" : "output")}");

        var workspace = network.CreateWorkspace(batch + SpareCapacity);
        Pass.Poison(workspace);
        network.Gradients.Fill(float.NaN);
        var pass = Pass.Run(network, workspace, inputs, fixture.Floats($"{recorded}/output gradient"));
        ExpectClose("outputs", pass.Outputs, $"{recorded}/output");
        ExpectClose("gradients", workspace.InputGradients, $"{recorded}/input gradient");

        // The pass has put them back.
        network.UpdateState(workspace);
        foreach (var parameter in network.Description.Parameters)
        {
            if (parameter.IsFrozen)
                ExpectClose("state", new TensorView(network.Parameters, parameter).ToArray(), $"{Key(parameter)} after");
            else
                ExpectClose("gradients", new TensorView(network.Gradients, parameter).ToArray(), $"{Key(parameter)} gradient");
        }

        void ExpectClose(string what, ReadOnlySpan<float> actual, string name)
            => fixture.ExpectClose($"PyTorch layers, {what}", actual, name, Tolerance, name);

        // PyTorch's module is the layer itself, whose name is not in its parameters' names.
        string Key(ParameterInfo parameter) => $"{recorded}/{parameter.Name[(parameter.Name.IndexOf('.', StringComparison.Ordinal) + 1)..]}";
    }
}
