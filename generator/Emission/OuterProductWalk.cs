using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the method that walks over the tiles of an outer product.</summary>
internal sealed class OuterProductWalk(CodeWriter writer, KernelMethod method, OuterProductSchedule schedule, TileSignature signature)
{
    private readonly int columns = schedule.Columns;

    private bool HasTail => schedule.TailWidth > 0;

    public void Emit()
    {
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces($"public static void {method.Name}({method.Parameters})");
        var scope = method.Scope();
        if (signature.Blocks is not null)
            scope.Take("count");
        var variables = schedule.Loops.Select(static loop => loop.Name).ToArray();
        if (schedule.Accumulates)
            ClearOutputs();
        if (schedule.Packing is { Sample: < 0 })
            Pack();
        var blocks = OuterLoops.Open(writer, scope, schedule.Loops, schedule.Outer, variables, opened: loop =>
        {
            if (loop == schedule.Packing?.Sample)
                Pack();
        });

        string? rows = null;
        if (signature.RowsVary)
        {
            rows = scope.Take("rows");
            var extent = Offsets.Of(schedule.Loops[schedule.Row].Extent);
            writer.Line($"// Fewer rows than a tile has are done one by one.");
            writer.Line($"var {rows} = {extent} >= {Numbers.Text(schedule.RowTile)} ? {Numbers.Text(schedule.RowTile)} : 1;");
        }

        variables[schedule.Column] = scope.Take(variables[schedule.Column]);
        variables[schedule.Row] = scope.Take(variables[schedule.Row]);
        if (schedule.ColumnsOutermost)
        {
            OpenColumns();
            OpenRows();
        }
        else
        {
            OpenRows();
            OpenColumns();
        }

        if (schedule.Ranges.Count > 0)
            writer.Line("// All other steps of the sum meet zeros.");
        foreach (var range in schedule.Ranges)
        {
            var (loop, kept) = (schedule.Loops[range.Loop].Name, variables[range.Kept]);
            var lastOfTile = range.Kept == schedule.Row && schedule.RowTile > 1 ? $"({kept} + {Numbers.Text(schedule.RowTile - 1)})" : kept;
            writer.Line($"var {TileSignature.FirstOf(loop)} = {range.First(lastOfTile)};");
            writer.Line($"var {TileSignature.EndOf(loop)} = {range.End(kept, schedule.Loops[range.Loop].Extent.Size)};");
        }

        var (isFirst, isLast) = OpenBlocks();
        Call(variables, rows, isFirst, isLast);
        while (blocks.Count > 0)
            blocks.Pop().Dispose();

        // Around the tile itself, so that no tile that overlaps it finds half a sum.
        (string IsFirst, string IsLast) OpenBlocks()
        {
            if (signature.Blocks is not var (cut, steps))
                return ("", "");
            writer.Line(SumBlocks.Reason);
            var (first, last) = (new List<string>(), new List<string>());
            foreach (var loop in signature.AroundBlocks)
            {
                var (begin, end) = StepsOf(loop);
                var variable = variables[loop] = scope.Take(variables[loop]);
                blocks.Push(writer.Braces($"for (var {variable} = {begin}; {variable} < {end}; {variable}++)"));
                first.Add($"{variable} == 0");
                last.Add($"{variable} == {end} - 1");
            }

            var (from, to) = StepsOf(cut);
            var start = scope.Take("block" + Identifiers.Pascal(schedule.Loops[cut].Name));
            variables[cut] = start;
            blocks.Push(writer.Braces($"for (var {start} = {from}; {start} < {to}; {start} += {Numbers.Text(steps)})"));
            writer.Line($"var count = Math.Min({Numbers.Text(steps)}, {(to.Contains(' ') ? $"({to})" : to)} - {start});");
            first.Add($"{start} == 0");
            last.Add($"{start} + count == {to}");
            return (string.Join(" && ", first), string.Join(" && ", last));
        }

        (string Begin, string End) StepsOf(int loop)
        {
            var name = schedule.Loops[loop].Name;
            return schedule.Ranges.Any(range => range.Loop == loop) ? (TileSignature.FirstOf(name), TileSignature.EndOf(name)) : ("0", Offsets.Of(schedule.Loops[loop].Extent));
        }

        void Pack()
        {
            var packing = schedule.Packing!;
            var source = packing.Sample < 0 ? "0" : Offsets.Sum([(variables[packing.Sample], packing.SampleStride)]);
            writer.Call(
                PackingEmitter.NameOf(method), [Offsets.Reference(Name(packing.Source), source), "ref " + method.Arguments[packing.Copy]]);
        }

        void ClearOutputs()
        {
            writer.Line("// Every sample adds its part.");
            foreach (var output in schedule.Outputs)
            {
                var count = Enumerable.Range(0, schedule.Loops.Count).Where(loop => output.Operand.Strides[loop] != 0)
                    .Aggregate(1, (product, loop) => product * schedule.Loops[loop].Extent.Size);
                writer.Line(
                    $"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan({Offsets.Reference(Name(output.Operand), output.Operand.Offset)}, {Numbers.Text(count)}).Clear();");
            }
        }

        void OpenColumns()
        {
            if (columns <= schedule.ColumnTile)
            {
                variables[schedule.Column] = "";
                return;
            }

            var column = variables[schedule.Column];
            blocks.Push(writer.Braces($"for (var {column} = 0; {column} < {Numbers.Text(columns)}; {column} += {Numbers.Text(schedule.ColumnTile)})"));
            if (!schedule.ColumnsOverlap || columns % schedule.ColumnTile == 0 || HasTail)
                return;
            var first = scope.Take(TileSignature.FirstOf(column));
            writer.Line("// So does a last tile with too few columns.");
            writer.Line($"var {first} = Math.Min({column}, {Numbers.Text(columns - schedule.ColumnTile)});");
            variables[schedule.Column] = first;
        }

        void OpenRows()
        {
            var extent = schedule.Loops[schedule.Row].Extent;
            var row = variables[schedule.Row];
            if (!signature.RowsVary && extent.Size <= schedule.RowTile)
            {
                variables[schedule.Row] = "";
                return;
            }

            var step = rows ?? Numbers.Text(schedule.RowTile);
            blocks.Push(writer.Braces($"for (var {row} = 0; {row} < {Offsets.Of(extent)}; {row} += {step})"));
            if (!signature.RowsVary && extent.Size % schedule.RowTile == 0)
                return;
            var first = scope.Take(TileSignature.FirstOf(row));
            writer.Line("// The last tile overlaps the one before it; the overlapping rows are computed twice, with the same result.");
            var last = signature.RowsVary ? $"({Offsets.Of(extent)}) - {step}" : Numbers.Text(extent.Size - schedule.RowTile);
            writer.Line($"var {first} = Math.Min({row}, {last.Replace("(batch) ", "batch ")});");
            variables[schedule.Row] = first;
        }
    }

