using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Two loops in the place of one: the outer one in steps of a size, the inner one through each step. Where the size does not divide the
/// extent, the last turn starts earlier and does some of the turn before it again, or its inner loop ends earlier.
/// </summary>
internal sealed class Split : LoopRewriter
{
    private readonly Variable inner;
    private readonly int size;
    private readonly Tail tail;

    private Split(Variable variable, Variable inner, int size, Tail tail)
        : base(variable)
    {
        this.inner = inner;
        this.size = size;
        this.tail = tail;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop, which stays the outer one.</param>
    /// <param name="inner">What the inner one is called.</param>
    /// <param name="size">How many turns the inner one has.</param>
    /// <param name="tail">What becomes of the last turn, where there is less left.</param>
    /// <exception cref="InvalidGraphException">The split would change what the nest means.</exception>
    public static (Nest Nest, Variable Inner) Of(Nest nest, Variable variable, string inner, int size, Tail tail)
    {
        var split = new Split(variable, Names.Of(nest).Variable(inner), size, tail);
        return (split.Rewrite(nest), split.inner);
    }

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop)
    {
        if (size < 1)
            throw new InvalidGraphException($"a step of {size} does not split '{loop.Variable}'");
        if (loop.Step != 1 || loop.IsVector || loop.Rest is not null)
            throw new InvalidGraphException($"'{loop.Variable}' has been split already");
        // A turn that need not count may be taken, but not add to anything.
        if (loop.Reach is { } reach && (reach.Step != 1 || ((reach.Block % size != 0 || loop.First % size != 0) && (reach.HasFirst || loop.Accumulates()))))
            throw new InvalidGraphException($"steps of {size} do not divide the turns of '{loop.Variable}' that count");
        // Of so many batches of a number, that number is divided.
        var divides = (loop.First == 0 || !loop.Extent.IsBatch) && (loop.Extent.Size - loop.First) % size == 0;
        var isWhole = divides && loop.Limit is null;
        if (tail is Tail.None or Tail.Rest && !isWhole)
            throw new InvalidGraphException($"steps of {size} do not divide '{loop.Variable}', which goes to {loop.Extent}");
        if (!isWhole && tail == Tail.Overlap)
            RefuseOverlap(loop);
        if (loop.Limit is not null && !divides)
            throw new InvalidGraphException($"'{loop.Variable}' has two ends, by its extent and by its limit");

        return loop with
        {
            Step = size,
            Tail = isWhole ? Tail.None : tail,
            Body = new For(inner, size, InPlaceOf.In(loop.Body, loop.Variable, (Affine)loop.Variable + inner))
            {
                Limit = isWhole || tail != Tail.Shorter ? null : loop.Span with { Begin = loop.Span.Begin + loop.Variable },
            },
        };
    }

    private void RefuseOverlap(For loop)
    {
        // Batches may be smaller than one step.
        if (loop.Limit is not null || (loop.Extent.IsBatch ? loop.Least : loop.Extent.Size) - loop.First < size)
            throw new InvalidGraphException($"no turn of {size} steps fits into '{loop.Variable}', which goes to {loop.Extent}");
        if (loop.Accumulates())
            throw new InvalidGraphException($"what is summed over '{loop.Variable}' would be added twice where turns overlap");
        if (!loop.IsRepeatable)
            throw new InvalidGraphException($"what '{loop.Variable}' stores would be made of what it has stored already where turns overlap");
    }
}
