using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops;

/// <summary>
/// Says what a legal nest is: every index stays inside its axis, and every offset inside its memory, for all values of the loops; every name
/// is given before it is used and only once; every variable belongs to one loop around it; no store is repeated by a loop that does not
/// move it; vectors have the lanes that they are asked for.
/// </summary>
internal sealed class NestVerifier
{
    private readonly Func<int, (int Start, Extent Length)>? memories;
    private readonly int? lanes;
    private readonly Dictionary<Variable, For> loops = [];
    private readonly HashSet<Variable> inRest = [];
    private readonly HashSet<(string, int)> names = [];
    private readonly HashSet<Local> values = [];
    private readonly Dictionary<Local, Reduction> totals = [];
    private For? vector;

    private NestVerifier(Func<int, (int Start, Extent Length)>? memories, int? lanes)
    {
        this.memories = memories;
        this.lanes = lanes;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="memories">Where in each memory a method is told that it begins, and how many elements the whole of it has.</param>
    /// <param name="lanes">How many lanes its vectors have, where it is for one target.</param>
    /// <exception cref="InvalidGraphException">The nest is not legal.</exception>
    public static void Verify(Nest nest, Func<int, (int Start, Extent Length)>? memories = null, int? lanes = null)
    {
        new NestVerifier(memories, lanes).Visit(nest.Body);
        Require(nest.Body.All().Any(static statement => statement is Store or Interleave), "the nest stores nothing");
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
            case Let let:
                Visit(let.Value);
                Require(let.Local.Lanes == 1, $"'{let.Local}' has lanes and is no total");
                Give(let.Local);
                break;
            case Total total:
                Require(total.Local.Lanes == 1 || vector is null, $"'{total.Local}' has lanes and is begun in a vector");
                Give(total.Local);
                totals.Add(total.Local, total.Reduction);
                break;
            case Accumulate accumulate:
                Visit(accumulate.Value);
                VisitLanes(accumulate.Local);
                Require(
                    values.Contains(accumulate.Local) && totals.TryGetValue(accumulate.Local, out var reduction) && reduction == accumulate.Reduction,
                    $"'{accumulate.Local}' was not begun as a {accumulate.Reduction}");
                break;
            case Store store:
                Visit(store.Value);
                VisitStore(store.Place);
                break;
            case Interleave interleave:
                foreach (var value in interleave.Values)
                    Visit(value);
                foreach (var place in interleave.Written)
                    VisitStore(place);
                Require(
                    vector is null || interleave.Place.Offset.Stride(vector.Variable) == interleave.Values.Count,
                    $"what is stored side by side in '{interleave.Place.Buffer.Name}' does not take turns");
                break;
            default:
                throw new InvalidGraphException($"no rule for {statement.GetType().Name}");
        }
    }

