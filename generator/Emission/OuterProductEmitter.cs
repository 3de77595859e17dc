using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes a contraction in register tiles: one method that walks over the tiles, and leaf methods that each compute one tile with all
/// its sums in registers.
/// </summary>
internal sealed class OuterProductEmitter(CodeWriter writer, KernelMethod method, OuterProductSchedule schedule)
{
    // Sums that do not wait for each other, where a tile of one row has too few of its own.
    private const int SingleRowUnroll = 4;

    private readonly ElementFunctions functions = new(writer, method);
    private readonly int columns = schedule.Loops[schedule.Column].Extent.Size;

    private string Name(Operand operand) => method.Arguments[operand.Argument];

    private bool HasTail => schedule.TailWidth > 0;

    /// <summary>Whether the number of rows is not known, so that there may be fewer than a tile has.</summary>
    private bool RowsVary => schedule.Loops[schedule.Row].Extent.IsBatch;

    public void Emit()
    {
        EmitWalk();
        if (schedule.Packing is { } packing)
            PackingEmitter.Emit(writer, method, packing);
        var rowTiles = RowsVary ? new[] { schedule.RowTile, 1 } : [schedule.RowTile];
        foreach (var rows in rowTiles.Distinct())
        {
            EmitTile(rows, schedule.TileWidth);
            if (HasTail)
                EmitTile(rows, schedule.TailWidth);
        }

        functions.EmitAll(schedule.Outputs, [("sum", null), .. schedule.Extras.Select(extra => (Name(extra), (int?)extra.Argument))]);
    }

    private void EmitWalk()
    {
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces($"public static void {method.Name}({method.Parameters})");
        var scope = method.Scope();
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
        if (RowsVary)
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
            writer.Line($"var {FirstOf(loop)} = {range.First(lastOfTile)};");
            writer.Line($"var {EndOf(loop)} = {range.End(kept, schedule.Loops[range.Loop].Extent.Size)};");
        }

