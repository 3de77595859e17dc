using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Walks a nest; a rewrite overrides what it changes. What nothing is changed in stays the same object, so that a rewrite costs what it changes.</summary>
internal abstract class NestRewriter
{
    // Made once, since each step of a nest asks for one.
    private readonly Func<Statement, Statement> ofStatement;
    private readonly Func<Value, Value> ofValue;
    private readonly Func<Affine, Affine> ofIndex;

    protected NestRewriter() => (ofStatement, ofValue, ofIndex) = (Visit, Visit, Visit);

    public Nest Rewrite(Nest nest) => new(Visit(nest.Body));

    protected virtual Statement Visit(Statement statement)
    {
        switch (statement)
        {
            case Sequence sequence:
                return sequence.Parts.TryMap(ofStatement, out var parts) ? Sequence.Of(parts) : sequence;
            case For loop:
                return Visit(loop);
            case Let let:
                var (name, given) = (Visit(let.Local), Visit(let.Value));
                return name == let.Local && ReferenceEquals(given, let.Value) ? let : new Let(name, given);
            case Total total:
                var begun = Visit(total.Local);
                return begun == total.Local ? total : total with { Local = begun };
            case Accumulate sum:
                var (local, term) = (Visit(sum.Local), Visit(sum.Value));
                return local == sum.Local && ReferenceEquals(term, sum.Value) ? sum : sum with { Local = local, Value = term };
            case Store store:
                var (place, value) = (Visit(store.Place), Visit(store.Value));
                return ReferenceEquals(place, store.Place) && ReferenceEquals(value, store.Value) ? store : new Store(place, value);
            case AddTo add:
                return new AddTo(Visit(add.Place), Visit(add.Value));
            case Outlined outlined:
                var body = Visit(outlined.Body);
                return ReferenceEquals(body, outlined.Body) ? outlined : outlined with { Body = body };
            case Part part:
                var inside = Visit(part.Body);
                return ReferenceEquals(inside, part.Body) ? part : part with { Body = inside };
            case Choice choice:
                var (enough, tooFew) = (Visit(choice.Enough), Visit(choice.TooFew));
                return ReferenceEquals(enough, choice.Enough) && ReferenceEquals(tooFew, choice.TooFew) ? choice : choice with { Enough = enough, TooFew = tooFew };
            case OnTurn turn:
                return turn with
                {
                    Loops = turn.Loops.Select(Visit).ToEquatableArray(),
                    Body = Visit(turn.Body),
                    Otherwise = turn.Otherwise is null ? null : Visit(turn.Otherwise),
                };
            case Interleave interleave:
                return new Interleave(Visit(interleave.Place), interleave.Values.Select(Visit).ToEquatableArray());
            case Fetch fetch:
                var ahead = Visit(fetch.Place);
                return ReferenceEquals(ahead, fetch.Place) ? fetch : new Fetch(ahead);
            default:
                throw new InvalidGraphException($"no rewriting of {statement.GetType().Name}");
        }
    }

    protected virtual Value Visit(Value value)
    {
        switch (value)
        {
            case Read read:
                var place = Visit(read.Place);
                return ReferenceEquals(place, read.Place) ? read : new Read(place);
            case Named named:
                var local = Visit(named.Local);
                return local == named.Local ? named : new Named(local);
            case LanesFrom part:
                return part with { Value = Visit(part.Value) };
            case Across across:
                return across with { Local = Visit(across.Local) };
            case Compute compute:
                return compute.Arguments.TryMap(ofValue, out var arguments) ? compute with { Arguments = arguments } : compute;
            default:
                throw new InvalidGraphException($"no rewriting of {value.GetType().Name}");
        }
    }

    protected virtual Affine Visit(Affine index) => index;

    protected virtual Variable Visit(Variable variable) => variable;

    protected virtual Local Visit(Local local) => local;

    protected virtual Place Visit(Place place)
    {
        var isMoved = place.Indices.TryMap(ofIndex, out var indices);
        var (limit, row) = (Visit(place.Limit), Visit(place.Row));
        return isMoved || !ReferenceEquals(limit, place.Limit) || !ReferenceEquals(row, place.Row) ? place with { Indices = indices, Limit = limit, Row = row } : place;
    }

    protected Row? Visit(Row? row) => row is null || (Visit(row.Index) is var index && ReferenceEquals(index, row.Index)) ? row : row with { Index = index };

