using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Emission.Nests;

/// <summary>The methods that do a part of a nest. Parts that differ in names and places only are one method.</summary>
internal sealed class OutlinedMethods(KernelMethod method)
{
    private readonly Dictionary<Nest, OutlinedMethod> methods = [];
    private readonly NameScope names = new();

    /// <summary>All that have been called so far, in the order of their first calls.</summary>
    public IEnumerable<OutlinedMethod> All => methods.Values.OrderBy(static outlined => outlined.Number);

    /// <summary>The name of the method for a part, and what it is called with from some place.</summary>
    public (string Name, IReadOnlyList<string> Arguments) Call(Outlined outlined, NestScope scope)
    {
        var starts = StartsOf(outlined.Body, scope);
        var given = GivenOf(outlined.Body, scope).ToArray();
        var body = new Rebased(starts).In(outlined.Body);
        var key = Canonical.Of(new Nest(body));
        if (!methods.TryGetValue(key, out var part))
        {
            // A copy that another part has made is read here: what is written comes last.
            var written = new HashSet<int>(body.AllWrittenPlaces().Select(static place => place.Buffer.Memory));
            int[] memories = [.. method.Order.Where(starts.ContainsKey).OrderBy(written.Contains)];
            part = new OutlinedMethod(methods.Count, names.Take(method.Name + outlined.Name), SummaryOf(outlined) + Backwards(body), method, body, memories, given, TakesBatch(body, scope));
            methods.Add(key, part);
        }

        return (part.Name,
        [
            .. part.Memories.Select(memory => PlaceText.Reference(scope, memory, starts[memory])),
            .. given.Select(static argument => argument.Text),
            .. part.TakesBatch ? [method.Rows] : Array.Empty<string>(),
        ]);
    }

    /// <summary>What a part does, with the names of the tensors that it is about: in a method that is shared, those of all its steps.</summary>
    private string SummaryOf(Outlined outlined)
    {
        if (outlined.Of < 0)
            return outlined.Summary.TrimEnd('.') + ".";
        string[] tensors = [.. method.Steps.Select(step => step.Graph[step.Kernel.Arguments[outlined.Of].Node].Name.Mathematics).Distinct()];
        const int Most = 3;
        return method.IsShared
            ? $"{method.Arguments[outlined.Of]}, which is {string.Join(" or ", tensors.Take(Most))}{(tensors.Length > Most ? " or another" : "")}, {outlined.Summary}"
            : $"{tensors[0]} {outlined.Summary}";
    }

    /// <summary>What a part goes through from its end to its beginning: the kernel of a convolution, for the gradient of its input.</summary>
    private string Backwards(Statement body)
    {
        // What is written out turn by turn has its own places in the code.
        var loops = new HashSet<Variable>(body.All().OfType<For>().Where(static loop => !loop.IsOneTurn).Select(static loop => loop.Variable));
        string[] tensors = [.. body.Places().SelectMany(place => place.Offset.Terms.Where(term => term.Coefficient < 0 && loops.Contains(term.Variable)).Select(term => (place.Buffer.Memory, term.Variable.Name, Back: -term.Coefficient))).Distinct()
            .Select(back => $"{method.Arguments[back.Memory]} points to the first of the floats that {back.Name} = 0 reads; each next {back.Name} reads {Counts.Of(back.Back, "float")} further back")];
        return tensors.Length == 0 ? "" : $" The reference {string.Join("; the reference ", tensors)}.";
    }

    /// <summary>The first turn of a loop that counts, which is not before <paramref name="first"/>.</summary>
    public static string First(Reach reach, int first, NestScope scope)
    {
        if (scope.Given((reach, true)) is { } given)
            return given;
        if (reach is { Block: > 1, Highest.Terms.Count: 0 })
            return Numbers.Text(Math.Max(first, (reach.From - reach.Highest.Constant) / reach.Block * reach.Block));
        var quotient = Quotient(reach, reach.From, reach.Highest, scope);
        return first == 0 && reach.IsFromVariable ? quotient : $"Math.Max({Numbers.Text(first)}, {quotient})";
    }

    /// <summary>The turn behind the last that counts.</summary>
    public static string End(Reach reach, For loop, NestScope scope)
        => !reach.HasEnd ? Numbers.Text(loop.Extent.Size) : scope.Given((reach, false)) ?? $"Math.Min({Numbers.Text(loop.Extent.Size)}, {Quotient(reach, reach.To + reach.Block - 1, reach.Lowest, scope)})";

