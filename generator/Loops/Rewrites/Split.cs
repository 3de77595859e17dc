using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Two loops in the place of one: the outer one in steps of a size, the inner one through each step. Where the size does not divide the
/// extent, the last turn starts earlier and does some of the turn before it again, or what is in it is guarded.
/// </summary>
internal sealed class Split : NestRewriter
{
    private readonly Variable variable;
    private readonly int size;
    private readonly Tail tail;
    private readonly string? reason;
    private readonly Variable inner;

    private Split(Names names, Variable variable, int size, Tail tail, string? reason)
    {
        this.variable = variable;
        inner = new Variable(names.Unique(variable.Name + "Inner"));
        this.size = size;
        this.tail = tail;
        this.reason = reason;
    }

    /// <exception cref="InvalidGraphException">The split would change what the nest means.</exception>
    public static Nest Of(Nest nest, Variable variable, int size, Tail tail, string? reason = null)
        => new Split(Names.Of(nest), variable, size, tail, reason).Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        if (statement is not For loop || loop.Variable != variable)
            return base.Visit(statement);
        if (size < 2)
            throw new InvalidGraphException($"a step of {size} does not split '{variable}'");
        if (loop.Step != 1)
            throw new InvalidGraphException($"'{variable}' has been split already");
        var isWhole = !loop.Extent.IsBatch && loop.Extent.Size % size == 0;
        if (tail == Tail.None && !isWhole)
            throw new InvalidGraphException($"steps of {size} do not divide '{variable}', which goes to {loop.Extent}");
        if (!isWhole && tail == Tail.Overlap)
            RefuseOverlap(loop);

        var index = (Affine)variable + inner;
        var body = Substitution.In(loop.Body, variable, index);
        if (!isWhole && tail == Tail.Shorter)
            body = new Guard(index, loop.Extent, body);
        return loop with
        {
            Step = size,
            Tail = isWhole ? Tail.None : tail,
            Reason = reason,
            Body = new For(inner, size, body),
        };
    }

    private void RefuseOverlap(For loop)
    {
        // Batches may be smaller than one step.
        if (loop.Extent.IsBatch || loop.Extent.Size < size)
            throw new InvalidGraphException($"no turn of {size} steps fits into '{variable}', which goes to {loop.Extent}");
        if (loop.Accumulated().Any())
            throw new InvalidGraphException($"what is summed over '{variable}' would be added twice where turns overlap");
    }
}
