using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Removes what neither an output nor a gradient needs, and nodes that only pass their input on (a gradient's stop has done its work
/// when the gradients are built). Inputs, targets where there is an objective, parameters and output gradients stay, used or not.
/// </summary>
internal static class DeadCodeRemoval
{
    public static NetworkGraph Run(NetworkGraph graph)
    {
        var stays = Enumerable.Range(0, graph.Nodes.Count)
            .Where(id => graph[id].Operation is Input { IsTarget: false } or Parameter or OutputGradient || (graph[id].Operation is Input && graph.Objective is not null));
        var live = graph.Live(graph.Roots.Concat(stays));

        var renumbered = new int[live.Length];
        var nodes = new List<Node>();
        for (var id = 0; id < live.Length; id++)
        {
            var node = graph[id];
            if (!live[id])
            {
                renumbered[id] = -1;
            }
            else if (node.Operation is StopGradient or Held)
            {
                renumbered[id] = renumbered[node.Inputs[0]];
            }
            else
            {
                renumbered[id] = nodes.Count;
                nodes.Add(node with { Inputs = node.Inputs.Select(input => renumbered[input]).ToEquatableArray() });
            }
        }

        var kept = graph with { Layers = graph.Layers.Where(layer => renumbered[layer.Input] >= 0 && renumbered[layer.Output] >= 0).ToEquatableArray() };
        return kept.WithNodes(nodes.ToEquatableArray(), renumbered) with
        {
            FirstBackward = graph.FirstBackward == int.MaxValue ? int.MaxValue : nodes.Count - Enumerable.Range(0, live.Length).Count(id => id >= graph.FirstBackward && live[id] && graph[id].Operation is not (StopGradient or Held)),
        };
    }
}
