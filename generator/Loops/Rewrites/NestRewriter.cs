using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Walks a nest and rebuilds it; a rewrite overrides what it changes.</summary>
internal abstract class NestRewriter
{
    public Nest Rewrite(Nest nest) => new(Visit(nest.Body));

    protected virtual Statement Visit(Statement statement) => statement switch
    {
        Sequence sequence => Sequence.Of(sequence.Parts.Select(Visit)),
        For loop => loop with
        {
            Variable = Visit(loop.Variable),
            Limit = Visit(loop.Limit),
            Reach = loop.Reach?.Map(Visit),
            Body = Visit(loop.Body),
            Rest = loop.Rest is null ? null : Visit(loop.Rest),
        },
        Let let => new Let(Visit(let.Local), Visit(let.Value)),
        Total total => total with { Local = Visit(total.Local) },
        Accumulate accumulate => accumulate with { Local = Visit(accumulate.Local), Value = Visit(accumulate.Value) },
        Store store => new Store(Visit(store.Place), Visit(store.Value)),
        AddTo add => new AddTo(Visit(add.Place), Visit(add.Value)),
        Outlined outlined => outlined with { Body = Visit(outlined.Body) },
        Choice choice => choice with { Enough = Visit(choice.Enough), TooFew = Visit(choice.TooFew) },
        OnTurn turn => turn with
        {
            Loops = turn.Loops.Select(Visit).ToEquatableArray(),
            Body = Visit(turn.Body),
            Otherwise = turn.Otherwise is null ? null : Visit(turn.Otherwise),
        },
        Interleave interleave => new Interleave(Visit(interleave.Place), interleave.Values.Select(Visit).ToEquatableArray()),
        _ => throw new InvalidGraphException($"no rewriting of {statement.GetType().Name}"),
    };

    protected virtual Value Visit(Value value) => value switch
    {
        Read read => new Read(Visit(read.Place)),
        Named named => new Named(Visit(named.Local)),
        LanesFrom part => part with { Value = Visit(part.Value) },
        Across across => across with { Local = Visit(across.Local) },
        Compute compute => compute with { Arguments = compute.Arguments.Select(Visit).ToEquatableArray() },
        _ => throw new InvalidGraphException($"no rewriting of {value.GetType().Name}"),
    };

    protected virtual Affine Visit(Affine index) => index;

    protected virtual Variable Visit(Variable variable) => variable;

    protected virtual Local Visit(Local local) => local;

    protected virtual Place Visit(Place place) => place with { Indices = place.Indices.Select(Visit).ToEquatableArray(), Limit = Visit(place.Limit) };

    private Limit? Visit(Limit? limit) => limit is null ? null : limit with { Begin = Visit(limit.Begin) };
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

    protected abstract Statement Change(For loop);

    protected sealed override Statement Visit(Statement statement)
    {
        if (statement is not For loop || loop.Variable != variable)
            return base.Visit(statement);
        isFound = true;
        return Change(loop);
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
