using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission.Nests;

/// <summary>Writes a nest down, statement by statement. It decides nothing: that was done by rewriting the nest.</summary>
internal sealed class NestEmitter(CodeWriter writer, KernelMethod method, KernelWords told)
{
    private readonly VectorWords words = VectorWords.Of(method.Target);
    private readonly NestValues values = new(writer, method, told);
    private readonly OutlinedMethods methods = new(method);

    // The loops of whole turns whose rest is being written: fewer turns of so many are left, of how many in all.
    private readonly Dictionary<Variable, (int Step, Extent Whole)> fewer = [];

    // Whether it was said, in this method, what is behind the last column.
    private bool isPaddingTold;

    // What the rows and columns of a product's tiles are.
    private string RowName => (method.Kernel.Schedule as NestSchedule)?.Plan switch
    {
        OuterProductPlan outer => outer.Loops[outer.Row].Name,
        DotProductPlan dot => dot.Loops[dot.Row].Name,
        _ => "row",
    };

    private string ColumnName => (method.Kernel.Schedule as NestSchedule)?.Plan switch
    {
        OuterProductPlan outer => outer.Loops[outer.Column].Name,
        DotProductPlan dot => dot.Loops[dot.Column].Name,
        _ => "element",
    };

    public void Emit(Nest nest)
    {
        values.Read(nest);
        told.Lanes = method.Target.Lanes;
        if (!method.IsReadable)
            writer.Line(KernelLibrary.Optimized);
        using (writer.Method($"public static void {method.Name}", method.Parameters))
            Emit(nest.Body, new NestScope(method));
        foreach (var outlined in methods.All)
        {
            writer.Blank();
            writer.Wrap("/// ", $"<summary><see cref=\"{method.Name}\"/>: {outlined.Summary}</summary>");
            writer.Line(KernelLibrary.Optimized);
            using (writer.Method($"private static void {outlined.Name}", outlined.Parameters))
            {
                isPaddingTold = false;
                Emit(outlined.Body, outlined.Scope());
            }
        }

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
            case For { Transposed: { } block }:
                EmitTransposition(block, scope);
                break;
            case For { IsVector: true } vector:
                Emit(vector.Body, scope.In(new VectorText(vector.Variable, values.LanesOf(vector.Limit, scope))));
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
                EmitStore(store.Place, values.Text(store.Value, scope, output: store.Place), store.Value, scope);
                break;
            case AddTo add when scope.Vector is null:
                writer.Line($"{PlaceText.Element(scope, add.Place)} += {values.Text(add.Value, scope, output: add.Place)};");
                break;
            case AddTo add:
                EmitStore(add.Place, values.Sum(add, scope), add.Value, scope);
                break;
            case Part part:
                writer.Blank().Comment(part.Title);
                Emit(part.Body, scope);
                break;
            case Outlined outlined:
                var (name, arguments) = methods.Call(outlined, scope);
                writer.Call(name, arguments);
                break;
            case Choice choice:
                using (writer.Braces($"if ({scope.Text(choice.Extent)} >= {Numbers.Text(choice.Least)})"))
                    EmitBlock(choice.Enough, scope);
                using (writer.Braces("else"))
                {
                    writer.Comment($"Fewer than {Counts.Of(choice.Least, RowName)}: one at a time.");
                    EmitBlock(choice.TooFew, scope);
                }

                break;
            case OnTurn turn:
                EmitOnTurn(turn, scope);
                break;
            case Fetch fetch:
                writer.Line($"CacheLine.Fetch({PlaceText.Reference(scope, fetch.Place)});");
                break;
            case Interleave interleave:
                EmitInterleave(interleave, scope);
                break;
            default:
                throw new InvalidGraphException($"no C# for {statement.GetType().Name}");
        }
    }

    /// <summary>A statement in a block that is open, with names of its own.</summary>
    /// <param name="body">The statement.</param>
    /// <param name="scope">Where it is written.</param>
    private void EmitBlock(Statement body, NestScope scope)
    {
        var inner = scope.Block(out var names);
        using (names)
            Emit(body, inner);
    }

    /// <summary>What is done in some turns, and what in the others.</summary>
    private void EmitOnTurn(OnTurn turn, NestScope scope)
    {
        using (writer.Braces($"if ({OutlinedMethods.Condition(turn, scope)})"))
            EmitBlock(turn.Body, scope);
        if (turn.Otherwise is null)
            return;
        using (writer.Braces("else"))
            EmitBlock(turn.Otherwise, scope);
    }

    /// <summary>A loop, with the references that its turns need.</summary>
    private void EmitLoops(For loop, NestScope scope)
    {
        var end = EndOf(loop, scope, isNamed: false);
        if (loop.Reason is not null)
            writer.Comment(loop.Reason);
        if (loop.Variable.InPanels is not null)
            told.PanelWidths.Add(loop.Step);
        var rest = loop.Sizes is { } sizes ? FirstOfRest(loop, sizes, end, scope) : null;
        var inner = scope.Block(out var names);
        using (names)
        {
            var first = loop.Reach is { HasFirst: true } reach ? OutlinedMethods.First(reach, loop.First, scope) : rest is null || loop.IsOfLargeTiles ? Numbers.Text(loop.First) : rest;
            var steps = loop.IsWalk ? PlaceText.OpenWalk(writer, scope, inner, loop, method, loop.Reach?.HasFirst == true ? first : null) : [];
            var name = inner.Take(loop.Variable.Name);
            using (writer.Braces($"for (var {name} = {first}; {name} < {(loop.IsOfLargeTiles ? rest : end)}; {Next(name, loop.Step)})"))
            {
                inner.Enter(loop, end);
                if (loop.Tail == Tail.Overlap && !loop.IsOfLargeTiles)
                    name = EmitOverlap(loop, name, end, inner);
                inner.Bind(loop.Variable, name);
                // A turn that counts has all that there is of it.
                inner.AddEnd(loop.Span, loop.Reach is null ? end : scope.Text(loop.Extent));
                if (!loop.IsWalk && (loop.Body is not For { IsVector: false } inside || !PlaceText.HasLoops(inside.Body)) && loop.Body is not Outlined)
                    PlaceText.OpenReferences(writer, inner, loop.Body, method);
                Emit(loop.Body, inner);
                foreach (var step in steps)
                    writer.Line(step);
            }
        }
    }

    /// <summary>Where the large tiles of two sizes end, and the small ones begin.</summary>
    private string FirstOfRest(For loop, TileSizes sizes, string end, NestScope scope)
    {
        var key = (sizes, loop.Span);
        if (!loop.IsOfLargeTiles)
            return scope.Given(key) ?? throw new InvalidGraphException($"the small tiles of '{loop.Variable}' are behind no large ones");
        var (large, small) = (Numbers.Text(sizes.Large), Numbers.Text(sizes.Small));
        int[] more = [.. sizes.TakeOneMore];
        int[] together = [.. more.Select(left => left + sizes.Large)];
        int[] whole = [.. sizes.Whole];
        writer.Comment($"Tiles of {Counts.Of(sizes.Large, loop.Variable.Name)}, and tiles of {small} for the rest"
            + (more.Length == 0 ? "." : $". Where {Counts.OneOf(more)} would be left, a tile of {large} less is used: then {Counts.OneOf(together)} are left, of which fewer are computed twice{(whole.Length == 0 ? "" : $"; with {Counts.OneOf(whole)} in all, there is none to leave out")}."));
        var rest = scope.Take("firstOfRest");
        if (more.Length == 0)
        {
            writer.Line($"var {rest} = {end} - ({end} % {large});");
        }
        else
        {
            var left = scope.Take("left");
            writer.Line($"var {left} = {end} % {large};");
            writer.Line($"var {rest} = Math.Max(0, {end} - ({left} is {string.Join(" or ", more.Select(Numbers.Text))} ? {left} + {large} : {left}));");
        }

        scope.Tell(key, rest);
        if (loop.Limit is { } limit)
            scope.Tell(limit, end);
        return rest;
    }

    /// <summary>Where a turn begins, of which the last begins before the one before it ends.</summary>
    private string EmitOverlap(For loop, string name, string end, NestScope scope)
    {
        var first = scope.Take("first" + Identifiers.Pascal(loop.Variable.Name));
        var word = loop.Variable.Name;
        writer.Comment($"The last tile is moved back to end with the last {word}; the {Counts.Plural(word)} that it shares with the one before it are computed twice, with the same result.");
        writer.Line($"var {first} = Math.Min({name}, {(loop.Extent.IsBatch || loop.Limit is not null ? $"{end} - {Numbers.Text(loop.Step)}" : Numbers.Text(loop.Extent.Size - loop.Step))});");
        return first;
    }

    /// <summary>A loop of whole turns, and what is left.</summary>
    private void EmitWholeTurns(For loop, NestScope scope)
    {
        var end = EndOf(loop, scope, isNamed: true);
        var walk = scope.Part(out var walkNames);
        using var walking = walkNames;
        var name = walk.Take(loop.Variable.Name);
        var step = Numbers.Text(loop.Step);
        if (loop.Reason is not null)
            writer.Comment(loop.Reason);
        var steps = loop.IsWalk ? PlaceText.OpenWalk(writer, walk, walk, loop, method) : [];
        writer.Line($"var {name} = {Numbers.Text(loop.First)};");
        EmitPart($"for (; {name} <= {end} - {step}; {Next(name, loop.Step)})", loop.Body, steps);
        writer.Blank();
        writer.Line($"// Fewer than {step} are left.");
        fewer[loop.Variable] = (loop.Step, loop.Extent);
        EmitPart($"if ({name} < {end})", loop.Rest!, []);
        fewer.Remove(loop.Variable);

        void EmitPart(string head, Statement body, IReadOnlyList<string> steps)
        {
            var inner = walk.Block(out var names);
            inner.Bind(loop.Variable, name);
            inner.AddEnd(loop.Span, end);
            inner.Enter(loop, end);
            using (names)
            using (writer.Braces(head))
            {
                if (!loop.IsWalk)
                    PlaceText.OpenReferences(writer, inner, body, method);
                Emit(body, inner);
                foreach (var line in steps)
                    writer.Line(line);
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

        writer.Comment(loop.Reason);
        var inner = scope.Block(out var names);
        using (names)
        using (writer.Braces(""))
            Emit(body, inner);
    }

    /// <summary>Where a loop ends. That of a part of a longer loop is computed and named.</summary>
    private string EndOf(For loop, NestScope scope, bool isNamed)
    {
        if (loop.Reach is { } reach)
            return OutlinedMethods.End(reach, loop, scope);
        var text = scope.Text(loop.Extent);
        if (loop.Limit is null && !(isNamed && loop.Extent is { IsBatch: true, Size: > 1 }))
            return text;
        if (loop.Limit is { } given && scope.Given(given) is { } count)
            return count;
        var name = scope.Take("count");
        writer.Line(loop.Limit is not { } limit ? $"var {name} = {text};"
            : limit.Begin is { Constant: 0, Terms: [{ Coefficient: 1, Variable: var begin }] } && fewer.TryGetValue(begin, out var rest) && rest == (loop.Extent.Size, limit.Whole) ? $"var {name} = {NestValues.Left(limit, scope)};"
            : $"var {name} = Math.Min({text}, {NestValues.Left(limit, scope)});");
        return name;
    }

    private void EmitLet(Let let, NestScope scope)
    {
        var text = values.Text(let.Value, scope, let.Local.Name, output: values.StoredAt(let));
        var local = values.Describe(let, scope);
        writer.Line($"var {local.Name} = {text};");
        scope.Bind(let.Local, local);
    }

    private void EmitTotal(Total total, NestScope scope)
    {
        var isVector = scope.Vector is not null || total.Local.Lanes > 1;
        var name = scope.Take(total.Local.Full);
        writer.Line($"var {name} = {values.Identity(total, isVector)};");
        scope.Bind(total.Local, new LocalText(name, total.Local.Name, total.Local.Name, isVector));
    }

    /// <param name="place">Where to.</param>
    /// <param name="text">What, as C#.</param>
    /// <param name="value">What.</param>
    /// <param name="scope">Where it is written.</param>
    private void EmitStore(Place place, string text, Value value, NestScope scope)
    {
        if (scope.Vector is not { } vector)
        {
            writer.Line($"{PlaceText.Element(scope, place)} = {text};");
            return;
        }

        var (stride, count) = (place.Offset.Stride(vector.Lane), values.CountOf(place, scope));
        if (stride != 1)
            writer.Call(words.Lanes + ".StoreStrided", [text, PlaceText.Reference(scope, place), Numbers.Text(stride), count ?? values.Width]);
        else if (count is null || place.Buffer.IsScratch)
        {
            told.StoresOverlap |= count is not null;
            writer.Call(words.Class + ".StoreUnsafe", [text, .. PlaceText.Vector(scope, place)]);
        }
        else if (place.Buffer.IsPadded)
        {
            var stored = values.ZeroBehind(text, value, vector with { Count = count });
            if (stored != text && !isPaddingTold)
                writer.Comment($"Behind the last {ColumnName} is padding up to a whole vector: 0 is stored in it.");
            isPaddingTold |= stored != text;
            told.StoresInPadding = true;
            writer.Call(words.Class + ".StoreUnsafe", [stored, .. PlaceText.Vector(scope, place)]);
        }
        else
            writer.Call(words.Lanes + ".StorePartial", [text, PlaceText.Reference(scope, place), count]);
    }

    private void EmitInterleave(Interleave interleave, NestScope scope)
    {
        if (StoreSumsTogether.Are(interleave.Values))
        {
            writer.Call(words.Lanes + ".StoreSums", [.. interleave.Values.Cast<Across>().Select(sum => scope[sum.Local].Name), PlaceText.Reference(scope, interleave.Place)]);
            return;
        }

        string[] texts = [.. interleave.Values.Select((value, number) => values.Text(value, scope, output: interleave.PlaceOf(number)))];
        if (scope.Vector is { Count: null } && texts.Length == 2)
        {
            writer.Call(words.Lanes + ".StoreInterleaved", [.. texts, PlaceText.Reference(scope, interleave.Place)]);
            return;
        }

        for (var number = 0; number < interleave.Values.Count; number++)
            EmitStore(interleave.PlaceOf(number), texts[number], interleave.Values[number], scope);
    }

    /// <summary>A block that is transposed, of which some rows or columns may not count.</summary>
    private void EmitTransposition(Transposition block, NestScope scope)
    {
        // The matrix that is transposed may call these its columns and rows, or the other way round.
        var (vectors, lanes) = (values.LanesOf(block.Rows.Limit, scope), values.LanesOf(block.Columns.Limit, scope));
        string[] part = vectors is null && lanes is null ? [] : [$"vectors: {vectors ?? values.Width}", $"lanes: {lanes ?? values.Width}"];
        writer.Call(
            words.Lanes + ".Transpose",
            [Corner(block.From), Stride(block.From, block.Rows), Corner(block.To), Stride(block.To, block.Columns), .. part]);

        string Corner(Place place) => PlaceText.Reference(scope, place with { Indices = [place.Offset.Substitute(block.Rows.Variable, 0).Substitute(block.Columns.Variable, 0)] });

        static string Stride(Place place, For loop) => Numbers.Text(place.Offset.Stride(loop.Variable));
    }

    private static string Next(string variable, int step) => step == 1 ? variable + "++" : $"{variable} += {Numbers.Text(step)}";
}
