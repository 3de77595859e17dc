using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering;

/// <summary>Sees to it that every output has memory of its own.</summary>
internal static class NetworkOutputs
{
    /// <summary>
    /// The node to hand out for a value: a copy where the value is the caller's input, which is not the network's to hand out, part of
    /// another value's memory, another output, or one of two values.
    /// </summary>
    public static int Own(GraphBuilder graph, int value, IReadOnlyCollection<int> others)
    {
        var source = value;
        while (graph[source].Operation is StopGradient)
            source = graph[source].Inputs[0];
        return graph[source].Operation is View or Input or Fill or WhenTraining || others.Contains(source) ? graph.Copy(value) : value;
    }
}
