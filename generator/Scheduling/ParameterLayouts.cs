using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Chooses where each parameter's elements lie. A dense weight [out, in] is cut into panels of 8 or 16 outputs, so that the outputs are
/// the vector and every step of the inner loop loads the next vectors in memory. A layer with few outputs would leave most of a panel
/// empty: its weight stays in rows, and the inputs are the vector. All padding is zero and stays zero.
/// </summary>
internal static class ParameterLayouts
{
    private const int FewOutputs = 4;

    /// <summary>Every parameter in C order, as the readable form has them.</summary>
    public static EquatableArray<TensorLayout> Plain(NetworkGraph graph) => graph.Parameters.Select(static parameter => TensorLayout.RowMajor(parameter.Dimensions)).ToEquatableArray();

    /// <param name="graphs">All programs that read the parameters, of which each has a node for every one.</param>
    public static EquatableArray<TensorLayout> Choose(params NetworkGraph[] graphs)
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

        return graphs[0].Parameters
            .Select((parameter, index) => isDense[index] ? OfDenseWeight(parameter.Dimensions) : TensorLayout.RowMajor(parameter.Dimensions)).ToEquatableArray();
    }

    private static TensorLayout OfDenseWeight(EquatableArray<int> dimensions)
    {
        var (outputs, features) = (dimensions[0], dimensions[1]);
        return outputs <= FewOutputs && features >= Vectors.Width
            ? TensorLayout.RowMajor(dimensions, padRows: true)
            : TensorLayout.RowPanels(outputs, features, outputs > Vectors.Width ? 2 * Vectors.Width : Vectors.Width);
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
