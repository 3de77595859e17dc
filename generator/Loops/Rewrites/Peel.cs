using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Only whole turns in a loop, and behind it what is left: so that no turn but the last has to ask how much there is. How many whole turns
/// there are may be known at run time only.
/// </summary>
internal sealed class Peel : LoopRewriter
{
    private readonly Names names;

    private Peel(Names names, Variable variable)
        : base(variable) => this.names = names;

    /// <exception cref="InvalidGraphException">All turns are alike, or have been told apart already.</exception>
    public static Nest Of(Nest nest, Variable variable) => new Peel(Names.Of(nest), variable).Rewrite(nest);

    // One loop becomes two, each of which has a first and a last turn of its own.
    protected override bool ChangesTurns(For loop) => !HasRest(loop);

    protected override Statement Change(For loop)
    {
        if (loop.Tail is not (Tail.Shorter or Tail.Overlap))
            throw new InvalidGraphException($"there is nothing to peel off '{loop.Variable}'");
        if (HasRest(loop) && loop.Tail == Tail.Overlap)
            throw new InvalidGraphException($"the last turn of '{loop.Variable}' begins before what is left, and where that is, is known at run time only");
        if (HasRest(loop))
            return loop with { Tail = Tail.Rest, Body = Endless.In(loop), Rest = Renaming.Copy(loop.Body, names) };

        var (size, count) = (loop.Extent.Size, loop.Extent.Size - loop.First);
        var end = loop.First + (count / loop.Step * loop.Step);
        if (end == loop.First)
            return loop;
        if (end == size)
            return loop with { Tail = Tail.None, Body = Endless.In(loop) };
        var last = (For)Renaming.Copy(loop, names);
        return Sequence.Of(
        [
            loop with { Extent = end, Tail = Tail.None, Body = Endless.In(loop) },
            loop.Tail == Tail.Overlap
                ? last with { First = size - loop.Step, Tail = Tail.None, Reason = $"The last vector: {Elements(size - loop.Step, size)}; {Elements(size - loop.Step, end)} {(end - size + loop.Step == 1 ? "is" : "are")} computed again, with the same result." }
                : Terms(last with { First = end, Reason = WhatIsLeft(loop, last, end), Body = Ended.In(last, size - end) }),
        ]);
    }

    /// <summary>Whether how many whole turns there are is known at run time only, so that what is left is a part of the same loop.</summary>
    private static bool HasRest(For loop) => loop.Extent.IsBatch || loop.Limit is not null;

    /// <summary>The last terms of a sum one after the other, counted as they are in the whole sum; any other last turn as it is.</summary>
    private static For Terms(For last)
        => last.Accumulated().Any() && last.Body is For { IsVector: false, Step: 1, First: 0, Limit: null, Reach: null, Rest: null, Extent.IsBatch: false } terms && last.First + terms.Extent.Size == last.Extent.Size
            ? last with { Step = 1, Tail = Tail.None, Body = InPlaceOf.In(InPlaceOf.In(terms.Body, last.Variable, last.First), terms.Variable, (Affine)last.Variable - last.First) }
            : last;

    /// <summary>What the last turn does: a part of a vector, terms of a sum that is begun outside of the loop, or results.</summary>
    private static string WhatIsLeft(For loop, For last, int end)
    {
        var size = loop.Extent.Size;
        if (last.All().OfType<For>().Any(static inner => inner.Transposed is not null))
            return $"The rest, less than a block: {Turns(loop.Variable.Name)}.";
        if (IsOfVectors(last))
            return $"The rest, less than a vector: {Elements(end, size)}.";
        if (loop.Accumulated().Any())
            return $"The last {(size - end == 1 ? "term" : "terms")} of the sum: {Turns(loop.Variable.Name)}.";
        return loop.Variable.InPanels is { } word
            ? $"The last panel, {Turns(word)}: {Numbers.Text(size - end)} of {Numbers.Text(loop.Step)}."
            : $"The last tile, {Turns(loop.Variable.Name)}: {Numbers.Text(size - end)} of {Numbers.Text(loop.Step)}.";

        string Turns(string word) => size - end == 1 ? $"{word} {Numbers.Text(end)}" : $"{Counts.Plural(word)} {Numbers.Text(end)} to {Numbers.Text(size - 1)}";
    }

    /// <summary>Whether a turn is a vector, or several of them, and not some terms of a sum.</summary>
    private static bool IsOfVectors(For loop)
        => loop.Body.All().OfType<For>().Any(inner => inner.IsVector && inner.Span.Begin.Stride(loop.Variable) != 0) || loop.Body.Places().Any(place => place.Limit?.Begin.Stride(loop.Variable) is not (null or 0));

    /// <summary><c>elements 4 to 11</c></summary>
    private static string Elements(int from, int to) => to - from == 1 ? $"element {Numbers.Text(from)}" : $"elements {Numbers.Text(from)} to {Numbers.Text(to - 1)}";

    /// <summary>Gives the loops that the last turn has a part of the length of that part. A vector has all its lanes.</summary>
    private sealed class Ended(Limit limit, int count) : NestRewriter
    {
        public static Statement In(For loop, int count) => new Ended(loop.Span with { Begin = loop.Span.Begin + loop.Variable }, count).Visit(loop.Body);

        protected override Statement Visit(Statement statement)
            => base.Visit(
                statement is For { IsVector: false, Step: 1 } loop && loop.Limit == limit && loop.Extent.Size > count
                    ? loop with { Extent = count, Limit = null, Least = 1 }
                    : statement);
    }

    /// <summary>Takes the limits away that a whole turn does not meet.</summary>
    private sealed class Endless(Limit limit, int step) : NestRewriter
    {
        public static Statement In(For loop)
            => new Endless(loop.Span with { Begin = loop.Span.Begin + loop.Variable }, loop.Step).Visit(loop.Body);

        protected override Statement Visit(Statement statement)
            => base.Visit(
                statement is For loop && loop.Limit == limit && !loop.Extent.IsBatch && loop.Extent.Size <= step
                    ? loop with { Limit = null, Least = 1 }
                    : statement);
    }
}
