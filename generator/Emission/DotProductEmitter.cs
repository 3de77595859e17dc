using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes a contraction as dot products: vectors along the sum, added up across their lanes at the end.</summary>
internal sealed class DotProductEmitter(CodeWriter writer, KernelMethod method, DotProductSchedule schedule)
{
    private readonly ElementFunctions functions = new(writer, method);
    private readonly int columns = schedule.Loops[schedule.Column].Extent.Size;

    private string Name(Operand operand) => method.Arguments[operand.Argument];

    /// <summary>The columns that are left when there are too few for a tile.</summary>
    private int Tail => columns % schedule.ColumnTile;

    private int Inner => schedule.Reduced[schedule.Reduced.Count - 1];

    /// <summary>Where a long sum is cut into blocks, each of which is a call of a tile; the vectors themselves are cut in the tile.</summary>
    private SumBlocks? Blocks { get; } = SumBlocks.Of(
        schedule.Loops,
        schedule.Reduced.Take(schedule.Reduced.Count - 1),
        SumBlocks.Products,
        inside: Math.Min(SumBlocks.Products, schedule.Loops[schedule.Reduced[schedule.Reduced.Count - 1]].Extent.Size / Vectors.Width + 1));

    private IEnumerable<int> AroundBlocks => schedule.Reduced.TakeWhile(loop => Blocks is not null && loop != Blocks.Loop);

    private bool TilesTakeBatch => Blocks is null && schedule.Reduced.Any(index => schedule.Loops[index].Extent.IsBatch);

    private bool HasFinish => schedule.Outputs.Count != 1 || schedule.Outputs[0].Expression is not Argument(0);

    /// <summary>What a tile is told of its block.</summary>
    private IEnumerable<string> BlockParameters => Blocks is null ? [] : HasFinish ? ["int count", "bool isFirst", "bool isLast"] : ["int count", "bool isFirst"];

    /// <summary>Whether there can be rows that do not fill a tile.</summary>
    private bool RowsRemain => RowsVary || schedule.Loops[schedule.Row].Extent.Size % RowTile != 0;

    private bool RowsVary => schedule.Loops[schedule.Row].Extent.IsBatch;

    private int RowTile => RowsVary ? schedule.RowTile : Math.Min(schedule.RowTile, schedule.Loops[schedule.Row].Extent.Size);

    public void Emit()
    {
        EmitWalk();
        foreach (var rows in RowsRemain ? new[] { RowTile, 1 }.Distinct() : [RowTile])
        {
            EmitTile(rows, schedule.ColumnTile);
            if (Tail > 0)
                EmitTile(rows, Tail);
        }

        functions.EmitAll(schedule.Outputs, [("sum", null), .. schedule.Extras.Select(extra => (Name(extra), (int?)extra.Argument))]);
    }

    private void EmitWalk()
    {
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces($"public static void {method.Name}({method.Parameters})");
        var scope = Scope();
        var variables = schedule.Loops.Select(static loop => loop.Name).ToArray();
        var blocks = OuterLoops.Open(writer, scope, schedule.Loops, schedule.Outer, variables);

        var column = variables[schedule.Column] = scope.Take(variables[schedule.Column]);
        if (columns > schedule.ColumnTile)
            blocks.Push(writer.Braces($"for (var {column} = 0; {column} < {Numbers.Text(columns)}; {column} += {Numbers.Text(schedule.ColumnTile)})"));
        var row = variables[schedule.Row] = scope.Take(variables[schedule.Row]);
        foreach (var loop in AroundBlocks)
            variables[loop] = scope.Take(variables[loop]);
        if (Blocks is not null)
            variables[Blocks.Loop] = scope.Take("block" + Identifiers.Pascal(variables[Blocks.Loop]));
        var extent = Offsets.Of(schedule.Loops[schedule.Row].Extent);
        writer.Line($"var {row} = 0;");
        using (OpenRows($"for (; {row} <= {(RowsVary ? $"({extent})".Replace("(batch)", "batch") : extent)} - {Numbers.Text(RowTile)}; {row} += {Numbers.Text(RowTile)})"))
            Call(variables, RowTile);
        if (RowsRemain && RowTile != 1)
        {
            writer.Line($"// Fewer than {Numbers.Text(RowTile)} rows are left.");
            using (OpenRows($"for (; {row} < {extent}; {row}++)"))
                Call(variables, 1);
        }

        // With blocks in it, the body is more than one statement.
        IDisposable OpenRows(string head) => Blocks is null ? writer.Indented(head) : writer.Braces(head);

        while (blocks.Count > 0)
            blocks.Pop().Dispose();
    }

