using NetGen.Generator.Graph;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Passes;

public sealed class DeadCodeRemovalTests
{
    private static readonly Scalar X = new Argument(0);

    [Fact]
    public void What_nothing_needs_is_removed_and_the_rest_renumbered()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var dead = graph.Map(X * X, [x], new("dead"));
        graph.Map(X + 1, [dead], new("dead too"));
        var y = graph.Map(X + 2, [x], new("y"));
        graph.Layer("y", "Activation", x, y);

        var live = DeadCodeRemoval.Run(graph.Build([y]));

        Assert.Equal(["x", "y"], live.Nodes.Select(static node => node.Name.Text));
        Assert.Equal([0], live[1].Inputs);
        Assert.Equal([1], live.Outputs);
        Assert.Equal([new LayerSpan("y", "Activation", 0, 1)], live.Layers);
    }

    [Fact]
    public void What_the_caller_gives_stays_used_or_not()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        graph.Parameter(new("p", "layer", [3], default, 1, 1, 1));
        var y = graph.Fill(1, Shape.Of(Extent.Batch, 3), new("y"));
        graph.OutputGradient(0, Shape.Of(Extent.Batch, 3), new("y", true));

        var live = DeadCodeRemoval.Run(graph.Build([y]));

        Assert.Equal(["x", "p", "y", "∂y"], live.Nodes.Select(static node => node.Name.Mathematics));
    }

    [Fact]
    public void A_stop_is_replaced_by_what_it_stops()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        var y = graph.Map(X + 1, [graph.StopGradient(graph.StopGradient(x))], new("y"));

        var live = DeadCodeRemoval.Run(graph.Build([y]));

        Assert.Equal(2, live.Nodes.Count);
        Assert.Equal([0], live[1].Inputs);
    }

    [Fact]
    public void A_second_run_finds_nothing()
    {
        var graph = new GraphBuilder();
        var x = graph.Input(0, Shape.Of(Extent.Batch, 3), new("x"));
        graph.Map(X * X, [x], new("dead"));
        var once = DeadCodeRemoval.Run(graph.Build([graph.Map(X + 1, [graph.StopGradient(x)], new("y"))]));

        Assert.Equal(once, DeadCodeRemoval.Run(once));
    }
}
