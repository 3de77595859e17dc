namespace NetGen.Generator.Loops.Rewrites;

/// <summary>A nest in each turn of loops around it, which move it on through its memories.</summary>
internal sealed class InTurns : NestRewriter
{
    private readonly IReadOnlyList<For> loops;
    private readonly Func<int, EquatableArray<int>> strides;

    private InTurns(IReadOnlyList<For> loops, Func<int, EquatableArray<int>> strides) => (this.loops, this.strides) = (loops, strides);

    /// <param name="nest">The nest.</param>
    /// <param name="loops">The loops, the outermost first; what is in them is the nest.</param>
    /// <param name="strides">What a step of each of them adds to the places in a memory; those that are left out add nothing.</param>
    public static Nest Of(Nest nest, IReadOnlyList<For> loops, Func<int, EquatableArray<int>> strides)
        => new(loops.Reverse().Aggregate(Moved(nest, loops, strides).Body, static (inner, loop) => loop with { Body = inner }));

    /// <summary>What is done in a turn.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="loops">The loops, the outermost first.</param>
    /// <param name="strides">What a step of each of them adds to the places in a memory; those that are left out add nothing.</param>
    public static Nest Moved(Nest nest, IReadOnlyList<For> loops, Func<int, EquatableArray<int>> strides) => new InTurns(loops, strides).Rewrite(nest);

    protected override Place Visit(Place place)
    {
        var visited = base.Visit(place);
        var own = strides(visited.Buffer.Memory);
        var offset = visited.Indices[0];
        for (var loop = 0; loop < own.Count; loop++)
            offset += (Affine)loops[loop].Variable * own[loop];
        return visited with { Indices = [offset] };
    }
}
