using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Counts the multiply-adds that a rewritten nest carries out, for one sample where it goes through a batch. Lanes of a vector that nobody uses are
/// among them, and so are rows and columns that tiles compute twice. Of a batch, tiles are taken to be full.
/// </summary>
internal static class ExecutedProducts
{
    public static double Of(Nest nest) => Count(nest.Body, []);

    private static double Count(Statement statement, Dictionary<Variable, int> values) => statement switch
    {
        Sequence sequence => sequence.Parts.Sum(part => Count(part, values)),
        For loop => Count(loop, values),
        Outlined outlined => Count(outlined.Body, values),
        Part part => Count(part.Body, values),
        Choice choice => Count(choice.Enough, values),
        Accumulate { Value: Compute { Expression: Binary(BinaryFunction.Multiply, Argument, Argument) } } => 1,
        _ => 0,
    };

    private static double Count(For loop, Dictionary<Variable, int> values)
    {
        if (!loop.Body.All().Any(static inside => inside is Accumulate))
            return loop.Rest is null ? 0 : Count(loop.Rest, values);
        if (loop.Sizes is not null && !loop.IsOfLargeTiles)
            return 0;
        if (loop.IsVector)
            return loop.Extent.Size * Count(loop.Body, values);
        if (loop.Limit is { Whole.IsBatch: true } rows)
            return rows.Whole.Size * Count(loop.Body, values);
        if (loop.Extent.IsBatch)
            return (IsCutInBlocks(loop) ? 1 : (double)loop.Extent.Size / loop.Step) * Count(loop.Body, values);

        var end = loop.Extent.Size;
        if (loop.Limit is { } limit)
            end = Math.Min(end, limit.Whole.Size - limit.Begin.Evaluate(variable => values[variable]));
        var first = loop.First;
        if (loop.Reach is { } reach)
        {
            var (lowest, highest) = (reach.Lowest.Evaluate(ValueOf), reach.Highest.Evaluate(ValueOf));
            first = reach.HasFirst ? Math.Max(0, RoundedUp(reach.From - highest, reach.Step)) : first;
            end = reach.HasEnd ? Math.Min(end, RoundedUp(reach.To - lowest, reach.Step)) : end;

            // Blocks count as a whole.
            first = first / reach.Block * reach.Block;
            end = Math.Min(loop.Extent.Size, RoundedUp(end, reach.Block) * reach.Block);
        }

        if (loop.Rest is not null)
            return (end - first) / loop.Step * Turn(first) + ((end - first) % loop.Step == 0 ? 0 : Rest());
        var turns = Math.Max(0, (end - first + loop.Step - 1) / loop.Step);
        if (!Matters(loop))
            return turns * Turn(first);
        return Enumerable.Range(0, turns).Sum(turn => Turn(loop.Tail == Tail.Overlap ? Math.Min(first + (turn * loop.Step), end - loop.Step) : first + (turn * loop.Step)));

        int ValueOf(Variable variable) => values.TryGetValue(variable, out var value) ? value : 0;

        double Turn(int value)
        {
            values[loop.Variable] = value;
            return Count(loop.Body, values);
        }

        double Rest()
        {
            values[loop.Variable] = first + ((end - first) / loop.Step * loop.Step);
            return Count(loop.Rest, values);
        }
    }

    /// <summary>Whether a loop is over blocks of the batch, of which the loop in it has the samples.</summary>
    private static bool IsCutInBlocks(For loop) => loop.Body.All().OfType<For>().Any(inner => inner.Limit is { Whole.IsBatch: true } limit && limit.Begin.Stride(loop.Variable) != 0);

    /// <summary>Whether how often loops in it turn depends on its variable.</summary>
    private static bool Matters(For loop) => loop.Body.All().OfType<For>().Any(inner =>
        inner.Limit?.Begin.Stride(loop.Variable) is not (null or 0) || inner.Reach is { } reach && (reach.Lowest.Stride(loop.Variable) != 0 || reach.Highest.Stride(loop.Variable) != 0));

    // Towards plus infinity, also of negative numbers.
    private static int RoundedUp(int distance, int step) => (int)Math.Ceiling((double)distance / step);
}
