using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Takes all turns of two loops at once that copy a block, so that it is transposed in registers: each row is loaded as a vector, and each column
/// stored as one.
/// </summary>
internal sealed class TransposeInRegisters : LoopRewriter
{
    private readonly int lanes;

    private TransposeInRegisters(Variable outer, int lanes)
        : base(outer) => this.lanes = lanes;

    /// <param name="nest">The nest.</param>
    /// <param name="outer">The outer one of the two loops.</param>
    /// <param name="target">What for.</param>
    /// <exception cref="InvalidGraphException">The loops are no block of as many rows and columns as a vector has lanes, or do not only copy it.</exception>
    public static Nest Of(Nest nest, Variable outer, Target target)
    {
        if (nest.Body.All().OfType<For>().Any(around => around.IsVector && around.Body.All().Any(inside => inside is For loop && loop.Variable == outer)))
            throw new InvalidGraphException($"'{outer}' is in a vector");
        return new TransposeInRegisters(outer, target.Lanes).Rewrite(nest);
    }

    protected override Statement Change(For loop)
    {
        var block = loop.Body is For inner && IsSide(loop) && IsSide(inner) && inner.Limit?.Begin.Stride(loop.Variable) is null or 0
            ? loop with { IsVector = true, Body = inner with { IsVector = true } }
            : null;
        return block?.Transposed is null
            ? throw new InvalidGraphException($"'{loop.Variable}' and the loop in it do not copy a block of {lanes} × {lanes} to its transpose")
            : block;
    }

    private bool IsSide(For loop) => loop is { Step: 1, First: 0, Tail: Tail.None, Reach: null, IsVector: false } && loop.Extent == lanes;
}
