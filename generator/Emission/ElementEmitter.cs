using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes a loop over elements. The last loop is the vector; what is reduced along it is added up across lanes at the end, and what is
/// reduced along the others is kept in vectors.
/// </summary>
internal sealed class ElementEmitter(CodeWriter writer, KernelMethod method, ElementSchedule schedule)
{
    // Vectors side by side in a reduction over rows: enough sums that none waits for another, and whole cache lines.
    private const int ColumnVectors = 4;

    private readonly ElementFunctions functions = new(writer, method);
    private readonly int last = schedule.Loops.Count - 1;
    private NameScope scope = method.Scope();

    private string Name(Operand operand) => method.Arguments[operand.Argument];

    private Extent Inner => schedule.Loops[last].Extent;

    private string ReducedName => method.Name + "Term";

    public void Emit()
    {
        writer.Line(KernelLibrary.Optimized);
        using (writer.Braces($"public static void {method.Name}({method.Parameters})"))
        {
            if (schedule.Reduction is null)
                EmitElements();
            else if (schedule.Reduction.Loops.Contains(last))
                EmitReductionAlongVector(schedule.Reduction);
            else
                EmitReductionAcrossVectors(schedule.Reduction);
        }

        var operands = schedule.Operands.Select(operand => (Name(operand), (int?)operand.Argument)).ToArray();
        functions.EmitAll(schedule.Elements, operands);
        if (schedule.Reduction is not { } reduction)
            return;
        if (schedule.Elements.All(output => output.Expression != reduction.Expression))
            functions.Emit(ReducedName, "term", reduction.Expression, operands, CSharpTarget.Vector256);
        var target = reduction.Loops.Contains(last) ? CSharpTarget.Single : CSharpTarget.Vector256;
        functions.EmitAll(reduction.Outputs, [("total", null), .. reduction.Extras.Select(extra => (Name(extra), (int?)extra.Argument))], target);
    }

    private IEnumerable<Operand> Written
        => schedule.Elements.Concat(schedule.Reduction?.Outputs ?? []).Select(static output => output.Operand);

    private void EmitElements()
    {
        using var nest = Open(Enumerable.Range(0, last), schedule.Operands.Concat(Written));
        EmitVectors(nest, (load, offset, lanes) => EmitStores(load, nest, offset, lanes), mayRepeat: true);
    }

    /// <summary>One result for every step of the kept loops: a sum over vectors, then over the lanes of the last.</summary>
    private void EmitReductionAlongVector(ReductionSchedule reduction)
    {
        var kept = Enumerable.Range(0, last).Where(loop => !reduction.Loops.Contains(loop));
        using var nest = Open(kept, schedule.Operands.Concat(Written).Concat(reduction.Extras));
        var accumulator = scope.Take("lanes");
        var isSum = reduction.Kind == Reduction.Sum;
        var reduced = EmitReducedLoops(nest, reduction, [accumulator], (inner, limit) => EmitVectors(
            inner,
            (load, offset, lanes) =>
            {
                var term = EmitStoresAndTerm(reduction, load, inner, offset, lanes);
                if (lanes is not null)
                    term = isSum
                        ? $"Vector256.BitwiseAnd({term}, Lanes.Mask({lanes}))"
                        : $"Vector256.ConditionalSelect(Lanes.Mask({lanes}), {term}, {Identity(reduction.Kind)})";
                writer.Line(Accumulate(reduction.Kind, accumulator, term));
            },
            limit: limit));

        var result = scope.Take("total");
        writer.Line($"var {result} = {(reduced[0].IsLong ? $"{reduced[0].Name}.Total" : $"Lanes.{(isSum ? "Sum" : "Max")}({accumulator})")};");
        var extras = reduction.Extras.Select(extra => nest.At(extra)).ToArray();
        foreach (var output in reduction.Outputs)
            writer.Line($"{nest.At(output.Operand)} = {functions.Call(output, [result, .. extras])};");
    }

