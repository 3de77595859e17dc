using System.Runtime.CompilerServices;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>
/// Says where the parts of concatenations lie. One that is only there to be part of another has no memory of its own: its parts lie in that
/// of the other. Zeros around an image, along one axis after the other, are stored with it once.
/// </summary>
internal sealed class Concatenations
{
    private static readonly ConditionalWeakTable<NetworkGraph, Concatenations> Known = new();

    private readonly NetworkGraph graph;
    private readonly HashSet<int> nested = [];

    private Concatenations(NetworkGraph graph)
    {
        this.graph = graph;
        var backward = graph.BackwardNodes();
        var roots = new HashSet<int>(graph.Roots);
        var users = new int[graph.Nodes.Count];
        foreach (var input in graph.Nodes.SelectMany(static node => node.Inputs))
            users[input]++;
        for (var id = 0; id < users.Length; id++)
        {
            if (graph[id].Operation is Concatenate)
                nested.UnionWith(graph[id].Inputs.Where(input => graph[input].Operation is Concatenate && users[input] == 1 && !roots.Contains(input) && backward[input] == backward[id] && graph[input].Loop == graph[id].Loop && graph.LoopOfNext(input) is null));
        }
    }

    /// <summary>Those of a graph, which are found at the first call.</summary>
    public static Concatenations Of(NetworkGraph graph) => Known.GetValue(graph, static asked => new Concatenations(asked));

    /// <summary>Whether a concatenation lies in the memory of another.</summary>
    public bool IsNested(int concatenation) => nested.Contains(concatenation);

    /// <summary>The parts that lie in a concatenation's memory, how far in each begins, and whether something else lies between a sample's elements.</summary>
    public IEnumerable<(int Input, int Offset, bool IsInPieces)> Parts(int concatenation) => Parts(concatenation, Views.Contiguous(graph[concatenation].Shape), 0);

    private IEnumerable<(int Input, int Offset, bool IsInPieces)> Parts(int concatenation, EquatableArray<int> strides, int offset)
    {
        var axis = ((Concatenate)graph[concatenation].Operation).Axis;
        foreach (var input in graph[concatenation].Inputs)
        {
            foreach (var part in nested.Contains(input) ? Parts(input, strides, offset) : [(input, offset, IsInPieces(graph[input].Shape, strides))])
                yield return part;
            offset += graph[input].Shape[axis].Size * strides[axis];
        }
    }

    private static bool IsInPieces(Shape part, EquatableArray<int> strides)
    {
        var own = Views.Contiguous(part);
        return Enumerable.Range(part.IsBatched ? 1 : 0, part.Rank - (part.IsBatched ? 1 : 0)).Any(axis => part[axis] != 1 && strides[axis] != own[axis]);
    }
}
