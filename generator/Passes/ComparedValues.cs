using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// The values that something is decided by: those of which the largest has the gradient of a maximum, those that a choice compares. Whoever decides reads them from memory. Computed again by
/// another kernel they may be rounded differently, and then none of them is the largest, or both branches of a choice have a gradient.
/// </summary>
internal static class ComparedValues
{
    /// <summary>The values of a graph that must have the same bits wherever they are read.</summary>
    public static HashSet<int> Of(NetworkGraph graph)
    {
        var backward = graph.BackwardNodes();
        var compared = new HashSet<int>();
        // What a node is made of comes before it.
        for (var id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            var node = graph[id];
            if (node.Operation is Map map)
            {
                foreach (var argument in Discontinuities.ArgumentsOf(map.Expression, backward[id]))
                    compared.Add(node.Inputs[argument]);
            }

            // What only chooses between other values has the same bits if these have.
            if (compared.Contains(id) && (node.Operation is View || (node.Operation is Map { Expression: var choice } && Discontinuities.IsExact(choice))))
            {
                compared.UnionWith(node.Inputs);
                if (node.Operation is Map)
                    compared.Remove(id);
            }
        }

        return compared;
    }
}
