using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the copy of a weight into panels along its other axis, block by block.</summary>
internal static class TransposeEmitter
{
    public static void Emit(CodeWriter writer, KernelMethod method, TransposeSchedule schedule)
    {
        var (rows, columns) = (Numbers.Text(schedule.Rows), Numbers.Text(schedule.Columns));
        var (rowBlock, columnBlock) = (Numbers.Text(schedule.Source.Block), Numbers.Text(schedule.Copy.Block));
        var (source, copy) = (method.Arguments[0], method.Arguments[1]);
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Method($"public static void {method.Name}", method.Parameters);
        using var outer = writer.Braces($"for (var row = 0; row < {rows}; row += {rowBlock})");
        using var inner = writer.Braces($"for (var column = 0; column < {columns}; column += {columnBlock})");
        writer.Line("Lanes.TransposeInto(");
        writer.Line($"    ref Unsafe.Add(ref {source}, (row * {columns}) + (column * {rowBlock})),");
        writer.Line($"    {Limited("column", schedule.Columns, schedule.Copy.Block)},");
        writer.Line($"    {Limited("row", schedule.Rows, schedule.Source.Block)},");
        writer.Line($"    {rowBlock},");
        writer.Line($"    ref Unsafe.Add(ref {copy}, (column * {rows}) + (row * {columnBlock})),");
        writer.Line($"    {columnBlock});");
    }

    private static string Limited(string variable, int extent, int block)
        => extent % block == 0
            ? Numbers.Text(block)
            : $"Math.Min({Numbers.Text(block)}, {Numbers.Text(extent)} - {variable})";
}
