using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Layers;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>Every layer against what PyTorch computed: its composition by the primitives' definitions, and its emitted code.</summary>
public sealed class FixtureTests
{
    // The results are recorded as floats.
    private const double Tolerance = 1e-6;

    private const double ToleranceOfFloats = 2e-5;

    private static readonly string[] AllNames = [.. RecordedLayers.Names];

    private static readonly Lazy<INetwork[]> Compiled = new(static () => CompiledGraph.Compile([.. AllNames.Select(WithScale)]));

    public static TheoryData<string> Names => [.. AllNames];

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

        AssertClose(RecordedLayers.Doubles(name, "output"), values[training.Outputs[0]], "output", Tolerance);
        AssertClose(RecordedLayers.Doubles(name, "input gradient"), values[training.InputGradients[0]], "∂input", Tolerance);
        for (var index = 0; index < graph.Parameters.Count; index++)
        {
            var key = RecordedLayers.KeyOf(graph.Parameters[index].Name);
            Assert.Equal(RecordedLayers.Dimensions(name, key), graph.Parameters[index].Dimensions);
            AssertClose(RecordedLayers.Doubles(name, key + " gradient"), values[training.Gradients[index]], "∂" + key, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Emitted_code_computes_what_PyTorch_computes(string name)
    {
        var network = Compiled.Value[Array.IndexOf(AllNames, name)];
        foreach (var parameter in network.Description.Parameters)
        {
            var view = new TensorView(network.Parameters, parameter);
            view.CopyFrom(parameter.Name == "scale" ? [.. Enumerable.Repeat(1f, view.Count)] : RecordedLayers.Tensor(name, RecordedLayers.KeyOf(parameter.Name)));
        }

        var workspace = network.CreateWorkspace(RecordedLayers.Batch(name));
        var inputs = RecordedLayers.Tensor(name, "input");
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        AssertClose(RecordedLayers.Doubles(name, "output"), Doubles(workspace.Outputs), "output", ToleranceOfFloats);
        var predicted = new float[workspace.Outputs.Length];
        network.Predict(inputs, predicted);
        AssertClose(RecordedLayers.Doubles(name, "output"), Doubles(predicted), "prediction", ToleranceOfFloats);

        RecordedLayers.Tensor(name, "output gradient").CopyTo(workspace.OutputGradients);
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        foreach (var parameter in network.Description.Parameters)
        {
            var expected = parameter.Name == "scale" ? OfScale(name) : RecordedLayers.Doubles(name, RecordedLayers.KeyOf(parameter.Name) + " gradient");
            AssertClose(expected, Doubles(new TensorView(network.Gradients, parameter).ToArray()), "∂" + parameter.Name, ToleranceOfFloats);
        }
    }

    /// <summary>The layer behind a product of its input and a parameter, so that the gradient of the input is computed, too.</summary>
    private static NetworkGraph WithScale(string name)
    {
        var declaration = Stages.Declare(RecordedLayers.Attributes(name));
        return Graphs.Build([.. declaration.Input.Dimensions], (graph, input) =>
        {
            var scale = graph.Parameter(new TrainableTensor("scale", "", declaration.Input.Dimensions, InitializerKind.Ones, 1, 1, 1));
            var scaled = graph.Map(new Map(new Argument(0) * new Argument(1), "{0} · {1}"), [input, scale], new ValueName("scaled"));
            return StackLowering.Apply(graph, declaration, scaled, "");
        });
    }

    /// <summary><c>∂scale = Σ_sample input · ∂input</c></summary>
    private static double[] OfScale(string name)
    {
        var (inputs, gradients) = (RecordedLayers.Doubles(name, "input"), RecordedLayers.Doubles(name, "input gradient"));
        var sums = new double[inputs.Length / RecordedLayers.Batch(name)];
        for (var place = 0; place < inputs.Length; place++)
            sums[place % sums.Length] += inputs[place] * gradients[place];
        return sums;
    }

    private static double[] Doubles(ReadOnlySpan<float> values) => Array.ConvertAll(values.ToArray(), static value => (double)value);

    private static void AssertClose(double[] expected, double[] actual, string what, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 1 + expected.Max(Math.Abs);
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.True(
                Math.Abs(expected[place] - actual[place]) <= tolerance * scale, $"{what}[{Numbers.Text(place)}] is {actual[place]}, and PyTorch has {expected[place]}");
        }
    }
}
