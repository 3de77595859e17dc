using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// One nest of several, which are done one after the other. Loops that they go through alike become one, in whose turns all of them do their part: so what one stores is still in the cache when another
/// reads it. That is possible where no turn touches what other turns store.
/// </summary>
internal sealed class Join
{
    private readonly Func<int, int> memoryOf;

    private Join(Func<int, int> memoryOf) => this.memoryOf = memoryOf;

    /// <param name="nests">The nests, in their order.</param>
    /// <param name="depth">How many loops inside each other become one at most.</param>
    /// <param name="memoryOf">One number for all memories of which elements may be the same.</param>
    public static Nest Of(IEnumerable<Nest> nests, int depth, Func<int, int>? memoryOf = null)
    {
        var parts = new List<Statement>();
        foreach (var nest in nests)
            parts.AddRange(Sequence.PartsOf(parts.Count == 0 ? nest.Body : Renaming.Copy(nest.Body, Names.Of(new(Sequence.Of(parts))))));
        return new(Sequence.Of(new Join(memoryOf ?? (static memory => memory)).Joined(parts, depth)));
    }

    /// <summary>Statements in an order in which as many loops as possible are one.</summary>
    private List<Statement> Joined(IEnumerable<Statement> parts, int depth)
    {
        var all = new List<Statement>();
        foreach (var part in parts)
        {
            if (depth == 0)
                all.Add(part);
            else if (part is not For loop)
                all.Insert(Earliest(all, part), part);
            else if (Earlier(all, loop) is var (place, earlier))
                all[place] = Both(earlier, loop, depth);
            else
                all.Add(part);
        }

        return all;
    }

    /// <summary>The loop that another one can become a part of, behind which nothing touches what it does.</summary>
    private (int Place, For Loop)? Earlier(List<Statement> all, For loop)
    {
        for (var place = all.Count - 1; place >= 0; place--)
        {
            if (all[place] is For earlier && IsAlike(earlier, loop) && AreTurnsApart(earlier, loop))
                return (place, earlier);
            if (all[place] is not (For or Part or Outlined) || !AreApart(all[place], loop))
                return null;
        }

        return null;
    }

    /// <summary>Where a statement goes that is no loop, such as a copy that is made once: before loops that do not touch what it does.</summary>
    private int Earliest(List<Statement> all, Statement part)
    {
        var place = all.Count;
        while (part is Part or Outlined && place > 0 && all[place - 1] is For && AreApart(all[place - 1], part))
            place--;
        return place;
    }

    private For Both(For first, For second, int depth)
    {
        var renamed = Renaming.In(second.Body, new Dictionary<Variable, Variable> { [second.Variable] = first.Variable }, new Dictionary<Local, Local>());
        return first with { Body = Sequence.Of(Joined([.. Sequence.PartsOf(first.Body), .. Sequence.PartsOf(renamed)], depth - 1)), Least = Math.Max(first.Least, second.Least) };
    }

    /// <summary>Whether two loops have the same turns, and all of them.</summary>
    private static bool IsAlike(For first, For second)
        => (first.Extent, first.First, first.Step) == (second.Extent, second.First, second.Step) && IsPlain(first) && IsPlain(second) && !first.Accumulated().Any() && !second.Accumulated().Any();

    private static bool IsPlain(For loop) => loop is { Limit: null, Reach: null, Tail: Tail.None, Rest: null, IsVector: false, IsWalk: false };

    /// <summary>Whether neither of two statements touches what the other stores.</summary>
    private bool AreApart(Statement first, Statement second) => !Shared(first, second).Any();

    /// <summary>Whether what two loops share is another part of it in each turn.</summary>
    private bool AreTurnsApart(For first, For second)
    {
        var shared = new HashSet<int>(Shared(first, second));
        if (shared.Count == 0)
            return true;
        var places = new TurnPlaces(first, memoryOf).Of(first.Variable).Concat(new TurnPlaces(second, memoryOf).Of(second.Variable));
        return places.Where(place => shared.Contains(place.Memory)).GroupBy(static place => place.Memory).All(memory => TurnPlaces.AreApart(memory, first.Extent, first.Step));
    }

