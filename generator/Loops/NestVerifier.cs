using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops;

/// <summary>
/// Says what a legal nest is: every index stays inside its axis for all values of the loops, every name is given before it is used and only
/// once, every variable belongs to one loop around it.
/// </summary>
internal sealed class NestVerifier
{
    private readonly Dictionary<Variable, For> loops = [];
    private readonly List<Guard> guards = [];
    private readonly HashSet<string> names = [];
    private readonly HashSet<Local> values = [];
    private readonly Dictionary<Local, Reduction> totals = [];

    /// <exception cref="InvalidGraphException">The nest is not legal.</exception>
    public static void Verify(Nest nest)
    {
        new NestVerifier().Visit(nest.Body);
        Require(nest.Body.All().Any(static statement => statement is Store), "the nest stores nothing");
    }

    private void Visit(Statement statement)
    {
        switch (statement)
        {
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                    Visit(part);
                break;
            case For loop:
                VisitLoop(loop);
                break;
            case Guard guard:
                VisitIndex(guard.Index);
                guards.Add(guard);
                Scoped(guard.Body);
                guards.RemoveAt(guards.Count - 1);
                break;
            case Let let:
                Visit(let.Value);
                Give(let.Local);
                break;
            case Total total:
                Give(total.Local);
                totals.Add(total.Local, total.Reduction);
                break;
            case Accumulate accumulate:
                Visit(accumulate.Value);
                Require(
                    totals.TryGetValue(accumulate.Local, out var reduction) && reduction == accumulate.Reduction,
                    $"'{accumulate.Local}' was not begun as a {accumulate.Reduction}");
                break;
            case Store store:
                Visit(store.Value);
                Visit(store.Place);
                break;
            default:
                throw new InvalidGraphException($"no rule for {statement.GetType().Name}");
        }
    }

    private void VisitLoop(For loop)
    {
        Require(names.Add(loop.Variable.Name), $"the name '{loop.Variable}' is taken");
        Require(loop.Extent.Size >= 1 && loop.Step >= 1, $"the loop over '{loop.Variable}' never turns");
        Require(
            loop.Tail != Tail.None || loop.Step == 1 || (!loop.Extent.IsBatch && loop.Extent.Size % loop.Step == 0),
            $"steps of {loop.Step} do not divide '{loop.Variable}', and nothing says what becomes of the last");
        Require(loop.Tail != Tail.Overlap || (!loop.Extent.IsBatch && loop.Extent.Size >= loop.Step), $"'{loop.Variable}' has less than one whole turn");
        Require(loop.Tail != Tail.Overlap || !loop.Accumulated().Any(), $"turns of '{loop.Variable}' overlap and add up");
        loops.Add(loop.Variable, loop);
        Scoped(loop.Body);
        loops.Remove(loop.Variable);
    }

    // A name that is given in a body is not known behind it.
    private void Scoped(Statement body)
    {
        HashSet<Local> before = [.. values];
        Visit(body);
        values.IntersectWith(before);
    }

    private void Give(Local local)
    {
        Require(names.Add(local.Name), $"the name '{local}' is taken");
        values.Add(local);
    }

    private void Visit(Value value)
    {
        switch (value)
        {
            case Read read:
                Visit(read.Place);
                break;
            case Named named:
                Require(values.Contains(named.Local), $"'{named.Local}' is used before it is known");
                break;
            case Compute compute:
                foreach (var argument in compute.Arguments)
                    Visit(argument);
                break;
            default:
                throw new InvalidGraphException($"no rule for {value.GetType().Name}");
        }
    }

    private void Visit(Place place)
    {
        var buffer = place.Buffer;
        Require(
            place.Indices.Count == buffer.Extents.Count && buffer.Strides.Count == buffer.Extents.Count,
            $"'{buffer.Name}' has {buffer.Extents.Count} axes and {place.Indices.Count} indices");
        for (var axis = 0; axis < place.Indices.Count; axis++)
        {
            var index = place.Indices[axis];
            VisitIndex(index);
            var (low, high) = Bounds(index);
            Require(low is { Batch: 0, Constant: >= 0 }, $"axis {axis} of '{buffer.Name}' is reached below its start");
            Require(IsBelow(high, buffer.Extents[axis]), $"axis {axis} of '{buffer.Name}' is reached at {high} and ends before {buffer.Extents[axis]}");
        }
    }

    private void VisitIndex(Affine index)
    {
        foreach (var term in index.Terms)
            Require(loops.ContainsKey(term.Variable), $"'{term.Variable}' is used outside of its loop");
    }

    /// <summary>The smallest and the largest value of an index, by the loops and the guards around it.</summary>
    private (Bound Low, Bound High) Bounds(Affine index)
    {
        Bound low = new(0, index.Constant), high = low;
        var terms = index.Terms.ToList();

        // What is guarded is below the guard's extent, whatever its variables are. The innermost guard says the most.
        foreach (var guard in guards.AsEnumerable().Reverse())
        {
            var factor = TimesIn(index, guard.Index);
            if (factor == 0 || guard.Index.Terms.Any(term => !terms.Exists(own => own.Variable == term.Variable)))
                continue;
            terms.RemoveAll(term => guard.Index.Stride(term.Variable) != 0);
            var last = (LastBelow(guard.Extent) + new Bound(0, -guard.Index.Constant)) * factor;
            (low, high) = factor < 0 ? (low + last, high) : (low, high + last);
        }

        foreach (var term in terms)
        {
            var last = Last(loops[term.Variable]) * term.Coefficient;
            (low, high) = term.Coefficient < 0 ? (low + last, high) : (low, high + last);
        }

        return (low, high);
    }

    /// <summary>How many times the terms of one index are in another; 0 where they are not.</summary>
    private static int TimesIn(Affine index, Affine guarded)
    {
        if (guarded.Terms.Count == 0)
            return 0;
        var factor = index.Stride(guarded.Terms[0].Variable) / guarded.Terms[0].Coefficient;
        return guarded.Terms.All(term => index.Stride(term.Variable) == factor * term.Coefficient) ? factor : 0;
    }

    private static Bound LastBelow(Extent extent) => extent.IsBatch ? new(extent.Size, -1) : new(0, extent.Size - 1);

    /// <summary>The largest value of a variable.</summary>
    private static Bound Last(For loop)
        => loop.Extent.IsBatch ? LastBelow(loop.Extent)
            : new(0, loop.Tail == Tail.Overlap ? loop.Extent.Size - loop.Step : (loop.Extent.Size - 1) / loop.Step * loop.Step);

    // For every batch, from one sample on.
    private static bool IsBelow(Bound high, Extent extent)
        => extent.IsBatch
            ? high.Batch <= extent.Size && high.Batch + high.Constant < extent.Size
            : high.Batch <= 0 && high.Constant < extent.Size;

    private static void Require(bool holds, string message)
    {
        if (!holds)
            throw new InvalidGraphException(message);
    }

    /// <summary><c>Batch · batch + Constant</c></summary>
    private readonly record struct Bound(long Batch, long Constant)
    {
        public static Bound operator +(Bound left, Bound right) => new(left.Batch + right.Batch, left.Constant + right.Constant);

        public static Bound operator *(Bound bound, int factor) => new(bound.Batch * factor, bound.Constant * factor);

        public override string ToString() => $"{Batch}·batch + {Constant}";
    }
}
