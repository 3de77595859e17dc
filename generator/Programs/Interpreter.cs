using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>
/// Evaluates a program at compile time: takes its loops, inlines its calls, and computes whatever is known. What is not known is up to the
/// derived class: tensors become nodes of a graph, parameters of a differentiable function become expressions. Where a condition is not known, both ways are
/// followed. It ends at the first mistake, since whatever follows from one is not another.
/// </summary>
/// <param name="program">What is evaluated.</param>
/// <param name="budget">What it may use.</param>
internal abstract partial class Interpreter(ProgramModel program, EvaluationBudget budget)
{
    private readonly StaticFields fields = new(program.Fields);
    private readonly Value?[] locals = new Value?[program.Locals.Count];
    private readonly int[][] ownLocals = [.. OwnLocals(program)];
    private readonly bool[] isRunning = new bool[program.Methods.Count];
    private int depth;
    private int innermostLoop = -1;

    protected ProgramModel Program => program;

    protected EvaluationBudget Budget => budget;

    /// <summary>How many methods are running inside of one another.</summary>
    protected int Depth
    {
        get => depth;
        set => depth = value;
    }

    /// <summary>What is evaluated, as messages call it: <c>forward method</c>.</summary>
    protected abstract string Subject { get; }

    /// <summary>Calls a method.</summary>
    /// <param name="name">What its value is called, where a variable is to hold it.</param>
    protected virtual Value Call(int method, IReadOnlyList<Value> arguments, string? name, int place)
    {
        if (depth > EvaluationLimits.Calls)
            throw EvaluationBudget.TooMany(place, EvaluationLimits.Calls, EvaluationBudget.NestedCalls);
        var called = program.Methods[method];
        foreach (var local in ownLocals[method])
            locals[local] = null;
        for (var index = 0; index < called.Parameters.Count; index++)
            locals[called.Parameters[index]] = OnBound(called.Parameters[index], arguments[index]);

        depth++;
        isRunning[method] = true;
        var outcome = Execute(called.Body);
        // Its own locals are of no use any more; those around a local function are.
        isRunning[method] = false;
        Resume(outcome, Exits.Return | Exits.Next, called.Body);
        depth--;
        return outcome.Merge(static way => way.Value ?? new NullValue(), Merge)!;
    }

    /// <summary>Evaluates a line.</summary>
    /// <param name="source">The line as it is written, where it is known.</param>
    /// <param name="evaluate">Evaluates it.</param>
    protected virtual Value? Line(string? source, Func<Value?> evaluate) => evaluate();

    /// <summary>A local variable is read.</summary>
    protected virtual void OnRead(int local, Value value)
    {
    }

    protected Outcome Execute(Statement statement)
    {
        switch (statement)
        {
            case BlockStatement block:
                return Sequence(block.Statements);
            case ExpressionStatement { Expression: var expression } line:
                Line(line.Source, () => Evaluate(expression));
                return Outcome.Next;
            case IfStatement choice:
                return Choose(choice.Condition, () => Execute(choice.WhenTrue), () => choice.WhenFalse is { } other ? Execute(other) : Outcome.Next);
            case ForStatement loop:
                return Execute(loop);
            case ForEachStatement loop:
                return Execute(loop);
            case SwitchStatement choice:
                Evaluate(choice.Subject);
                return Leave(Execute(choice, 0), choice);
            case JumpStatement { Jump: var jump }:
                return jump == Jump.Break ? Outcome.Break : Outcome.Continue;
            case ReturnStatement { Value: var value } line:
                return new Outcome.Way(Exits.Return, Line(line.Source, () => value is null ? null : Result(value)));
            default:
                throw new NotSupportedException($"no rule for {statement.GetType().Name}");
        }
    }

    protected Outcome Sequence(EquatableArray<Statement> statements)
    {
        var outcome = Outcome.Next;
        foreach (var statement in statements)
        {
            // Where no way leads on, C# has warned that the rest is never reached.
            if (!Resume(outcome, Exits.Next, statement))
                break;
            outcome = outcome.Then(Execute(statement), Exits.Next);
        }

        return outcome;
    }

    /// <summary>Takes a loop round by round.</summary>
    protected virtual Outcome Execute(ForStatement loop)
    {
        var around = innermostLoop;
        var outcome = Sequence(loop.Before);
        innermostLoop = loop.Place;
        if (Resume(outcome, Exits.Next, loop))
            outcome = outcome.Then(Rounds(loop, Conjuncts(loop.Condition), 0), Exits.Next);
        innermostLoop = around;
        return Leave(outcome, loop);
    }