    private NameScope Scope()
    {
        var scope = method.Scope();
        foreach (var name in new[] { "count", "isFirst", "isLast" })
            scope.Take(name);
        return scope;
    }

    private void Call(string[] variables, int rows)
    {
        if (Blocks is not var (cut, steps))
        {
            CallTile(variables, rows, []);
            return;
        }

        writer.Line(SumBlocks.Reason);
        var blocks = new Stack<CodeWriter.Block>();
        var (first, last) = (new List<string>(), new List<string>());
        foreach (var loop in AroundBlocks)
        {
            var (variable, extent) = (variables[loop], Offsets.Of(schedule.Loops[loop].Extent));
            blocks.Push(writer.Braces($"for (var {variable} = 0; {variable} < {extent}; {variable}++)"));
            first.Add($"{variable} == 0");
            last.Add($"{variable} == {extent} - 1");
        }

        var (start, end) = (variables[cut], Offsets.Of(schedule.Loops[cut].Extent));
        blocks.Push(writer.Braces($"for (var {start} = 0; {start} < {end}; {start} += {Numbers.Text(steps)})"));
        writer.Line($"var count = Math.Min({Numbers.Text(steps)}, {(end.Contains(' ') ? $"({end})" : end)} - {start});");
        first.Add($"{start} == 0");
        last.Add($"{start} + count == {end}");
        CallTile(variables, rows, ["count", string.Join(" && ", first), .. HasFinish ? [string.Join(" && ", last)] : Array.Empty<string>()]);
        while (blocks.Count > 0)
            blocks.Pop().Dispose();
    }

    private void CallTile(string[] variables, int rows, string[] block)
    {
        var references = schedule.Outputs.Select(static output => output.Operand)
            .Concat(schedule.Extras).Append(schedule.Rows).Append(schedule.Columns)
            .GroupBy(static operand => operand.Argument)
            .OrderBy(static group => group.Key)
            .Select(group => Offsets.Reference(
                Name(group.First()),
                Offsets.Sum(
                    schedule.Outer.Append(schedule.Row).Concat(AroundBlocks).Concat(Blocks is null ? [] : [Blocks.Loop]).Concat(columns > schedule.ColumnTile ? [schedule.Column] : [])
                        .Select(loop => (variables[loop], group.First().Strides[loop])),
                    group.First().Offset)))
            .Concat(block)
            .Concat(TilesTakeBatch ? ["batch"] : []);
        var arguments = references.ToArray();
        var tile = $"{method.Name}Tile{Numbers.Text(rows)}";
        if (Tail == 0)
        {
            writer.Call(tile, arguments);
            return;
        }

        using (writer.Indented($"if ({variables[schedule.Column]} <= {Numbers.Text(columns - schedule.ColumnTile)})"))
            writer.Call(tile, arguments);
        using (writer.Indented("else"))
            writer.Call(tile + "Tail", arguments);
    }

    private void EmitTile(int rows, int width)
    {
        var scope = Scope();
        var sums = Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(0, width).Select(column => scope.Take($"sum{Numbers.Text(row)}{Numbers.Text(column)}")).ToArray()).ToArray();
        writer.Blank();
        writer.Line($"/// <summary>{Numbers.Text(rows)} {(rows == 1 ? "row" : "rows")} × {Numbers.Text(width)} {(width == 1 ? "column" : "columns")} of <see cref=\"{method.Name}\"/>.</summary>");
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces(
            $"private static void {method.Name}Tile{Numbers.Text(rows)}{(width < schedule.ColumnTile ? "Tail" : "")}({KernelMethod.ParameterList(method.Arguments, TilesTakeBatch, BlockParameters)})");
        foreach (var sum in sums.SelectMany(static row => row))
            writer.Line($"var {sum} = Vector.Zero;");
        EmitReducedLoops(scope, sums);

