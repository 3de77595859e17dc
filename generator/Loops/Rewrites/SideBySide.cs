using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Some turns of a loop that goes on in steps as the turns of a loop in it, so that they can be done side by side.</summary>
internal sealed class SideBySide : LoopRewriter
{
    private readonly Variable inner;
    private readonly int count;

    private SideBySide(Variable variable, Variable inner, int count)
        : base(variable)
    {
        this.inner = inner;
        this.count = count;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop, which stays the outer one.</param>
    /// <param name="count">How many of its turns are one of them then.</param>
    /// <returns>The nest, and the variable of the inner loop.</returns>
    /// <exception cref="InvalidGraphException">The turns are not so many times as many.</exception>
    public static (Nest Nest, Variable Inner) Of(Nest nest, Variable variable, int count)
    {
        var rewrite = new SideBySide(variable, Names.Of(nest).Variable("tile"), count);
        return (rewrite.Rewrite(nest), rewrite.inner);
    }

    /// <summary>Whether a loop can be rewritten so.</summary>
    public static bool Fits(For loop, int count)
        => !loop.Extent.IsBatch && loop is { Limit: null, Reach: null, Rest: null, IsVector: false } && (loop.Extent.Size - loop.First) % (loop.Step * count) == 0;

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop) => Fits(loop, count)
        ? loop with
        {
            Step = loop.Step * count,
            Tail = Tail.None,
            Body = new For(inner, loop.Step * count, InPlaceOf.In(loop.Body, loop.Variable, (Affine)loop.Variable + inner)) { Step = loop.Step },
        }
        : throw new InvalidGraphException($"'{loop.Variable}' cannot be done {count} turns at a time");
}
