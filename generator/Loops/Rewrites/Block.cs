using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Two loops in the place of one that goes on by several steps at a time, or by one: the outer one through blocks of its turns, the inner one
/// through those of a block. Moved outwards, the outer one does all else that reads a block while that is in a cache.
/// </summary>
internal sealed class Block : LoopRewriter
{
    private readonly Variable block;
    private readonly int size;
    private readonly string? reason;

    private Block(Variable variable, Variable block, int size, string? reason)
        : base(variable)
    {
        this.block = block;
        this.size = size;
        this.reason = reason;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop, which stays the inner one.</param>
    /// <param name="size">How many steps a block has.</param>
    /// <param name="reason">Why there are blocks, for who reads the code.</param>
    /// <returns>The nest, and the variable of the loop through the blocks.</returns>
    /// <exception cref="InvalidGraphException">Blocks would not have whole turns, or the loop has another end already.</exception>
    public static (Nest Nest, Variable Outer) Of(Nest nest, Variable variable, int size, string? reason = null)
    {
        var rewrite = new Block(variable, Names.Of(nest).Variable(variable.Name + "Block"), size, reason);
        return (rewrite.Rewrite(nest), rewrite.block);
    }

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop)
    {
        if (loop is not { First: 0, Limit: null, Reach: null, IsVector: false, Tail: Tail.None or Tail.Overlap } || size < 1 || size % loop.Step != 0)
            throw new InvalidGraphException($"'{loop.Variable}' does not go through blocks of {size} steps");
        var isWhole = !loop.Extent.IsBatch && loop.Extent.Size % size == 0;
        return new For(
            block,
            loop.Extent,
            loop with
            {
                Extent = size,
                Limit = isWhole ? null : new Limit(block, loop.Extent),
                Tail = isWhole ? Tail.None : loop.Tail,
                Least = isWhole ? 1 : loop.Least,
                Body = InPlaceOf.In(loop.Body, loop.Variable, (Affine)block + loop.Variable),
            })
        {
            Step = size,
            Tail = isWhole ? Tail.None : Tail.Shorter,
            Reason = reason,
        };
    }
}