        Call(variables, rows);
        while (blocks.Count > 0)
            blocks.Pop().Dispose();

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
            var first = scope.Take("first" + char.ToUpperInvariant(column[0]) + column.Substring(1));
            writer.Line("// So does a last tile with too few columns.");
            writer.Line($"var {first} = Math.Min({column}, {Numbers.Text(columns - schedule.ColumnTile)});");
            variables[schedule.Column] = first;
        }

        void OpenRows()
        {
            var extent = schedule.Loops[schedule.Row].Extent;
            var row = variables[schedule.Row];
            if (!RowsVary && extent.Size <= schedule.RowTile)
            {
                variables[schedule.Row] = "";
                return;
            }

            var step = rows ?? Numbers.Text(schedule.RowTile);
            blocks.Push(writer.Braces($"for (var {row} = 0; {row} < {Offsets.Of(extent)}; {row} += {step})"));
            if (!RowsVary && extent.Size % schedule.RowTile == 0)
                return;
            var first = scope.Take("first" + char.ToUpperInvariant(row[0]) + row.Substring(1));
            writer.Line("// A last tile with too few rows takes rows of the one before it too, and gives them the same values again.");
            var last = RowsVary ? $"({Offsets.Of(extent)}) - {step}" : Numbers.Text(extent.Size - schedule.RowTile);
            writer.Line($"var {first} = Math.Min({row}, {last.Replace("(batch) ", "batch ")});");
            variables[schedule.Row] = first;
        }
    }

    private void Call(string[] variables, string? rows)
    {
        if (!HasTail)
        {
            CallRows("");
            return;
        }

        var column = variables[schedule.Column];
        using (writer.Braces($"if ({column} <= {Numbers.Text(columns - schedule.ColumnTile)})"))
            CallRows("");
        using (writer.Braces("else"))
        {
            // Where the last columns begin is known, whether or not they overlap those before them.
            variables[schedule.Column] = Numbers.Text(columns - schedule.TailWidth);
            CallRows("Tail");
        }

        void CallRows(string suffix)
        {
            var arguments = Operands()
                .GroupBy(static operand => operand.Argument)
                .OrderBy(static group => group.Key)
                .Select(group => Offsets.Reference(Name(group.First()), Place(group.First(), variables)))
                .Concat(Steps())
                .Concat(TilesTakeBatch ? ["batch"] : [])
                .ToArray();
            if (rows is null || schedule.RowTile == 1)
            {
                writer.Call(TileName(schedule.RowTile) + suffix, arguments);
                return;
            }

            using (writer.Indented($"if ({rows} == 1)"))
                writer.Call(TileName(1) + suffix, arguments);
            using (writer.Indented("else"))
                writer.Call(TileName(schedule.RowTile) + suffix, arguments);
        }
    }

    private static string FirstOf(string loop) => "first" + char.ToUpperInvariant(loop[0]) + loop.Substring(1);

    private static string EndOf(string loop) => "end" + char.ToUpperInvariant(loop[0]) + loop.Substring(1);

    /// <summary>The names of the first steps, and of those behind the last, of the loops of which not all steps count.</summary>
    private IEnumerable<string> Steps()
        => schedule.Ranges.Select(range => schedule.Loops[range.Loop].Name).SelectMany(static loop => new[] { FirstOf(loop), EndOf(loop) });

    /// <summary>What a tile reads and writes.</summary>
    private IEnumerable<Operand> Operands()
        => schedule.Outputs.Select(static output => output.Operand).Concat(schedule.Extras).Append(schedule.Broadcast).Append(schedule.Vector);

    private string Place(Operand operand, string[] variables)
    {
        var terms = schedule.Outer.Select(outer => (variables[outer], operand.Strides[outer])).ToList();
        if (variables[schedule.Row].Length > 0)
            terms.Add((variables[schedule.Row], operand.Strides[schedule.Row]));
        var (column, step) = (variables[schedule.Column], operand.Strides[schedule.Column] == 0 ? 0 : operand.TileStride / schedule.ColumnTile);
        if (column.Length > 0 && char.IsDigit(column[0]))
            return Offsets.Sum(terms, operand.Offset + (int.Parse(column, System.Globalization.CultureInfo.InvariantCulture) * step));
        if (column.Length > 0)
            terms.Add((column, step));
        return Offsets.Sum(terms, operand.Offset);
    }

    /// <summary>The names of the arguments that tiles take: all but what is packed.</summary>
    private IEnumerable<string> TileArguments => Operands().Select(static operand => operand.Argument).Distinct().OrderBy(static argument => argument).Select(argument => method.Arguments[argument]);

    private bool TilesTakeBatch => schedule.Reduced.Any(index => schedule.Loops[index].Extent.IsBatch);

    private string TileName(int rows) => $"{method.Name}Tile{Numbers.Text(rows)}";

    private void EmitTile(int rows, int width)
    {
        var isTail = width < schedule.TileWidth;
        var vectors = schedule.VectorsOf(width);
        var scope = method.Scope();
        var unroll = UnrollOf(rows);
        var sums = Sums(scope, rows, vectors, unroll);

        writer.Blank();
        writer.Line($"/// <summary>{Numbers.Text(rows)} {Plural("row", rows)} × {Numbers.Text(width)} {Plural("column", width)} of <see cref=\"{method.Name}\"/>.</summary>");
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces(
            $"private static void {TileName(rows)}{(isTail ? "Tail" : "")}({KernelMethod.ParameterList(TileArguments, TilesTakeBatch, Steps().Select(static step => "int " + step))})");
        var finish = new TileFinish(writer, schedule, method, functions, scope, width);
        for (var copy = 0; copy < unroll; copy++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var vector = 0; vector < vectors; vector++)
                    writer.Line($"var {sums[copy][row][vector]} = {(schedule.Accumulates && copy == 0 ? finish.Stored(row, vector) : "Vector.Zero")};");
            }
        }

        EmitReducedLoops(scope, sums, rows, width);
        writer.Blank();
        for (var copy = 1; copy < unroll; copy++)
            AddUp(sums[0], sums[copy]);

        writer.Blank();
        if (schedule.FinishInRegisters)
            FinishInRegisters(finish, sums[0]);
        else
            FinishAfterStore(finish, scope, sums[0]);
    }

    private int UnrollOf(int rows)
    {
        var innermost = schedule.Loops[schedule.Reduced[schedule.Reduced.Count - 1]].Extent;
        return rows == 1 && !schedule.IsUnrolled && !innermost.IsBatch && innermost.Size >= 2 * SingleRowUnroll ? SingleRowUnroll : 1;
    }

    private static string[][][] Sums(NameScope scope, int rows, int vectors, int unroll)
        => [.. Enumerable.Range(0, unroll).Select(copy => Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(0, vectors)
                .Select(vector => scope.Take($"sum{Numbers.Text(row)}{Numbers.Text(vector)}{Copy(copy)}")).ToArray())
            .ToArray())];

    /// <summary>The names of the first of several sums of one element end in nothing, of the others in b, c, d.</summary>
    private static string Copy(int copy) => copy == 0 ? "" : ((char)('a' + copy)).ToString();

    private void AddUp(string[][] into, string[][] from)
    {
        for (var row = 0; row < into.Length; row++)
        {
            for (var vector = 0; vector < into[row].Length; vector++)
                writer.Line($"{into[row][vector]} += {from[row][vector]};");
        }
    }

    private void EmitReducedLoops(NameScope scope, string[][][] sums, int rows, int width)
    {
        var blocks = new Stack<CodeWriter.Block>();
        var (broadcast, vector) = (Name(schedule.Broadcast), Name(schedule.Vector));
        for (var level = 0; level < schedule.Reduced.Count - 1; level++)
        {
            var loop = schedule.Reduced[level];
            var name = schedule.Loops[loop].Name;
            var variable = scope.Take(name);
            var (first, end) = schedule.Ranges.Any(range => range.Loop == loop) ? (FirstOf(name), EndOf(name)) : ("0", Offsets.Of(schedule.Loops[loop].Extent));
            blocks.Push(writer.Braces($"for (var {variable} = {first}; {variable} < {end}; {variable}++)"));
            (broadcast, vector) = (Moved(broadcast, schedule.Broadcast, loop, variable), Moved(vector, schedule.Vector, loop, variable));
        }

        // The innermost loop moves the references themselves on, so they need names of their own if they start anew in every turn.
        var innermost = schedule.Reduced[schedule.Reduced.Count - 1];
        var extent = schedule.Loops[innermost].Extent;
        if (schedule.IsUnrolled)
        {
            EmitUnrolled(scope, broadcast, vector, sums[0], rows, width);
            while (blocks.Count > 0)
                blocks.Pop().Dispose();
            return;
        }

        using var counters = scope.Block();
        var counter = counters.Take(schedule.Loops[innermost].Name);
        var unrolled = sums.Length == 1 ? 0 : extent.Size - (extent.Size % sums.Length);
        if (unrolled > 0)
        {
            using var loop = writer.Braces($"for (var {counter} = 0; {counter} < {Numbers.Text(unrolled)}; {counter} += {Numbers.Text(sums.Length)})");
            using var block = counters.Block();
            for (var copy = 0; copy < sums.Length; copy++)
                EmitStep(block, broadcast, vector, sums[copy], rows, width, Copy(copy), copy * schedule.Broadcast.Strides[innermost], copy * schedule.Vector.Strides[innermost]);
            Advance(broadcast, schedule.Broadcast, innermost, sums.Length);
            Advance(vector, schedule.Vector, innermost, sums.Length);
        }

        if (extent.IsBatch || extent.Size > unrolled)
        {
            using var loop = writer.Braces($"for (var {counter} = {Numbers.Text(unrolled)}; {counter} < {Offsets.Of(extent)}; {counter}++)");
            using var block = counters.Block();
            EmitStep(block, broadcast, vector, sums[0], rows, width, "", 0, 0);
            Advance(broadcast, schedule.Broadcast, innermost, 1);
            Advance(vector, schedule.Vector, innermost, 1);
        }

        while (blocks.Count > 0)
            blocks.Pop().Dispose();

        string Moved(string start, Operand operand, int loop, string variable)
        {
            var moved = scope.Take(start + "Part");
            writer.Line($"ref var {moved} = {Offsets.Reference(start, Offsets.Sum([(variable, operand.Strides[loop])]))};");
            return moved;
        }
    }

    /// <summary>The innermost loop of the sum, step by step.</summary>
    private void EmitUnrolled(NameScope scope, string broadcast, string vector, string[][] sums, int rows, int width)
    {
        var innermost = schedule.Reduced[schedule.Reduced.Count - 1];
        var loop = schedule.Loops[innermost];
        for (var step = 0; step < loop.Extent.Size; step++)
        {
            writer.Line($"// {loop.Name} = {Numbers.Text(step)}");
            using var braces = writer.Braces("");
            using var block = scope.Block();
            EmitStep(block, broadcast, vector, sums, rows, width, "", step * schedule.Broadcast.Strides[innermost], step * schedule.Vector.Strides[innermost]);
        }
    }

    /// <summary>One step of the sum: every row's value times every vector of the columns.</summary>
    private void EmitStep(NameScope scope, string broadcast, string vector, string[][] sums, int rows, int width, string copy, int broadcastOffset, int vectorOffset)
    {
        // What does not depend on the row is loaded once.
        var (ofBroadcast, ofVector) = (schedule.Broadcast.Strides[schedule.Row], schedule.Vector.Strides[schedule.Row]);
        var vectors = new string[sums[0].Length];
        var value = "";
        for (var row = 0; row < rows; row++)
        {
            for (var place = 0; place < vectors.Length && (row == 0 || ofVector != 0); place++)
            {
                vectors[place] = scope.Take("columns" + (ofVector == 0 ? "" : Numbers.Text(row)) + Numbers.Text(place) + copy);
                writer.Line($"var {vectors[place]} = {LoadVector(vector, vectorOffset + (row * ofVector), place, width)};");
            }

            if (row == 0 || ofBroadcast != 0)
            {
                value = scope.Take("row" + (ofBroadcast == 0 ? "s" : Numbers.Text(row)) + copy);
                writer.Line($"var {value} = Vector256.Create({Offsets.Value(broadcast, broadcastOffset + (row * ofBroadcast))});");
            }

            for (var place = 0; place < vectors.Length; place++)
                writer.Line($"{sums[row][place]} = Vector256.MultiplyAddEstimate({value}, {vectors[place]}, {sums[row][place]});");
        }
    }

    private string LoadVector(string start, int offset, int place, int width)
    {
        var first = schedule.StartOf(place, width);
        var lanes = Math.Min(Vectors.Width, width - first);
        var stride = schedule.Vector.Strides[schedule.Column];
        return Offsets.LoadAlong(start, offset + (first * stride), stride, lanes, schedule.Vector.IsPadded || schedule.Vector.IsFollowed);
    }

    private void Advance(string reference, Operand operand, int loop, int steps)
    {
        if (operand.Strides[loop] != 0)
            writer.Line($"{reference} = {Offsets.Reference(reference, steps * operand.Strides[loop])};");
    }

    private static void FinishInRegisters(TileFinish finish, string[][] sums)
    {
        finish.LoadExtrasOfColumns();
        for (var row = 0; row < sums.Length; row++)
        {
            finish.LoadExtrasOfRow(row);
            for (var vector = 0; vector < sums[row].Length; vector++)
                finish.Store(row, vector, sums[row][vector]);
        }
    }

    /// <summary>Exponentials and their like would spill the sums, so the sums are stored first and finished vector by vector.</summary>
    private void FinishAfterStore(TileFinish finish, NameScope scope, string[][] sums)
    {
        for (var row = 0; row < sums.Length; row++)
        {
            for (var vector = 0; vector < sums[row].Length; vector++)
                finish.StoreSum(row, vector, sums[row][vector]);
        }

        finish.LoadExtrasOfColumns();
        if (sums.Length == 1)
        {
            FinishRow();
            return;
        }

        var counter = scope.Take("row");
        using var loop = writer.Braces($"for (var {counter} = 0; {counter} < {Numbers.Text(sums.Length)}; {counter}++)");
        FinishRow();
        finish.AdvanceRow();

        void FinishRow()
        {
            finish.LoadExtrasOfRow(0);
            // All of them before the first is stored: vectors may overlap.
            var stored = Enumerable.Range(0, sums[0].Length).Select(finish.LoadSum).ToArray();
            for (var vector = 0; vector < stored.Length; vector++)
                finish.Store(0, vector, stored[vector]);
        }
    }

    private static string Plural(string word, int count) => count == 1 ? word : word + "s";
}
