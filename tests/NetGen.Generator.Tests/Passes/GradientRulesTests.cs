using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Passes;

/// <summary>The rule table: gradients of graphs, computed naively, against central differences of the same graphs.</summary>
public sealed class GradientRulesTests
{
    private const double Step = 1e-5;

    [Fact]
    public void Random_graphs_have_the_gradients_of_their_central_differences()
    {
        var graphs = TestTier.Cases(quick: 50, complete: 150);
        var slopes = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => { slopes += Check(RandomGraphs.Build(seed, hasWindows: true), seed); })
            .Check(Seeds.Property(graphs));

        // Graphs without a parameter, or in which no parameter does anything, prove nothing.
        Assert.InRange(slopes, graphs, int.MaxValue);
    }

    [Theory]
    [InlineData("Input(3), Dense(2)")]
    [InlineData("Input(3), Dense(2, Activation.Tanh), Dense(4)")]
    [InlineData("Input(2, 3), Dense(2), Flatten, Dense(3)")]
    [InlineData("Input(3), Dense(4), Softmax")]
    [InlineData("Input(3), Dense(4), LogSoftmax")]
    [InlineData("Input(2, 3), Dense(4), Softmax, Dense(2), LogSoftmax")]
    public void Layers_have_the_gradients_of_their_central_differences(string attributes)
        => Assert.InRange(Check(Stages.Of(attributes).Lowered, seed: 1), 4, int.MaxValue);

    [Fact]
    public void The_maximum_shares_its_gradient_among_the_largest()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 4), new("x"));
        var parameter = graph.Parameter(new("p", "layer", [4], default, 1, 1, 1));
        var y = graph.Reduce(Reduction.Max, graph.Map(new Argument(0) + new Argument(1), [x, parameter], new("sum")), [1], new("y"));

        var gradient = Gradients(graph.Build([graph.Copy(y)]), 1, [1, 3, 3, 2], [[0.0, 0, 0, 0]], [10]).Single();

        Assert.Equal([0, 5, 5, 0], gradient);
    }

    [Fact]
    public void No_gradient_flows_through_a_stop()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 1), new("x"));
        var parameter = graph.Parameter(new("p", "layer", [1], default, 1, 1, 1));
        var product = graph.Map(new Argument(0) * new Argument(1), [x, parameter], new("product"));
        var y = graph.Map(new Argument(0) * new Argument(1), [product, graph.StopGradient(product)], new("y"));

        // y = p·x · [p·x]: of p²·x² only one factor moves.
        Assert.Equal([5.0 * 2 * (2 * 7)], Gradients(graph.Build([y]), 1, [2], [[7.0]], [5]).Single());
    }

    [Fact]
    public void A_parameter_that_changes_nothing_has_gradient_0()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 2), new("x"));
        var dead = graph.Parameter(new("dead", "layer", [3], default, 1, 1, 1));
        var stepped = graph.Parameter(new("stepped", "layer", [2], default, 1, 1, 1));
        graph.Map(new Unary(UnaryFunction.Tanh, new Argument(0)), [dead], new("unused"));
        var y = graph.Map(new Argument(0) + new Unary(UnaryFunction.Floor, new Argument(1)), [x, stepped], new("y"));

        var gradients = Gradients(graph.Build([y]), 1, [1, 2], [[1.0, 2, 3], [0.5, 0.5]], [1, 1]);

        Assert.Equal([0.0, 0, 0], gradients[0]);
        Assert.Equal([0.0, 0], gradients[1]);
    }

    [Fact]
    public void Two_parameters_with_one_gradient_have_it_each_in_memory_of_its_own()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 2), new("x"));
        var first = graph.Parameter(new("first", "layer", [2], default, 1, 1, 1));
        var second = graph.Parameter(new("second", "layer", [2], default, 1, 1, 1));
        var sum = graph.Map(new Argument(0) + new Argument(1), [first, second], new("sum"));
        var differentiated = Differentiation.Run(graph.Build([graph.Map(new Argument(0) * new Argument(1), [x, sum], new("y"))]));

        Assert.NotEqual(differentiated.Gradients[0], differentiated.Gradients[1]);
        Stages.Of(graph.Build([graph.Count - 1]));
    }

    [Fact]
    public void The_gradient_of_the_input_is_not_built()
    {
        var graph = Stages.Of("Input(3), Dense(2, Name = \"hidden\"), Dense(2)").Differentiated;

        Assert.DoesNotContain("∂input", graph.Nodes.Select(static node => node.Name.Mathematics));
        Assert.Contains("∂hidden", graph.Nodes.Select(static node => node.Name.Mathematics));
    }

    /// <summary>Compares all gradients, and returns how many slopes were not 0.</summary>
    private static int Check(NetworkGraph forward, int seed)
    {
        const int Batch = 3;
        var random = new Random(seed);
        var input = Tensors.Random(random, Tensors.Count(Tensors.Sizes(forward[0].Shape, Batch)));
        var parameters = forward.Parameters.Select(tensor => Tensors.Random(random, tensor.Count)).ToArray();
        var weights = Tensors.Random(random, Tensors.Count(Tensors.Sizes(forward[forward.Outputs[0]].Shape, Batch)));
        var gradients = Gradients(forward, Batch, input, parameters, weights);

        var slopes = 0;
        for (var index = 0; index < parameters.Length; index++)
        {
            for (var element = 0; element < parameters[index].Length; element++)
            {
                var value = parameters[index][element];
                parameters[index][element] = value + Step;
                var above = Loss();
                parameters[index][element] = value - Step;
                var below = Loss();
                parameters[index][element] = value;

                var (slope, gradient) = ((above - below) / (2 * Step), gradients[index][element]);
                Assert.True(
                    Math.Abs(slope - gradient) <= 1e-6 * (1 + Math.Abs(slope)),
                    $"∂{forward.Parameters[index].Name}[{element}] is {gradient}, but the central difference is {slope}:\n{GraphPrinter.Print(Differentiation.Run(forward))}");
                slopes += Math.Abs(slope) > 1e-9 ? 1 : 0;
            }
        }

        return slopes;

        double Loss()
        {
            var outputs = new GraphEvaluator(forward, Batch).Evaluate(operation => operation is Parameter(var index) ? parameters[index] : input)[forward.Outputs[0]];
            return outputs.Zip(weights, static (output, weight) => output * weight).Sum();
        }
    }

    private static double[][] Gradients(NetworkGraph forward, int batch, double[] input, double[][] parameters, double[] outputGradient)
    {
        var differentiated = Differentiation.Run(forward);
        GraphVerifier.Verify(differentiated, GraphRules.Any);
        var values = new GraphEvaluator(differentiated, batch).Evaluate(operation => operation switch
        {
            Parameter(var index) => parameters[index],
            OutputGradient => outputGradient,
            _ => input,
        });
        return [.. differentiated.Gradients.Select(gradient => values[gradient])];
    }
}
