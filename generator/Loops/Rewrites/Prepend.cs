namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Does something more at the start of each turn of a loop, such as a copy of what the turn needs.</summary>
internal sealed class Prepend : LoopRewriter
{
    private readonly Statement first;

    private Prepend(Variable variable, Statement first)
        : base(variable) => this.first = first;

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop.</param>
    /// <param name="first">What is done first, in which the loop's variable is known.</param>
    public static Nest Of(Nest nest, Variable variable, Statement first) => new Prepend(variable, first).Rewrite(nest);

    protected override Statement Change(For loop) => loop with { Body = Sequence.Of([first, loop.Body]) };
}
