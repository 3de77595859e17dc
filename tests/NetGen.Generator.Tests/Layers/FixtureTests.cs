using NetGen.Generator.Graph;
using NetGen.Generator.Lowering;
using NetGen.Generator.Passes;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>
/// The layers that <c>record_layers.py</c> has recorded against what PyTorch computed: their composition by the primitives' definitions. Emitted
/// code is compared in <c>NetGen.Numeric.Checks</c>.
/// </summary>
public sealed class FixtureTests
{
    // The results are recorded as floats.
    private const double Tolerance = 1e-6;

    public static TheoryData<string> Names => [.. Recording.Layers.Cases, .. Recording.Recurrences.Cases];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_is_what_it_is_in_PyTorch(string name)
    {
        var recorded = (Recording.Recurrences.Cases.Contains(name) ? Recording.Recurrences : Recording.Layers)[name];
        var graph = StackLowering.Lower(Stages.Declare(AttributesOf(name)));
        var training = DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(graph, ofInputs: true)));
        var values = new GraphEvaluator(training, recorded.Batch()).Evaluate(operation => operation switch
        {
            Parameter(var index) => recorded.Doubles(RecordedCase.KeyOf(graph.Parameters[index].Name)),
            OutputGradient => recorded.Doubles("output gradient"),
            _ => recorded.Doubles("input"),
        });

        recorded.AssertClose("output", values[training.Outputs[0]], Tolerance);
        recorded.AssertClose("input gradient", values[training.InputGradients[0]], Tolerance);
        for (var index = 0; index < graph.Parameters.Count; index++)
        {
            var key = RecordedCase.KeyOf(graph.Parameters[index].Name);
            Assert.Equal(recorded.Dimensions(key), graph.Parameters[index].Dimensions);
            recorded.AssertClose(key + " gradient", values[training.Gradients[index]], Tolerance);
        }
    }

    /// <summary>The attributes of a network that is this layer alone.</summary>
    private static string AttributesOf(string name) => name.Replace(" with ties", "", StringComparison.Ordinal);
}
