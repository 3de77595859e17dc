namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// References that move on with each turn of a loop, in the place of offsets that each turn computes: fewer instructions where a turn has
/// only a few multiply-adds.
/// </summary>
internal sealed class Walk : LoopRewriter
{
    private Walk(Variable variable)
        : base(variable)
    {
    }

    public static Nest Of(Nest nest, Variable variable) => new Walk(variable).Rewrite(nest);

    protected override Statement Change(For loop) => loop with { IsWalk = true };
}
