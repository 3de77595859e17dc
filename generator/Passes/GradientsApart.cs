using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Gives each parameter's gradient a node that nothing reads: a copy, where something needs the value. A later pass adds to the memory of the gradient,
/// and what is there then is the sum of several passes.
/// </summary>
internal sealed class GradientsApart
{
    /// <summary>What the name of a value ends in of which a gradient is a copy.</summary>
    public const string End = ".pass";

    private readonly NetworkGraph graph;
    private readonly GraphBuilder builder = new();

    // From the nodes of the old graph to those of the new one.
    private readonly int[] places;

    private GradientsApart(NetworkGraph graph)
    {
        this.graph = graph;
        places = new int[graph.Nodes.Count];
    }

    public static NetworkGraph Run(NetworkGraph graph)
    {
        var apart = new GradientsApart(graph);
        int[] wanted = [.. Enumerable.Range(0, graph.Gradients.Count).Where(parameter => !apart.IsApart(graph.Gradients[parameter]))];
        return wanted.Length == 0 ? graph : DeadCodeRemoval.Run(apart.Rewrite(wanted));
    }

    private NetworkGraph Rewrite(int[] wanted)
    {
        var copies = wanted.ToLookup(parameter => Copied(graph.Gradients[parameter]));
        var gradients = new Dictionary<int, int>();
        var firstBackward = graph.FirstBackward;
        for (var id = 0; id < places.Length; id++)
        {
            if (id == graph.FirstBackward)
                firstBackward = builder.Count;
            var isCopied = copies.Contains(id) && copies[id].Any(parameter => graph[graph.Gradients[parameter]].Name == graph[id].Name);
            var name = graph[id].Name;
            var node = isCopied ? graph[id] with { Name = name with { Text = name.Text + End } } : graph[id];
            places[id] = builder.Take(node, node.Inputs.Select(input => places[input]));
            foreach (var parameter in copies[id])
                gradients[parameter] = Copy(graph.Gradients[parameter], id);
        }

        var rewritten = graph.WithNodes(builder.Nodes, places) with { FirstBackward = firstBackward };
        return rewritten with
        {
            Gradients = rewritten.Gradients.Select((gradient, parameter) => gradients.TryGetValue(parameter, out var copy) ? copy : gradient).ToEquatableArray(),
        };
    }

    /// <summary>A gradient of the same elements, in memory of its own.</summary>
    private int Copy(int gradient, int copied)
        => gradient == copied
            ? builder.Take(graph[copied] with { Operation = new Map(new Argument(0)), Loop = null }, [places[copied]])
            : builder.Take(graph[gradient], [Copy(graph[gradient].Inputs[0], copied)]);

    /// <summary>What is copied for a gradient: what owns its memory, where that has the same elements in the same order.</summary>
    private int Copied(int gradient)
    {
        while (graph[gradient].Operation is Reshape)
            gradient = graph[gradient].Inputs[0];
        return gradient;
    }

    /// <summary>Whether a gradient has memory of its own, and every node on the way to it is read by the next alone.</summary>
    private bool IsApart(int gradient)
    {
        if (graph.Roots.Count(root => Views.Owner(graph, root) == Views.Owner(graph, gradient)) > 1)
            return false;
        for (var (node, readers) = (gradient, 0); ; (node, readers) = (graph[node].Inputs[0], 1))
        {
            if (Uses.Of(graph)[node].Count != readers || graph[node].Loop is not null)
                return false;
            if (graph[node].Operation is not Reshape)
                return graph[node].Operation is not (View or Input or Parameter or OutputGradient);
        }
    }
}