    private void VisitLoop(For loop)
    {
        Require(names.Add(loop.Given!.Value), $"the name '{loop.Variable}' is taken");
        Require(loop.Extent.Size > loop.First && loop.First >= 0 && loop.Step >= 1, $"the loop over '{loop.Variable}' never turns");
        Require(
            loop.Tail != Tail.None || loop.Step == 1 || (!loop.Extent.IsBatch && (loop.Extent.Size - loop.First) % loop.Step == 0),
            $"steps of {loop.Step} do not divide '{loop.Variable}', and nothing says what becomes of the last");
        Require(
            loop.Tail != Tail.Overlap || (!loop.Extent.IsBatch && loop.Limit is null && loop.Extent.Size - loop.First >= loop.Step),
            $"'{loop.Variable}' has less than one whole turn");
        Require(loop.Tail != Tail.Overlap || !loop.Accumulated().Any(), $"turns of '{loop.Variable}' overlap and add up");
        Require((loop.Tail == Tail.Rest) == (loop.Rest is not null), $"what is left of '{loop.Variable}' is not said, or is nothing");
        if (loop.Limit is { } limit)
            VisitIndex(limit.Begin);
        if (loop.IsVector)
        {
            Require(vector is null, $"the vector '{loop.Variable}' is in another");
            Require(
                !loop.Extent.IsBatch && loop.Step == 1 && loop.First == 0 && (lanes ?? loop.Extent.Size) == loop.Extent.Size,
                $"the vector '{loop.Variable}' has {loop.Extent} lanes");
            vector = loop;
        }

        loops.Add(loop.Variable, loop);
        Scoped(loop.Body);
        if (loop.Rest is not null)
        {
            inRest.Add(loop.Variable);
            Scoped(loop.Rest);
            inRest.Remove(loop.Variable);
        }

        loops.Remove(loop.Variable);
        if (loop.IsVector)
            vector = null;
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
        Require(names.Add((local.Name, local.Number)), $"the name '{local}' is taken");
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
                VisitLanes(named.Local);
                break;
            case Across across:
                Require(
                    values.Contains(across.Local) && totals.TryGetValue(across.Local, out var reduction) && reduction == across.Reduction,
                    $"'{across.Local}' was not begun as a {across.Reduction}");
                Require(across.Local.Lanes > 1 && vector is null, $"'{across.Local}' is no vector to be taken together here");
                break;
            case Compute compute:
                foreach (var argument in compute.Arguments)
                    Visit(argument);
                break;
            default:
                throw new InvalidGraphException($"no rule for {value.GetType().Name}");
        }
    }

    // A value of several lanes is one of each lane in a vector, and nothing elsewhere.
    private void VisitLanes(Local local)
        => Require(local.Lanes == 1 || vector?.Extent.Size == local.Lanes, $"'{local}' has {local.Lanes} lanes, which are not those around it");

    private void VisitStore(Place place)
    {
        Visit(place);
        var offset = place.Offset;
        foreach (var loop in loops.Values)
        {
            Require(
                loop.IsOneTurn || loop.Extent == 1 || offset.Stride(loop.Variable) != 0,
                $"every turn of '{loop.Variable}' stores the same element of '{place.Buffer.Name}'");
        }
    }

    private void Visit(Place place)
    {
        var buffer = place.Buffer;
        foreach (var index in place.Indices)
            VisitIndex(index);
        if (buffer.IsFlat)
        {
            if (memories is not null)
                VisitOffset(place, memories(buffer.Memory));
            return;
        }

        Require(
            place.Indices.Count == buffer.Extents.Count && buffer.Strides.Count == buffer.Extents.Count,
            $"'{buffer.Name}' has {buffer.Extents.Count} axes and {place.Indices.Count} indices");
        for (var axis = 0; axis < place.Indices.Count; axis++)
        {
            var (low, high) = Bounds(place.Indices[axis], isWhole: false);
            Require(low is { Batch: 0, Constant: >= 0 }, $"axis {axis} of '{buffer.Name}' is reached below its start");
            Require(IsBelow(high, buffer.Extents[axis]), $"axis {axis} of '{buffer.Name}' is reached at {high} and ends before {buffer.Extents[axis]}");
        }
    }

    private void VisitOffset(Place place, (int Start, Extent Length) memory)
    {
        // What is padded is moved in whole vectors, whatever lanes are used.
        var offset = place.Offset;
        var isWhole = place.Buffer.IsPadded && vector?.Limit is not null && offset.Stride(vector.Variable) == 1;
        var (low, high) = Bounds(offset + memory.Start, isWhole);
        Require(low is { Batch: 0, Constant: >= 0 }, $"'{place.Buffer.Name}' is reached below its start");
        Require(IsBelow(high, memory.Length), $"'{place.Buffer.Name}' is reached at {high} and ends before {memory.Length}");
        if (!isWhole)
            return;
        var row = vector!.Limit!.Begin + vector.Variable;
        Require(
            offset.Constant % vector.Extent.Size == 0
                && offset.Terms.All(term => row.Stride(term.Variable) == term.Coefficient || term.Coefficient % vector.Extent.Size == 0),
            $"the next row of '{place.Buffer.Name}' is taken for padding");
    }

    private void VisitIndex(Affine index)
    {
        foreach (var term in index.Terms)
            Require(loops.ContainsKey(term.Variable), $"'{term.Variable}' is used outside of its loop");
    }

    /// <summary>The smallest and the largest value of an index, by the loops around it and their limits.</summary>
    /// <param name="index">The index.</param>
    /// <param name="isWhole">Whether all lanes of the vector count, whatever its limit.</param>
    private (Bound Low, Bound High) Bounds(Affine index, bool isWhole)
    {
        Bound low = new(0, index.Constant), high = low;
        var terms = index.Terms.ToList();

        // What a limit bounds is below it, whatever its variables are. The innermost limit says the most.
        foreach (var loop in loops.Values.Reverse())
        {
            if (loop.IsVector && isWhole)
                continue;
            var step = loop.Tail == Tail.Rest && !inRest.Contains(loop.Variable) ? loop.Step : 1;
            if (loop.Limit is null && step == 1)
                continue;
            var bounded = loop.Span.Begin + loop.Variable;
            var factor = TimesIn(terms, bounded);
            if (factor == 0)
                continue;
            terms.RemoveAll(term => bounded.Stride(term.Variable) != 0);
            var last = (LastBelow(loop.Span.Whole) + new Bound(0, 1 - step - bounded.Constant)) * factor;
            (low, high) = factor < 0 ? (low + last, high) : (low, high + last);
        }

        foreach (var term in terms)
        {
            var first = new Bound(0, loops[term.Variable].First) * term.Coefficient;
            var last = Last(loops[term.Variable]) * term.Coefficient;
            (low, high) = term.Coefficient < 0 ? (low + last, high + first) : (low + first, high + last);
        }

        return (low, high);
    }

    /// <summary>How many times the terms of a bounded index are among others; 0 where they are not.</summary>
    private static int TimesIn(List<Term> terms, Affine bounded)
    {
        int Coefficient(Variable variable) => terms.Find(term => term.Variable == variable)?.Coefficient ?? 0;
        var factor = Coefficient(bounded.Terms[0].Variable) / bounded.Terms[0].Coefficient;
        return bounded.Terms.All(term => Coefficient(term.Variable) == factor * term.Coefficient) ? factor : 0;
    }

    private static Bound LastBelow(Extent extent) => extent.IsBatch ? new(extent.Size, -1) : new(0, extent.Size - 1);

    /// <summary>The largest value of a variable.</summary>
    private static Bound Last(For loop)
        => loop.Extent.IsBatch ? LastBelow(loop.Extent)
            : new(0, loop.Tail == Tail.Overlap ? loop.Extent.Size - loop.Step : loop.First + ((loop.Extent.Size - 1 - loop.First) / loop.Step * loop.Step));

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
