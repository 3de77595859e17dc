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
    /// <summary>In which turns of loops that have been written out it was given, outermost first: <c>21</c> in the third and the second.</summary>
    public string Turns { get; init; } = "";

    /// <summary>The name with the turns, which is another one in each of them.</summary>
    public string Full => Name + Turns;

    public override string ToString() => Names.Text(Full, Number);
}

/// <summary>A number that is computed in the body of a nest.</summary>
internal abstract record Value;

/// <summary>The element at a place.</summary>
internal sealed record Read(Place Place) : Value;

/// <summary>What a name stands for; in a vector loop, a lane's own of what has several.</summary>
internal sealed record Named(Local Local) : Value;

/// <summary>A scalar expression, in which <c>Argument(i)</c> is <c>Arguments[i]</c>.</summary>
internal sealed record Compute(Scalar Expression, EquatableArray<Value> Arguments) : Value;

/// <summary>A value in the lanes from one on, and zero in those before it.</summary>
internal sealed record LanesFrom(int Lane, Value Value) : Value;

/// <summary>The sum, or the largest, of all lanes of a total.</summary>
internal sealed record Across(Local Local, Reduction Reduction) : Value;

/// <summary>A step of a nest. The set is closed and small: rewrites, verifier, printer, interpreter and emitter have a case for each.</summary>
internal abstract record Statement
{
    /// <summary>The name that the statement gives: of a variable, a value or a total.</summary>
    public (string Name, int Number)? Given => this switch
    {
        For loop => (loop.Variable.Name, loop.Variable.Number),
        Let let => (let.Local.Full, let.Local.Number),
        Total total => (total.Local.Full, total.Local.Number),
        _ => null,
    };

    /// <summary>The statement and all that are in it, what is around before what is inside.</summary>
    public IEnumerable<Statement> All()
    {
        yield return this;
        if (Inner(0) is null)
            yield break;
        // One iterator for all depths, and no list: rewrites ask for this again and again, and often for the first only.
        var around = new Stack<(Statement Statement, int Next)>();
        around.Push((this, 0));
        while (around.Count > 0)
        {
            var (statement, next) = around.Pop();
            if (statement.Inner(next) is not { } part)
                continue;
            around.Push((statement, next + 1));
            yield return part;
            if (part.Inner(0) is not null)
                around.Push((part, 0));
        }
    }

    /// <summary>A statement that is directly in this one, by its place from 0 on; null behind the last.</summary>
    public Statement? Inner(int place) => (this, place) switch
    {
        (Sequence sequence, _) => place < sequence.Parts.Count ? sequence.Parts[place] : null,
        (For loop, 0) => loop.Body,
        (For loop, 1) => loop.Rest,
        (Outlined outlined, 0) => outlined.Body,
        (Part part, 0) => part.Body,
        (Choice choice, 0) => choice.Enough,
        (Choice choice, 1) => choice.TooFew,
        (OnTurn turn, 0) => turn.Body,
        (OnTurn turn, 1) => turn.Otherwise,
        _ => null,
    };

    /// <summary>Where it stores itself.</summary>
    public IEnumerable<Place> WrittenPlaces() => this switch
    {
        Store store => [store.Place],
        AddTo add => [add.Place],
        Interleave interleave => interleave.Written,
        _ => [],
    };

    /// <summary>Where it and all statements in it store.</summary>
    public IEnumerable<Place> AllWrittenPlaces() => All().SelectMany(static statement => statement.WrittenPlaces());

    /// <summary>All places that are read, written or fetched in it, those of the numbers of rows among them.</summary>
    public IEnumerable<Place> Places()
    {
        foreach (var statement in All())
        {
            var places = statement switch
            {
                Let let => Of(let.Value),
                Accumulate accumulate => Of(accumulate.Value),
                Store store => Of(store.Value).Append(store.Place),
                AddTo add => Of(add.Value).Append(add.Place),
                Interleave interleave => interleave.Values.SelectMany(Of).Concat(interleave.Written),
                Fetch fetch => [fetch.Place],
                _ => [],
            };
            foreach (var place in places)
            {
                yield return place;
                if (place.Row is { } row)
                    yield return row.Index;
            }
        }

        static IEnumerable<Place> Of(Value value) => value switch
        {
            Read read => [read.Place],
            Compute compute => compute.Arguments.SelectMany(Of),
            LanesFrom part => Of(part.Value),
            _ => [],
        };
    }
}

