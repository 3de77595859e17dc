using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the copy of a weight into panels along its other axis, block by block.</summary>
internal static class TransposeEmitter
{
    public static void Emit(CodeWriter writer, KernelMethod method, TransposeSchedule schedule)
    {
        var (rowBlock, columnBlock) = (Numbers.Text(schedule.Source.Block), Numbers.Text(schedule.Copy.Block));
        var (source, copy) = (method.Arguments[0], method.Arguments[1]);
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Method($"public static void {method.Name}", method.Parameters);
        using var outer = Loop("row", schedule.Rows, schedule.Source.Block);
        using var inner = Loop("column", schedule.Columns, schedule.Copy.Block);
        var isWhole = schedule.Rows % schedule.Source.Block == 0 && schedule.Columns % schedule.Copy.Block == 0;
        writer.Comment($"{(isWhole ? "" : "Up to ")}{rowBlock} rows × {columnBlock} columns of the weight. {Panel(schedule.Source)}: {(schedule.Source.BlockedAxis == 0 ? "in memory they are rows, and so they are for TransposeInto" : "so they are for TransposeInto")}. {Panel(schedule.Copy)}.");
        writer.Line("Lanes.TransposeInto(");
        writer.Line($"    {Offsets.Reference(source, Place(("row", schedule.Columns), ("column", schedule.Source.Block)))},");
        writer.Line($"    rows: {Limited("column", schedule.Columns, schedule.Copy.Block)},");
        writer.Line($"    columns: {Limited("row", schedule.Rows, schedule.Source.Block)},");
        writer.Line($"    sourceStride: {rowBlock},");
        writer.Line($"    destination: {Offsets.Reference(copy, Place(("column", schedule.Rows), ("row", schedule.Copy.Block)))},");
        writer.Line($"    destinationStride: {columnBlock});");

        // One block alone needs no loop, and begins at 0.
        CodeWriter.Block? Loop(string variable, int extent, int block)
            => IsOne(variable) ? null : writer.Braces($"for (var {variable} = 0; {variable} < {Numbers.Text(extent)}; {variable} += {Numbers.Text(block)})");

        bool IsOne(string variable) => variable == "row" ? schedule.Rows <= schedule.Source.Block : schedule.Columns <= schedule.Copy.Block;

        string Place(params (string Variable, int Stride)[] terms) => Offsets.Sum(terms.Where(term => !IsOne(term.Variable)));
    }

    private static string Panel(TensorLayout layout)
        => $"In a panel of {Numbers.Text(layout.Block)} {(layout.BlockedAxis == 0 ? "rows the elements of a column" : "columns the elements of a row")} are consecutive";

    private static string Limited(string variable, int extent, int block)
        => extent % block == 0 ? Numbers.Text(block)
            : extent <= block ? Numbers.Text(extent)
            : $"Math.Min({Numbers.Text(block)}, {Numbers.Text(extent)} - {variable})";
}