    /// <summary>A result for every column: vectors of columns, summed down the rows.</summary>
    private void EmitReductionAcrossVectors(ReductionSchedule reduction)
    {
        var kept = Enumerable.Range(0, last).Where(loop => !reduction.Loops.Contains(loop));
        using var nest = Open(kept, schedule.Operands.Concat(Written).Concat(reduction.Extras));
        if (Inner.IsBatch)
            throw new InvalidGraphException($"{method.Name} reduces every axis but the batch");

        var size = Inner.Size;
        var block = ColumnVectors * Vectors.Width;
        var done = 0;
        foreach (var width in new[] { block, Vectors.Width })
        {
            var whole = done + ((size - done) / width * width);
            if (whole == done)
                continue;
            using var columns = new InnerScope(this);
            var offset = scope.Take(schedule.Loops[last].Name);
            using (writer.Braces($"for (var {offset} = {Numbers.Text(done)}; {offset} < {Numbers.Text(whole)}; {offset} += {Numbers.Text(width)})"))
                EmitColumns(nest, reduction, offset, width / Vectors.Width, null);
            done = whole;
        }

        if (done == size)
            return;
        writer.Line($"// The last {Numbers.Text(size - done)} of {Numbers.Text(size)}.");
        using var rest = writer.Braces("");
        using var names = new InnerScope(this);
        EmitColumns(nest, reduction, Numbers.Text(done), 1, Numbers.Text(size - done));
    }

    private void EmitColumns(Nest nest, ReductionSchedule reduction, string column, int vectors, string? lanes)
    {
        var totals = Enumerable.Range(0, vectors).Select(vector => scope.Take("total" + Numbers.Text(vector))).ToArray();
        var reduced = EmitReducedLoops(nest, reduction, totals, (inner, _) =>
        {
            for (var vector = 0; vector < vectors; vector++)
            {
                var load = Load(inner, schedule.Operands, Plus(column, vector * Vectors.Width), lanes);
                var term = EmitStoresAndTerm(reduction, load, inner, Plus(column, vector * Vectors.Width), lanes);
                writer.Line(Accumulate(reduction.Kind, totals[vector], term));
            }
        });

        for (var vector = 0; vector < vectors; vector++)
        {
            var offset = Plus(column, vector * Vectors.Width);
            var extras = Load(nest, reduction.Extras, offset, lanes);
            foreach (var output in reduction.Outputs)
                Store(functions.Call(output, [reduced[vector].IsLong ? $"{reduced[vector].Name}.Lanes" : totals[vector], .. extras]), output, IsZeroBehind(output, reduction), nest, offset, lanes);
        }
    }

    /// <summary>Declares the accumulators of a reduction and opens its loops, but for the vector; a long sum is cut into blocks.</summary>
    /// <param name="nest">The loops around.</param>
    /// <param name="reduction">The reduction.</param>
    /// <param name="accumulators">The names of the accumulators.</param>
    /// <param name="emit">Writes what is in the loops; it is told how far the vector loop goes, where that is not to its end.</param>
    /// <returns>Where each result is: in its accumulator, or in a <c>LongSum</c>.</returns>
    private (string Name, bool IsLong)[] EmitReducedLoops(Nest nest, ReductionSchedule reduction, string[] accumulators, Action<Nest, string?> emit)
    {
        int[] loops = [.. reduction.Loops.Where(loop => loop != last)];
        var moving = schedule.Operands.Concat(schedule.Elements.Select(static element => element.Operand)).ToArray();
        if (reduction.Kind != Reduction.Sum || SumBlocks.Of(schedule.Loops, [.. loops, .. reduction.Loops.Where(loop => loop == last)], SumBlocks.Terms, last) is not var (cut, steps))
        {
            Declare();
            using var inner = Open(loops, moving, nest);
            emit(inner, null);
            return [.. accumulators.Select(static name => (name, false))];
        }

        string[] sums = [.. accumulators.Select(accumulator => scope.Take(accumulators.Length == 1 ? "sum" : accumulator.Replace("total", "sum")))];
        foreach (var sum in sums)
            writer.Line($"var {sum} = default(LongSum);");
        writer.Line(SumBlocks.Reason);
        using (var outside = Open(loops.TakeWhile(loop => loop != cut), moving, nest))
        using (var block = OpenBlocks(cut, steps, moving, outside, out var limit))
        {
            Declare();
            using (var inner = Open(loops.SkipWhile(loop => loop != cut), moving, block, limit))
                emit(inner, cut == last ? limit : null);
            writer.Blank();
            foreach (var (sum, accumulator) in sums.Zip(accumulators, static (sum, accumulator) => (sum, accumulator)))
                writer.Line($"{sum}.Add({accumulator});");
        }

        return [.. sums.Select(static name => (name, true))];

        void Declare()
        {
            foreach (var accumulator in accumulators)
                writer.Line($"var {accumulator} = {Identity(reduction.Kind)};");
        }
    }

