namespace NetGen.Generator.Scalars;

/// <summary>
/// What one condition says of another: relu(x) ≤ 0 is x ≤ 0, and inside of a branch nobody asks again what has led there. A NaN goes where it went before:
/// every comparison with it is false, except ≠.
/// </summary>
internal partial class Simplifier
{
    // How deep selections are searched, so that the cost of each stays within a bound.
    private const int DeepestSearch = 4;

    /// <summary>A comparison.</summary>
    private sealed record Test(Comparison Comparison, Scalar Left, Scalar Right);

    /// <summary>Whether something holds: where a comparison is true or false, as <paramref name="Is"/> says; without a comparison, it holds everywhere or nowhere.</summary>
    private readonly record struct Answer(Test? Of, bool Is);

    private Scalar Choose(Answer answer, Scalar whenTrue, Scalar whenFalse)
    {
        var (yes, no) = answer.Is ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
        return answer.Of is { } test ? Choose(test.Comparison, test.Left, test.Right, yes, no) : yes;
    }

    /// <summary>The one comparison that a comparison of a selection with a constant comes to; null where there is none.</summary>
    private static Answer? Ask(Comparison comparison, Scalar left, Scalar right)
        => left is Select && right is Constant ? Ask(comparison, left, right, [], DeepestSearch) : null;

    private static Answer? Ask(Comparison comparison, Scalar left, Scalar right, IReadOnlyList<Answer> facts, int depth)
    {
        if (left is Constant(var x) && right is Constant(var y))
            return new Answer(null, comparison.Holds(x, y));
        if (left is not Select select)
            return new Test(comparison, left, right) is var own && Known(own, facts) is { } known ? new Answer(null, known) : new Answer(own, true);
        if (depth == 0)
            return null;
        var condition = new Test(select.Comparison, select.Left, select.Right);
        if (Known(condition, facts) is { } way)
            return Ask(comparison, way ? select.WhenTrue : select.WhenFalse, right, facts, depth - 1);
        var (isTrue, isFalse) = (new Answer(condition, true), new Answer(condition, false));
        if (Ask(comparison, select.WhenTrue, right, [.. facts, isTrue], depth - 1) is not { } yes
            || Ask(comparison, select.WhenFalse, right, [.. facts, isFalse], depth - 1) is not { } no)
            return null;
        return (yes.Of, no.Of) switch
        {
            (null, null) => yes.Is == no.Is ? yes : new Answer(condition, yes.Is),
            // One of both is right in the other's branch, too.
            (null, { } test) when Known(test, [isTrue]) is { } holds && (holds == no.Is) == yes.Is => no,
            ({ } test, null) when Known(test, [isFalse]) is { } holds && (holds == yes.Is) == no.Is => yes,
            _ => null,
        };
    }

    /// <summary>A branch, without the conditions that are decided where it is chosen.</summary>
    private Scalar Where(Test condition, bool holds, Scalar branch) => Where([new Answer(condition, holds)], branch, DeepestSearch);

    private Scalar Where(Answer[] fact, Scalar branch, int depth)
    {
        if (branch is not Select select || depth == 0)
            return branch;
        if (Known(new Test(select.Comparison, select.Left, select.Right), fact) is { } way)
            return Where(fact, way ? select.WhenTrue : select.WhenFalse, depth - 1);
        var (left, right) = (Where(fact, select.Left, depth - 1), Where(fact, select.Right, depth - 1));
        var (whenTrue, whenFalse) = (Where(fact, select.WhenTrue, depth - 1), Where(fact, select.WhenFalse, depth - 1));
        return ReferenceEquals(left, select.Left) && ReferenceEquals(right, select.Right)
            && ReferenceEquals(whenTrue, select.WhenTrue) && ReferenceEquals(whenFalse, select.WhenFalse)
            ? branch : Choose(select.Comparison, left, right, whenTrue, whenFalse);
    }

    /// <summary>Whether a comparison holds where some others are known; null where they do not say so.</summary>
    private static bool? Known(Test test, IReadOnlyList<Answer> facts)
    {
        foreach (var fact in facts)
        {
            if (fact.Of is not { } known || !ReferenceEquals(known.Left, test.Left))
                continue;
            if (known.Comparison == test.Comparison && ReferenceEquals(known.Right, test.Right))
                return fact.Is;
            if (known.Right is not Constant(var bound) || test.Right is not Constant(var other)
                || Interval.Split(known.Comparison, bound) is not var (holds, holdsNot) || Interval.Split(test.Comparison, other) is not var (asked, askedNot))
            {
                continue;
            }

            if ((fact.Is ? holds : holdsNot).IsWithin(askedNot))
                return false;
            // What is not known to hold may be NaN, of which nothing holds.
            if (fact.Is && holds.IsWithin(asked))
                return true;
        }

        return null;
    }
}
