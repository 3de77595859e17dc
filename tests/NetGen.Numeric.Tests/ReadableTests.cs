#if COMPLETE_TESTS
extern alias Readable;

using NetGen.Numeric.Checks.Networks;
using ReadableCatalogue = Readable::NetGen.Numeric.Checks.Networks.Catalogue;
using ReadableLayers = Readable::NetGen.Numeric.Checks.Networks.RecordedLayer;

namespace NetGen.Numeric.Tests;

/// <summary>
/// The networks of the checks in both forms: each passes all checks, and one gives what the other gives. A quick run has both forms of random networks, in the
/// generator's tests.
/// </summary>
public sealed class ReadableTests
{
    // Relative to the largest of a tensor, or of the network where it cancels to less than a part of that.
    private const double Tolerance = 2e-5;
    private const double Cancellation = 1e-2;

    public static TheoryData<int> Subjects => [.. Enumerable.Range(0, Catalogue.All.Count)];

    public static TheoryData<int> Layers => [.. Enumerable.Range(0, RecordedLayer.All.Count)];

    [Fact]
    public void The_checks_hold_in_the_readable_form()
    {
        var run = Runner.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Readable.dll")]);
        run.ExpectAllChecks("native=False");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Both_forms_of_a_network_agree(int subject)
    {
        var (fast, readable) = (Catalogue.All[subject], ReadableCatalogue.All[subject]);
        Assert.Equal(fast.Name, readable.Name);
        Compare(fast.Make(7), readable.Make(7), fast.Name);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Both_forms_of_a_layer_agree(int layer)
    {
        var (fast, readable) = (RecordedLayer.All[layer], ReadableLayers.All[layer]);
        Assert.Equal(fast.Declaration, readable.Declaration);
        Compare(fast.Create(7), readable.Create(7), fast.Declaration);
    }

    private static void Compare(INetwork fast, INetwork readable, string name)
    {
        foreach (var parameter in fast.Description.Parameters)
            new TensorView(readable.Parameters, readable.Description.Parameter(parameter.Name)).CopyFrom(new TensorView(fast.Parameters, parameter).ToArray());
        Assert.True(readable.CreateWorkspace(1).Tensors.All(static tensor => tensor.LastStep >= 0), name);

        const int Batch = 5;
        var random = new Random(11);
        var (inputs, gradients) = (Draw(Batch * fast.Description.InputSize), Draw(Batch * fast.Description.OutputSize));
        var (one, other) = (Run(fast), Run(readable));
        var largest = one.Gradients.SelectMany(static tensor => tensor).Select(Math.Abs).DefaultIfEmpty().Max();
        Close(one.Outputs, other.Outputs, 0, $"outputs of {name}");
        Close(one.Predicted, other.Predicted, 0, $"prediction of {name}");
        for (var i = 0; i < one.Gradients.Length; i++)
            Close(one.Gradients[i], other.Gradients[i], Cancellation * largest, $"∂{fast.Description.Parameters[i].Name} of {name}");

        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];

        (float[] Outputs, float[] Predicted, float[][] Gradients) Run(INetwork network)
        {
            var workspace = network.CreateWorkspace(Batch);
            inputs.CopyTo(workspace.Inputs);
            var predicted = new float[Batch * network.Description.OutputSize];
            network.Predict(inputs, predicted);
            network.Forward(workspace);
            var outputs = workspace.Outputs.ToArray();
            gradients.CopyTo(workspace.OutputGradients);
            network.Backward(workspace, network.Gradients);
            return (outputs, predicted, [.. network.Description.Parameters.Where(static parameter => !parameter.IsFrozen).Select(parameter => new TensorView(network.Gradients, parameter).ToArray())]);
        }
    }

    private static void Close(float[] expected, float[] actual, double floor, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = Math.Max(expected.Select(static value => Math.Abs((double)value)).DefaultIfEmpty().Max(), Math.Max(floor, 1e-3));
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * scale, $"{what}[{i}]: {expected[i]} in the fast form, {actual[i]} in the readable one.");
    }
}
#endif