    /// <summary>The vector loop: whole vectors, then what is left of one.</summary>
    /// <param name="nest">The loops around.</param>
    /// <param name="step">Writes what is done with a vector.</param>
    /// <param name="mayRepeat">Whether elements may be computed twice, so that the last vector can be a whole one.</param>
    /// <param name="limit">How many elements there are, where they are not all.</param>
    private void EmitVectors(Nest nest, Action<string[], string, string?> step, bool mayRepeat = false, string? limit = null)
    {
        var variable = scope.Take(schedule.Loops[last].Name);
        var width = Numbers.Text(Vectors.Width);
        if (Inner.IsBatch || limit is not null)
        {
            var count = limit ?? scope.Take("count");
            if (limit is null)
                writer.Line($"var {count} = {Offsets.Of(Inner)};");
            writer.Line($"var {variable} = 0;");
            using (writer.Braces($"for (; {variable} <= {count} - {width}; {variable} += {width})"))
            using (new InnerScope(this))
                step(Load(nest, schedule.Operands, variable, null), variable, null);
            writer.Blank();
            writer.Line("// Less than a vector is left.");
            using (writer.Braces($"if ({variable} < {count})"))
            using (new InnerScope(this))
                step(Load(nest, schedule.Operands, variable, $"{count} - {variable}"), variable, $"{count} - {variable}");
            return;
        }

        var whole = Inner.Size - (Inner.Size % Vectors.Width);
        if (whole > 0)
        {
            using var loop = writer.Braces($"for (var {variable} = 0; {variable} < {Numbers.Text(whole)}; {variable} += {width})");
            using var names = new InnerScope(this);
            step(Load(nest, schedule.Operands, variable, null), variable, null);
        }

        if (Inner.Size > whole)
        {
            var lanes = Numbers.Text(Inner.Size - whole);
            if (whole > 0)
                writer.Line($"// The last {lanes} of {Numbers.Text(Inner.Size)}.");
            using var rest = whole > 0 ? writer.Braces("") : (IDisposable?)null;
            using var names = new InnerScope(this);
            if (mayRepeat && whole > 0 && !schedule.Operands.Concat(Written).Any(static operand => operand.IsPadded))
            {
                var repeated = Numbers.Text(Inner.Size - Vectors.Width);
                step(Load(nest, schedule.Operands, repeated, null), repeated, null);
                return;
            }

            step(Load(nest, schedule.Operands, Numbers.Text(whole), lanes), Numbers.Text(whole), lanes);
        }
    }

    /// <summary>Loads every operand at a place of the vector loop into a local, and returns the locals' names.</summary>
    private string[] Load(Nest nest, IEnumerable<Operand> operands, string offset, string? lanes)
        => [.. operands.Select(operand =>
        {
            var local = scope.Take(Name(operand) + "Vector");
            var place = Offsets.Reference(nest.At(operand), Scaled(offset, operand.Strides[last]));
            var value = operand.Strides[last] switch
            {
                0 => $"Vector256.Create({nest.At(operand)})",
                1 => lanes is null || operand.IsPadded ? $"Vector256.LoadUnsafe({place})" : $"Lanes.LoadPartial({place}, {lanes})",
                var stride => $"Lanes.LoadStrided({place}, {Numbers.Text(stride)}, {lanes ?? Numbers.Text(Vectors.Width)})",
            };
            writer.Line($"var {local} = {value};");
            return local;
        })];