    /// <summary>Whether a turn is one of those in which something is done.</summary>
    public static string Condition(OnTurn turn, NestScope scope)
    {
        if (turn.IsOfPassAlone)
            return (turn.Turn == Turn.Later ? "" : "!") + scope.NameOf(PassLoop.Variable);
        var told = scope.Given((turn.Turn, turn.Loops));
        if (turn.Turn != Turn.Later)
            return told ?? Ends(turn, scope);
        return told is null ? $"!({Ends(turn, scope)})" : "!" + told;
    }

    /// <summary>Whether all loops are in their first turn, or all in their last.</summary>
    private static string Ends(OnTurn turn, NestScope scope)
        => string.Join(" && ", turn.Loops.OrderBy(static variable => variable == PassLoop.Variable).Select(variable => End(variable, turn.Turn, scope)));

    private static string End(Variable variable, Turn turn, NestScope scope)
    {
        var name = scope.NameOf(variable);
        if (variable == PassLoop.Variable)
            return "!" + name;
        var (loop, end) = scope.LoopOf(variable);
        if (turn != Turn.Last)
            return $"{name} == {Numbers.Text(loop.First)}";
        return loop.Step == 1 ? $"{name} == {end} - 1" : $"{name} >= {end} - {Numbers.Text(loop.Step)}";
    }

    private static string Quotient(Reach reach, int limit, Affine reached, NestScope scope)
    {
        var isMixed = reached.Terms.Any(static term => term.Coefficient < 0) && reached.Terms.Any(static term => term.Coefficient > 0);
        var isBackwards = reached.Terms.Count > 0 && reached.Terms.All(static term => term.Coefficient < 0);
        var distance = isMixed
            ? PlaceText.Text(scope, reached.Of(variable => reached.Stride(variable) < 0) * -1 + (limit - reached.Constant + reach.Step - 1)) + " - " + Product(PlaceText.Text(scope, reached.Of(variable => reached.Stride(variable) > 0)), [.. reached.Terms.Where(static term => term.Coefficient > 0)])
            : isBackwards ? PlaceText.Text(scope, (reached * -1) + (limit + reach.Step - 1))
            : reached.Terms.Count == 0 ? Numbers.Text(limit - reached.Constant + reach.Step - 1)
            : $"{Numbers.Text(limit - reached.Constant + reach.Step - 1)} - {Product(PlaceText.Text(scope, reached - reached.Constant), reached.Terms)}";
        if (reach.Block > 1)
            return $"{Enclosed(distance)} / {Numbers.Text(reach.Block)} * {Numbers.Text(reach.Block)}";
        return reach.Step == 1 ? distance : $"({distance}) / {Numbers.Text(reach.Step)}";

        static string Enclosed(string text) => text.Contains(' ') ? $"({text})" : text;

        static string Product(string text, EquatableArray<Term> terms) => terms is [{ Coefficient: 1 }] ? text : $"({text})";
    }

    /// <summary>Where in each memory a part begins, by the loops around it.</summary>
    private static Dictionary<int, Affine> StartsOf(Statement body, NestScope scope)
    {
        var starts = new Dictionary<int, Affine>();
        var first = body.All().OfType<For>().ToDictionary(static loop => loop.Variable, static loop => loop.First);
        foreach (var memory in body.Places().GroupBy(static place => place.Buffer.Memory))
        {
            Affine[] outer = [.. memory.Select(place => place.Offset.Of(scope.Knows)).Distinct()];
            if (outer.Length > 1)
                throw new InvalidGraphException($"a method is to be given two places of '{memory.First().Buffer.Name}'");
            starts.Add(memory.Key, outer[0] + memory.Min(place => (place.Offset - outer[0]).Evaluate(variable => first[variable])));
        }

        return starts;
    }

