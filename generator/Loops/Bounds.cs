using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops;

/// <summary><c>Batch · batch + Constant</c></summary>
internal readonly record struct Bound(long Batch, long Constant)
{
    public static Bound operator +(Bound left, Bound right) => new(left.Batch + right.Batch, left.Constant + right.Constant);

    public static Bound operator *(Bound bound, int factor) => new(bound.Batch * factor, bound.Constant * factor);

    /// <summary>Whether it is below an extent, for every batch, from one sample on.</summary>
    public bool IsBelow(Extent extent)
        => extent.IsBatch
            ? Batch <= extent.Size && Batch + Constant < extent.Size
            : Batch <= 0 && Constant < extent.Size;

    public override string ToString() => $"{Batch}·batch + {Constant}";
}

/// <summary>Says which values an index takes in a statement of a nest, by the loops around it and their limits.</summary>
internal sealed class Bounds
{
    private readonly Dictionary<Variable, For> loops = [];
    private readonly HashSet<Variable> inRest = [];

    /// <summary>The loops around the statement that is looked at, the outermost first.</summary>
    public IEnumerable<For> Loops => loops.Values;

    /// <summary>The loop around the statement that has a variable.</summary>
    public For this[Variable variable] => loops[variable];

    /// <summary>Whether the statement is in a loop that has a variable.</summary>
    public bool Knows(Variable variable) => loops.ContainsKey(variable);

    /// <summary>Looks at what a loop does in each turn, and at what it does with what is left behind whole turns.</summary>
    public void Inside(For loop, Action<Statement> visit)
    {
        loops.Add(loop.Variable, loop);
        visit(loop.Body);
        if (loop.Rest is not null)
        {
            inRest.Add(loop.Variable);
            visit(loop.Rest);
            inRest.Remove(loop.Variable);
        }

        loops.Remove(loop.Variable);
    }

    /// <summary>Looks at all places of a statement, each in the loops around it, and with the vector around it.</summary>
    public void ForEachPlace(Statement statement, Action<Place, For?> visit) => ForEachPlace(statement, null, visit);

    private void ForEachPlace(Statement statement, For? vector, Action<Place, For?> visit)
    {
        if (statement is For loop)
        {
            Inside(loop, inner => ForEachPlace(inner, loop.IsVector ? loop : vector, visit));
        }
        else if (statement.Inner(0) is null)
        {
            foreach (var place in statement.Places())
                visit(place, vector);
        }
        else
        {
            for (var place = 0; statement.Inner(place) is { } inner; place++)
                ForEachPlace(inner, vector, visit);
        }
    }

    /// <summary>The smallest and the largest value of an index.</summary>
    /// <param name="index">The index.</param>
    /// <param name="placeLimit">Which lanes of a vector count, where the place says so itself.</param>
    /// <param name="vector">The vector around, where it is known: without it the limit of a place bounds nothing.</param>
    /// <param name="isWhole">Whether all lanes of the vector count, whatever its limit.</param>
    public (Bound Low, Bound High) Of(Affine index, Limit? placeLimit, For? vector, bool isWhole)
    {
        Bound low = new(0, index.Constant), high = low;
        var terms = index.Terms.ToList();

        // What a limit bounds is below it, whatever its variables are. The innermost limit says the most.
        if (placeLimit is not null && vector is not null && !isWhole)
            Take(placeLimit.Begin + vector.Variable, placeLimit.Whole, 1);
        foreach (var loop in loops.Values.Reverse())
        {
            if (loop.IsVector && isWhole)
                continue;
            var step = (loop.Tail == Tail.Rest && !inRest.Contains(loop.Variable)) || (loop.Limit is not null && HasWholeTurns(loop)) ? loop.Step : 1;
            if (loop.Limit is not null || step > 1)
                Take(loop.Span.Begin + loop.Variable, loop.Span.Whole, step);
        }

        foreach (var term in terms)
        {
            // The last turn of a part of a longer loop may begin before the part.
            var first = new Bound(0, loops[term.Variable] is { Tail: Tail.Overlap, Limit: not null, IsOfLargeTiles: false } part ? part.First - part.Step : loops[term.Variable].First) * term.Coefficient;
            var last = Last(loops[term.Variable]) * term.Coefficient;
            (low, high) = term.Coefficient < 0 ? (low + last, high + first) : (low + first, high + last);
        }

        return (low, high);

        void Take(Affine bounded, Extent whole, int step)
        {
            var factor = TimesIn(terms, bounded);
            if (factor == 0)
                return;
            terms.RemoveAll(term => bounded.Stride(term.Variable) != 0);
            var last = (LastBelow(whole) + new Bound(0, 1 - step - bounded.Constant)) * factor;
            (low, high) = factor < 0 ? (low + last, high) : (low, high + last);
        }
    }

    /// <summary>Whether each turn of a part of a longer loop ends where that does, or before it.</summary>
    private bool HasWholeTurns(For loop)
        => loop.Tail == Tail.Overlap || (loop.Tail == Tail.None && loop.Span is { Whole: { IsBatch: false } whole, Begin: var begin } && (whole.Size - begin.Constant - loop.First) % loop.Step == 0
            && begin.Terms.All(term => Knows(term.Variable) && loops[term.Variable].First * term.Coefficient % loop.Step == 0 && loops[term.Variable].Step * term.Coefficient % loop.Step == 0));

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
        => loop.Extent.IsBatch ? LastBelow(loop.Extent) + new Bound(0, loop.Tail is Tail.Overlap or Tail.None ? 1 - loop.Step : 0)
            : new(0, loop.Tail == Tail.Overlap ? loop.Extent.Size - loop.Step : loop.First + ((loop.Extent.Size - 1 - loop.First) / loop.Step * loop.Step));
}