/// <summary>One after the other.</summary>
internal sealed record Sequence(EquatableArray<Statement> Parts) : Statement
{
    public static Statement Of(IEnumerable<Statement> parts)
    {
        var all = new List<Statement>();
        foreach (var part in parts)
        {
            if (part is Sequence sequence)
                all.AddRange(sequence.Parts);
            else
                all.Add(part);
        }

        return all.Count == 1 ? all[0] : new Sequence(all.ToEquatableArray());
    }

    /// <summary>The number of the last part in which something is added to a total; −1 where there is none. Parts that are equal may be one object.</summary>
    public int LastTermOf(Local total)
    {
        var number = Parts.Count - 1;
        while (number >= 0 && !Parts[number].All().Any(statement => statement is Accumulate sum && sum.Local == total))
            number--;
        return number;
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

    /// <summary>
    /// The sizes of tiles that two loops share the turns of a longer one by, one behind the other: that with the step of the large tiles, and that with the step of the small ones, which begins where it
    /// ends. The last of the small tiles may overlap the one before it. Null where one loop has all turns.
    /// </summary>
    public TileSizes? Sizes { get; init; }

    /// <summary>Whether it has the large tiles of two sizes.</summary>
    public bool IsOfLargeTiles => Sizes?.Large == Step;

    /// <summary>How long the extent is at least, where that is known of a batch.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Which turns count, where the others meet nothing but zeros.</summary>
    public Reach? Reach { get; init; }

    /// <summary>Whether references move on with the turns, in the place of offsets that are computed from the variable.</summary>
    public bool IsWalk { get; init; }

    /// <summary>Whether all turns are taken at once, each in a lane of its own.</summary>
    public bool IsVector { get; init; }

    /// <summary>Why the loop is as it is, for who reads it.</summary>
    public string? Reason { get; init; }

    /// <summary>What the loop is a part of, and where in that it begins.</summary>
    public Limit Span => Limit ?? new Limit(0, Extent);

    /// <summary>Whether it has one turn only, so that its variable is a number.</summary>
    public bool IsOneTurn => !Extent.IsBatch && Limit is null && Reach is null && !IsVector && Rest is null && First + Step >= Extent.Size;

    /// <summary>Whether its turns add to something that is begun outside of it, so that none may be done twice.</summary>
    public bool Accumulates() => Accumulated().Any() || All().Any(static statement => statement is AddTo { Place.Row: not null }) || All().Any(statement => statement is OnTurn { Turn: Turn.Later } turn && turn.Loops.Any(loop => !HasLoop(loop)));

    /// <summary>Whether its turns add to the same element, of which a vector would keep one lane.</summary>
    public bool AddsToOneElement => Body.All().Any(statement => statement is AddTo(var place, _) && place.Offset.Stride(Variable) == 0);

    /// <summary>Whether where it begins or ends depends on a loop around it.</summary>
    public bool EndsBy(Variable around)
        => (Limit is { } limit && limit.Begin.Stride(around) != 0)
            || (Reach is { } reach && (reach.Lowest.Stride(around) != 0 || reach.Highest.Stride(around) != 0));

    /// <summary>Whether some of its turns may be done again, with the same result.</summary>
    public bool IsRepeatable => !Accumulates() && !Updates.AreIn(this);

    /// <summary>Whether something in it is done in some of its turns only.</summary>
    public bool DecidesByTurn => All().Any(statement => statement is OnTurn turn && turn.Loops.Contains(Variable));

    /// <summary>What a vector in a vector does: it copies a block whose rows and columns change places. Null for every other loop.</summary>
    public Transposition? Transposed
        => this is { IsVector: true, Body: For { IsVector: true, Body: Store({ Limit: null, Row: null } to, Read({ Limit: null, Row: null } from)) } inner } && from.Buffer.Memory != to.Buffer.Memory
            ? Transposition.Of(this, inner, from, to) ?? Transposition.Of(inner, this, from, to)
            : null;

    private bool HasLoop(Variable variable) => All().OfType<For>().Any(loop => loop.Variable == variable);

    /// <summary>The totals that its turns add to and that are begun outside of it.</summary>
    public IEnumerable<Local> Accumulated()
    {
        var begun = new HashSet<Local>(All().OfType<Total>().Select(static total => total.Local));
        return All().OfType<Accumulate>().Select(static accumulate => accumulate.Local).Where(local => !begun.Contains(local)).Distinct();
    }
}

/// <summary>A block that is copied with its rows and columns exchanged: what is side by side along the columns is stored side by side along the rows.</summary>
/// <param name="Rows">The loop through the rows of what is read.</param>
/// <param name="Columns">The loop through its columns.</param>
/// <param name="From">What is read.</param>
/// <param name="To">Where it is stored.</param>
internal sealed record Transposition(For Rows, For Columns, Place From, Place To)
{
    /// <summary>Null where the elements are not side by side along these rows and columns.</summary>
    public static Transposition? Of(For rows, For columns, Place from, Place to)
        => from.Offset.Stride(columns.Variable) == 1 && to.Offset.Stride(rows.Variable) == 1 ? new(rows, columns, from, to) : null;
}

/// <summary>The end of a loop that is a part of a longer one: <c>Begin + variable</c> stays below <c>Whole</c>.</summary>
/// <param name="Begin">Where in the longer loop this one begins.</param>
/// <param name="Whole">The extent of the longer one.</param>
internal sealed record Limit(Affine Begin, Extent Whole);

/// <summary>
/// Which turns of a loop count. The others meet nothing but the zeros around an image, or compute what a causal mask hides. Those count in which <c>Step · variable + Highest</c> is at least
/// <paramref name="From"/> and <c>Step · variable + Lowest</c> is below <paramref name="To"/>.
/// </summary>
/// <param name="Step">How far a turn moves on in the image.</param>
/// <param name="Lowest">Where in the image the first of the rows begins that are done together.</param>
/// <param name="Highest">Where the last of them begins.</param>
/// <param name="From">Where the zeros in front end.</param>
/// <param name="To">Where those behind begin.</param>
internal sealed record Reach(int Step, Affine Lowest, Affine Highest, int From, int To)
{
    /// <summary>What is more than any loop reaches: there is no such end.</summary>
    public const int Unbounded = 1 << 24;

