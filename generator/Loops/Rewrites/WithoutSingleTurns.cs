namespace NetGen.Generator.Loops.Rewrites;

/// <summary>A definition without loops of one turn: an axis of length 1 has the index 0.</summary>
internal sealed class WithoutSingleTurns : NestRewriter
{
    public static Nest Of(Nest nest) => new WithoutSingleTurns().Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        while (statement is For { IsOneTurn: true, First: 0 } loop)
            statement = InPlaceOf.In(loop.Body, loop.Variable, 0);
        return base.Visit(statement);
    }
}
