using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>A value that has a name: computed once, and used by what comes after it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Type">What it is.</param>
/// <param name="Number">Which of those it is that are called so.</param>
/// <param name="Lanes">
/// How many values it is. One that is given in a vector loop is one value for each lane anyway; a total of several lanes is begun outside of
/// the vector loop, in which every lane adds to its own.
/// </param>
internal sealed record Local(string Name, ElementType Type, int Number = 1, int Lanes = 1)
{
    public override string ToString() => Names.Text(Name, Number);
}

/// <summary>A number that is computed in the body of a nest.</summary>
internal abstract record Value;

/// <summary>The element at a place.</summary>
internal sealed record Read(Place Place) : Value;

/// <summary>What a name stands for; in a vector loop, a lane's own of what has several.</summary>
internal sealed record Named(Local Local) : Value;

/// <summary>A scalar expression, in which <c>Argument(i)</c> is <c>Arguments[i]</c>.</summary>
internal sealed record Compute(Scalar Expression, EquatableArray<Value> Arguments) : Value;

/// <summary>The sum, or the largest, of all lanes of a total.</summary>
internal sealed record Across(Local Local, Reduction Reduction) : Value;

/// <summary>A step of a nest. The set is closed and small: rewrites, verifier, printer, interpreter and emitter have a case for each.</summary>
internal abstract record Statement
{
    /// <summary>The name that the statement gives: of a variable, a value or a total.</summary>
    public (string Name, int Number)? Given => this switch
    {
        For loop => (loop.Variable.Name, loop.Variable.Number),
        Let let => (let.Local.Name, let.Local.Number),
        Total total => (total.Local.Name, total.Local.Number),
        _ => null,
    };

    /// <summary>The statement and all that are in it.</summary>
    public IEnumerable<Statement> All() => this switch
    {
        Sequence sequence => sequence.Parts.SelectMany(static part => part.All()).Prepend(this),
        For loop => loop.Body.All().Concat(loop.Rest?.All() ?? []).Prepend(this),
        _ => [this],
    };

    /// <summary>All places that are read or written in it.</summary>
    public IEnumerable<Place> Places()
    {
        foreach (var statement in All())
        {
            var places = statement switch
            {
                Let let => Of(let.Value),
                Accumulate accumulate => Of(accumulate.Value),
                Store store => Of(store.Value).Append(store.Place),
                Interleave interleave => interleave.Values.SelectMany(Of).Concat(interleave.Written),
                _ => [],
            };
            foreach (var place in places)
                yield return place;
        }

        static IEnumerable<Place> Of(Value value) => value switch
        {
            Read read => [read.Place],
            Compute compute => compute.Arguments.SelectMany(Of),
            _ => [],
        };
    }
}

/// <summary>One after the other.</summary>
internal sealed record Sequence(EquatableArray<Statement> Parts) : Statement
{
    public static Statement Of(IEnumerable<Statement> parts)
    {
        Statement[] all = [.. parts.SelectMany(static part => part is Sequence sequence ? sequence.Parts.AsEnumerable() : [part])];
        return all.Length == 1 ? all[0] : new Sequence(all.ToEquatableArray());
    }

    public static IEnumerable<Statement> PartsOf(Statement statement) => statement is Sequence sequence ? sequence.Parts : [statement];
}

/// <summary>
/// The body for every value of the variable: <see cref="First"/>, then each time <see cref="Step"/> more, below the extent and the limit.
/// </summary>
/// <param name="Variable">The variable.</param>
/// <param name="Extent">What it stays below.</param>
/// <param name="Body">What is done.</param>
internal sealed record For(Variable Variable, Extent Extent, Statement Body) : Statement
{
    public int First { get; init; }

    /// <summary>What is added to the variable after each turn. A body that is larger than one step does so many of them at once.</summary>
    public int Step { get; init; } = 1;

    /// <summary>Where the loop ends before its extent: it is a part of a longer one, whose end comes first.</summary>
    public Limit? Limit { get; init; }

    /// <summary>What the last turn does where the step does not divide the extent.</summary>
    public Tail Tail { get; init; } = Tail.None;

    /// <summary>What is done with what is left after the last whole turn, by <see cref="Tail.Rest"/>; the variable is where that begins.</summary>
    public Statement? Rest { get; init; }

    /// <summary>Whether all turns are taken at once, each in a lane of its own.</summary>
    public bool IsVector { get; init; }

    /// <summary>Why the loop is as it is, for who reads it.</summary>
    public string? Reason { get; init; }

    /// <summary>What the loop is a part of, and where in that it begins.</summary>
    public Limit Span => Limit ?? new Limit(0, Extent);

    /// <summary>Whether it has one turn only, so that its variable is a number.</summary>
    public bool IsOneTurn => !Extent.IsBatch && Limit is null && !IsVector && Rest is null && First + Step >= Extent.Size;

    /// <summary>The totals that its turns add to and that are begun outside of it.</summary>
    public IEnumerable<Local> Accumulated()
    {
        var begun = new HashSet<Local>(All().OfType<Total>().Select(static total => total.Local));
        return All().OfType<Accumulate>().Select(static accumulate => accumulate.Local).Where(local => !begun.Contains(local)).Distinct();
    }
}

/// <summary>The end of a loop that is a part of a longer one: <c>Begin + variable</c> stays below <c>Whole</c>.</summary>
/// <param name="Begin">Where in the longer loop this one begins.</param>
/// <param name="Whole">The extent of the longer one.</param>
internal sealed record Limit(Affine Begin, Extent Whole);

/// <summary>What becomes of the last turn of a loop whose step does not divide its extent.</summary>
internal enum Tail
{
    /// <summary>The step divides the extent.</summary>
    None,

    /// <summary>The last turn starts at extent − step, and does some of the turn before it again. Nothing may be accumulated in it.</summary>
    Overlap,

    /// <summary>The last turn is shorter: the loops in it have a limit.</summary>
    Shorter,

    /// <summary>There are whole turns only, and behind them another statement for what is left.</summary>
    Rest,
}

/// <summary>Gives a value a name.</summary>
internal sealed record Let(Local Local, Value Value) : Statement;

/// <summary>Begins a sum or a maximum of values that are added to it in the loops that follow.</summary>
internal sealed record Total(Local Local, Reduction Reduction) : Statement;

/// <summary><c>total ← total + value</c>, or the larger of both.</summary>
internal sealed record Accumulate(Local Local, Reduction Reduction, Value Value) : Statement;

/// <summary>Puts a value at a place.</summary>
internal sealed record Store(Place Place, Value Value) : Statement;

/// <summary>Puts values side by side: the first at the place, each of the others behind the one before it.</summary>
internal sealed record Interleave(Place Place, EquatableArray<Value> Values) : Statement
{
    /// <summary>Where each value goes.</summary>
    public IEnumerable<Place> Written => Values.Select((_, number) => PlaceOf(number));

    public Place PlaceOf(int number) => Place with { Indices = [Place.Indices[0] + number] };
}

/// <summary>The meaning of a kernel as loops, or a rewriting of it that means the same.</summary>
internal sealed record Nest(Statement Body);
