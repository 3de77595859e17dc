using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Brings what the forward pass computes from parameters alone to the front, so that it is there when the first layer is computed, and can
/// be fused into it: the scale and the shift of a normalisation with the convolution before it.
/// </summary>
internal static class ParametersFirst
{
    public static NetworkGraph Run(NetworkGraph graph)
    {
        var backward = graph.BackwardNodes();
        var isFirst = new bool[graph.Nodes.Count];
        for (var id = 0; id < isFirst.Length; id++)
        {
            isFirst[id] = !backward[id] && graph[id].Loop is null && graph[id].Operation is not (Input or OutputGradient or Leaf or AllSteps)
                && graph[id].Inputs.All(input => isFirst[input]);
        }

        // Parameters themselves, and views of them, are there anyhow.
        if (!Enumerable.Range(0, isFirst.Length).Any(id => isFirst[id] && graph[id].Operation is not (Parameter or View or Fill)))
            return graph;
        var order = Enumerable.Range(0, isFirst.Length).OrderByDescending(id => isFirst[id]).ToArray();
        var places = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
            places[order[place]] = place;
        var nodes = order.Select(id => graph[id] with { Inputs = graph[id].Inputs.Select(input => places[input]).ToEquatableArray() });
        return graph.WithNodes(nodes.ToEquatableArray(), places);
    }
}