    private For Visit(For loop)
    {
        var (variable, limit, reach) = (Visit(loop.Variable), Visit(loop.Limit), Visit(loop.Reach));
        var (body, rest) = (Visit(loop.Body), loop.Rest is null ? null : Visit(loop.Rest));
        return variable == loop.Variable && ReferenceEquals(limit, loop.Limit) && ReferenceEquals(reach, loop.Reach) && ReferenceEquals(body, loop.Body) && ReferenceEquals(rest, loop.Rest)
            ? loop
            : loop with { Variable = variable, Limit = limit, Reach = reach, Body = body, Rest = rest };
    }

    private Limit? Visit(Limit? limit) => limit is null || (Visit(limit.Begin) is var begin && ReferenceEquals(begin, limit.Begin)) ? limit : limit with { Begin = begin };

    private Reach? Visit(Reach? reach)
    {
        if (reach is null)
            return null;
        var (lowest, highest) = (Visit(reach.Lowest), Visit(reach.Highest));
        return ReferenceEquals(lowest, reach.Lowest) && ReferenceEquals(highest, reach.Highest) ? reach : reach with { Lowest = lowest, Highest = highest };
    }
}

/// <summary>Changes one loop, and all loops around it as little as can be.</summary>
internal abstract class LoopRewriter(Variable variable) : NestRewriter
{
    private bool isFound;

    /// <exception cref="InvalidGraphException">The loop is not there, or may not be changed so.</exception>
    public new Nest Rewrite(Nest nest)
    {
        var rewritten = base.Rewrite(nest);
        return isFound ? rewritten : throw new InvalidGraphException($"there is no loop over '{variable}'");
    }

    /// <summary>Whether the first or the last turn of the loop is another one afterwards: then nothing in it may be done in some turns only.</summary>
    protected virtual bool ChangesTurns(For loop) => false;

    protected abstract Statement Change(For loop);

    protected sealed override Statement Visit(Statement statement)
    {
        switch (statement)
        {
            case For loop when loop.Variable == variable:
                isFound = true;
                if (loop.Sizes is not null)
                    throw new InvalidGraphException($"'{loop.Variable}' shares its turns with the loop beside it");
                return loop.DecidesByTurn && ChangesTurns(loop)
                    ? throw new InvalidGraphException($"something is done in some turns of '{variable}' only, and other turns would not be those")
                    : Change(loop);
            case For or Sequence or Outlined or Part or Choice or OnTurn:
                return base.Visit(statement);
            default:
                // There is no loop in it.
                return statement;
        }
    }
}

/// <summary>Puts a function of other variables in the place of one.</summary>
internal sealed class InPlaceOf(Variable variable, Affine value) : NestRewriter
{
    public static Statement In(Statement statement, Variable variable, Affine value) => new InPlaceOf(variable, value).Visit(statement);

    protected override Affine Visit(Affine index) => index.Substitute(variable, value);
}

/// <summary>Gives all that has a name another one.</summary>
internal sealed class Renaming(Func<Variable, Variable> variables, Func<Local, Local> locals) : NestRewriter
{
    /// <summary>A statement of which a nest can have two: what is named in it is another thing in the copy.</summary>
    public static Statement Copy(Statement statement, Names names)
    {
        var loops = statement.All().OfType<For>().ToDictionary(static loop => loop.Variable, loop => names.Variable(loop.Variable.Name));
        var given = Given(statement).ToDictionary(static local => local, names.Another);
        return In(statement, loops, given);
    }

    public static Statement In(Statement statement, IReadOnlyDictionary<Variable, Variable> variables, IReadOnlyDictionary<Local, Local> locals)
        => new Renaming(
            variable => variables.TryGetValue(variable, out var other) ? other : variable,
            local => locals.TryGetValue(local, out var other) ? other : local).Visit(statement);

    /// <summary>The values and totals that are named in a statement.</summary>
    public static IEnumerable<Local> Given(Statement statement)
        => statement.All().Select(static part => part is Let let ? let.Local : (part as Total)?.Local).OfType<Local>();

    protected override Affine Visit(Affine index) => index.Rename(variables);

    protected override Variable Visit(Variable variable) => variables(variable);

    protected override Local Visit(Local local) => locals(local);
}
