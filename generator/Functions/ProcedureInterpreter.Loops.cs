using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Loops: those of a few rounds are unrolled, as one would write them by hand, and so are those that need to be; the others stay loops.</summary>
internal sealed partial class ProcedureInterpreter
{
    /// <summary>How many rounds are written out.</summary>
    private const int MostUnrolled = 4;

    /// <summary>How many rounds are tried that may all be known.</summary>
    private const int MostTried = 64;

    private int roundsLeft = int.MaxValue;

    protected override void Round(int place)
    {
        if (roundsLeft-- <= 0)
            throw new EvaluationException(ProblemKind.DependsOnParameter, place, "How often the loop runs", "let it run to a constant, and use 'if' inside");
        base.Round(place);
    }

    protected override Outcome Execute(ForStatement loop)
    {
        Sequence(loop.Before);
        var open = loop with { Before = [] };
        var found = Assignments.Of(Program, [.. loop.After, loop.Body], [loop.Condition]);
        if (Counted(open, found) is { } counted)
        {
            if (counted.Rounds is { } rounds && rounds <= MostUnrolled)
                return base.Execute(open);
            return counted.Rounds is null ? Write() : Attempt(Write, withLists: counted.Rounds <= MostWithLists) ?? base.Execute(open);

            Outcome Write() => Ranged(loop.Body, found, counted, declaresVariable: loop.Before.Count > 0);
        }

        // One whose condition is known may be known to its end.
        return Attempt(() => Unrolled(open)) ?? While(open, found);
    }

    protected override Outcome Execute(ForEachStatement loop)
    {
        var state = Present();
        if (Evaluate(loop.Collection) is not SpanValue span)
        {
            Restore(state);
            return base.Execute(loop);
        }

        var found = Assignments.Of(Program, [loop.Body], []);
        var range = new CountedLoop(-1, NumberValue.Of(0), Measured(span), 1, span.Length is WholeNumber(var known) ? (int)known : null);
        return Ranged(loop.Body, found, range, declaresVariable: true, index => Bind(loop, Element(span, index)));
    }

    /// <summary>A loop that counts from one number to another, which do not change in it.</summary>
    /// <param name="Local">What counts; −1 for no variable of the program's.</param>
    /// <param name="To">The first number that is not counted.</param>
    /// <param name="Rounds">How often it runs, where that is known.</param>
    private sealed record CountedLoop(int Local, Value From, Value To, int Increment, int? Rounds);

    private CountedLoop? Counted(ForStatement loop, Assignments found)
    {
        if (loop is not
            {
                After: [ExpressionStatement { Expression: AssignmentExpression { Target: LocalExpression { Local: var counter }, Value: ConstantExpression { Kind: ConstantKind.Integer, Whole: var size and > 0 and <= int.MaxValue }, Operator: BinaryOperator.Add or BinaryOperator.Subtract } step }],
                Condition: BinaryExpression { First: LocalExpression { Local: var compared }, Steps: [{ Operator: BinaryOperator.Less or BinaryOperator.LessOrEqual or BinaryOperator.Greater or BinaryOperator.GreaterOrEqual } test] },
            }
            || compared != counter || Effects.Has(test.Right))
            return null;
        var inBody = Assignments.Of(Program, [loop.Body], []);
        var bound = Assignments.Of(Program, [], [test.Right]);
        var increment = step.Operator == BinaryOperator.Add ? (int)size : -(int)size;
        var isUp = test.Operator is BinaryOperator.Less or BinaryOperator.LessOrEqual;
        if (inBody.Assigned.Contains(counter) || bound.Read.Contains(counter) || bound.Read.Overlaps(inBody.Assigned) || inBody.Changed.Any(local => Held(local) is not SpanValue && bound.Read.Contains(local))
            || (bound.ReadsElements && inBody.Stores) || isUp != increment > 0
            || Held(counter) is not (OpenWhole or NumberValue { Kind: ConstantKind.Integer }))
            return null;
        var to = Evaluate(test.Right);
        if (WholeOf(to) is not { } end || WholeKindOf(to) is not (ConstantKind.Integer or ConstantKind.Byte or ConstantKind.SByte or ConstantKind.Short or ConstantKind.UShort))
            return null;
        if (test.Operator is BinaryOperator.LessOrEqual or BinaryOperator.GreaterOrEqual)
            to = isUp ? Combine(new(test.Place, BinaryOperator.Add, test.Right, Overflow.Wraps), to, NumberValue.Of(1), null) : Combine(new(test.Place, BinaryOperator.Subtract, test.Right, Overflow.Wraps), to, NumberValue.Of(1), null);
        var from = Held(counter)!;
        int? rounds = from is NumberValue { Whole: var a } && to is NumberValue { Whole: var b } ? (int)Math.Max(0, isUp ? (b - a + size - 1) / size : (a - b + size - 1) / size) : null;
        return new(counter, from, to, increment, rounds);
    }

    private Outcome Unrolled(ForStatement loop)
    {
        var before = roundsLeft;
        roundsLeft = Math.Min(roundsLeft, MostTried);
        try
        {
            return base.Execute(loop);
        }
        finally
        {
            roundsLeft = before;
        }
    }

