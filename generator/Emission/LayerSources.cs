using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>Which layers and inputs a layer, or an output, is computed from: through everything between them that is no layer.</summary>
internal sealed class LayerSources(NetworkGraph graph, IReadOnlyList<string> inputs)
{
    /// <summary>Those of a layer; null where they are what a reader expects: the layer before it, or the only input of the first.</summary>
    public IReadOnlyList<string>? OfLayer(int index)
    {
        var sources = Of(graph.Layers[index].Input, index);
        var expected = index > 0 ? graph.Layers[index - 1].Name : inputs.Count == 1 ? inputs[0] : "";
        return sources.Count == 1 && sources[0] == expected ? null : sources;
    }

    /// <summary>Those of an output; null where it is the last layer alone.</summary>
    public IReadOnlyList<string>? OfOutput(int output)
    {
        var sources = Of(graph.Outputs[output], graph.Layers.Count);
        return graph.Layers.Count > 0 && sources.Count == 1 && sources[0] == graph.Layers[graph.Layers.Count - 1].Name ? null : sources;
    }

    // From a node backwards, up to the outputs of the layers before the one of that number.
    private List<string> Of(int node, int layer)
    {
        var found = new SortedDictionary<int, string>();
        var seen = new HashSet<int>();
        var open = new Stack<int>([node]);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (!seen.Add(next))
                continue;
            if (LayerEndingAt(next, layer) is >= 0 and var source)
            {
                found[inputs.Count + source] = graph.Layers[source].Name;
                continue;
            }

            if (graph[next].Operation is Input { IsTarget: false })
                found[InputNumber(next)] = inputs[InputNumber(next)];
            foreach (var input in graph[next].Inputs)
                open.Push(input);
        }

        return [.. found.Values];
    }

    // A layer that only gives its input another shape may end at the same node as the one before it.
    private int LayerEndingAt(int node, int before)
    {
        for (var layer = before - 1; layer >= 0; layer--)
        {
            if (graph.Layers[layer].Output == node)
                return layer;
        }

        return -1;
    }

    private int InputNumber(int node)
    {
        var number = 0;
        for (var other = 0; other < node; other++)
            number += graph[other].Operation is Input { IsTarget: false } ? 1 : 0;
        return number;
    }
}
