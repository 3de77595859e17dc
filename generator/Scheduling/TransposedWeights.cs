using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>The weights of which products need vectors along the other axis than they are stored by, and the copies of them that have been made.</summary>
internal sealed class TransposedWeights
{
    private readonly HashSet<int> copied = [];
    private readonly Dictionary<int, int> products = [];

    /// <summary>Those of a graph, before any copy.</summary>
    public static TransposedWeights Of(NetworkGraph graph)
    {
        var weights = new TransposedWeights();
        foreach (var node in graph.Nodes)
        {
            if (node is not { Operation: Contract contract, Inputs: [var left, var right] } || contract.Output.Axes is not { Count: > 0 } axes || axes[axes.Count - 1].Terms is not [{ Index: var vector }])
                continue;
            foreach (var (operand, access) in new[] { (left, contract.Left), (right, contract.Right) })
            {
                if (graph[operand] is { Operation: Parameter, Shape.Rank: 2 } && access.Axes[1].Terms is [{ Index: var column }] && column == vector)
                    weights.products[operand] = weights.products.TryGetValue(operand, out var count) ? count + 1 : 1;
            }
        }

        return weights;
    }

    /// <summary>Whether a kernel has made a copy of a weight for all products after it.</summary>
    public bool IsCopied(int weight) => copied.Contains(weight);

    /// <summary>Says that a kernel makes a copy of a weight.</summary>
    public void Add(int weight) => copied.Add(weight);

    /// <summary>Whether one product alone reads a weight so: then a copy may be gone when it ends.</summary>
    public bool IsOfOneProduct(int weight) => products.TryGetValue(weight, out var count) && count == 1;
}
