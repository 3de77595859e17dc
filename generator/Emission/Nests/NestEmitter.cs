using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Emission.Nests;

/// <summary>Writes a nest down, statement by statement. It decides nothing: that was done by rewriting the nest.</summary>
internal sealed class NestEmitter(CodeWriter writer, KernelMethod method)
{
    private readonly NestValues values = new(method);

    public void Emit(Nest nest)
    {
        values.Read(nest);
        writer.Line(KernelLibrary.Optimized);
        using (writer.Braces($"public static void {method.Name}({method.Parameters})"))
            Emit(nest.Body, new NestScope(method));
        values.Functions.EmitAll(writer);
    }

    private void Emit(Statement statement, NestScope scope)
    {
        switch (statement)
        {
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Emit(part, scope);
                break;
            case For { IsVector: true } vector:
                Emit(vector.Body, scope.In(new VectorText(vector.Variable, LanesOf(vector, scope))));
                break;
            case For { IsOneTurn: true } loop:
                EmitTurn(loop, scope);
                break;
            case For { Rest: not null } loop:
                EmitWholeTurns(loop, scope);
                break;
            case For loop:
                EmitLoops(loop, scope);
                break;
            case Let let:
                EmitLet(let, scope);
                break;
            case Total total:
                EmitTotal(total, scope);
                break;
            case Accumulate accumulate:
                writer.Line(values.Accumulation(accumulate, scope));
                break;
            case Store store:
                EmitStore(store.Place, store.Value, scope);
                break;
            case Interleave interleave:
                EmitInterleave(interleave, scope);
                break;
            default:
                throw new InvalidGraphException($"no C# for {statement.GetType().Name}");
        }
    }

    /// <summary>Loops that are directly in each other.</summary>
    private void EmitLoops(For loop, NestScope scope)
    {
        if (loop.Tail == Tail.Overlap)
            throw new InvalidGraphException($"turns of '{loop.Variable}' overlap and were not told apart");
        var end = EndOf(loop, scope, isNamed: false);
        if (loop.Reason is not null)
            writer.Line("// " + loop.Reason);
        var inner = scope.Block(out var names);
        var name = inner.Take(loop.Variable.Name);
        using (names)
        using (writer.Braces($"for (var {name} = {Numbers.Text(loop.First)}; {name} < {end}; {Next(name, loop.Step)})"))
        {
            inner.Bind(loop.Variable, name);
            inner.AddEnd(loop.Span, end);
            if (loop.Body is not For { IsVector: false } inside || !PlaceText.HasLoops(inside.Body))
                PlaceText.OpenReferences(writer, inner, loop.Body, method);
            Emit(loop.Body, inner);
        }
    }

    /// <summary>A loop of whole turns, and what is left.</summary>
    private void EmitWholeTurns(For loop, NestScope scope)
    {
        var end = EndOf(loop, scope, isNamed: true);
        var name = scope.Take(loop.Variable.Name);
        var step = Numbers.Text(loop.Step);
        if (loop.Reason is not null)
            writer.Line("// " + loop.Reason);
        writer.Line($"var {name} = {Numbers.Text(loop.First)};");
        EmitPart($"for (; {name} <= {end} - {step}; {Next(name, loop.Step)})", loop.Body);
        writer.Blank();
        writer.Line($"// Fewer than {step} are left.");
        EmitPart($"if ({name} < {end})", loop.Rest!);

        void EmitPart(string head, Statement body)
        {
            var inner = scope.Block(out var names);
            inner.Bind(loop.Variable, name);
            inner.AddEnd(loop.Span, end);
            using (names)
            using (writer.Braces(head))
            {
                PlaceText.OpenReferences(writer, inner, body, method);
                Emit(body, inner);
            }
        }
    }

    /// <summary>A loop of one turn is a block, if something is around it.</summary>
    private void EmitTurn(For loop, NestScope scope)
    {
        var body = InPlaceOf.In(loop.Body, loop.Variable, loop.First);
        if (loop.Reason is null)
        {
            Emit(body, scope);
            return;
        }

        writer.Line("// " + loop.Reason);
        var inner = scope.Block(out var names);
        using (names)
        using (writer.Braces(""))
            Emit(body, inner);
    }

