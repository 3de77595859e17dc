using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A vector of which all lanes are computed, in the place of one of which some are: only what is read and written says how many count. So
/// vectors that end differently can be computed side by side.
/// </summary>
internal sealed class LimitPlaces : LoopRewriter
{
    private LimitPlaces(Variable lane)
        : base(lane)
    {
    }

    /// <exception cref="InvalidGraphException">The loop is no vector, or its lanes are added up, or it is a side of a block that is transposed.</exception>
    public static Nest Of(Nest nest, Variable lane)
        => nest.Body.All().OfType<For>().Any(loop => loop.Transposed is { } block && (block.Rows.Variable == lane || block.Columns.Variable == lane))
            ? throw new InvalidGraphException($"'{lane}' is a side of a block that is transposed")
            : new LimitPlaces(lane).Rewrite(nest);

    protected override Statement Change(For loop)
    {
        if (!loop.IsVector || loop.All().OfType<Accumulate>().Any(static sum => sum.Local.Lanes > 1))
            throw new InvalidGraphException($"the lanes of '{loop.Variable}' are no vector, or one total");
        return loop.Limit is { } limit ? loop with { Limit = null, Body = new Limited(loop.Variable, limit).In(loop.Body) } : loop;
    }

    private sealed class Limited(Variable lane, Limit limit) : NestRewriter
    {
        public Statement In(Statement body) => Visit(body);

        protected override Place Visit(Place place) => IsOfLane(place) ? place with { Limit = limit, Row = Visit(place.Row) } : place;

        // A tensor may have the same element for every lane along an axis, which has an end nevertheless.
        private bool IsOfLane(Place place) => place.Indices.Any(index => index.Stride(lane) != 0) || (place.Row is { } row && IsOfLane(row.Index));
    }
}
