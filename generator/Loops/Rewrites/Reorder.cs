using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Exchanges a loop with the one directly in it. The turns of a nest are independent of each other but for what they add up, and a sum does
/// not depend on the order of its terms but by rounding.
/// </summary>
internal sealed class Reorder : LoopRewriter
{
    private readonly bool hasCopies;

    private Reorder(Variable outer, bool hasCopies)
        : base(outer) => this.hasCopies = hasCopies;

    /// <exception cref="InvalidGraphException">Something else than a loop is in the loop, or the inner loop depends on the outer one.</exception>
    public static Nest Of(Nest nest, Variable outer) => new Reorder(outer, hasCopies: false).Rewrite(nest);

    /// <summary>
    /// Exchanges a loop with the last one directly in it, where copies come before that: of what the turn of the outer loop needs. They are made again
    /// in each turn of the inner loop, which then goes around them.
    /// </summary>
    /// <exception cref="InvalidGraphException">Something else than copies and a loop is in the loop, or the inner loop depends on the outer one.</exception>
    public static Nest WithCopies(Nest nest, Variable outer) => new Reorder(outer, hasCopies: true).Rewrite(nest);

    /// <summary>Makes a loop the innermost of those that are directly in each other.</summary>
    public static Nest Inwards(Nest nest, Variable variable)
    {
        while (nest.Body.All().OfType<For>().First(loop => loop.Variable == variable).Body is For)
            nest = Of(nest, variable);
        return nest;
    }

    protected override Statement Change(For loop)
    {
        var (copies, body) = hasCopies && loop.Body is Sequence { Parts: var parts }
            ? ([.. parts.Take(parts.Count - 1)], parts[parts.Count - 1]) : (Array.Empty<Statement>(), loop.Body);
        if (body is not For inner || !Array.TrueForAll(copies, copy => IsCopy(copy, inner)))
            throw new InvalidGraphException($"there is more than a loop in the loop over '{loop.Variable}'");
        if (inner.Transposed is not null)
            throw new InvalidGraphException($"'{inner.Variable}' and the loop in it transpose a block together");
        if (loop.Rest is not null || inner.Rest is not null)
            throw new InvalidGraphException($"there is a rest of '{loop.Variable}' or '{inner.Variable}'");
        if (inner.Sizes is not null)
            throw new InvalidGraphException($"'{inner.Variable}' shares its turns with the loop beside it");
        if (inner.Limit is { } limit && limit.Begin.Stride(loop.Variable) != 0)
            throw new InvalidGraphException($"where '{inner.Variable}' ends depends on '{loop.Variable}'");
        return inner with { Reach = inner.Reach is { } reach ? Around(reach, loop) : null, Body = loop with { Body = Sequence.Of([.. copies, inner.Body]) } };
    }

    /// <summary>
    /// Whether a statement does the same, however often it is done: it copies into memory that is the nest's own, and neither it nor what comes behind
    /// it stores in what it reads, or stores elsewhere in that memory.
    /// </summary>
    private static bool IsCopy(Statement statement, For behind)
    {
        HashSet<int> own = [.. Memories(statement)], others = [.. Memories(behind)];
        return !own.Overlaps(others) && statement.All().All(part => part is Sequence or For or Outlined
            || (part is Store { Place.Buffer.IsScratch: true, Value: Read { Place: { Row: null, Buffer.Memory: var read } } } && !own.Contains(read) && !others.Contains(read)));

        static IEnumerable<int> Memories(Statement statement) => statement.AllWrittenPlaces().Select(static place => place.Buffer.Memory);
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
