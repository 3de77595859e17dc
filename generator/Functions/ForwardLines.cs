using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>The statements that compute a procedure, and keep what the backward pass needs.</summary>
/// <param name="procedure">What is computed.</param>
/// <param name="kept">Where on the tape a variable is kept.</param>
/// <param name="frames">The frame of each loop.</param>
/// <param name="hoisted">Variables of branches that are declared before them.</param>
/// <remarks>What a variable that a loop carries is behind the loop is kept by the complement of its number: inside, it is kept by its own.</remarks>
/// <param name="counted">Loops whose rounds must be counted.</param>
internal sealed class ForwardLines(
    Procedure procedure, IReadOnlyDictionary<int, (Frame Frame, int Slot)> kept, IReadOnlyDictionary<Loop, Frame> frames, ISet<int> hoisted, Func<Loop, bool> counted)
{
    /// <summary>Loops that another one stands for, which keeps nothing: the segments between checkpoints.</summary>
    public IReadOnlyDictionary<Loop, Loop> StandIns { get; init; } = new Dictionary<Loop, Loop>();

    /// <summary>Variables of branches that are declared before them.</summary>
    private readonly HashSet<int> joined = [];

    public List<Line> Of(List<Step> steps, bool isTop = true, bool isHead = false)
    {
        var lines = new List<Line>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Let(var variable, var term):
                    lines.Add(hoisted.Contains(variable) || joined.Contains(variable) ? new Assign(variable, term) : new Declare(variable, term));
                    if (!isHead && !joined.Contains(variable))
                        KeepIf(variable, lines);
                    break;
                case Choice choice:
                    if (isTop)
                    {
                        foreach (var variable in Defined(choice.WhenTrue).Concat(Defined(choice.WhenFalse)).Where(hoisted.Contains))
                            lines.Add(new Declare(variable, Nothing(variable)));
                    }

                    foreach (var join in choice.Joins.Where(join => !hoisted.Contains(join.Variable)))
                    {
                        // One that is joined once more around is declared there.
                        if (joined.Add(join.Variable))
                            lines.Add(new Declare(join.Variable, null));
                    }

                    lines.Add(new Branch(
                        choice.Condition,
                        [.. Of(choice.WhenTrue, isTop: false), .. Ends(choice, static join => join.WhenTrue)],
                        [.. Of(choice.WhenFalse, isTop: false), .. Ends(choice, static join => join.WhenFalse)]));
                    if (!isHead)
                        choice.Joins.ForEach(join => KeepIf(join.Variable, lines));
                    break;
                case Loop loop:
                    Add(loop, lines);
                    break;
                case NewArray(var array, var length):
                    lines.Add(new TakeArray(array, length));
                    break;
                case StoreElement(var array, var index, var value):
                    lines.Add(new AssignElement(array, index, value));
                    break;
            }
        }

        return lines;
    }

    /// <summary>The variables that are assigned at the end of a branch: those that were not in it.</summary>
    private static IEnumerable<Line> Ends(Choice choice, Func<Join, Term> term)
        => choice.Joins.Where(join => term(join) is not RealTerm(Argument(var own)) || own != join.Variable).Select(join => new Assign(join.Variable, term(join)));

    private void Add(Loop loop, List<Line> lines)
    {
        if (StandIns.TryGetValue(loop, out var standIn))
            loop = standIn;
        foreach (var carried in loop.Carried)
            lines.Add(hoisted.Contains(carried.Variable) ? new Assign(carried.Variable, carried.Initial) : new Declare(carried.Variable, carried.Initial));
        var body = new List<Line>();
        if (frames.TryGetValue(loop, out var frame) && frame.Count > 0)
        {
            body.Add(new PushFrame(frame));
            foreach (var variable in loop.Carried.Select(static carried => carried.Variable).Concat(loop.Head.SelectMany(StepTree.Defined)))
                KeepIf(variable, body);
        }

        body.AddRange(Of(loop.Body, isTop: false));
        AddNext(loop, body);
        if (loop.Range is { } range)
        {
            lines.Add(new RangeLoop(range, IsBackward: false, body));
        }
        else
        {
            var isCounted = counted(loop);
            if (isCounted)
                lines.Add(new Declare(loop.Rounds, new WholeTerm(0)));
            lines.Add(new WhileLoop(Of(loop.Head, isTop: false, isHead: true), loop.Condition!, isCounted ? loop.Rounds : -1, body));
            if (isCounted)
                KeepIf(loop.Rounds, lines);
        }

        foreach (var carried in loop.Carried)
        {
            if (kept.TryGetValue(~carried.Variable, out var place))
                lines.Add(new Keep(place.Frame, place.Slot, carried.Variable));
        }
    }

    /// <summary>The variables of the next round. One that another one is computed from must not be overwritten before.</summary>
    private void AddNext(Loop loop, List<Line> lines)
    {
        var overwritten = new HashSet<int>();
        var last = new List<Line>();
        foreach (var carried in loop.Carried)
        {
            if (IsSame(carried))
                continue;
            var isLate = false;
            VariablesOf.Term(carried.Next, variable => isLate |= overwritten.Contains(variable));
            if (isLate)
            {
                var early = procedure.NewVariable("next" + Identifiers.Word(procedure.Variables[carried.Variable].Name), procedure.Variables[carried.Variable].Kind);
                lines.Add(new Declare(early, carried.Next));
                last.Add(new Assign(carried.Variable, procedure.TermOf(early)));
            }
            else
            {
                last.Add(new Assign(carried.Variable, carried.Next));
            }

            overwritten.Add(carried.Variable);
        }

        lines.AddRange(last);
    }

    private static bool IsSame(Carried carried) => carried.Next switch
    {
        RealTerm(Argument(var real)) => real == carried.Variable,
        WholeTerm(WholeVariable(var whole)) => whole == carried.Variable,
        TruthTerm(TruthVariable(var truth)) => truth == carried.Variable,
        _ => false,
    };

    private Term Nothing(int variable) => procedure.Variables[variable].Kind switch
    {
        VariableKind.Whole => new WholeTerm(0),
        VariableKind.Truth => new TruthTerm(Condition.False),
        _ => new RealTerm(0.0),
    };

    private void KeepIf(int variable, List<Line> lines)
    {
        if (kept.TryGetValue(variable, out var place))
            lines.Add(new Keep(place.Frame, place.Slot, variable));
    }

    /// <summary>What steps and the branches inside of them define.</summary>
    private static IEnumerable<int> Defined(IEnumerable<Step> steps) => steps.SelectMany(static step => step is Choice choice
        ? StepTree.Defined(step).Concat(Defined(choice.WhenTrue)).Concat(Defined(choice.WhenFalse))
        : StepTree.Defined(step));
}
