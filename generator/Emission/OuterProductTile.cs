using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the method that computes one tile of an outer product, with all its sums in registers.</summary>
internal sealed class OuterProductTile(
    CodeWriter writer, KernelMethod method, OuterProductSchedule schedule, TileSignature signature, ElementFunctions functions, int rows, int width)
{
    // Sums that do not wait for each other, where a tile of one row has too few of its own.
    private const int SingleRowUnroll = 4;

    public void Emit()
    {
        var vectors = schedule.VectorsOf(width);
        var scope = method.Scope();
        foreach (var name in new[] { "count", "isFirst", "isLast" })
            scope.Take(name);
        var unroll = Unroll();
        var sums = Sums(scope, vectors, unroll);

        writer.Blank();
        writer.Line($"/// <summary>{Numbers.Text(rows)} {Plural("row", rows)} × {Numbers.Text(width)} {Plural("column", width)} of <see cref=\"{method.Name}\"/>.</summary>");
        writer.Line(KernelLibrary.Optimized);
        using var body = writer.Braces($"private static void {signature.NameOf(rows, isTail: width < schedule.TileWidth)}({signature.Parameters})");
        var finish = new TileFinish(writer, schedule, method, functions, scope, width);
        for (var copy = 0; copy < unroll; copy++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var vector = 0; vector < vectors; vector++)
                    writer.Line($"var {sums[copy][row][vector]} = Vector.Zero;");
            }
        }

        EmitReducedLoops(scope, sums);
        writer.Blank();
        for (var copy = 1; copy < unroll; copy++)
            AddUp(sums[0], sums[copy]);

        writer.Blank();
        AddStored(finish, sums[0]);
        if (signature.KnowsLast)
            StoreUnlessLast(finish, sums[0]);
        if (schedule.FinishInRegisters)
            FinishInRegisters(finish, sums[0]);
        else
            FinishAfterStore(finish, scope, sums[0]);
    }

    /// <summary>How many sums each element has, which do not wait for each other.</summary>
    private int Unroll()
    {
        var innermost = schedule.Loops[schedule.Reduced[schedule.Reduced.Count - 1]].Extent;
        return rows == 1 && !schedule.IsUnrolled && !innermost.IsBatch && innermost.Size >= 2 * SingleRowUnroll ? SingleRowUnroll : 1;
    }

    private string[][][] Sums(NameScope scope, int vectors, int unroll)
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

    /// <summary>Adds what the blocks, or the samples, before have stored.</summary>
    private void AddStored(TileFinish finish, string[][] sums)
    {
        if (!schedule.Accumulates && !signature.KnowsFirst)
            return;
        using var later = signature.KnowsFirst ? writer.Braces("if (!isFirst)") : (IDisposable?)null;
        for (var row = 0; row < sums.Length; row++)
        {
            for (var vector = 0; vector < sums[row].Length; vector++)
                writer.Line($"{sums[row][vector]} += {finish.Stored(row, vector)};");
        }
    }

    private void StoreUnlessLast(TileFinish finish, string[][] sums)
    {
        using (writer.Braces("if (!isLast)"))
        {
            for (var row = 0; row < sums.Length; row++)
            {
                for (var vector = 0; vector < sums[row].Length; vector++)
                    finish.StoreSum(row, vector, sums[row][vector]);
            }

            writer.Line("return;");
        }

        writer.Blank();
    }

    private void EmitReducedLoops(NameScope scope, string[][][] sums)
    {
        int[] summed = [.. signature.Summed];
        var cut = signature.Blocks?.Loop;
        var blocks = new Stack<CodeWriter.Block>();
        var (broadcast, vector) = (Name(schedule.Broadcast), Name(schedule.Vector));
        foreach (var loop in summed.Take(summed.Length - 1))
        {
            var name = schedule.Loops[loop].Name;
            var variable = scope.Take(name);
            var (first, end) = loop == cut ? ("0", "count") : schedule.Ranges.Any(range => range.Loop == loop) ? (TileSignature.FirstOf(name), TileSignature.EndOf(name)) : ("0", Offsets.Of(schedule.Loops[loop].Extent));
            blocks.Push(writer.Braces($"for (var {variable} = {first}; {variable} < {end}; {variable}++)"));
            (broadcast, vector) = (Moved(broadcast, schedule.Broadcast, loop, variable), Moved(vector, schedule.Vector, loop, variable));
        }

        // The innermost loop moves the references themselves on, so they need names of their own if they start anew in every turn.
        var innermost = schedule.Reduced[schedule.Reduced.Count - 1];
        var extent = schedule.Loops[innermost].Extent;
        if (schedule.IsUnrolled)
        {
            EmitUnrolled(scope, broadcast, vector, sums[0]);
            while (blocks.Count > 0)
                blocks.Pop().Dispose();
            return;
        }

        using var counters = scope.Block();
        var counter = counters.Take(schedule.Loops[innermost].Name);
        if (innermost == cut)
        {
            EmitCounted(counters, counter, broadcast, vector, sums);
            while (blocks.Count > 0)
                blocks.Pop().Dispose();
            return;
        }

        var unrolled = sums.Length == 1 ? 0 : extent.Size - (extent.Size % sums.Length);
        if (unrolled > 0)
        {
            using var loop = writer.Braces($"for (var {counter} = 0; {counter} < {Numbers.Text(unrolled)}; {counter} += {Numbers.Text(sums.Length)})");
            using var block = counters.Block();
            for (var copy = 0; copy < sums.Length; copy++)
                EmitStep(block, broadcast, vector, sums[copy], Copy(copy), copy * schedule.Broadcast.Strides[innermost], copy * schedule.Vector.Strides[innermost]);
            Advance(broadcast, schedule.Broadcast, innermost, sums.Length);
            Advance(vector, schedule.Vector, innermost, sums.Length);
        }

        if (extent.IsBatch || extent.Size > unrolled)
        {
            using var loop = writer.Braces($"for (var {counter} = {Numbers.Text(unrolled)}; {counter} < {Offsets.Of(extent)}; {counter}++)");
            using var block = counters.Block();
            EmitStep(block, broadcast, vector, sums[0], "", 0, 0);
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

    /// <summary>The innermost loop of the sum, where it has as many steps as the block has.</summary>
    private void EmitCounted(NameScope counters, string counter, string broadcast, string vector, string[][][] sums)
    {
        var innermost = schedule.Reduced[schedule.Reduced.Count - 1];
        if (sums.Length == 1)
        {
            Loop($"for (var {counter} = 0; {counter} < count; {counter}++)", 1);
            return;
        }

        var copies = Numbers.Text(sums.Length);
        writer.Line($"var {counter} = 0;");
        Loop($"for (; {counter} <= count - {copies}; {counter} += {copies})", sums.Length);
        Loop($"for (; {counter} < count; {counter}++)", 1);

        void Loop(string head, int steps)
        {
            using var loop = writer.Braces(head);
            using var block = counters.Block();
            for (var copy = 0; copy < steps; copy++)
                EmitStep(block, broadcast, vector, sums[copy], Copy(copy), copy * schedule.Broadcast.Strides[innermost], copy * schedule.Vector.Strides[innermost]);
            Advance(broadcast, schedule.Broadcast, innermost, steps);
            Advance(vector, schedule.Vector, innermost, steps);
        }
    }

    /// <summary>The innermost loop of the sum, step by step.</summary>
    private void EmitUnrolled(NameScope scope, string broadcast, string vector, string[][] sums)
    {
        var innermost = schedule.Reduced[schedule.Reduced.Count - 1];
        var loop = schedule.Loops[innermost];
        for (var step = 0; step < loop.Extent.Size; step++)
        {
            writer.Line($"// {loop.Name} = {Numbers.Text(step)}");
            using var braces = writer.Braces("");
            using var block = scope.Block();
            EmitStep(block, broadcast, vector, sums, "", step * schedule.Broadcast.Strides[innermost], step * schedule.Vector.Strides[innermost]);
        }
    }

    /// <summary>One step of the sum: every row's value times every vector of the columns.</summary>
    private void EmitStep(NameScope scope, string broadcast, string vector, string[][] sums, string copy, int broadcastOffset, int vectorOffset)
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
                writer.Line($"var {vectors[place]} = {LoadVector(vector, vectorOffset + (row * ofVector), place)};");
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

    private string LoadVector(string start, int offset, int place)
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

    private string Name(Operand operand) => method.Arguments[operand.Argument];
}