        writer.Blank();
        var output = schedule.Outputs[0].Operand;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var place = (row * output.Strides[schedule.Row]) + (column * output.Strides[schedule.Column]);
                var (stored, sum) = (Offsets.Value(Name(output), place), $"Lanes.Sum({sums[row][column]})");
                writer.Line($"{stored} = {(Blocks is null ? sum : $"isFirst ? {sum} : {stored} + {sum}")};");
            }
        }

        if (Blocks is not null && HasFinish)
        {
            using (writer.Indented("if (!isLast)"))
                writer.Line("return;");
        }

        EmitFinish(scope, rows, width);
    }

    private void EmitFinish(NameScope scope, int rows, int width)
    {
        if (!HasFinish)
            return;

        var finish = new TileFinish(writer, schedule, method, functions, scope, width);
        finish.LoadExtrasOfColumns();
        if (rows == 1)
        {
            FinishRow();
            return;
        }

        var counter = scope.Take("row");
        using var loop = writer.Braces($"for (var {counter} = 0; {counter} < {Numbers.Text(rows)}; {counter}++)");
        FinishRow();
        finish.AdvanceRow();

        void FinishRow()
        {
            finish.LoadExtrasOfRow(0);
            finish.Store(0, 0, finish.LoadSum(0));
        }
    }

    private void EmitReducedLoops(NameScope scope, string[][] sums)
    {
        var blocks = new Stack<CodeWriter.Block>();
        var (left, right) = (Name(schedule.Rows), Name(schedule.Columns));
        foreach (var loop in schedule.Reduced.Take(schedule.Reduced.Count - 1).SkipWhile(loop => Blocks is not null && loop != Blocks.Loop))
        {
            var variable = scope.Take(schedule.Loops[loop].Name);
            var end = loop == Blocks?.Loop ? "count" : Offsets.Of(schedule.Loops[loop].Extent);
            blocks.Push(writer.Braces($"for (var {variable} = 0; {variable} < {end}; {variable}++)"));
            left = Moved(left, schedule.Rows, loop, variable);
            right = Moved(right, schedule.Columns, loop, variable);
        }

        var extent = schedule.Loops[Inner].Extent.Size;
        var whole = extent - (extent % Vectors.Width);
        var index = scope.Take(schedule.Loops[Inner].Name);
        if (schedule.IsUnrolled)
        {
            for (var step = 0; step < whole; step += Vectors.Width)
                EmitBlock(whole + (extent > whole ? 1 : 0) > Vectors.Width ? $"// {schedule.Loops[Inner].Name} = {Numbers.Text(step)}" : null, step, Vectors.Width);
        }
        else if (whole > SumBlocks.Products * Vectors.Width)
        {
            EmitVectorBlocks();
        }
        else if (whole > 0)
        {
            using var loop = writer.Braces($"for (nuint {index} = 0; {index} < {Numbers.Text(whole)}; {index} += {Numbers.Text(Vectors.Width)})");
            using var block = scope.Block();
            EmitStep(block, sums, operand => operand.IsRow
                ? LoadInLoop(left, schedule.Rows, operand.Place)
                : LoadInLoop(right, schedule.Columns, operand.Place));
        }

        if (extent > whole)
        {
            var lanes = extent - whole;
            writer.Blank();
            EmitBlock($"// The last {Numbers.Text(lanes)} of {Numbers.Text(extent)}.", whole, lanes);
        }

        while (blocks.Count > 0)
            blocks.Pop().Dispose();

        void EmitVectorBlocks()
        {
            var (start, end) = (scope.Take("block" + Identifiers.Pascal(schedule.Loops[Inner].Name)), scope.Take("end"));
            var size = Numbers.Text(SumBlocks.Products * Vectors.Width);
            writer.Line(SumBlocks.Reason);
            using var cut = writer.Braces($"for (nuint {start} = 0; {start} < {Numbers.Text(whole)}; {start} += {size})");
            using var inBlock = scope.Block();
            string[][] parts = [.. sums.Select(row => row.Select(sum => inBlock.Take(sum.Replace("sum", "part"))).ToArray())];
            writer.Line($"var {end} = Math.Min({start} + {size}, {Numbers.Text(whole)});");
            foreach (var part in parts.SelectMany(static row => row))
                writer.Line($"var {part} = Vector.Zero;");
            using (writer.Braces($"for (var {index} = {start}; {index} < {end}; {index} += {Numbers.Text(Vectors.Width)})"))
            using (var block = inBlock.Block())
            {
                EmitStep(block, parts, operand => operand.IsRow
                    ? LoadInLoop(left, schedule.Rows, operand.Place)
                    : LoadInLoop(right, schedule.Columns, operand.Place));
            }

            writer.Blank();
            for (var row = 0; row < sums.Length; row++)
            {
                for (var column = 0; column < sums[row].Length; column++)
                    writer.Line($"{sums[row][column]} += {parts[row][column]};");
            }
        }

        void EmitBlock(string? comment, int start, int lanes)
        {
            if (comment is not null)
                writer.Line(comment);
            using var braces = writer.Braces("");
            using var block = scope.Block();
            EmitStep(block, sums, operand => operand.IsRow
                ? LoadAt(left, schedule.Rows, operand.Place, start, lanes, isMasked: true)
                : LoadAt(right, schedule.Columns, operand.Place, start, lanes, isMasked: false));
        }

        string LoadAt(string name, Operand operand, int place, int start, int lanes, bool isMasked)
        {
            var stride = operand.Strides[Inner];
            if (lanes == Vectors.Width || !schedule.LastOverlaps)
                return Offsets.LoadAlong(name, place + (start * stride), stride, lanes, operand.IsPadded);
            var load = Offsets.Load(name, place + start + lanes - Vectors.Width, Vectors.Width, isPadded: false);
            return isMasked ? $"Vector256.AndNot({load}, Lanes.Mask({Numbers.Text(Vectors.Width - lanes)}))" : load;
        }

        string LoadInLoop(string name, Operand operand, int place)
            => operand.Strides[Inner] == 1
                ? $"Vector256.LoadUnsafe({Offsets.Reference(name, place)}, {index})"
                : $"Lanes.LoadStrided(ref Unsafe.Add({Offsets.Reference(name, place)}, (int){index} * {Numbers.Text(operand.Strides[Inner])}), {Numbers.Text(operand.Strides[Inner])}, 8)";

        string Moved(string start, Operand operand, int loop, string variable)
        {
            var moved = scope.Take(start + "Part");
            writer.Line($"ref var {moved} = {Offsets.Reference(start, Offsets.Sum([(variable, operand.Strides[loop])]))};");
            return moved;
        }
    }

    private void EmitStep(NameScope scope, string[][] sums, Func<(bool IsRow, int Place), string> load)
    {
        var weights = new string[sums[0].Length];
        for (var column = 0; column < weights.Length; column++)
        {
            weights[column] = scope.Take("column" + Numbers.Text(column));
            writer.Line($"var {weights[column]} = {load((false, column * schedule.Columns.Strides[schedule.Column]))};");
        }

        for (var row = 0; row < sums.Length; row++)
        {
            var value = scope.Take("row" + Numbers.Text(row));
            writer.Line($"var {value} = {load((true, row * schedule.Rows.Strides[schedule.Row]))};");
            for (var column = 0; column < weights.Length; column++)
                writer.Line($"{sums[row][column]} = Vector256.MultiplyAddEstimate({value}, {weights[column]}, {sums[row][column]});");
        }
    }
}