    /// <summary>Tries one way to write a loop. Nothing stays of what fails.</summary>
    /// <param name="withLists">Whether it fails where an array would have to be in memory; otherwise the function is evaluated anew.</param>
    private Outcome? Attempt(Func<Outcome> write, bool withLists = false)
    {
        var (state, count, around, depth) = (Present(), steps.Count, scope, Depth);
        var written = steps;
        scope = new Scope(around);
        try
        {
            var outcome = write();
            scope = around;
            return outcome;
        }
        catch (Exception exception) when (exception is EvaluationException { Kind: not (ProblemKind.FunctionTooLarge or ProblemKind.EndlessLoop or ProblemKind.WritesParameter) } || (withLists && exception is NeedsMemoryException))
        {
            (steps, scope, Depth) = (written, around, depth);
            loadedNow.Clear();
            steps.RemoveRange(count, steps.Count - count);
            Restore(state);
            return null;
        }
    }

    private Outcome Ranged(Statement body, Assignments found, CountedLoop counted, bool declaresVariable, Action<Whole>? atStart = null)
    {
        Step(-1);
        var index = procedure.NewVariable(counted.Local < 0 ? "index" : Program.Locals[counted.Local].Name, VariableKind.Whole);
        var carrier = new Carrier(this, found, counted.Local);
        if (counted.Local >= 0)
            Hold(counted.Local, new OpenWhole(new WholeVariable(index), ConstantKind.Integer));
        var block = Block(() =>
        {
            atStart?.Invoke(new WholeVariable(index));
            Execute(body);
            return carrier.Finish();
        });
        carrier.Leave();
        var range = new LoopRange(index, WholeOf(counted.From)!, WholeOf(counted.To)!, counted.Increment);
        steps.Add(new Loop(range, [], null, carrier.Carried, block, -1));
        if (counted.Local >= 0)
        {
            Hold(counted.Local, counted is { Rounds: { } rounds, From: NumberValue { Whole: var from } } ? NumberValue.Of((int)from + (rounds * counted.Increment))
                : counted.Increment is 1 or -1 ? new OpenWhole(new WholeCall(counted.Increment > 0 ? "Max" : "Min", [range.From, range.To]), ConstantKind.Integer)
                : declaresVariable ? null
                : throw new EvaluationException(ProblemKind.DependsOnParameter, -1, "How often the loop runs", "count by one"));
        }

        return Outcome.Next;
    }

    private Outcome While(ForStatement loop, Assignments found)
    {
        Step(loop.Place);
        SetResults(loop, found);
        var rounds = procedure.NewVariable("rounds", VariableKind.Whole);
        var carrier = new Carrier(this, found, -1);
        Condition condition = Condition.True;
        List<Step> body = [];
        var head = Block(() =>
        {
            if (loop.Condition is { } goesOn)
                condition = Truth(goesOn) is { } open ? open : Condition.Of(IsTrue);
            body = Block(() =>
            {
                Execute(loop.Body);
                Sequence(loop.After);
                return carrier.Finish();
            });
            return true;
        });
        carrier.Leave();
        if (condition is Known(var always))
        {
            return always
                ? throw new EvaluationException(ProblemKind.EndlessLoop, loop.Place, Subject, Counts.Text(EvaluationLimits.Steps))
                : throw new NotSupportedException("a loop that never runs is known to its end");
        }

        steps.Add(new Loop(null, head, condition, carrier.Carried, body, rounds));
        return Outcome.Next;
    }

    /// <summary>What a loop returns has a value before it, of the same kind: whether it is read, another variable says.</summary>
    private void SetResults(ForStatement loop, Assignments found)
    {
        var unset = found.Assigned.Where(local => results.Contains(local) && Held(local) is null).ToList();
        if (unset.Count == 0)
            return;
        Dictionary<int, Value?> returned = [];
        Attempt(() =>
        {
            var carrier = new Carrier(this, found, -1);
            Block(() => Execute(loop.Body));
            unset.ForEach(local => returned[local] = Held(local));
            throw EvaluationException.ToldElsewhere(-1);
        });
        foreach (var local in unset)
        {
            if (returned.TryGetValue(local, out var value) && value is not null)
                Hold(local, Empty(value));
        }
    }

    private Value Empty(Value like) => like switch
    {
        TupleValue tuple => tuple with { Items = [.. tuple.Items.Select(Empty)] },
        OpenWhole whole => NumberValue.Of(whole.Kind, 0L),
        OpenTruth => NumberValue.Of(false),
        OpenNumber open => NumberValue.Of(open.Kind, 0.0),
        _ => like,
    };

    /// <summary>Takes what a loop changes from round to round.</summary>
    private sealed class Carrier
    {
        private readonly ProcedureInterpreter interpreter;
        private readonly List<(int Local, Value Before, Value Inside)> locals = [];
        private readonly List<(ListValue List, Value[] Before, Value[] Inside)> lists = [];
        private readonly List<(ListValue List, int Version)> others = [];
        private readonly List<int> unset = [];
        private readonly List<(int Variable, Term Initial)> variables = [];
        private readonly Dictionary<int, Term> next = [];

