using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>Sees that what is taken for whole numbers is known to be such, and small enough.</summary>
internal static class IndexRules
{
    /// <param name="graph">The graph.</param>
    /// <param name="indices">The node that is to have whole numbers.</param>
    /// <param name="count">What each of them is to be less than.</param>
    /// <param name="user">What takes them, in messages.</param>
    /// <param name="refusal">Makes what is thrown where they are not, of the kind of problem and the arguments of its message.</param>
    public static void Check(GraphBuilder graph, int indices, int count, string user, Func<ProblemKind, string[], Exception> refusal)
    {
        var largest = IndexBounds.Of(graph.Nodes, indices);
        if (largest < count)
            return;
        throw refusal(ProblemKind.NoIndices, [
            user,
            Counts.Text(count - 1),
            largest is { } other
                ? $"numbers up to {Counts.Text(other)}"
                : $"'{graph[indices].Name}', of which nothing says so; an input says it by its vocabulary, and other numbers are kept there by Minimum and Maximum"]);
    }
}
