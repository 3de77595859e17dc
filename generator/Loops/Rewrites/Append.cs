namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Does something more at the end of each turn of a loop, such as a copy of what the turn has stored.</summary>
internal sealed class Append : LoopRewriter
{
    private readonly Statement last;

    private Append(Variable variable, Statement last)
        : base(variable) => this.last = last;

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop.</param>
    /// <param name="last">What is done last, in which the loop's variable is known.</param>
    public static Nest Of(Nest nest, Variable variable, Statement last) => new Append(variable, last).Rewrite(nest);

    protected override Statement Change(For loop) => loop with { Body = Sequence.Of([loop.Body, last]) };
}
