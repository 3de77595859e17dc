using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

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

/// <summary>
/// The steps of a summed loop that count: those in which <c>step·Loop + keptStep·Kept</c> is at least <paramref name="From"/> and less
/// than <paramref name="To"/>.
/// </summary>
/// <param name="Loop">The loop that is summed over.</param>
/// <param name="Step">By how much its steps go on.</param>
/// <param name="Kept">The loop around it on which its range depends.</param>
/// <param name="KeptStep">By how much the steps of that one go on.</param>
internal sealed record ReducedRange(int Loop, int Step, int Kept, int KeptStep, int From, int To)
{
    /// <summary>The first step that counts, in some step of the loop around it, if that is not before the first of all.</summary>
    public int FirstAt(int kept) => Math.Max(0, RoundedUp(From - (KeptStep * kept)));

    /// <summary>The step behind the last that counts, in some step of the loop around it.</summary>
    public int EndAt(int kept, int size) => Math.Min(size, RoundedUp(To - (KeptStep * kept)));

    /// <summary>The first step as C#, at least 0.</summary>
    public string First(string kept) => $"Math.Max(0, {Quotient(From, kept)})";

    /// <summary>The step behind the last as C#.</summary>
    public string End(string kept, int size) => $"Math.Min({Numbers.Text(size)}, {Quotient(To, kept)})";

    /// <summary>Of what is negative, nothing more is asked than that it is not positive.</summary>
    private int RoundedUp(int distance) => (distance + Step - 1) / Step;

    private string Quotient(int limit, string kept)
    {
        var reached = KeptStep == 1 ? kept : $"({kept} * {Numbers.Text(KeptStep)})";
        return Step == 1 ? $"{Numbers.Text(limit)} - {reached}" : $"({Numbers.Text(limit + Step - 1)} - {reached}) / {Numbers.Text(Step)}";
    }
}
