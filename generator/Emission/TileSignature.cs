using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>The signature of a tile method, used by its caller and its emitter.</summary>
internal sealed class TileSignature(KernelMethod method, OuterProductSchedule schedule)
{
    /// <summary>Whether the number of rows is not known, so that there may be fewer than a tile has.</summary>
    public bool RowsVary => schedule.Loops[schedule.Row].Extent.IsBatch;

    /// <summary>How many rows the tiles have: all the same number, or one each, where there are too few.</summary>
    public IEnumerable<int> Rows => (RowsVary ? new[] { schedule.RowTile, 1 } : [schedule.RowTile]).Distinct();

    public bool TakesBatch => Summed.Any(index => schedule.Loops[index].Extent.IsBatch) && Blocks is null;

    /// <summary>Where the sum is cut into blocks, each of which is a call of a tile; null where it is short.</summary>
    public SumBlocks? Blocks { get; } = BlocksOf(schedule);

    /// <summary>The loops that a tile itself sums over, outermost first.</summary>
    public IEnumerable<int> Summed => schedule.Reduced.SkipWhile(loop => Blocks is not null && loop != Blocks.Loop);

    /// <summary>The loops around the blocks that are summed over, too.</summary>
    public IEnumerable<int> AroundBlocks => schedule.Reduced.TakeWhile(loop => Blocks is not null && loop != Blocks.Loop);

    /// <summary>Whether a tile is told that it has the first block, whose sums are not added to what is stored.</summary>
    public bool KnowsFirst => Blocks is not null && !schedule.Accumulates;

    /// <summary>Whether a tile is told that it has the last block, whose sums become the outputs.</summary>
    public bool KnowsLast => Blocks is not null && schedule.Outputs.Any(static output => output.Expression is not Argument(0));

    /// <summary>What a tile reads and writes.</summary>
    public IEnumerable<Operand> Operands
        => schedule.Outputs.Select(static output => output.Operand).Concat(schedule.Extras).Append(schedule.Broadcast).Append(schedule.Vector);

    /// <summary>The names of the first steps, and of those behind the last, of the loops of which not all steps count.</summary>
    public IEnumerable<string> Steps
        => schedule.Ranges.Where(range => Summed.Contains(range.Loop) && range.Loop != Blocks?.Loop)
            .Select(range => schedule.Loops[range.Loop].Name).SelectMany(static loop => new[] { FirstOf(loop), EndOf(loop) });

    /// <summary>The parameter list: all tensors but what is packed, the steps, and the batch.</summary>
    public string Parameters
        => KernelMethod.ParameterList(
            Operands.Select(static operand => operand.Argument).Distinct().OrderBy(static argument => argument).Select(argument => method.Arguments[argument]),
            TakesBatch,
            Steps.Select(static step => "int " + step)
                .Concat(Blocks is null ? [] : ["int count"]).Concat(KnowsFirst ? ["bool isFirst"] : []).Concat(KnowsLast ? ["bool isLast"] : []));

    public static string FirstOf(string loop) => Prefixed("first", loop);

    public static string EndOf(string loop) => Prefixed("end", loop);

    /// <summary>A tile's method.</summary>
    public string NameOf(int rows, bool isTail) => $"{method.Name}Tile{Numbers.Text(rows)}{(isTail ? "Tail" : "")}";

    /// <summary>
    /// Where the sum is cut. A range that may be empty would leave an output without a block, unless outputs are cleared first.
    /// </summary>
    private static SumBlocks? BlocksOf(OuterProductSchedule schedule)
    {
        if (SumBlocks.Of(schedule.Loops, schedule.Reduced, SumBlocks.Products) is not { } blocks)
            return null;
        var around = schedule.Reduced.TakeWhile(loop => loop != blocks.Loop).Append(blocks.Loop).ToArray();
        return schedule.Accumulates || !schedule.Ranges.Any(range => around.Contains(range.Loop)) ? blocks : null;
    }

    private static string Prefixed(string prefix, string loop) => prefix + char.ToUpperInvariant(loop[0]) + loop.Substring(1);
}
