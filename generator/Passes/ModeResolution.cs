using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Decides what the network is in training and what it is in a prediction: each <see cref="WhenTraining"/> is replaced by one of its two
/// inputs. What only the other one needed is dead code then.
/// </summary>
internal static class ModeResolution
{
    public static NetworkGraph Run(NetworkGraph graph, bool isTraining)
    {
        if (!isTraining)
            graph = graph with { Updates = [] };
        if (!graph.Nodes.Any(static node => node.Operation is WhenTraining))
            return graph;
        var resolved = new int[graph.Nodes.Count];
        var nodes = new List<Node>();
        for (var id = 0; id < resolved.Length; id++)
        {
            var node = graph[id];
            if (node.Operation is WhenTraining)
            {
                resolved[id] = resolved[node.Inputs[isTraining ? 0 : 1]];
                // It is the only one that is left of the two.
                if (resolved[id] is var chosen && nodes[chosen].Name.IsNumbered(node.Name))
                    nodes[chosen] = nodes[chosen] with { Name = node.Name };
                continue;
            }

            resolved[id] = nodes.Count;
            nodes.Add(node with { Inputs = node.Inputs.Select(input => resolved[input]).ToEquatableArray() });
        }

        return graph.WithNodes(nodes.ToEquatableArray(), resolved);
    }
}