    private void EmitStores(string[] loaded, Nest nest, string offset, string? lanes)
    {
        var stored = new HashSet<StoredOperand>();
        foreach (var output in schedule.Elements)
        {
            if (!stored.Add(output))
                continue;
            if (lanes is null && schedule.Elements.FirstOrDefault(other => AreInterleaved(output.Operand, other.Operand)) is { } next && stored.Add(next))
            {
                var place = Offsets.Reference(nest.At(output.Operand), Scaled(offset, 2));
                writer.Call("Lanes.StoreInterleaved", [functions.Call(output, loaded), functions.Call(next, loaded), place]);
                continue;
            }

            Store(functions.Call(output, loaded), output, IsZeroBehind(output.Expression), nest, offset, lanes);
        }
    }

    /// <summary>Whether the second takes the places between those of the first.</summary>
    private bool AreInterleaved(Operand first, Operand second)
        => first.Argument == second.Argument && first.Strides == second.Strides && first.Strides[last] == 2 && second.Offset == first.Offset + 1;

    /// <summary>Stores the elements, and gives what is reduced: one of them, where it is one.</summary>
    private string EmitStoresAndTerm(ReductionSchedule reduction, string[] loaded, Nest nest, string offset, string? lanes)
    {
        string? term = null;
        foreach (var output in schedule.Elements)
        {
            var value = functions.Call(output, loaded);
            if (output.Expression == reduction.Expression && output.Expression is not Argument)
            {
                term = scope.Take("term");
                writer.Line($"var {term} = {value};");
                value = term;
            }

            Store(value, output, IsZeroBehind(output.Expression), nest, offset, lanes);
        }

        return term ?? ElementFunctions.Call(ReducedName, reduction.Expression, loaded);
    }

    /// <summary>
    /// Whether the lanes behind the last element are zeros: those of what was loaded are, not those of what repeats one element, nor of what
    /// is computed.
    /// </summary>
    private bool IsZeroBehind(Scalar expression) => expression is Argument(var index) && schedule.Operands[index].Strides[last] != 0;

    /// <summary>The same of what is made of a total, argument 0, and the extras behind it.</summary>
    private bool IsZeroBehind(StoredOperand output, ReductionSchedule reduction) => output.Expression switch
    {
        Argument(0) => IsZeroBehind(reduction.Expression),
        Argument(var index) => reduction.Extras[index - 1].Strides[last] != 0,
        _ => false,
    };

    private void Store(string value, StoredOperand output, bool isZeroBehind, Nest nest, string offset, string? lanes)
    {
        var stride = output.Operand.Strides[last];
        var place = Offsets.Reference(nest.At(output.Operand), Scaled(offset, stride));
        if (stride != 1)
        {
            writer.Line($"Lanes.StoreStrided({value}, {place}, {Numbers.Text(stride)}, {lanes ?? Numbers.Text(Vectors.Width)});");
            return;
        }

        if (lanes is not null && output.Operand.IsPadded && !isZeroBehind)
            value = $"Vector256.BitwiseAnd({value}, Lanes.Mask({lanes}))";
        writer.Line(lanes is null || output.Operand.IsPadded
            ? $"Vector256.StoreUnsafe({value}, {place});"
            : $"Lanes.StorePartial({value}, {place}, {lanes});");
    }

    /// <summary>Opens loops, and names the place of every tensor that moves with them.</summary>
    /// <param name="loops">The loops, outermost first.</param>
    /// <param name="operands">The tensors.</param>
    /// <param name="around">The loops around them.</param>
    /// <param name="limit">How many steps the first of them has, where it has not all.</param>
    private Nest Open(IEnumerable<int> loops, IEnumerable<Operand> operands, Nest? around = null, string? limit = null)
    {
        var nest = new Nest(method, around, this);
        var terms = new List<(int Loop, string Variable)>();
        foreach (var loop in loops)
        {
            var variable = scope.Take(schedule.Loops[loop].Name);
            var end = terms.Count == 0 && limit is not null ? limit : Offsets.Of(schedule.Loops[loop].Extent);
            nest.Blocks.Push(writer.Braces($"for (var {variable} = 0; {variable} < {end}; {variable}++)"));
            terms.Add((loop, variable));
        }

        Move(nest, terms, operands, around);
        return nest;
    }

