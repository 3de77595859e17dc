using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A whole vector that begins before the one before it ends, in the place of a last one of which only some lanes count. Of each product, one
/// factor is zero in the lanes that have been taken already, so that nothing is added twice.
/// </summary>
internal sealed class OverlapWithZeros : NestRewriter
{
    private readonly Variable lane;
    private bool isFound;
    private bool isTold;
    private int missing;
    private Local? masked;

    private OverlapWithZeros(Variable lane) => this.lane = lane;

    /// <exception cref="InvalidGraphException">The loop is no vector of which some lanes are known to count, or something else than products is added up in it.</exception>
    public static Nest Of(Nest nest, Variable lane) => new OverlapWithZeros(lane).Rewrite(nest);

    private For Change(For loop)
    {
        if (loop is not { IsVector: true, Limit: { Whole.IsBatch: false } limit } || FirstFactor(loop) is not { } factor)
            throw new InvalidGraphException($"the last vector of '{loop.Variable}' cannot overlap the one before it");
        isFound = true;
        masked = factor;
        missing = loop.Extent.Size - ((limit.Whole.Size - limit.Begin.Constant) % loop.Extent.Size);
        return loop with { Limit = null, Body = Visit(loop.Body) };
    }

    /// <summary>The name of a factor of the one product that is added up, where nothing else is done.</summary>
    private static Local? FirstFactor(For loop)
        => Sequence.PartsOf(loop.Body).ToArray() is [Let(_, Read), Let(_, Read), Accumulate { Reduction: Reduction.Sum, Value: Compute { Expression: Binary(BinaryFunction.Multiply, Argument, Argument) } product }]
            ? (product.Arguments[0] as Named)?.Local
            : null;

    protected override Statement Visit(Statement statement)
    {
        var visited = Visited(statement);
        if (isTold || visited is not For { Reason: not null } around || !around.Body.All().Any(inside => inside is For inner && inner.Variable == lane))
            return visited;
        // What is said of the loop around it is no longer so; what is said of those around that one still is.
        isTold = true;
        return around with { Reason = $"The last vector begins {Numbers.Text(missing)} earlier: its first {(missing == 1 ? "lane, which is added already, is" : $"{Numbers.Text(missing)} lanes, which are added already, are")} set to 0." };
    }

    private Statement Visited(Statement statement)
        => statement is For loop && loop.Variable == lane && !isFound ? Change(loop) : statement is Let let && let.Local == masked ? let with { Value = new LanesFrom(missing, Visit(let.Value)) } : base.Visit(statement);

    protected override Affine Visit(Affine index) => index.Stride(lane) == 0 ? index : index - (index.Stride(lane) * missing);
}
