using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Lowering;
using NetGen.Generator.Passes;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Kernels;

namespace NetGen.Generator.Tests.Layers;

/// <summary>A tensor of one sample, or a parameter, as naive loops read it.</summary>
internal sealed record Values(int[] Sizes, double[] Elements)
{
    public double this[params int[] index] => Elements[Tensors.Place(Sizes, index)];

    /// <summary>The element, or another number where the index is outside.</summary>
    public double At(double outside, params int[] index)
        => index.Zip(Sizes).All(static pair => pair.First >= 0 && pair.First < pair.Second) ? this[index] : outside;

    public static Values Of(int[] sizes, Func<int[], double> element) => new(sizes, [.. Tensors.Indices(sizes).Select(index => element([.. index]))]);
}

/// <summary>
/// A layer as a composition of primitives against its definition in naive loops, and its gradients, of parameters and inputs, against central
/// differences: as differentiated, and as kernels.
/// </summary>
internal static class LayerCheck
{
    private const int Batch = 2;
    private const double Step = 1e-5;

    // Of each parameter, and of the input.
    private const int CheckedElements = 24;

    /// <param name="attributes">The network: <c>Input(1, 4, 4), Conv2D(2, 3)</c>.</param>
    /// <param name="definition">What it makes of a sample and the parameters.</param>
    /// <param name="draw">The elements of the input and of the parameters; drawn at random unless given.</param>
    public static void Run(string attributes, Func<Values, Values[], Values> definition, Func<Random, double>? draw = null)
    {
        var graph = StackLowering.Lower(Stages.Declare(attributes));
        GraphVerifier.Verify(graph, GraphRules.Any);
        var random = new Random(attributes.Sum(static character => character));
        draw ??= static random => (2 * random.NextDouble()) - 1;
        var input = graph.Nodes.First(static node => node.Operation is Input).Shape;
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => draw(random))];
        var (sample, inputs) = (input.SampleDimensions.ToArray(), Draw(Batch * input.SampleSize));
        var parameters = graph.Parameters.Select(tensor => Draw(tensor.Count)).ToArray();
        double[] Outputs() => new GraphReference(graph, Batch, [inputs], parameters)[graph.Outputs[0]];

        var expected = inputs.Chunk(input.SampleSize)
            .Select(elements => definition(new(sample, elements), [.. graph.Parameters.Select((tensor, place) => new Values([.. tensor.Dimensions], parameters[place]))]))
            .ToArray();
        Assert.Equal(expected[0].Sizes, graph[graph.Outputs[0]].Shape.SampleDimensions);
        AssertSame([.. expected.SelectMany(static sample => sample.Elements)], Outputs(), "output");

        var weights = Draw(expected.Sum(static sample => sample.Elements.Length));
        var names = graph.Parameters.Select(static tensor => "∂" + tensor.Name).Append("∂input").ToArray();
        var differentiated = Differentiation.Run(graph, ofInputs: true);
        var gradients = Gradients(differentiated, inputs, parameters, weights);
        double Objective() => Outputs().Zip(weights, static (output, weight) => output * weight).Sum();
        foreach (var (place, tensor) in parameters.Append(inputs).Index())
        {
            var checkedPlaces = Enumerable.Range(0, tensor.Length).ToArray();
            random.Shuffle(checkedPlaces);
            foreach (var element in checkedPlaces.Take(CheckedElements))
            {
                var value = tensor[element];
                tensor[element] = value + Step;
                var above = Objective();
                tensor[element] = value - Step;
                var below = Objective();
                tensor[element] = value;
                var slope = (above - below) / (2 * Step);
                Assert.True(
                    Math.Abs(slope - gradients[place][element]) <= 1e-6 * (1 + Math.Abs(slope)),
                    $"{names[place]}[{element}] is {gradients[place][element]}, but the central difference is {slope}");
            }
        }

        // The passes keep the meaning.
        var live = DeadCodeRemoval.Run(GatherForm.Run(differentiated));
        GraphVerifier.Verify(live, GraphRules.Clean);
        var fused = Fusion.Run(live);
        KernelVerifier.Verify(fused);
        var results = new KernelEvaluator(fused, Batch).Evaluate(operation => Given(operation, inputs, parameters, weights));
        AssertSame(Outputs(), results[0], "output of the kernels");
        foreach (var (place, gradient) in results.Skip(1).Index())
            AssertSame(gradients[place], gradient, names[place] + " of the kernels");
        var gathered = Gradients(live, inputs, parameters, weights);
        AssertSame(gradients[^1], gathered[^1], "∂input of the gathering graph");
    }

    /// <summary>The gradients of the parameters, then that of the input.</summary>
    private static double[][] Gradients(NetworkGraph graph, double[] inputs, double[][] parameters, double[] outputGradient)
    {
        GraphVerifier.Verify(graph, GraphRules.Any);
        var values = new GraphEvaluator(graph, Batch).Evaluate(operation => Given(operation, inputs, parameters, outputGradient));
        return [.. graph.Gradients.Concat(graph.InputGradients).Select(gradient => values[gradient])];
    }

    private static double[] Given(Operation operation, double[] inputs, double[][] parameters, double[] outputGradient) => operation switch
    {
        Parameter(var index) => parameters[index],
        OutputGradient => outputGradient,
        _ => inputs,
    };

    private static void AssertSame(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.True(
                Math.Abs(expected[place] - actual[place]) <= 1e-10 * (1 + Math.Abs(expected[place])),
                $"{what}[{Numbers.Text(place)}] is {actual[place]}, expected {expected[place]}");
        }
    }
}
