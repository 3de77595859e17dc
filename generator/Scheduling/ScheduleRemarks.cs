using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>Says how a kernel is carried out and how much work it is, for who reads the code.</summary>
internal static class ScheduleRemarks
{
    public static string? Of(ScheduledKernel kernel, Kernel source) => (kernel.Schedule as NestSchedule)?.Plan switch
    {
        OuterProductPlan outer => $"{Work(outer.Loops, TileCost.Part(outer))} "
            + $"Tile: {Numbers.Text(outer.RowTile)} × {Numbers.Text(outer.ColumnTile)} in {Numbers.Text(outer.RowTile * outer.ColumnTile / outer.Target.Lanes)} accumulators; "
            + $"vectorised over {outer.Loops[outer.Column].Name}{(outer.Panels is { } panels ? panels.Broadcast is null ? ", copied into panels first" : "; both operands are copied into panels first" : outer.Packing is not null ? "; each sample is packed first" : kernel.Arguments[outer.Vector.Argument].Form == TensorForm.Packed ? ", in a packed copy" : "")}. "
            + Riding((ContractKernel)source, outer.FinishInRegisters ? "in registers" : "while the tile is in the cache"),
        DotProductPlan dot => $"{Work(dot.Loops)} "
            + $"Dot products, {Numbers.Text(dot.RowTile)} × {Numbers.Text(dot.ColumnTile)} at a time, along the {dot.Loops[dot.Reduced[dot.Reduced.Count - 1]].Name}. "
            + Riding((ContractKernel)source, "after the sum"),
        _ => null,
    };

    /// <param name="loops">The loops.</param>
    /// <param name="part">Which part of their turns meets more than zeros.</param>
    private static string Work(EquatableArray<IndexVariable> loops, double part = 1)
    {
        var count = (long)Math.Round(part * loops.Aggregate(1L, static (product, loop) => product * loop.Extent.Size));
        return $"{count.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} multiply-adds"
            + (loops.Any(static loop => loop.Extent.IsBatch) ? " a sample." : ".");
    }

    private static string Riding(ContractKernel kernel, string when)
        => kernel.Outputs.All(static output => output.Expression is Argument)
            ? ""
            : $"What follows the sum is done {when}.";
}