    public const string CausalReason = "Up to the diagonal, in whole vectors: a causal mask hides the others, which no step reads.";

    public const string CausalRowsReason = "From the diagonal on, and as far before it as the whole vectors of rows reach: a causal mask hides the others, which no step reads.";

    /// <summary>Whether turns in front are left out.</summary>
    public bool HasFirst => From > -Unbounded;

    /// <summary>Whether turns at the end are left out.</summary>
    public bool HasEnd => To < Unbounded;

    /// <summary>How many turns count together, from the first of the loop on: where those that count begin and end, such a block does.</summary>
    public int Block { get; init; } = 1;

    /// <summary>Whether the first turn that counts is known to be none before the first of all: variables are never negative.</summary>
    public bool IsFromVariable => From >= Highest.Constant && Highest.Terms.All(static term => term.Coefficient < 0);

    /// <summary>The columns of a row up to the diagonal and so many beyond, in whole blocks.</summary>
    public static Reach UpTo(Variable row, int block, int beyond) => new(1, (Affine)row * -1, (Affine)row * -1, -Unbounded, 1 + beyond) { Block = block };

    /// <summary>The rows that have a column among those.</summary>
    public static Reach RowsOf(Variable column, int block, int beyond) => new(1, (Affine)column * -1, (Affine)column * -1, -((beyond + block - 1) / block * block), Unbounded) { Block = block };