        public Carrier(ProcedureInterpreter interpreter, Assignments found, int counter)
        {
            this.interpreter = interpreter;
            foreach (var local in found.Assigned.Where(local => local != counter).OrderBy(static local => local))
            {
                var name = interpreter.Program.Locals[local].Name;
                if (interpreter.Held(local) is not { } value)
                {
                    unset.Add(local);
                    continue;
                }

                var inside = Carry(name, value);
                locals.Add((local, value, inside));
                interpreter.Hold(local, inside);
            }

            foreach (var local in found.Changed.OrderBy(static local => local))
            {
                if (interpreter.Held(local) is ListValue { IsShared: false } list && !lists.Exists(known => ReferenceEquals(known.List, list)))
                    CarryItems(interpreter.Program.Locals[local].Name, list);
            }

            for (var local = 0; local < interpreter.Program.Locals.Count; local++)
            {
                if (interpreter.Held(local) is ListValue { IsShared: false } list && !lists.Exists(known => ReferenceEquals(known.List, list)))
                    others.Add((list, list.Version));
            }
        }

        public List<Carried> Carried => [.. variables.Select(variable => new Carried(variable.Variable, variable.Initial, next[variable.Variable]))];

        private void CarryItems(string name, ListValue list)
        {
            Value[] before = [.. list.Items];
            Value[] inside = [.. before.Select((item, index) => item is ListValue inner ? Inner(name + Numbers.Text(index), inner) : Carry(name + Numbers.Text(index), item))];
            lists.Add((list, before, inside));
            list.Restore(inside, list.Version);

            Value Inner(string inner, ListValue items)
            {
                CarryItems(inner, items);
                return items;
            }
        }

        /// <summary>A variable for each number in a value.</summary>
        private Value Carry(string name, Value value)
        {
            switch (value)
            {
                case TupleValue tuple:
                    return tuple with
                    {
                        Items = [.. tuple.Items.Select((item, index) => Carry(name + (index < tuple.Names.Count ? Identifiers.Word(tuple.Names[index]) : Numbers.Text(index + 1)), item))],
                    };
                case SpanValue span:
                    return span with
                    {
                        Offset = ((OpenWhole)Carry(name + "Start", new OpenWhole(span.Offset, ConstantKind.Integer))).Whole,
                        Length = ((OpenWhole)Carry(name + "Length", new OpenWhole(span.Length, ConstantKind.Integer))).Whole,
                    };
                default:
                    if (interpreter.TermOf(value) is not { } term)
                        return value;
                    var variable = interpreter.procedure.NewVariable(name, KindOf(term));
                    variables.Add((variable, term));
                    return interpreter.Of(value, variable);
            }
        }

        /// <summary>At the end of a round: what the variables are for the next one.</summary>
        public bool Finish()
        {
            foreach (var (local, _, inside) in locals)
                Next(inside, interpreter.Held(local));
            foreach (var (list, _, inside) in lists)
            {
                if (list.Items.Count != inside.Length)
                    throw Changing("How many items a list has");
                for (var item = 0; item < inside.Length; item++)
                    Next(inside[item], list.Items[item]);
            }

            if (others.Exists(static other => other.List.Version != other.Version))
                throw Changing("What an array or a list has in it");
            return true;
        }

        private void Next(Value inside, Value? after)
        {
            switch (inside, after)
            {
                case (TupleValue tuple, TupleValue changed) when tuple.Items.Count == changed.Items.Count:
                    for (var item = 0; item < tuple.Items.Count; item++)
                        Next(tuple.Items[item], changed.Items[item]);
                    break;
                case (SpanValue span, SpanValue changed) when span.Array == changed.Array:
                    next[((WholeVariable)span.Offset).Variable] = new WholeTerm(changed.Offset);
                    next[((WholeVariable)span.Length).Variable] = new WholeTerm(changed.Length);
                    break;
                case (ListValue list, ListValue changed) when ReferenceEquals(list, changed):
                    break;
                default:
                    var variable = inside switch
                    {
                        OpenNumber { Scalar: Scalars.Argument(var index) } => index,
                        OpenWhole { Whole: WholeVariable(var index) } => index,
                        OpenTruth(TruthVariable(var index)) => index,
                        _ => -1,
                    };
                    if (variable < 0 && after is not null && AreSame(inside, after))
                        break;
                    if (variable < 0 || after is null || interpreter.TermOf(after) is not { } term || KindOf(term) != interpreter.procedure.Variables[variable].Kind)
                        throw Changing("Which array or list this is");
                    next[variable] = term;
                    break;
            }
        }

        private static EvaluationException Changing(string what)
            => new(ProblemKind.DependsOnParameter, -1, what, "let it be the same in every round of a loop whose length is not a constant");

        /// <summary>Behind the loop: the variables have their last values.</summary>
        public void Leave()
        {
            foreach (var (local, _, inside) in locals)
                interpreter.Hold(local, inside);
            foreach (var (list, _, inside) in lists)
                list.Restore(inside, list.Version);
            foreach (var local in unset)
                interpreter.Hold(local, null);
        }
    }
}
