using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>How the backward pass comes to the values of the forward pass: what is cheap is computed once more, the rest is kept, on the tape or in a variable.</summary>
internal sealed class KeptValues(Procedure procedure)
{
    /// <summary>How many operations a value may have that is computed once more.</summary>
    private const int LargestComputedAgain = 6;

    private readonly Dictionary<int, (Frame Frame, int Slot)> places = [];

    /// <summary>Arrays of the function's own that are as they were when they were read: nothing is stored there afterwards.</summary>
    private readonly HashSet<int> lasting = Lasting(procedure);

    /// <summary>Where on the tape a variable is kept.</summary>
    public IReadOnlyDictionary<int, (Frame Frame, int Slot)> Places => places;

    /// <summary>What the rounds of each loop keep.</summary>
    public Dictionary<Loop, Frame> Frames { get; } = new(SameLoop.Instance);

    /// <summary>Variables of branches that are declared before them.</summary>
    public HashSet<int> Hoisted { get; } = [];

    /// <summary>What steps define, in their order: each variable with what it is computed as, where that is known, and the key by which it is kept.</summary>
    public static IEnumerable<(int Variable, Term? Term, int Key)> Definitions(List<Step> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, var term):
                    yield return (variable, term, variable);
                    break;
                case Choice choice:
                    foreach (var join in choice.Joins)
                        yield return (join.Variable, null, join.Variable);
                    break;
                case Loop loop:
                    foreach (var carried in loop.Carried)
                        yield return (carried.Variable, null, ~carried.Variable);
                    if (loop.Rounds >= 0)
                        yield return (loop.Rounds, null, loop.Rounds);
                    break;
            }
        }
    }

    /// <summary>Gives lines of the backward pass the values of the forward pass that they read: computed once more, or kept.</summary>
    public void Provide(List<(int Variable, Term? Term, int Key)> definitions, List<Line> lines, Region region)
    {
        var needed = new HashSet<int>();
        LineVariables.Free(lines, variable => needed.Add(variable));
        var terms = new Dictionary<int, Term?>();
        foreach (var (variable, term, _) in definitions)
            terms[variable] = term;
        var prelude = new List<Line>();
        for (var index = definitions.Count - 1; index >= 0; index--)
        {
            var (variable, term, key) = definitions[index];
            if (!needed.Contains(variable))
                continue;
            if (term is not null && IsComputedAgain(term, variable => !terms.ContainsKey(variable) || needed.Contains(variable), terms))
            {
                VariablesOf.Term(term, read => needed.Add(read));
                prelude.Add(new Declare(variable, term));
            }
            else if (region.Frame is { } frame)
            {
                var slot = frame.Take(procedure.Variables[variable].Kind == VariableKind.Whole ? procedure.Number.NumbersOfWhole : 1);
                places[key] = (frame, slot);
                prelude.Add(new Recall(frame, slot, variable));
            }
            else
            {
                Hoisted.Add(variable);
            }
        }

        prelude.Reverse();
        lines.InsertRange(0, prelude);
    }

    private static HashSet<int> Lasting(Procedure procedure)
    {
        var lasting = new HashSet<int>(procedure.Steps.OfType<NewArray>().Select(static own => own.Array));
        var isRead = new HashSet<int>();
        foreach (var step in procedure.Steps)
        {
            foreach (var inner in StepTree.All([step]))
            {
                if (inner is Let(_, ElementTerm(var read, _, _)))
                    isRead.Add(read);
            }

            // What one step reads and stores is not the same behind it.
            foreach (var store in StepTree.All([step]).OfType<StoreElement>().Where(store => isRead.Contains(store.Array)))
                lasting.Remove(store.Array);
        }

        return lasting;
    }

    /// <summary>Whether a value costs little, and nothing else has to be kept for it.</summary>
    private bool IsComputedAgain(Term term, Func<int, bool> isThere, Dictionary<int, Term?> terms)
    {
        if (term is ElementTerm { Array: var array } && procedure.Arrays[array].Use != ArrayUse.Read && !lasting.Contains(array))
            return false;
        if (term is RealTerm(var scalar) && (Costs.HasExpensive(scalar) || ScalarSize.Of(scalar) > LargestComputedAgain))
            return false;
        var isAgain = true;
        VariablesOf.Term(term, read => isAgain = isAgain && (isThere(read) || (terms[read] is { } inner && IsComputedAgain(inner, isThere, terms))));
        return isAgain;
    }
}

/// <summary>A loop as a key: what is in it is not compared.</summary>
internal sealed class SameLoop : IEqualityComparer<Loop>
{
    public static readonly SameLoop Instance = new();

    public bool Equals(Loop x, Loop y) => ReferenceEquals(x, y);

    public int GetHashCode(Loop loop) => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(loop);
}