    /// <summary>Where a loop ends. That of a part of a longer loop is computed and named.</summary>
    private string EndOf(For loop, NestScope scope, bool isNamed)
    {
        var text = Offsets.Of(loop.Extent);
        if (loop.Limit is null && !(isNamed && loop.Extent is { IsBatch: true, Size: > 1 }))
            return text;
        var name = scope.Take("count");
        writer.Line(loop.Limit is { } limit ? $"var {name} = Math.Min({text}, {Left(limit, scope)});" : $"var {name} = {text};");
        return name;
    }

    /// <summary>How many lanes of a vector count; null for all.</summary>
    private static string? LanesOf(For vector, NestScope scope)
    {
        if (vector.Limit is not { } limit)
            return null;
        if (limit.Begin.Terms.Count > 0 || limit.Whole.IsBatch)
            return scope.Left(limit) is var (end, variable) ? $"{end} - {variable}" : $"Math.Min({Offsets.Of(vector.Extent)}, {Left(limit, scope)})";
        var count = limit.Whole.Size - limit.Begin.Constant;
        return count >= vector.Extent.Size ? null : Numbers.Text(count);
    }

    private static string Left(Limit limit, NestScope scope)
    {
        var whole = limit.Whole is { IsBatch: true, Size: > 1 } ? $"({Offsets.Of(limit.Whole)})" : Offsets.Of(limit.Whole);
        var begin = PlaceText.Text(scope, limit.Begin);
        return limit.Begin.Terms.Count + (limit.Begin.Constant == 0 ? 0 : 1) > 1 ? $"{whole} - ({begin})" : $"{whole} - {begin}";
    }

    private void EmitLet(Let let, NestScope scope)
    {
        var text = values.Text(let.Value, scope, let.Local.Name);
        var local = values.Describe(let, scope);
        writer.Line($"var {local.Name} = {text};");
        scope.Bind(let.Local, local);
    }

    private void EmitTotal(Total total, NestScope scope)
    {
        var isVector = scope.Vector is not null || total.Local.Lanes > 1;
        var name = scope.Take(total.Local.Name);
        writer.Line($"var {name} = {NestValues.Identity(total, isVector)};");
        scope.Bind(total.Local, new LocalText(name, total.Local.Name, total.Local.Name, isVector));
    }

    private void EmitStore(Place place, Value value, NestScope scope)
    {
        var text = values.Text(value, scope, output: place);
        if (scope.Vector is not { } vector)
        {
            writer.Line($"{PlaceText.Element(scope, place)} = {text};");
            return;
        }

        var stride = place.Offset.Stride(vector.Lane);
        if (stride != 1)
            writer.Call("Lanes.StoreStrided", [text, PlaceText.Reference(scope, place), Numbers.Text(stride), vector.Count ?? values.Width]);
        else if (vector.Count is null)
            writer.Call("Vector256.StoreUnsafe", [text, .. PlaceText.Vector(scope, place)]);
        else if (place.Buffer.IsPadded)
            writer.Call("Vector256.StoreUnsafe", [values.ZeroBehind(text, value, vector), .. PlaceText.Vector(scope, place)]);
        else
            writer.Call("Lanes.StorePartial", [text, PlaceText.Reference(scope, place), vector.Count]);
    }

    private void EmitInterleave(Interleave interleave, NestScope scope)
    {
        if (scope.Vector is { Count: null } && interleave.Values.Count == 2)
        {
            string[] texts = [.. interleave.Values.Select((value, number) => values.Text(value, scope, output: interleave.PlaceOf(number)))];
            writer.Call("Lanes.StoreInterleaved", [.. texts, PlaceText.Reference(scope, interleave.Place)]);
            return;
        }

        for (var number = 0; number < interleave.Values.Count; number++)
            EmitStore(interleave.PlaceOf(number), interleave.Values[number], scope);
    }

    private static string Next(string variable, int step) => step == 1 ? variable + "++" : $"{variable} += {Numbers.Text(step)}";
}
