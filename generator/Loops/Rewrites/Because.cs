namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Says why a loop is as it is, where nothing says so yet.</summary>
internal sealed class Because : LoopRewriter
{
    private readonly string reason;

    private Because(Variable variable, string reason)
        : base(variable) => this.reason = reason;

    public static Nest Of(Nest nest, Variable variable, string reason) => new Because(variable, reason).Rewrite(nest);

    protected override Statement Change(For loop) => loop with { Reason = loop.Reason ?? reason };
}