    /// <summary>What a part has to be told of the loops around it: what, what the parameter is called, its type, and what it is here.</summary>
    private static IEnumerable<GivenArgument> GivenOf(Statement body, NestScope scope)
    {
        var told = new HashSet<object>();
        foreach (var statement in body.All())
        {
            if (statement is For { Reach: { } part } && OfLoopsInside(part, scope) is { Length: > 0 } own && own.Length < Terms(part).Length)
            {
                // It depends on a loop in the part, too, so that the part is told the others' variables.
                foreach (var variable in Terms(part).Except(own).Where(variable => told.Add(variable)))
                    yield return new(variable, variable.Name, "int", scope.NameOf(variable));
            }
            else if (statement is For { Reach: { } reach } loop && told.Add(reach) && reach.Lowest.Terms.Concat(reach.Highest.Terms).Any(term => scope.Knows(term.Variable)))
            {
                var name = Identifiers.Pascal(loop.Variable.Name);
                if (reach.HasFirst)
                    yield return new((reach, true), "first" + name, "int", First(reach, loop.First, scope));
                if (reach.HasEnd)
                    yield return new((reach, false), "end" + name, "int", End(reach, loop, scope));
            }
            else if (statement is For { IsVector: false, Limit: { } limit } limited && told.Add(limit) && limit.Begin.Terms.Count > 0 && limit.Begin.Terms.All(term => scope.Knows(term.Variable)))
            {
                yield return new(limit, "count", "int", $"Math.Min({scope.Text(limited.Extent)}, {NestValues.Left(limit, scope)})");
            }
            else if (statement is OnTurn { IsOfPass: true } ofPass && (ofPass.IsOfPassAlone || !ofPass.Loops.All(scope.Knows)))
            {
                if (told.Add(PassLoop.Variable))
                    yield return new(PassLoop.Variable, KernelMethod.Accumulate, "bool", scope.NameOf(PassLoop.Variable));
            }
            else if (statement is OnTurn turn && told.Add((turn.Turn, turn.Loops)) && turn.Loops.All(scope.Knows))
            {
                yield return new((turn.Turn, turn.Loops), NameOf(turn.Turn), "bool", Ends(turn, scope));
            }
        }
    }

    /// <summary>What a part is told of the turns around it: that there is nothing yet that its sums are added to, or that they are complete.</summary>
    private static string NameOf(Turn turn) => turn switch
    {
        Turn.Later => StartsAnew,
        Turn.Last => "isLast",
        _ => "isFirst",
    };

    /// <summary>What a part is told where it stores its sums, and does not add them to what is there.</summary>
    public const string StartsAnew = "startsAnew";

    private static Variable[] Terms(Reach reach) => [.. reach.Lowest.Terms.Concat(reach.Highest.Terms).Select(static term => term.Variable).Distinct()];

    private static Variable[] OfLoopsInside(Reach reach, NestScope scope) => [.. Terms(reach).Where(variable => !scope.Knows(variable))];

    private static bool TakesBatch(Statement body, NestScope scope)
        => body.All().OfType<For>().Any(loop => loop.Extent.IsBatch || (loop.Limit is { Whole.IsBatch: true } limit && !limit.Begin.Terms.All(term => scope.Knows(term.Variable))))
            || body.Places().Any(static place => place.Limit is { Whole.IsBatch: true });

    /// <summary>Places from where the part begins.</summary>
    private sealed class Rebased(IReadOnlyDictionary<int, Affine> starts) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Place Visit(Place place) => place with { Indices = [place.Offset - starts[place.Buffer.Memory]], Row = Visit(place.Row) };
    }
}

/// <summary>What a method is told of the loops around it.</summary>
/// <param name="Key">What it is: a limit, an end of a reach, or a turn.</param>
/// <param name="Name">What the parameter is called.</param>
/// <param name="Type">Its type.</param>
/// <param name="Text">What it is where the method is called.</param>
internal sealed record GivenArgument(object Key, string Name, string Type, string Text);

/// <summary>A method that does a part of a nest.</summary>
internal sealed class OutlinedMethod
{
    private readonly KernelMethod method;
    private readonly NameScope names = new();
    private readonly List<Reference> references = [];
    private readonly Dictionary<object, string> given = [];

    public OutlinedMethod(int number, string name, string summary, KernelMethod method, Statement body, int[] memories, GivenArgument[] given, bool takesBatch)
    {
        (Number, Name, Summary, Body, Memories, TakesBatch) = (number, name, summary, body, memories, takesBatch);
        this.method = method;
        names.Take(method.Rows);
        foreach (var memory in memories)
            references.Add(new Reference(memory, 0, names.Take(method.Arguments[memory])));
        var others = new List<string>();
        foreach (var argument in given)
        {
            this.given.Add(argument.Key, names.Take(argument.Name));
            others.Add($"{argument.Type} {this.given[argument.Key]}");
        }

        Parameters = KernelMethod.ParameterList(references.Select(static reference => reference.Name), takesBatch ? method.Rows : null, others);
    }

    public int Number { get; }

    public string Name { get; }

    public string Summary { get; }

    public Statement Body { get; }

    /// <summary>The memories that it touches.</summary>
    public int[] Memories { get; }

    public bool TakesBatch { get; }

    public IReadOnlyList<string> Parameters { get; }

    public NestScope Scope() => new(names, references, given, method.Rows);
}
