using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Exchanges a loop with the one directly in it. The turns of a nest are independent of each other but for what they add up, and a sum does
/// not depend on the order of its terms but by rounding.
/// </summary>
internal sealed class Reorder : LoopRewriter
{
    private Reorder(Variable outer)
        : base(outer)
    {
    }

    /// <exception cref="InvalidGraphException">Something else than a loop is in the loop, or the inner loop depends on the outer one.</exception>
    public static Nest Of(Nest nest, Variable outer) => new Reorder(outer).Rewrite(nest);

    /// <summary>Makes a loop the innermost of those that are directly in each other.</summary>
    public static Nest Inwards(Nest nest, Variable variable)
    {
        while (nest.Body.All().OfType<For>().First(loop => loop.Variable == variable).Body is For)
            nest = Of(nest, variable);
        return nest;
    }

    protected override Statement Change(For loop)
    {
        if (loop.Body is not For inner)
            throw new InvalidGraphException($"there is more than a loop in the loop over '{loop.Variable}'");
        if (inner.Transposed is not null)
            throw new InvalidGraphException($"'{inner.Variable}' and the loop in it transpose a block together");
        if (loop.Rest is not null || inner.Rest is not null)
            throw new InvalidGraphException($"there is a rest of '{loop.Variable}' or '{inner.Variable}'");
        if (inner.Sizes is not null)
            throw new InvalidGraphException($"'{inner.Variable}' shares its turns with the loop beside it");
        if (inner.Limit is { } limit && limit.Begin.Stride(loop.Variable) != 0)
            throw new InvalidGraphException($"where '{inner.Variable}' ends depends on '{loop.Variable}'");
        return inner with { Reach = inner.Reach is { } reach ? Around(reach, loop) : null, Body = loop with { Body = inner.Body } };
    }

    /// <summary>Around the other loop, the turns that count are those that count in any of its turns.</summary>
    private static Reach Around(Reach reach, For loop)
    {
        if (reach.Lowest.Stride(loop.Variable) == 0 && reach.Highest.Stride(loop.Variable) == 0)
            return reach;
        return loop.Extent.IsBatch || reach.Block == 1
            ? throw new InvalidGraphException($"which turns count depends on '{loop.Variable}'")
            : reach.InAnyOf(loop.Variable, loop.First, loop.Extent.Size - 1);
    }
}
