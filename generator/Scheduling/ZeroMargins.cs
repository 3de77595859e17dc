using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>Which steps of a sum meet nothing but the zeros around an image, and need not be taken.</summary>
internal static class ZeroMargins
{
    /// <summary>The ranges of the steps that count, for every axis of an operand along which it has zeros around it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The operand.</param>
    /// <param name="access">Which of its elements a contraction touches.</param>
    /// <param name="isKept">Whether the contraction's outputs depend on an index.</param>
    public static IEnumerable<ReducedRange> Of(NetworkGraph graph, int node, Access access, Func<int, bool> isKept)
    {
        for (var axis = 0; axis < access.Axes.Count; axis++)
        {
            var (before, after) = Around(graph, node, axis);
            if (before + after == 0 || access.Axes[axis].Terms is not [var one, var other] || one.Coefficient <= 0 || other.Coefficient <= 0 || isKept(one.Index) == isKept(other.Index))
                continue;
            var (kept, reduced) = isKept(one.Index) ? (one, other) : (other, one);
            var offset = access.Axes[axis].Offset;
            yield return new(
                reduced.Index, reduced.Coefficient, kept.Index, kept.Coefficient, before - offset, graph[node].Shape[axis].Size - after - offset);
        }
    }

    /// <summary>How many zeros an image has in front and behind along an axis.</summary>
    private static (int Before, int After) Around(NetworkGraph graph, int node, int axis)
    {
        if (graph[node].Operation is not Concatenate concatenate)
            return (0, 0);
        var parts = graph[node].Inputs;
        var first = Enumerable.Range(0, parts.Count).FirstOrDefault(part => !IsZero(graph, parts[part]));
        var last = Enumerable.Range(0, parts.Count).LastOrDefault(part => !IsZero(graph, parts[part]));
        var inner = first == last ? Around(graph, parts[first], axis) : (Before: 0, After: 0);
        return concatenate.Axis != axis
            ? inner
            : (inner.Before + parts.Take(first).Sum(part => graph[part].Shape[axis].Size), inner.After + parts.Skip(last + 1).Sum(part => graph[part].Shape[axis].Size));
    }

    private static bool IsZero(NetworkGraph graph, int node) => graph[node].Operation is Fill { Value: 0 };
}
