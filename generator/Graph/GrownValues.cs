using System.Runtime.CompilerServices;

namespace NetGen.Generator.Graph;

/// <summary>
/// The values that have more elements than each value that they are made of: products of two activations such as the scores of attention, [T × T] out of
/// queries and keys of [T × width], differences of all pairs of points, and what elementwise steps make of those. They take much memory and little time.
/// </summary>
internal sealed class GrownValues
{
    private static readonly ConditionalWeakTable<NetworkGraph, GrownValues> Known = new();

    private readonly NetworkGraph graph;
    // Of each of them, how many elements the largest value has that it is made of; null for others.
    private readonly long?[] sources;

    private GrownValues(NetworkGraph graph)
    {
        this.graph = graph;
        sources = new long?[graph.Nodes.Count];

        // What a node is made of comes before it.
        for (var id = 0; id < sources.Length; id++)
            sources[id] = graph[id].Loop is null ? SourceOf(id) : null;
    }

    public static GrownValues Of(NetworkGraph graph) => Known.GetValue(graph, static graph => new(graph));

    public bool Contains(int node) => sources[node] is not null;

    /// <summary>How many different elements of a sample a value has: those that are repeated along an axis count once.</summary>
    public static long Count(NetworkGraph graph, int node)
    {
        if (graph[node].Operation is Fill)
            return 0;
        var (shape, strides) = (graph[node].Shape, Views.Strides(graph, node));
        return Enumerable.Range(0, shape.Rank).Where(axis => strides[axis] != 0 && !shape[axis].IsBatch)
            .Aggregate(1L, (count, axis) => count * shape[axis].Size);
    }

    private long? SourceOf(int id)
    {
        var (size, inputs) = ((long)graph[id].Shape.SampleSize, graph[id].Inputs);
        switch (graph[id].Operation)
        {
            case Reshape or Broadcast or Transpose or Slice:
                return sources[inputs[0]];
            // Products with parameters are most of what a network computes.
            case Contract when inputs.All(input => graph[input].Shape.IsBatched):
            case Map when inputs.Count > 0 && !inputs.Any(input => sources[input] is not null && graph[input].Shape == graph[id].Shape):
                return inputs.Max(input => Count(graph, input)) is var largest && largest < size ? largest : null;
            case Map when inputs.Count > 0:
                return inputs.Max(input => sources[input] ?? Count(graph, input));
            // Of all pairs, the sum of the squares of their differences.
            case Reduce:
                return sources[inputs[0]] is { } source && source < size ? source : null;
            default:
                return null;
        }
    }
}
