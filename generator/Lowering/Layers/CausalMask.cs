using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>0 up to the diagonal and −∞ above it, [length × length]: added to scores, it hides what is later.</summary>
internal static class CausalMask
{
    public static int Add(GraphBuilder graph, int length, ValueName name)
    {
        var columns = Numbers(graph, length, new(name.Text + ".column"));
        var rows = graph.Reshape(Numbers(graph, length, new(name.Text + ".row")), Shape.Of(length, 1), new(name.Text + ".row"));
        return graph.Map(new Select(Comparison.Greater, new Argument(0), new Argument(1), double.NegativeInfinity, 0), [columns, rows], name);
    }

    /// <summary>0, 1, 2 …</summary>
    public static int Numbers(GraphBuilder graph, int count, ValueName name) => graph.Counting(count, name);
}
