using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Conditions that are known at run time.</summary>
internal sealed partial class ProcedureInterpreter
{
    protected override Outcome Follow(Condition open, int place, Func<Outcome> whenTrue, Func<Outcome> whenFalse)
    {
        var condition = Held(open);
        var before = Present();
        var first = Block(() => Ends(whenTrue()));
        var afterFirst = Present();
        Restore(before);
        var second = Block(() => Ends(whenFalse()));
        var joins = new List<Join>();
        Restore(Meet(afterFirst, Present(), place, (left, right) => Joined(left, right, joins), (left, right) => JoinedWithNothing(left, right, joins)));
        NameJoins(joins);
        steps.Add(new Choice(condition, first, second, joins));
        return Outcome.Next;

        // Nothing jumps any more.
        static bool Ends(Outcome outcome) => ReferenceEquals(outcome, Outcome.Next) ? true : throw new NotSupportedException("a statement jumps");
    }

    protected override Value FollowValues(Condition open, int place, Func<Value> whenTrue, Func<Value> whenFalse)
    {
        var before = Present();
        Value first = null!, second = null!;
        var firstSteps = Block(() => first = whenTrue());
        var afterFirst = Present();
        Restore(before);
        var secondSteps = Block(() => second = whenFalse());
        var joins = new List<Join>();
        Restore(Meet(afterFirst, Present(), place, (left, right) => Joined(left, right, joins), (left, right) => JoinedWithNothing(left, right, joins)));
        if (joins.Count == 0 && firstSteps.Count == 0 && secondSteps.Count == 0 && Chosen(open, first, second) is { } chosen)
            return chosen;
        var value = Joined(first, second, joins);
        steps.Add(new Choice(Held(open), firstSteps, secondSteps, joins));
        return value;
    }

    /// <summary>A choice between truth values, or between a value and itself, which needs no step; null for any other.</summary>
    private Value? Chosen(Condition open, Value first, Value second)
    {
        switch (first, second)
        {
            case (OpenTruth or NumberValue { Kind: ConstantKind.Boolean }, OpenTruth or NumberValue { Kind: ConstantKind.Boolean }):
                return Condition.Choose(open, ConditionOf(first, -1), ConditionOf(second, -1)) is var both && both is Known(var known) ? NumberValue.Of(known) : new OpenTruth(both);
            case (OpenWhole or NumberValue, OpenWhole or NumberValue) when WholeOf(first) is not null && WholeOf(second) is not null:
                return null;
        }

        return ScalarOf(first) is { } x && ReferenceEquals(x, ScalarOf(second)) ? first : null;
    }

    /// <summary>A condition that is asked once more when the derivative is computed: one of several comparisons gets a variable.</summary>
    private Condition Held(Condition condition)
        => condition is Scalars.Chosen ? new TruthVariable(NewLet("", new TruthTerm(condition))) : condition;

    /// <summary>Writes what a way does into a block of its own.</summary>
    private List<Step> Block<T>(Func<T> write)
    {
        var (outer, around) = (steps, scope);
        steps = [];
        scope = new Scope(around);
        loadedNow.Clear();
        try
        {
            write();
            return steps;
        }
        finally
        {
            (steps, scope) = (outer, around);
            loadedNow.Clear();
        }
    }

    /// <summary>What a value is behind two ways.</summary>
    private Value Joined(Value left, Value right, List<Join> joins)
    {
        if (ReferenceEquals(left, right) || AreSame(left, right))
            return left;
        switch (left, right)
        {
            case (TupleValue first, TupleValue second) when first.Items.Count == second.Items.Count:
                return first with { Items = [.. first.Items.Zip(second.Items, (one, other) => Joined(one, other, joins))] };
            case (SpanValue first, SpanValue second) when first.Array == second.Array:
                return first with
                {
                    Offset = first.Offset == second.Offset ? first.Offset : ((WholeTerm)TermOf(Joined(new OpenWhole(first.Offset, ConstantKind.Integer), new OpenWhole(second.Offset, ConstantKind.Integer), joins))!).Value,
                    Length = first.Length == second.Length ? first.Length : ((WholeTerm)TermOf(Joined(new OpenWhole(first.Length, ConstantKind.Integer), new OpenWhole(second.Length, ConstantKind.Integer), joins))!).Value,
                };
        }

        if (TermOf(left) is not { } whenTrue || TermOf(right) is not { } whenFalse || KindOf(whenTrue) != KindOf(whenFalse))
            return new UndecidedValue(left is ListValue or QueryValue or SpanValue || right is ListValue or QueryValue or SpanValue ? "Which array or list this is" : "What this is");
        return Of(left, Join(whenTrue, whenFalse, joins));
    }

