using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>How the tiles of an outer product are called: by whom they are walked over, and by what they are written, alike.</summary>
internal sealed class TileSignature(KernelMethod method, OuterProductSchedule schedule)
{
    /// <summary>Whether the number of rows is not known, so that there may be fewer than a tile has.</summary>
    public bool RowsVary => schedule.Loops[schedule.Row].Extent.IsBatch;

    /// <summary>How many rows the tiles have: all the same number, or one each, where there are too few.</summary>
    public IEnumerable<int> Rows => (RowsVary ? new[] { schedule.RowTile, 1 } : [schedule.RowTile]).Distinct();

    public bool TakesBatch => schedule.Reduced.Any(index => schedule.Loops[index].Extent.IsBatch);

    /// <summary>What a tile reads and writes.</summary>
    public IEnumerable<Operand> Operands
        => schedule.Outputs.Select(static output => output.Operand).Concat(schedule.Extras).Append(schedule.Broadcast).Append(schedule.Vector);

    /// <summary>The names of the first steps, and of those behind the last, of the loops of which not all steps count.</summary>
    public IEnumerable<string> Steps
        => schedule.Ranges.Select(range => schedule.Loops[range.Loop].Name).SelectMany(static loop => new[] { FirstOf(loop), EndOf(loop) });

    /// <summary>The parameter list: all tensors but what is packed, the steps, and the batch.</summary>
    public string Parameters
        => KernelMethod.ParameterList(
            Operands.Select(static operand => operand.Argument).Distinct().OrderBy(static argument => argument).Select(argument => method.Arguments[argument]),
            TakesBatch,
            Steps.Select(static step => "int " + step));

    public static string FirstOf(string loop) => Prefixed("first", loop);

    public static string EndOf(string loop) => Prefixed("end", loop);

    /// <summary>A tile's method.</summary>
    public string NameOf(int rows, bool isTail) => $"{method.Name}Tile{Numbers.Text(rows)}{(isTail ? "Tail" : "")}";

    private static string Prefixed(string prefix, string loop) => prefix + char.ToUpperInvariant(loop[0]) + loop.Substring(1);
}
