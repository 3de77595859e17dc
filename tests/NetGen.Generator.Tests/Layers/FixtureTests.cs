using NetGen.Generator.Graph;
using NetGen.Generator.Layers;
using NetGen.Generator.Passes;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>Every layer against what PyTorch computed: <c>tests/Fixtures/record_layers.py</c> has recorded it, by the layers' declarations.</summary>
public sealed class FixtureTests
{
    // The results are recorded as floats.
    private const double Tolerance = 1e-6;

    private static readonly SafeTensorsFile Recorded = SafeTensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "layers.safetensors"));

    public static TheoryData<string> Names => [.. Recorded.Tensors.Select(static tensor => tensor.Name.Split('/')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_computes_what_PyTorch_computes(string name)
    {
        var graph = StackLowering.Lower(Stages.Declare(name.Replace(" with ties", "")));
        var training = DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(graph, ofInputs: true)));
        var batch = Recorded[name + "/input"].Shape[0];
        var values = new GraphEvaluator(training, (int)batch).Evaluate(operation => operation switch
        {
            Parameter(var index) => Tensor(name, KeyOf(graph.Parameters[index])),
            OutputGradient => Tensor(name, "output gradient"),
            _ => Tensor(name, "input"),
        });

        AssertClose(Tensor(name, "output"), values[training.Outputs[0]], "output");
        AssertClose(Tensor(name, "input gradient"), values[training.InputGradients[0]], "∂input");
        for (var index = 0; index < graph.Parameters.Count; index++)
        {
            var key = KeyOf(graph.Parameters[index]);
            Assert.Equal(Recorded[$"{name}/{key}"].Shape, graph.Parameters[index].Dimensions.Select(static dimension => (long)dimension));
            AssertClose(Tensor(name, key + " gradient"), values[training.Gradients[index]], "∂" + key);
        }
    }

    /// <summary>The parameter's name in PyTorch's module: the layer's stands before it here.</summary>
    private static string KeyOf(TrainableTensor tensor) => tensor.Name.Substring(tensor.Layer.Length + 1);

    private static double[] Tensor(string name, string key) => Array.ConvertAll(Recorded[$"{name}/{key}"].ToArray(), static value => (double)value);

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1 + expected.Max(Math.Abs);
        for (var place = 0; place < expected.Length; place++)
            Assert.True(Math.Abs(expected[place] - actual[place]) <= Tolerance * scale, $"{what}[{place}] is {actual[place]}, and PyTorch has {expected[place]}");
    }
}