    /// <summary>A variable that holds a value of one kind, as such a value.</summary>
    private Value Of(Value like, int variable) => procedure.Variables[variable].Kind switch
    {
        VariableKind.Whole => new OpenWhole(new WholeVariable(variable), WholeKindOf(like)),
        VariableKind.Truth => new OpenTruth(new TruthVariable(variable)),
        _ => new OpenNumber(Build.Argument(variable), KindOf(like)),
    };

    private int Join(Term whenTrue, Term whenFalse, List<Join> joins)
    {
        if (joins.Find(join => join.WhenTrue == whenTrue && join.WhenFalse == whenFalse) is { } known)
            return known.Variable;
        var variable = procedure.NewVariable("", KindOf(whenTrue));
        joins.Add(new(variable, whenTrue, whenFalse));
        return variable;
    }

    /// <summary>What only one way has is not read behind both, unless a variable says which way it was: anything will do on the other one.</summary>
    private Value? JoinedWithNothing(Value? left, Value? right, List<Join> joins) => (left ?? right) switch
    {
        TupleValue tuple => tuple with { Items = [.. tuple.Items.Select(item => (left is null ? JoinedWithNothing(null, item, joins) : JoinedWithNothing(item, null, joins)) ?? item)] },
        { } value when TermOf(value) is { } term => Of(value, left is null ? Join(Nothing(term), term, joins) : Join(term, Nothing(term), joins)),
        var other => other,
    };

    private Term Nothing(Term like) => like switch
    {
        WholeTerm => new WholeTerm(0),
        TruthTerm => new TruthTerm(Condition.False),
        _ => new RealTerm(Build.Number(0)),
    };

    private static bool AreSame(Value left, Value right) => (left, right) switch
    {
        (TextValue first, TextValue second) => first.Text == second.Text,
        (NullValue, NullValue) => true,
        (NumberValue a, NumberValue b) => a.Kind == b.Kind && a.Whole == b.Whole && a.Real.Equals(b.Real) && Equals(a.Exact, b.Exact),
        (OpenNumber a, OpenNumber b) => ReferenceEquals(a.Scalar, b.Scalar),
        (OpenWhole a, OpenWhole b) => a == b,
        (SpanValue a, SpanValue b) => a == b,
        (OpenTruth(TruthVariable a), OpenTruth(TruthVariable b)) => a == b,
        _ => false,
    };

    /// <summary>What is joined in a variable of the developer's has its name.</summary>
    private void NameJoins(List<Join> joins)
    {
        if (joins.Count == 0)
            return;
        for (var local = 0; local < Program.Locals.Count; local++)
        {
            if (Program.Locals[local].Name is { Length: > 0 } name && Held(local) is { } value && value is OpenNumber or OpenWhole or OpenTruth or TupleValue)
                NameJoined(name, value, joins);
        }
    }

    private void NameJoined(string name, Value value, List<Join> joins)
    {
        var variable = value switch
        {
            OpenNumber { Scalar: Scalars.Argument(var index) } => index,
            OpenWhole { Whole: WholeVariable(var index) } => index,
            OpenTruth(TruthVariable(var index)) => index,
            _ => -1,
        };
        if (value is TupleValue tuple)
        {
            for (var item = 0; item < tuple.Items.Count; item++)
                NameJoined(name + (item < tuple.Names.Count ? Identifiers.Word(tuple.Names[item]) : Numbers.Text(item + 1)), tuple.Items[item], joins);
        }
        else if (variable >= 0 && joins.Exists(join => join.Variable == variable))
        {
            NameIfNameless(variable, name);
        }
    }
}
