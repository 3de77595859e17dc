using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A loop over the batch in tiles of two sizes: large ones, and behind them small ones for what those leave. Tiles of one size would do up to a tile less one row twice,
/// which is much where a batch is small.
/// </summary>
internal sealed class SplitInTwoSizes : LoopRewriter
{
    private readonly Names names;
    private readonly TileSizes sizes;
    private readonly Variable large;
    private readonly Variable small;

    private SplitInTwoSizes(Names names, Variable variable, string inner, TileSizes sizes)
        : base(variable)
    {
        this.names = names;
        this.sizes = sizes;
        (large, small) = (names.Variable(inner), names.Variable(inner));
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop, which stays the one through the large tiles.</param>
    /// <param name="inner">What the loops through a tile are called.</param>
    /// <param name="sizes">The two sizes.</param>
    /// <returns>The nest, and the loops through a large and through a small tile.</returns>
    /// <exception cref="InvalidGraphException">The loop is not over the batch, may be shorter than a small tile, or adds up.</exception>
    public static (Nest Nest, Variable Large, Variable Small) Of(Nest nest, Variable variable, string inner, TileSizes sizes)
    {
        var split = new SplitInTwoSizes(Names.Of(nest), variable, inner, sizes);
        return (split.Rewrite(nest), split.large, split.small);
    }

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop)
    {
        if (loop is not { Step: 1, First: 0, Reach: null, Rest: null, IsVector: false, Span.Whole.IsBatch: true } || (loop.Limit is not null && loop.Extent.Size % sizes.Large != 0))
            throw new InvalidGraphException($"'{loop.Variable}' is no plain loop over the batch");
        if (sizes.Small < 2 || sizes.Small >= sizes.Large || loop.Least < sizes.Small)
            throw new InvalidGraphException($"'{loop.Variable}' has at least {loop.Least} turns, for tiles of {sizes.Large} and {sizes.Small}");
        if (!loop.IsRepeatable)
            throw new InvalidGraphException($"what '{loop.Variable}' sums or stores would be wrong where tiles overlap, and a part of it is done twice");
        var copy = (For)Renaming.Copy(loop, names);
        return Sequence.Of([InTiles(loop, large, sizes.Large), InTiles(copy, small, sizes.Small)]);
    }

    private For InTiles(For loop, Variable inner, int size) => loop with
    {
        Step = size,
        Tail = Tail.Overlap,
        Sizes = sizes,
        Body = new For(inner, size, InPlaceOf.In(loop.Body, loop.Variable, (Affine)loop.Variable + inner)),
    };
}
