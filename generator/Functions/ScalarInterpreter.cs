using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Evaluates a differentiable function with its parameters left open: what it computes becomes one expression over them. Its loops are unrolled, its
/// calls inlined, and where a condition depends on a parameter the values of both ways are chosen between.
/// </summary>
/// <param name="program">The function and what it calls.</param>
/// <param name="isSingle">Whether it computes with floats, and not with doubles.</param>
/// <param name="mostOperations">How many operations it may have.</param>
internal partial class ScalarInterpreter(ProgramModel program, bool isSingle, int mostOperations = ScalarBuilder.MostOperations) : Interpreter(program, new EvaluationBudget())
{
    private readonly ScalarBuilder build = new(isSingle, mostOperations);

    /// <summary>What builds the expressions.</summary>
    protected ScalarBuilder Build => build;
    private readonly List<(string Name, Scalar Value)> named = [];

    /// <summary>How many of the calls that are running are of other methods of the project, whose locals give no names to what is computed.</summary>
    private int foreignCalls;

    /// <summary>Where the outermost of them was called.</summary>
    private int foreignPlace;

    protected override string Subject => "function";

    /// <summary>How many rounds are written out of a loop that may end before each of them.</summary>
    private const int MostOpenRounds = 64;

    private int openRounds;

    /// <summary>Whether a loop is written out that may end before any round, but has an end: each of its rounds is a choice.</summary>
    public bool WritesOpenLoopsOut { get; init; }

    /// <summary>What the function computes.</summary>
    /// <exception cref="EvaluationException">It cannot be evaluated.</exception>
    public FunctionBody Run()
    {
        try
        {
            var parameters = Program.Methods[0].Parameters;
            var kind = isSingle ? ConstantKind.Single : ConstantKind.Double;
            var value = Call(0, [.. parameters.Select((_, index) => new OpenNumber(build.Argument(index), kind))], name: null, place: -1);
            CheckSize(-1);
            // Whatever else it returns is an error of C#.
            var result = ScalarOf(value) ?? throw EvaluationException.ToldElsewhere(-1);
            var used = Reachable(result);
            // Numbers may also be computed, by loops and calls.
            if (isSingle && used.OfType<Constant>().FirstOrDefault(static constant => SingleRange.Becomes(constant.Value) is "0" or "infinite") is { } outside)
                throw new EvaluationException(ProblemKind.NoSingle, -1, Numbers.Text(outside.Value), SingleRange.Becomes(outside.Value)!, SingleRange.Text);
            var kept = named.Where(local => used.Contains(local.Value)).ToArray();
            return new(ScalarList.Of([result, .. kept.Select(static local => local.Value)]), kept.Select(static local => local.Name).ToEquatableArray());
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooLarge(-1);
        }
    }

    protected override Value Call(int method, IReadOnlyList<Value> arguments, string? name, int place)
    {
        CheckSize(place);
        var called = Program.Methods[method];
        if (called.Origin is MethodOrigin.Root or MethodOrigin.Local)
            return base.Call(method, arguments, name, place);

        if (foreignCalls == 0)
            foreignPlace = place;
        foreignCalls++;
        Value value;
        try
        {
            value = base.Call(method, arguments, name, place);
        }
        catch (EvaluationException exception) when (called.Origin == MethodOrigin.Marked && exception.Kind is not null and not ProblemKind.FunctionTooLarge)
        {
            throw EvaluationException.ToldElsewhere(place);
        }

        foreignCalls--;
        if (foreignCalls == 0)
            Name(Identifiers.Camel(called.Name), value);
        CheckSize(place);
        return value;
    }

    protected override void Round(int place)
    {
        base.Round(place);
        CheckSize(place);
    }

    protected override Outcome OpenRound(Condition open, int place, Func<Outcome> goOn)
    {
        if (!WritesOpenLoopsOut)
            return base.OpenRound(open, place, goOn);
        if (openRounds == MostOpenRounds)
        {
            throw new EvaluationException(
                ProblemKind.DependsOnParameter, place, "How often the loop runs",
                $"let it end after at most {Counts.Text(MostOpenRounds)} rounds, as 'for (var i = 0; i < 8; i++)' with 'break' and 'while (error > 0.001f && i++ < 8)' do");
        }

        openRounds++;
        try
        {
            return Follow(open, place, goOn, static () => Outcome.Next);
        }
        finally
        {
            openRounds--;
        }
    }

    protected override Value OnAssigned(int local, Value value)
    {
        if (foreignCalls == 0 && Program.Locals[local].Name is { Length: > 0 } name)
            Name(name, value);
        return value;
    }

    /// <summary>Remembers what a value is called.</summary>
    private void Name(string name, Value value)
    {
        var scalar = value switch
        {
            OpenNumber { Kind: var kind, Scalar: var open } when kind.IsReal() => open,
            NumberValue { Exact: { } exact } => exact,
            _ => null,
        };
        if (scalar is not (null or Argument or Scalars.Constant))
            named.Add((name, scalar));
    }

    protected void CheckSize(int place)
    {
        if (build.IsTooLarge)
            throw TooLarge(place);
    }

    /// <summary>It may be only together that methods are too large: then it is told of the one that calls.</summary>
    protected EvaluationException TooLarge(int place) => new(
        ProblemKind.FunctionTooLarge,
        foreignCalls > 0 ? foreignPlace : place,
        Program.Methods[0].Name,
        Counts.Text(mostOperations),
        Counts.Text(ScalarBuilder.DeepestNesting));

    private static HashSet<Scalar> Reachable(Scalar root)
    {
        var nodes = new HashSet<Scalar>(ReferenceComparer.Instance);
        new ScalarRewriter(node =>
        {
            nodes.Add(node);
            return node;
        }).Rewrite(root);
        return nodes;
    }
}