    /// <summary>The rounds of a loop from here on.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="conditions">What must all hold for a round, asked one after the other.</param>
    /// <param name="first">The first of them that is not yet known to hold for this round.</param>
    private Outcome Rounds(ForStatement loop, IReadOnlyList<Expression> conditions, int first)
    {
        var outcome = Outcome.Next;
        for (; Resume(outcome, Exits.Next, loop); first = 0)
        {
            for (var index = first; index < conditions.Count; index++)
            {
                var next = index + 1;
                if (Truth(conditions[index]) is { } open)
                    return outcome.Then(OpenRound(open, conditions[index].Place, () => Rounds(loop, conditions, next)), Exits.Next);
                if (!isTrue)
                    return outcome;
            }

            outcome = outcome.Then(OneRound(loop), Exits.Next);
        }

        return outcome;
    }

    /// <summary>What must all hold where a condition does: the second of two is asked only where the first holds.</summary>
    private static IReadOnlyList<Expression> Conjuncts(Expression? condition) => condition switch
    {
        null => [],
        BinaryExpression both when both.Steps.All(static step => step.Operator == BinaryOperator.AndAlso) => [both.First, .. both.Steps.Select(static step => step.Right)],
        _ => [condition],
    };

    private Outcome OneRound(ForStatement loop)
    {
        Round(loop.Place);
        var outcome = Execute(loop.Body);
        innermostLoop = loop.Place;
        return Resume(outcome, Exits.Next | Exits.Continue, loop) ? outcome.Then(Sequence(loop.After), Exits.Next | Exits.Continue) : outcome;
    }

    /// <summary>What becomes of a loop where it is not known whether there is another round.</summary>
    /// <param name="open">The condition of the next round.</param>
    /// <param name="place">Where it stands.</param>
    /// <param name="goOn">Takes the next round, and those after it.</param>
    protected virtual Outcome OpenRound(Condition open, int place, Func<Outcome> goOn)
        => throw new EvaluationException(ProblemKind.DependsOnParameter, place, "How often the loop runs", "let it run to a constant, and use 'if' inside");

    /// <summary>Takes the items of a collection one by one.</summary>
    protected virtual Outcome Execute(ForEachStatement loop)
    {
        var around = innermostLoop;
        innermostLoop = loop.Place;
        var outcome = Outcome.Next;
        foreach (var item in Items(Evaluate(loop.Collection), loop.Collection.Place, loop.Place))
        {
            Round(loop.Place);
            Bind(loop, item);
            outcome = outcome.Then(Execute(loop.Body), Exits.Next);
            innermostLoop = loop.Place;
            if (!Resume(outcome, Exits.Next | Exits.Continue, loop))
                break;
            outcome = outcome.Then(Outcome.Next, Exits.Next | Exits.Continue);
        }

        innermostLoop = around;
        return Leave(outcome, loop);
    }

    /// <summary>The variables of a loop over items hold one of them.</summary>
    protected void Bind(ForEachStatement loop, Value item) => Store(Locate(loop.Variable), Convert(item, loop.Conversion, loop.Place));

    /// <summary>Those that leave a loop or a switch by <c>break</c> go on behind it, as those do that leave it at its end.</summary>
    private Outcome Leave(Outcome outcome, Statement statement)
        => Resume(outcome, Exits.Next | Exits.Break, statement) ? outcome.Then(Outcome.Next, Exits.Next | Exits.Break) : outcome;

    /// <summary>What 'foreach' goes through: of an array its elements as they are when it comes to them, and of anything else what must not change in between.</summary>
    private static IEnumerable<Value> Items(Value collection, int place, int loop)
    {
        var query = LibraryCall.Query(collection, place);
        for (var index = 0; ; index++)
        {
            if (collection is not ListValue { IsArray: true } && query.HasChanged)
                throw new EvaluationException(ProblemKind.ImpossibleConstant, loop, "The collection that 'foreach' goes through is changed in it");
            if (index >= query.Items.Count)
                break;
            yield return query.Items[index];
        }
    }

    /// <summary>The sections of a switch from one on: the first whose condition holds, or else the default.</summary>
    private Outcome Execute(SwitchStatement choice, int section)
    {
        if (section == choice.Sections.Count)
            return choice.Sections.FirstOrDefault(static other => other.Condition is null) is { } otherwise ? Execute(otherwise.Body) : Outcome.Next;
        return choice.Sections[section].Condition is { } condition
            ? Choose(condition, () => Execute(choice.Sections[section].Body), () => Execute(choice, section + 1))
            : Execute(choice, section + 1);
    }

    /// <summary>One of two ways, or both where it is not known which.</summary>
    private Outcome Choose(Expression condition, Func<Outcome> whenTrue, Func<Outcome> whenFalse)
    {
        if (Truth(condition) is not { } open)
            return isTrue ? whenTrue() : whenFalse();
        return Follow(open, condition.Place, whenTrue, whenFalse);
    }

    /// <summary>Both ways of a statement, where the condition is not known.</summary>
    protected virtual Outcome Follow(Condition open, int place, Func<Outcome> whenTrue, Func<Outcome> whenFalse)
    {
        var before = ProgramState.Of(locals);
        var first = whenTrue();
        first = first.At(ProgramState.Of(locals));
        before.Restore(locals);
        var second = whenFalse();
        return new Outcome.Fork(open, first, second.At(ProgramState.Of(locals)));
    }

