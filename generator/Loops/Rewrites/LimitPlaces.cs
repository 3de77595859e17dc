using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A vector of which all lanes are computed, in the place of one of which some are: only what is read and written says how many count. So
/// vectors that end differently can be computed side by side.
/// </summary>
internal sealed class LimitPlaces : LoopRewriter
{
    private readonly Variable lane;
    private Limit? limit;

    private LimitPlaces(Variable lane)
        : base(lane) => this.lane = lane;

    /// <exception cref="InvalidGraphException">The loop is no vector, or its lanes are added up.</exception>
    public static Nest Of(Nest nest, Variable lane) => new LimitPlaces(lane).Rewrite(nest);

    protected override Statement Change(For loop)
    {
        if (!loop.IsVector || loop.All().OfType<Accumulate>().Any(static sum => sum.Local.Lanes > 1))
            throw new InvalidGraphException($"the lanes of '{loop.Variable}' are no vector, or one total");
        if (loop.Limit is null)
            return loop;
        limit = loop.Limit;
        var changed = loop with { Limit = null, Body = Visit(loop.Body) };
        limit = null;
        return changed;
    }

    protected override Place Visit(Place place)
        => limit is null || place.Offset.Stride(lane) == 0 ? base.Visit(place) : place with { Limit = limit };
}
