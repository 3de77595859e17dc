using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Where a statement leads: what can come of it, and under which conditions.</summary>
/// <remarks>
/// Both ways of an <c>if</c> are followed, each with the locals as they are there. Where the ways meet again the locals are merged, so
/// that what follows is read once.
/// </remarks>
internal abstract class Outcome
{
    /// <summary>The function returns.</summary>
    public sealed class Return(Value value) : Outcome
    {
        public Value Value { get; } = value;
    }

    /// <summary>The method goes on: behind the statement, behind the loop, or with the loop's next step.</summary>
    public sealed class Continue(Exit exit, ImmutableDictionary<ISymbol, Value> locals) : Outcome
    {
        public Exit Exit { get; } = exit;

        public ImmutableDictionary<ISymbol, Value> Locals { get; } = locals;
    }

    /// <summary>It depends.</summary>
    public sealed class Branch(Condition condition, Outcome whenTrue, Outcome whenFalse) : Outcome
    {
        public Condition Condition { get; } = condition;

        public Outcome WhenTrue { get; } = whenTrue;

        public Outcome WhenFalse { get; } = whenFalse;
    }
}

/// <summary>By which way a statement is left.</summary>
internal enum Exit
{
    /// <summary>To the next statement.</summary>
    Next,

    /// <summary>By <c>break</c>.</summary>
    Break,

    /// <summary>By <c>continue</c>.</summary>
    NextStep,
}

/// <summary>
/// What can be done with outcomes; values are merged by whoever knows how. Ways that meet share what follows, so whatever walks an outcome
/// remembers where it has been.
/// </summary>
internal sealed class OutcomeMerger(Func<Condition, Value, Value, Value> merge)
{
    /// <summary>The locals where the ways that leave by these exits meet; null where none does.</summary>
    public ImmutableDictionary<ISymbol, Value>? Locals(Outcome outcome, params Exit[] exits)
        => Walk<ImmutableDictionary<ISymbol, Value>?>(
            outcome,
            leaf => leaf is Outcome.Continue way && exits.Contains(way.Exit) ? way.Locals : null,
            (branch, whenTrue, whenFalse) =>
                whenTrue is null || whenFalse is null ? whenTrue ?? whenFalse : Merge(branch.Condition, whenTrue, whenFalse));

    /// <summary>The outcome in which the ways that leave by these exits go on to another.</summary>
    public static Outcome Then(Outcome outcome, Outcome next, params Exit[] exits)
        => Walk(
            outcome,
            leaf => leaf is Outcome.Continue way && exits.Contains(way.Exit) ? next : leaf,
            (branch, whenTrue, whenFalse) =>
                ReferenceEquals(whenTrue, whenFalse) ? whenTrue
                : ReferenceEquals(whenTrue, branch.WhenTrue) && ReferenceEquals(whenFalse, branch.WhenFalse) ? branch
                : new Outcome.Branch(branch.Condition, whenTrue, whenFalse));

    /// <summary>What is returned.</summary>
    public Value Result(Outcome outcome)
        => Walk(
            outcome,
            leaf => leaf is Outcome.Return returned ? returned.Value : Value.Unknown,
            (branch, whenTrue, whenFalse) => merge(branch.Condition, whenTrue, whenFalse));

    private static T Walk<T>(Outcome outcome, Func<Outcome, T> ofLeaf, Func<Outcome.Branch, T, T, T> ofBranch)
    {
        var known = new Dictionary<Outcome, T>();
        return Visit(outcome);

        T Visit(Outcome visited)
        {
            if (visited is not Outcome.Branch branch)
                return ofLeaf(visited);
            if (known.TryGetValue(branch, out var result))
                return result;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            return known[branch] = ofBranch(branch, Visit(branch.WhenTrue), Visit(branch.WhenFalse));
        }
    }

    private ImmutableDictionary<ISymbol, Value> Merge(
        Condition condition, ImmutableDictionary<ISymbol, Value> whenTrue, ImmutableDictionary<ISymbol, Value> whenFalse)
    {
        var merged = whenTrue.ToBuilder();
        foreach (var local in whenFalse)
            merged[local.Key] = whenTrue.TryGetValue(local.Key, out var other) ? merge(condition, other, local.Value) : local.Value;
        return merged.ToImmutable();
    }
}
