using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Walks a nest and rebuilds it; a rewrite overrides what it changes.</summary>
internal abstract class NestRewriter
{
    public Nest Rewrite(Nest nest) => new(Visit(nest.Body));

    protected virtual Statement Visit(Statement statement) => statement switch
    {
        Sequence sequence => Sequence.Of(sequence.Parts.Select(Visit)),
        For loop => loop with { Body = Visit(loop.Body) },
        Guard guard => guard with { Index = Visit(guard.Index), Body = Visit(guard.Body) },
        Let let => let with { Local = Visit(let.Local), Value = Visit(let.Value) },
        Total total => total with { Local = Visit(total.Local) },
        Accumulate accumulate => accumulate with { Local = Visit(accumulate.Local), Value = Visit(accumulate.Value) },
        Store store => new Store(Visit(store.Place), Visit(store.Value)),
        _ => throw new InvalidGraphException($"no rewriting of {statement.GetType().Name}"),
    };

    protected virtual Value Visit(Value value) => value switch
    {
        Read read => new Read(Visit(read.Place)),
        Named named => new Named(Visit(named.Local)),
        Compute compute => compute with { Arguments = compute.Arguments.Select(Visit).ToEquatableArray() },
        _ => throw new InvalidGraphException($"no rewriting of {value.GetType().Name}"),
    };

    protected virtual Affine Visit(Affine index) => index;

    protected virtual Local Visit(Local local) => local;

    private Place Visit(Place place) => place with { Indices = place.Indices.Select(Visit).ToEquatableArray() };
}

/// <summary>Puts a function of other variables in the place of one.</summary>
internal sealed class Substitution(Variable variable, Affine value) : NestRewriter
{
    public static Statement In(Statement statement, Variable variable, Affine value) => new Substitution(variable, value).Visit(statement);

    protected override Affine Visit(Affine index) => index.Substitute(variable, value);
}
