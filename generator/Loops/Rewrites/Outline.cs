namespace NetGen.Generator.Loops.Rewrites;

/// <summary>A loop in a method of its own.</summary>
internal sealed class Outline : LoopRewriter
{
    private readonly string name;
    private readonly string summary;

    private Outline(Variable variable, string name, string summary)
        : base(variable)
    {
        this.name = name;
        this.summary = summary;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop.</param>
    /// <param name="name">What the method's name ends in.</param>
    /// <param name="summary">What it does.</param>
    public static Nest Of(Nest nest, Variable variable, string name, string summary) => new Outline(variable, name, summary).Rewrite(nest);

    protected override Statement Change(For loop) => new Outlined(name, summary, loop);
}