    /// <summary>One of two values, or both where it is not known which.</summary>
    private Value Choose(Expression condition, Func<Value> whenTrue, Func<Value> whenFalse)
    {
        if (Truth(condition) is not { } open)
            return isTrue ? whenTrue() : whenFalse();
        return FollowValues(open, condition.Place, whenTrue, whenFalse);
    }

    /// <summary>Both of two values, where the condition is not known.</summary>
    protected virtual Value FollowValues(Condition open, int place, Func<Value> whenTrue, Func<Value> whenFalse)
    {
        var before = ProgramState.Of(locals);
        var first = whenTrue();
        var afterFirst = ProgramState.Of(locals);
        before.Restore(locals);
        var second = whenFalse();
        Meet(open, afterFirst, ProgramState.Of(locals), place).Restore(locals);
        return Merge(open, first, second);
    }

    /// <summary>The value of a condition that was known.</summary>
    protected bool IsTrue => isTrue;

    private bool isTrue;

    /// <summary>A condition that is not known, or null where it is.</summary>
    protected Condition? Truth(Expression condition)
    {
        switch (Evaluate(condition))
        {
            case NumberValue { Kind: ConstantKind.Boolean } truth:
                isTrue = truth.IsTrue;
                return null;
            case OpenTruth(var open):
                return open;
            default:
                throw EvaluationException.Unknown(condition.Place);
        }
    }

    /// <summary>Goes on where the ways that leave by these exits meet; false where there is none.</summary>
    private bool Resume(Outcome outcome, Exits exits, Statement around)
    {
        if (outcome is Outcome.Way only)
        {
            if ((only.Exit & exits) == 0)
                return false;
            only.State?.Restore(locals);
            return true;
        }

        ProgramState? present = null;
        var state = outcome.Merge(
            way => (way.Exit & exits) == 0 ? null : way.State ?? (present ??= ProgramState.Of(locals)),
            (condition, whenTrue, whenFalse) => ReferenceEquals(whenTrue, whenFalse) ? whenTrue : Meet(condition, whenTrue, whenFalse, PlaceOf(around)));
        if (state is null)
            return false;
        if (!ReferenceEquals(state, present))
            state.Restore(locals);
        return true;
    }

    /// <summary>The present state.</summary>
    protected ProgramState Present() => ProgramState.Of(locals);

    /// <summary>Goes back to a state.</summary>
    protected void Restore(ProgramState state) => state.Restore(locals);

    /// <summary>What a local holds; null where it is not assigned.</summary>
    protected Value? Held(int local) => locals[local];

    /// <summary>Gives a local another value, which is not an assignment of the program's.</summary>
    protected void Hold(int local, Value? value) => locals[local] = value;

    /// <summary>The state where two ways meet.</summary>
    protected ProgramState Meet(
        ProgramState whenTrue, ProgramState whenFalse, int place, Func<Value, Value, Value> merge, Func<Value?, Value?, Value?>? missing = null)
    {
        try
        {
            return ProgramState.Merge(whenTrue, whenFalse, local => program.Locals[local].Method is var method && (method < 0 || isRunning[method]), merge, missing);
        }
        catch (UndecidedLengthException)
        {
            throw new EvaluationException(ProblemKind.DependsOnParameter, place, "How many items a list has", "let it have them all, and choose their values by a condition");
        }
    }

    private ProgramState Meet(Condition condition, ProgramState whenTrue, ProgramState whenFalse, int place)
        => Meet(whenTrue, whenFalse, place, (left, right) => Merge(condition, left, right));

    private int PlaceOf(Statement statement) => statement switch
    {
        ForStatement loop => loop.Place,
        ForEachStatement loop => loop.Place,
        ExpressionStatement expression => expression.Expression.Place,
        IfStatement choice => choice.Condition.Place,
        SwitchStatement choice => choice.Subject.Place,
        ReturnStatement { Value: { } value } => value.Place,
        BlockStatement { Statements: { Count: > 0 } statements } => PlaceOf(statements[0]),
        _ => innermostLoop,
    };

    /// <summary>Another round of a loop begins.</summary>
    protected virtual void Round(int place) => Step(place);

    protected void Step(int place, int count = 1)
    {
        if (!budget.Step(count))
            throw new EvaluationException(ProblemKind.EndlessLoop, innermostLoop >= 0 ? innermostLoop : place, Subject, Counts.Text(EvaluationLimits.Steps));
    }

    /// <summary>The locals of each method.</summary>
    private static IEnumerable<int[]> OwnLocals(ProgramModel program)
    {
        var own = program.Methods.Select(static _ => new List<int>()).ToArray();
        for (var local = 0; local < program.Locals.Count; local++)
        {
            if (program.Locals[local].Method >= 0)
                own[program.Locals[local].Method].Add(local);
        }

        return own.Select(static locals => locals.ToArray());
    }
}
