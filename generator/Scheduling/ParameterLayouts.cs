using System.Collections;
using NetGen.Generator.Graph;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Where each parameter's elements lie, as a target has them. A dense weight [out, in] is cut into panels of one or two vectors of outputs, so that
/// the outputs are the vector and every step of the inner loop loads the next vectors in memory. A layer with few outputs would leave most of a
/// panel empty: its weight stays in rows, and the inputs are the vector. All padding is zero and stays zero.
/// </summary>
/// <param name="Target">What they are chosen for. Whatever is scheduled over them is scheduled for it, too.</param>
/// <param name="All">The layout of each parameter.</param>
internal sealed record ParameterLayouts(Target Target, EquatableArray<TensorLayout> All) : IReadOnlyList<TensorLayout>
{
    private const int FewOutputs = 4;

    /// <summary>Every parameter in C order, as the readable form has them.</summary>
    public static ParameterLayouts Plain(Target target, NetworkGraph graph)
        => new(target, graph.Parameters.Select(static parameter => TensorLayout.RowMajor(parameter.Dimensions)).ToEquatableArray());

    /// <param name="target">What they are chosen for.</param>
    /// <param name="graphs">All programs that read the parameters, of which each has a node for every one.</param>
    public static ParameterLayouts Choose(Target target, params NetworkGraph[] graphs)
    {
        var isDense = graphs[0].Parameters.Select(static _ => true).ToArray();
        foreach (var graph in graphs)
        {
            for (var id = 0; id < graph.Nodes.Count; id++)
            {
                if (graph[id].Operation is Parameter parameter)
                    isDense[parameter.Index] &= IsDenseWeight(graph, id);
            }
        }

        return new(
            target,
            graphs[0].Parameters.Select((parameter, index) => isDense[index] ? OfDenseWeight(target, parameter.Dimensions) : TensorLayout.RowMajor(parameter.Dimensions)).ToEquatableArray());
    }

    public int Count => All.Count;

    public TensorLayout this[int index] => All[index];

    public IEnumerator<TensorLayout> GetEnumerator() => ((IEnumerable<TensorLayout>)All).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static TensorLayout OfDenseWeight(Target target, EquatableArray<int> dimensions)
    {
        var (outputs, features, lanes) = (dimensions[0], dimensions[1], target.Lanes);
        return outputs <= FewOutputs && features >= lanes
            ? TensorLayout.RowMajor(dimensions, rowMultiple: lanes)
            : TensorLayout.RowPanels(outputs, features, outputs > lanes ? 2 * lanes : lanes);
    }

    /// <summary>A matrix that is only ever multiplied: each use is a contraction that has it as right operand with its own two indices.</summary>
    private static bool IsDenseWeight(NetworkGraph graph, int node)
    {
        if (graph[node].Shape.Rank != 2)
            return false;
        foreach (var user in Uses.Of(graph)[node].Select(user => graph[user]))
        {
            if (user.Operation is not Contract contract || user.Inputs[0] == node
                || contract.Right.Axes.Any(static axis => axis.Terms.Count != 1 || axis.Offset != 0))
            {
                return false;
            }
        }

        return true;
    }
}
