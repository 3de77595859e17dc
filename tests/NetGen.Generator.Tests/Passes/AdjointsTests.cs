using NetGen.Generator.Graph;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Graph;

namespace NetGen.Generator.Tests.Passes;

/// <summary>How the gradients of slices become the gradient of what they are taken from.</summary>
public sealed class AdjointsTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    [Fact]
    public void Slices_that_make_up_an_axis_have_their_gradients_concatenated()
    {
        var (gradient, graph) = Gradient(6, (0, 2, 1), (4, 2, 1), (2, 2, 1));

        Assert.Equal([10.0, 20, 50, 60, 30, 40], gradient);
        Assert.Equal(["concatenate of 3"], Work(graph));
    }

    [Fact]
    public void Slices_with_a_step_have_their_gradients_interleaved()
    {
        var (gradient, graph) = Gradient(6, (1, 2, 3), (0, 2, 3), (2, 2, 3));

        Assert.Equal([30.0, 10, 50, 40, 20, 60], gradient);
        Assert.Equal(["concatenate of 3"], Work(graph));
    }

    [Fact]
    public void What_no_slice_takes_has_gradient_0()
    {
        var (gradient, graph) = Gradient(9, (5, 2, 1), (1, 2, 1));

        Assert.Equal([0.0, 30, 40, 0, 0, 10, 20, 0, 0], gradient);
        Assert.Equal(["concatenate of 5", "fill", "fill", "fill"], Work(graph));
    }

    [Fact]
    public void The_elements_that_steps_leave_out_have_gradient_0()
    {
        var (gradient, graph) = Gradient(8, (1, 2, 3));

        Assert.Equal([0.0, 10, 0, 0, 20, 0, 0, 0], gradient);
        Assert.Equal(["concatenate of 2", "concatenate of 3", "fill", "fill", "fill"], Work(graph));
    }

    [Fact]
    public void Slices_that_overlap_have_their_gradients_added()
    {
        var (gradient, graph) = Gradient(5, (0, 2, 2), (1, 2, 2), (2, 2, 2));

        Assert.Equal([10.0, 30, 20 + 50, 40, 60], gradient);
        // The odd elements, and of the even ones two overlapping halves.
        Assert.Equal(3, Work(graph).Count(static work => work == "concatenate of 2") - 1);
        Assert.Single(graph.Nodes, static node => node.Operation is Map(Binary(BinaryFunction.Add, _, _), _));
    }

    [Fact]
    public void A_value_that_is_sliced_and_used_whole_has_the_sum()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 4), new("x"));
        var p = graph.Parameter(new("p", "layer", [4], default, 1, 1, 1));
        var h = graph.Map(X + Y, [x, p], new("h"));
        var halves = graph.Map(X * Y, [graph.Slice(h, 1, 0, 2, new("a")), graph.Slice(h, 1, 2, 2, new("b"))], new("product"));
        var all = graph.Concatenate([h, halves], 1, new("all"));

        // h = (1, 2, 3, 4); the product's parts have slopes 100·3, 200·4, 100·1 and 200·2.
        Assert.Equal(
            [301.0, 802, 103, 404], Differentiated(graph.Build([all]), [1, 2, 3, 4], [[0.0, 0, 0, 0]], [1, 2, 3, 4, 100, 200]).Gradient);
    }

    /// <summary>The gradient of a parameter that is cut into slices, whose outputs have the gradients 10, 20, 30 ….</summary>
    private static (double[] Gradient, NetworkGraph Graph) Gradient(int length, params (int Start, int Length, int Step)[] slices)
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 1), new("x"));
        var p = graph.Parameter(new("p", "layer", [1, length], default, 1, 1, 1));
        var h = graph.Map(X * Y, [x, p], new("h"));
        var parts = slices.Select(slice => graph.Slice(h, 1, slice.Start, slice.Length, new("slice"), slice.Step));
        var y = graph.Copy(graph.Concatenate([.. parts], 1, new("y")));
        var outputs = graph[y].Shape[1].Size;
        return Differentiated(graph.Build([y]), [1], [new double[length]], [.. Enumerable.Range(1, outputs).Select(static place => 10.0 * place)]);
    }

    private static (double[] Gradient, NetworkGraph Graph) Differentiated(NetworkGraph forward, double[] input, double[][] parameters, double[] outputGradient)
    {
        var differentiated = Differentiation.Run(forward);
        GraphVerifier.Verify(differentiated, GraphRules.Any);
        var values = new GraphEvaluator(differentiated, 1).Evaluate(operation => operation switch
        {
            Parameter(var index) => parameters[index],
            OutputGradient => outputGradient,
            _ => input,
        });
        return (values[differentiated.Gradients[0]], differentiated);
    }

    /// <summary>What is built for the adjoint of the sliced value.</summary>
    private static IEnumerable<string> Work(NetworkGraph graph)
        => graph.Nodes.Where(static node => node.Name.Mathematics.StartsWith("∂h", StringComparison.Ordinal) && node.Operation is Concatenate or Fill)
            .Select(static node => node.Operation is Fill ? "fill" : $"concatenate of {node.Inputs.Count}").Order(StringComparer.Ordinal);
}
