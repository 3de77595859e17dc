namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Offsets in the place of indices: every element is so far behind the first that is touched of its memory. Where that one is belongs to
/// the call and not to the nest, so that kernels that touch other parts of a memory in the same way are the same.
/// </summary>
internal sealed class Flatten : NestRewriter
{
    private readonly Dictionary<int, int> starts;

    private Flatten(Dictionary<int, int> starts) => this.starts = starts;

    /// <returns>The nest, and where in each memory it begins.</returns>
    public static (Nest Nest, IReadOnlyDictionary<int, int> Starts) Of(Nest nest)
    {
        var starts = nest.Body.Places().GroupBy(static place => place.Buffer.Memory)
            .ToDictionary(static memory => memory.Key, static memory => memory.Min(static place => place.Offset.Constant));
        return (new Flatten(starts).Rewrite(nest), starts);
    }

    protected override Place Visit(Place place) => new(place.Buffer.Flat(), [place.Offset + -starts[place.Buffer.Memory]]) { Row = Visit(place.Row) };
}
