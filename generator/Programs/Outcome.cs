using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>How a statement ends. Where that depends on a parameter, it ends in several ways, each under its condition.</summary>
/// <remarks>
/// Both ways of an <c>if</c> are followed, each from the same state. Where the ways meet again their states are merged, so that what follows is
/// evaluated once. Ways that meet share what follows, so whatever walks an outcome remembers where it has been.
/// </remarks>
internal abstract class Outcome
{
    public static readonly Outcome Next = new Way(Exits.Next);

    public static readonly Outcome Break = new Way(Exits.Break);

    public static readonly Outcome Continue = new Way(Exits.Continue);

    /// <summary>One way.</summary>
    /// <param name="exit">Where it leads.</param>
    /// <param name="value">What is returned.</param>
    /// <param name="state">What the variables are at its end; null where that is the present state.</param>
    public sealed class Way(Exits exit, Value? value = null, ProgramState? state = null) : Outcome
    {
        public Exits Exit => exit;

        public Value? Value => value;

        public ProgramState? State => state;
    }

    /// <summary>Two ways or more.</summary>
    public sealed class Fork(Condition condition, Outcome whenTrue, Outcome whenFalse) : Outcome
    {
        public Condition Condition => condition;

        public Outcome WhenTrue => whenTrue;

        public Outcome WhenFalse => whenFalse;
    }

    /// <summary>The outcome in which the ways that leave by these exits go on to another.</summary>
    public Outcome Then(Outcome next, Exits exits) => Rewrite(way => (way.Exit & exits) != 0 ? next : way);

    /// <summary>The outcome in which every way that ends in the present state has that as a state of its own.</summary>
    public Outcome At(ProgramState state) => Rewrite(way => way.State is null ? new Way(way.Exit, way.Value, state) : way);

    /// <summary>What the ways come to, where ways that do not count are null.</summary>
    public T? Merge<T>(Func<Way, T?> ofWay, Func<Condition, T, T, T> merge)
        where T : class
        => Walk(ofWay, (fork, whenTrue, whenFalse) => whenTrue is null || whenFalse is null ? whenTrue ?? whenFalse : merge(fork.Condition, whenTrue, whenFalse));

    private Outcome Rewrite(Func<Way, Outcome> ofWay)
        => Walk(
            ofWay,
            static (fork, whenTrue, whenFalse) =>
                ReferenceEquals(whenTrue, whenFalse) ? whenTrue
                : ReferenceEquals(whenTrue, fork.WhenTrue) && ReferenceEquals(whenFalse, fork.WhenFalse) ? fork
                : new Fork(fork.Condition, whenTrue, whenFalse));

    private T Walk<T>(Func<Way, T> ofWay, Func<Fork, T, T, T> ofFork)
    {
        if (this is Way only)
            return ofWay(only);
        var known = new Dictionary<Outcome, T>();
        return Visit(this);

        T Visit(Outcome visited)
        {
            if (known.TryGetValue(visited, out var result))
                return result;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            return known[visited] = visited is Fork fork ? ofFork(fork, Visit(fork.WhenTrue), Visit(fork.WhenFalse)) : ofWay((Way)visited);
        }
    }
}

/// <summary>Where a statement leads: to the next one, behind the loop or switch, to the loop's next round, out of the method.</summary>
[Flags]
internal enum Exits
{
    Next = 1, Break = 2, Continue = 4, Return = 8,
}
