using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Gives what is only passed on in each turn of some loops the memory of one turn: the next turn stores it anew, in the same place, which stays in the cache.
/// </summary>
internal sealed class OfOneTurn : NestRewriter
{
    private readonly Func<int, int> memoryOf;
    private readonly Dictionary<int, HashSet<Variable>> turns;

    private OfOneTurn(Func<int, int> memoryOf, Dictionary<int, HashSet<Variable>> turns) => (this.memoryOf, this.turns) = (memoryOf, turns);

    /// <param name="nest">The nest.</param>
    /// <param name="passed">The memories of what nobody reads behind the nest, and that is stored in it before it is read.</param>
    /// <param name="memoryOf">One number for all memories of which elements may be the same.</param>
    /// <returns>The nest, how many floats each of the memories has then, and which of them can be one with an earlier one.</returns>
    public static (Nest Nest, IReadOnlyDictionary<int, int> Lengths, IReadOnlyDictionary<int, int> Firsts) Of(Nest nest, IEnumerable<int> passed, Func<int, int>? memoryOf = null)
    {
        memoryOf ??= static memory => memory;
        var turns = passed.Distinct().ToDictionary(static memory => memory, memory => new HashSet<Variable>(Around(nest.Body, memory, memoryOf)));
        nest = new OfOneTurn(memoryOf, turns).Rewrite(nest);
        var lengths = turns.Keys.ToDictionary(static memory => memory, static _ => 0);
        Measure(nest.Body, memoryOf, lengths);
        var order = nest.Body.AllWrittenPlaces().Select(place => memoryOf(place.Buffer.Memory)).Where(turns.ContainsKey).Distinct();
        return (nest, lengths, InPlace.Of(nest, [.. order.Select(memory => (memory, (IReadOnlyCollection<Variable>)turns[memory]))], memoryOf));
    }

    /// <summary>The loops around all that touches a memory.</summary>
    private static IEnumerable<Variable> Around(Statement statement, int memory, Func<int, int> memoryOf)
    {
        while (true)
        {
            switch (statement)
            {
                case Sequence sequence when sequence.Parts.Where(part => part.Places().Any(place => memoryOf(place.Buffer.Memory) == memory)).ToArray() is [var only]:
                    statement = only;
                    break;
                case For { IsVector: false, Rest: null } loop:
                    yield return loop.Variable;
                    statement = loop.Body;
                    break;
                default:
                    yield break;
            }
        }
    }

    protected override Place Visit(Place place)
    {
        var visited = base.Visit(place);
        return !turns.TryGetValue(memoryOf(visited.Buffer.Memory), out var loops) ? visited
            : visited with { Buffer = visited.Buffer with { IsOfOneTurn = true }, Indices = [visited.Offset.Of(variable => !loops.Contains(variable)) + visited.Offset.Constant] };
    }

    private static void Measure(Statement statement, Func<int, int> memoryOf, Dictionary<int, int> lengths)
    {
        var bounds = new Bounds();
        bounds.ForEachPlace(statement, (place, vector) =>
        {
            var memory = memoryOf(place.Buffer.Memory);
            if (!lengths.TryGetValue(memory, out var length))
                return;
            var (low, high) = bounds.Of(place.Offset, place.Limit, vector, isWhole: false);
            if (low.Constant < 0 || high.Batch > 0)
                throw new InvalidGraphException($"'{place.Buffer.Name}' is not that of one turn: it is reached from {low} to {high}");
            lengths[memory] = Math.Max(length, (int)high.Constant + 1);
        });
    }
}