    /// <summary>The turns that count in any turn of a loop around, from one value of its variable to another.</summary>
    public Reach InAnyOf(Variable variable, int first, int last)
    {
        (first, last) = Lowest.Stride(variable) < 0 ? (last, first) : (first, last);
        return this with { Lowest = Lowest.Substitute(variable, first), Highest = Highest.Substitute(variable, last) };
    }
}

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

/// <summary><c>place ← place + value</c></summary>
internal sealed record AddTo(Place Place, Value Value) : Statement;

/// <summary>A statement in a method of its own: no vector of it lives across a call.</summary>
/// <param name="Name">What the method's name ends in.</param>
/// <param name="Summary">What it does.</param>
internal sealed record Outlined(string Name, string Summary, Statement Body) : Statement
{
    /// <summary>The memory that it is about, whose name the summary begins with; −1 where it is about none.</summary>
    public int Of { get; init; } = -1;
}

/// <summary>A part of what is joined.</summary>
/// <param name="Title">What it computes.</param>
internal sealed record Part(string Title, Statement Body) : Statement;

/// <summary>One of two statements, by how long an extent is that is known at run time only.</summary>
/// <param name="Least">How long it has to be for the first.</param>
internal sealed record Choice(Extent Extent, int Least, Statement Enough, Statement TooFew) : Statement;

/// <summary>The sizes of the tiles that a loop over the batch is cut into: large ones, and small ones behind them.</summary>
/// <param name="Large">How many rows a large tile has.</param>
/// <param name="Small">How many a small one has.</param>
internal sealed record TileSizes(int Large, int Small)
{
    /// <summary>The numbers of rows left by large tiles for which small tiles take one of these tiles too, since then fewer rows are done twice.</summary>
    public IEnumerable<int> TakeOneMore => Enumerable.Range(1, Large - 1).Where(left => Twice(left + Large) < Twice(left));

    /// <summary>Of how few rows small tiles take all, although large ones would take some.</summary>
    public IEnumerable<int> Whole => TakeOneMore.Where(left => left >= Small);

    /// <summary>How many rows small tiles may have to take behind large ones, the fewest first.</summary>
    public IEnumerable<int> Left => Enumerable.Range(1, Large - 1).Select(left => TakeOneMore.Contains(left) ? left + Large : left).OrderBy(static left => left);

    /// <summary>How many of so many rows small tiles do twice.</summary>
    public int Twice(int rows) => (Small - (rows % Small)) % Small;

    /// <summary>How many of so many rows the large tiles have.</summary>
    public int RowsInLarge(int rows)
    {
        var left = rows % Large;
        return Math.Max(0, rows - (TakeOneMore.Contains(left) ? left + Large : left));
    }
}

/// <summary>What is done in some turns only of loops around it.</summary>
/// <param name="Turn">In which.</param>
/// <param name="Loops">The loops, of which all have to be in such a turn; for <see cref="Turn.Later"/>, one of them.</param>
/// <param name="Otherwise">What is done in the other turns.</param>
internal sealed record OnTurn(Turn Turn, EquatableArray<Variable> Loops, Statement Body, Statement? Otherwise = null) : Statement
{
    /// <summary>Whether it asks which pass it is of those that add up.</summary>
    public bool IsOfPass => Loops.Contains(PassLoop.Variable);

    /// <summary>Whether it asks nothing else.</summary>
    public bool IsOfPassAlone => IsOfPass && Loops.Count == 1;
}

/// <summary>A turn of a loop, or of several in each other.</summary>
internal enum Turn
{
    /// <summary>The very first.</summary>
    First,

    /// <summary>Any but the very first.</summary>
    Later,

    /// <summary>The very last.</summary>
    Last,
}

/// <summary>Puts values side by side: the first at the place, each of the others behind the one before it.</summary>
internal sealed record Interleave(Place Place, EquatableArray<Value> Values) : Statement
{
    /// <summary>Where each value goes.</summary>
    public IEnumerable<Place> Written => Values.Select((_, number) => PlaceOf(number));

    public Place PlaceOf(int number) => Place with { Indices = [Place.Indices[0] + number] };
}

/// <summary>
/// Asks for what is read soon, so that it is in a cache by then. It changes nothing and never fails: the place may be outside of its buffer, as that behind the last
/// of what is fetched in turns is.
/// </summary>
internal sealed record Fetch(Place Place) : Statement;

/// <summary>The meaning of a kernel as loops, or a rewriting of it that means the same.</summary>
internal sealed record Nest(Statement Body);
