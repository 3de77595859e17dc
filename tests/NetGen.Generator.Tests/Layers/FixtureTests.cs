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

    private static readonly string[] AllNames = [.. Recording.Layers.Cases];

    private static readonly Lazy<INetwork[]> Compiled = new(static () => CompiledGraph.Compile([.. AllNames.Select(WithScale)]));

    public static TheoryData<string> Names => [.. AllNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_is_what_it_is_in_PyTorch(string name)
    {
        var recorded = Recording.Layers[name];
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

    [Theory]
    [MemberData(nameof(Names))]
    public void Emitted_code_computes_what_PyTorch_computes(string name)
    {
        var recorded = Recording.Layers[name];
        var network = Compiled.Value[Array.IndexOf(AllNames, name)];
        foreach (var parameter in network.Description.Parameters)
        {
            var view = new TensorView(network.Parameters, parameter);
            view.CopyFrom(parameter.Name == "scale" ? [.. Enumerable.Repeat(1f, view.Count)] : recorded.Floats(RecordedCase.KeyOf(parameter.Name)));
        }

        var workspace = network.CreateWorkspace(recorded.Batch());
        var inputs = recorded.Floats("input");
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        recorded.AssertClose("output", workspace.Outputs, ToleranceOfFloats);
        var predicted = new float[workspace.Outputs.Length];
        network.Predict(inputs, predicted);
        recorded.AssertClose("output", predicted, ToleranceOfFloats);

        recorded.Floats("output gradient").CopyTo(workspace.OutputGradients);
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        foreach (var parameter in network.Description.Parameters)
        {
            var gradient = new TensorView(network.Gradients, parameter).ToArray();
            if (parameter.Name == "scale")
                RecordedCase.AssertClose("scale gradient", OfScale(recorded), gradient, ToleranceOfFloats);
            else
                recorded.AssertClose(RecordedCase.KeyOf(parameter.Name) + " gradient", gradient, ToleranceOfFloats);
        }
    }

    /// <summary>The attributes of a network that is this layer alone.</summary>
    private static string AttributesOf(string name) => name.Replace(" with ties", "", StringComparison.Ordinal);

    /// <summary>The layer behind a product of its input and a parameter, so that the gradient of the input is computed, too.</summary>
    private static NetworkGraph WithScale(string name)
    {
        var declaration = Stages.Declare(AttributesOf(name));
        return Graphs.Build([.. declaration.Input.Dimensions], (graph, input) =>
        {
            var scale = graph.Parameter(new TrainableTensor("scale", "", declaration.Input.Dimensions, InitializerKind.Ones, 1, 1, 1));
            var scaled = graph.Map(new Map(new Argument(0) * new Argument(1), "{0} · {1}"), [input, scale], new ValueName("scaled"));
            return StackLowering.Apply(graph, declaration, scaled, "");
        });
    }

    /// <summary><c>∂scale = Σ_sample input · ∂input</c></summary>
    private static double[] OfScale(RecordedCase recorded)
    {
        var (inputs, gradients) = (recorded.Doubles("input"), recorded.Doubles("input gradient"));
        var sums = new double[inputs.Length / recorded.Batch()];
        for (var place = 0; place < inputs.Length; place++)
            sums[place % sums.Length] += inputs[place] * gradients[place];
        return sums;
    }
}