    /// <summary>The memories that both touch and one of them stores in.</summary>
    private IEnumerable<int> Shared(Statement first, Statement second)
    {
        var (one, other) = (Touched(first), Touched(second));
        return one.Where(memory => other.TryGetValue(memory.Key, out var isStored) && (isStored || memory.Value)).Select(static memory => memory.Key);
    }

    private Dictionary<int, bool> Touched(Statement statement)
    {
        var touched = new Dictionary<int, bool>();
        foreach (var place in statement.Places())
        {
            if (!touched.ContainsKey(memoryOf(place.Buffer.Memory)))
                touched.Add(memoryOf(place.Buffer.Memory), false);
        }

        foreach (var place in statement.AllWrittenPlaces())
            touched[memoryOf(place.Buffer.Memory)] = true;
        return touched;
    }
}

/// <summary>Where in its memory an element is that is touched in a turn of a loop.</summary>
/// <param name="Memory">The memory.</param>
/// <param name="Around">By the loops around that loop.</param>
/// <param name="Stride">What a turn more adds.</param>
/// <param name="Far">By how much loops in the turn go on that go further than all turns together.</param>
/// <param name="Low">The first of the places that the other loops in the turn go through.</param>
/// <param name="High">The last of them.</param>
/// <param name="IsKnown">Whether that is all: the row of a table may be any.</param>
internal sealed record TurnPlace(int Memory, Affine Around, int Stride, EquatableArray<int> Far, Bound Low, Bound High, bool IsKnown);

/// <summary>Finds out which places are touched in a turn of a loop.</summary>
internal sealed class TurnPlaces(For loop, Func<int, int> memoryOf)
{
    private readonly List<TurnPlace> places = [];
    private readonly Bounds bounds = new();
    private readonly HashSet<Place> written = [.. loop.AllWrittenPlaces()];

    public IReadOnlyList<TurnPlace> Of(Variable variable)
    {
        bounds.ForEachPlace(loop.Body, (place, vector) => Add(place, variable, vector));
        return places;
    }

    /// <summary>Whether no turn touches elements that another one touches.</summary>
    /// <param name="places">The places in one memory.</param>
    /// <param name="extent">The extent of the loop.</param>
    /// <param name="step">Its step.</param>
    public static bool AreApart(IEnumerable<TurnPlace> places, Extent extent, int step)
    {
        TurnPlace[] all = [.. places];
        var first = all[0];
        if (!all.All(static place => place.IsKnown) || first.Stride <= 0 || all.Any(place => place.Stride != first.Stride || !place.Around.Equals(first.Around)))
            return false;
        // What goes further than all turns together leaves the place within the turns as it is.
        if (all.SelectMany(static place => place.Far).Any(far => extent.IsBatch || far % ((long)first.Stride * extent.Size) != 0))
            return false;
        var (low, high) = (all.Min(static place => place.Low.Constant), all.Max(static place => place.High.Constant));
        return all.All(static place => place.Low.Batch == 0 && place.High.Batch == 0) && high - low < (long)first.Stride * step;
    }

    private void Add(Place place, Variable variable, For? vector)
    {
        var offset = place.Offset;
        var own = offset.Of(bounds.Knows);
        var stride = offset.Stride(variable);
        var turns = loop.Extent.IsBatch ? 0 : (long)Math.Abs(stride) * loop.Extent.Size;
        bool IsFar(Variable inner) => turns > 0 && own.Stride(inner) % turns == 0;
        var isWhole = written.Contains(place) && (place.Buffer.IsPadded || place.Buffer.IsScratch) && (place.Limit ?? vector?.Limit) is not null;
        var (low, high) = bounds.Of(own.Of(inner => !IsFar(inner)) + offset.Constant, place.Limit, vector, isWhole);
        places.Add(new(
            memoryOf(place.Buffer.Memory), offset.Of(other => other != variable && !bounds.Knows(other)), stride, own.Terms.Where(term => IsFar(term.Variable)).Select(static term => term.Coefficient).ToEquatableArray(),
            low, high, place.Row is null));
    }
}
