using NetGen.Generator.Graph;
using NetGen.Generator.Layers;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>
/// Every layer against what PyTorch computed: its composition by the primitives' definitions. Emitted code is compared in
/// <c>NetGen.Numeric.Checks</c>.
/// </summary>
public sealed class FixtureTests
{
    // The results are recorded as floats.
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Names => [.. RecordedLayers.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_is_what_it_is_in_PyTorch(string name)
    {
        var graph = StackLowering.Lower(Stages.Declare(RecordedLayers.Attributes(name)));
        var training = DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(graph, ofInputs: true)));
        var values = new GraphEvaluator(training, RecordedLayers.Batch(name)).Evaluate(operation => operation switch
        {
            Parameter(var index) => RecordedLayers.Doubles(name, RecordedLayers.KeyOf(graph.Parameters[index].Name)),
            OutputGradient => RecordedLayers.Doubles(name, "output gradient"),
            _ => RecordedLayers.Doubles(name, "input"),
        });

        AssertClose(RecordedLayers.Doubles(name, "output"), values[training.Outputs[0]], "output");
        AssertClose(RecordedLayers.Doubles(name, "input gradient"), values[training.InputGradients[0]], "∂input");
        for (var index = 0; index < graph.Parameters.Count; index++)
        {
            var key = RecordedLayers.KeyOf(graph.Parameters[index].Name);
            Assert.Equal(RecordedLayers.Dimensions(name, key), graph.Parameters[index].Dimensions);
            AssertClose(RecordedLayers.Doubles(name, key + " gradient"), values[training.Gradients[index]], "∂" + key);
        }
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1 + expected.Max(Math.Abs);
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.True(
                Math.Abs(expected[place] - actual[place]) <= Tolerance * scale, $"{what}[{Numbers.Text(place)}] is {actual[place]}, and PyTorch has {expected[place]}");
        }
    }
}