    private void Call(string[] variables, string? rows, string isFirst, string isLast)
    {
        if (!HasTail)
        {
            CallRows(isTail: false);
            return;
        }

        using (writer.Braces($"if ({variables[schedule.Column]} <= {Numbers.Text(columns - schedule.ColumnTile)})"))
            CallRows(isTail: false);
        using (writer.Braces("else"))
            CallRows(isTail: true);

        void CallRows(bool isTail)
        {
            var arguments = signature.Operands
                .GroupBy(static operand => operand.Argument)
                .OrderBy(static group => group.Key)
                .Select(group => Offsets.Reference(Name(group.First()), Place(group.First(), variables, isTail)))
                .Concat(signature.Steps)
                .Concat(signature.Blocks is null ? [] : ["count"])
                .Concat(signature.KnowsFirst ? [isFirst] : [])
                .Concat(signature.KnowsLast ? [isLast] : [])
                .Concat(signature.TakesBatch ? ["batch"] : [])
                .ToArray();
            if (rows is null || schedule.RowTile == 1)
            {
                writer.Call(signature.NameOf(schedule.RowTile, isTail), arguments);
                return;
            }

            using (writer.Indented($"if ({rows} == 1)"))
                writer.Call(signature.NameOf(1, isTail), arguments);
            using (writer.Indented("else"))
                writer.Call(signature.NameOf(schedule.RowTile, isTail), arguments);
        }
    }

    /// <summary>Where a tile's part of an operand begins.</summary>
    private string Place(Operand operand, string[] variables, bool isTail)
    {
        var terms = schedule.Outer.Concat(signature.AroundBlocks).Concat(signature.Blocks is { } blocks ? [blocks.Loop] : [])
            .Select(loop => (variables[loop], operand.Strides[loop])).ToList();
        if (variables[schedule.Row].Length > 0)
            terms.Add((variables[schedule.Row], operand.Strides[schedule.Row]));

        // Where the last columns begin is known, whether or not they overlap those before them.
        var step = operand.Strides[schedule.Column] == 0 ? 0 : operand.TileStride / schedule.ColumnTile;
        if (isTail)
            return Offsets.Sum(terms, operand.Offset + ((columns - schedule.TailWidth) * step));
        if (variables[schedule.Column].Length > 0)
            terms.Add((variables[schedule.Column], step));
        return Offsets.Sum(terms, operand.Offset);
    }

    private string Name(Operand operand) => method.Arguments[operand.Argument];
}