    /// <summary>Opens a loop over blocks of another loop's steps.</summary>
    /// <param name="loop">The other loop.</param>
    /// <param name="steps">How many of its steps make a block.</param>
    /// <param name="operands">The tensors that move with it.</param>
    /// <param name="around">The loops around.</param>
    /// <param name="limit">How many steps a block has.</param>
    private Nest OpenBlocks(int loop, int steps, IEnumerable<Operand> operands, Nest around, out string limit)
    {
        var nest = new Nest(method, around, this);
        var (name, extent) = (schedule.Loops[loop].Name, Offsets.Of(schedule.Loops[loop].Extent));
        var (first, size) = (scope.Take("first" + Identifiers.Pascal(name)), Numbers.Text(steps));
        nest.Blocks.Push(writer.Braces($"for (var {first} = 0; {first} < {extent}; {first} += {size})"));
        limit = scope.Take("count");
        writer.Line($"var {limit} = Math.Min({size}, {(extent.Contains(' ') ? $"({extent})" : extent)} - {first});");
        Move(nest, [(loop, first)], operands, around);
        return nest;
    }

    private void Move(Nest nest, List<(int Loop, string Variable)> terms, IEnumerable<Operand> operands, Nest? around)
    {
        foreach (var operand in operands.Distinct())
        {
            var offset = Offsets.Sum(terms.Select(term => (term.Variable, operand.Strides[term.Loop])), around is null ? operand.Offset : 0);
            if (offset == "0")
                continue;
            var local = scope.Take(Name(operand) + "Row");
            writer.Line($"ref var {local} = {Offsets.Reference(nest.At(operand), offset)};");
            nest.Places[operand] = local;
        }
    }

    private static string Identity(Reduction kind)
        => kind == Reduction.Sum ? "Vector.Zero" : "Vector256.Create(float.NegativeInfinity)";

    private static string Accumulate(Reduction kind, string total, string term)
        => kind == Reduction.Sum ? $"{total} += {term};" : $"{total} = VectorMath.Max({total}, {term});";

    private static string Scaled(string offset, int stride)
        => stride == 1 || offset == "0" ? offset
            : int.TryParse(offset, out var number) ? Numbers.Text(number * stride)
            : $"({offset}) * {Numbers.Text(stride)}";

    private static string Plus(string offset, int constant)
        => constant == 0 ? offset : int.TryParse(offset, out var number) ? Numbers.Text(number + constant) : $"{offset} + {Numbers.Text(constant)}";

    /// <summary>The names of one block.</summary>
    private readonly struct InnerScope : IDisposable
    {
        private readonly ElementEmitter emitter;
        private readonly NameScope outside;

        public InnerScope(ElementEmitter emitter)
        {
            this.emitter = emitter;
            outside = emitter.scope;
            emitter.scope = outside.Block();
        }

        public void Dispose()
        {
            ((BlockScope)emitter.scope).Dispose();
            emitter.scope = outside;
        }
    }

    /// <summary>Loops that are open, and where every tensor is in them.</summary>
    private sealed class Nest : IDisposable
    {
        private readonly KernelMethod method;
        private readonly Nest? around;
        private readonly ElementEmitter emitter;
        private readonly NameScope outside;

        public Nest(KernelMethod method, Nest? around, ElementEmitter emitter)
        {
            this.method = method;
            this.around = around;
            this.emitter = emitter;
            outside = emitter.scope;
            emitter.scope = outside.Block();
        }

        public Stack<CodeWriter.Block> Blocks { get; } = new();

        public Dictionary<Operand, string> Places { get; } = [];

        public string At(Operand operand)
            => Places.TryGetValue(operand, out var place) ? place : around?.At(operand) ?? method.Arguments[operand.Argument];

        public void Dispose()
        {
            while (Blocks.Count > 0)
                Blocks.Pop().Dispose();
            ((BlockScope)emitter.scope).Dispose();
            emitter.scope = outside;
        }
    }
}
