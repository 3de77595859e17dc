using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Numbers and conditions, known or not.</summary>
internal partial class ScalarInterpreter
{
    protected override Value Constant(ConstantExpression constant)
        => constant.Kind == ConstantKind.Double && build.IsSingle && SingleRange.Becomes(constant.Real) is { } lost
            ? throw new EvaluationException(ProblemKind.NoSingle, constant.Place, Numbers.Text(constant.Real), lost, SingleRange.Text)
            : base.Constant(constant);

    protected override Value Unary(UnaryExpression unary, Value operand, string? name) => (unary.Operator, operand) switch
    {
        (UnaryOperator.Minus, NumberValue { Exact: { } exact } number) => NumberValue.Of(number.Kind, -number.Real) with { Exact = Negated(exact) },
        (_, NumberValue) => ConstantArithmetic.Unary(unary.Operator, operand, unary.Place, unary.Overflow),
        (UnaryOperator.Plus, OpenNumber open) => open with { Kind = ConstantKinds.Promoted(open.Kind, ConstantKind.Byte) },
        (UnaryOperator.Minus, OpenNumber open) => new OpenNumber(Negated(open.Scalar), ConstantKinds.Promoted(open.Kind, ConstantKind.Byte)),
        (UnaryOperator.Not, OpenTruth(var condition)) => new OpenTruth(Condition.Not(condition)),
        _ => throw EvaluationException.Unknown(unary.Place),
    };

    private Scalar Negated(Scalar scalar) => scalar is Constant(var number) ? build.Number(-number) : build.Unary(UnaryFunction.Negate, scalar);

    protected override Value Combine(BinaryStep step, Value left, Value right, string? name)
    {
        if (left is OpenTruth || right is OpenTruth)
            return Logic(step, ConditionOf(left, step.Place), ConditionOf(right, step.Place));
        if (left is NumberValue { Kind: not ConstantKind.Boolean } a && right is NumberValue { Kind: not ConstantKind.Boolean } b)
            return Known(step, a, b);
        if (ScalarOf(left) is { } x && ScalarOf(right) is { } y)
            return Compare(step.Operator, x, y) ?? (Value)Arithmetic(step, x, y, ConstantKinds.Promoted(KindOf(left), KindOf(right)));
        return ConstantArithmetic.Binary(step.Operator, left, right, step.Place, step.Overflow);
    }

    /// <summary>Two known numbers. What is known of them exactly stays known.</summary>
    private Value Known(BinaryStep step, NumberValue left, NumberValue right)
    {
        var value = ConstantArithmetic.Binary(step.Operator, left, right, step.Place, step.Overflow);
        if (value is not NumberValue { Kind: ConstantKind.Single or ConstantKind.Double } number || Function(step.Operator) is not { } function)
            return value;
        var isFinite = !double.IsNaN(number.Real) && !double.IsInfinity(number.Real);
        if (left.Exact is null && right.Exact is null && isFinite)
            return value;
        var (x, y) = (ScalarOf(left)!, ScalarOf(right)!);
        return number with
        {
            Exact = isFinite && x is Constant(var a) && y is Constant(var b) ? build.Number(function.Definition().Evaluate(a, b)) : build.Binary(function, x, y),
        };
    }

    private static BinaryFunction? Function(BinaryOperator function) => function switch
    {
        BinaryOperator.Add => BinaryFunction.Add,
        BinaryOperator.Subtract => BinaryFunction.Subtract,
        BinaryOperator.Multiply => BinaryFunction.Multiply,
        BinaryOperator.Divide => BinaryFunction.Divide,
        BinaryOperator.Remainder => BinaryFunction.Remainder,
        _ => null,
    };

    private OpenNumber Arithmetic(BinaryStep step, Scalar left, Scalar right, ConstantKind kind)
    {
        if (Function(step.Operator) is not { } function)
        {
            throw new EvaluationException(
                ProblemKind.DependsOnParameter, step.Place, "A whole number whose bits this changes", "write it with '+', '-', '*', comparisons and '?:'");
        }

        if (kind.IsWhole() && function is BinaryFunction.Divide or BinaryFunction.Remainder)
        {
            throw new EvaluationException(
                ProblemKind.DependsOnParameter, step.Place, "The quotient of whole numbers", "divide numbers with a fraction, and use Truncate if it is to have none");
        }

        return new(build.Binary(function, left, right), kind);
    }

    private OpenTruth? Compare(BinaryOperator function, Scalar left, Scalar right) => function switch
    {
        BinaryOperator.Less => new(new Compared(Comparison.Less, left, right)),
        BinaryOperator.LessOrEqual => new(new Compared(Comparison.LessOrEqual, left, right)),
        BinaryOperator.Greater => new(new Compared(Comparison.Greater, left, right)),
        BinaryOperator.GreaterOrEqual => new(new Compared(Comparison.GreaterOrEqual, left, right)),
        BinaryOperator.NotEqual => new(new Compared(Comparison.NotEqual, left, right)),
        // A pattern takes NaN for NaN.
        BinaryOperator.Matches when right is Constant(double.NaN) => new(new Compared(Comparison.NotEqual, left, left)),
        BinaryOperator.Equal or BinaryOperator.Matches => new(new Compared(Comparison.Equal, left, right)),
        _ => null,
    };

    private static OpenTruth Logic(BinaryStep step, Condition left, Condition right) => new(step.Operator switch
    {
        BinaryOperator.And => Condition.And(left, right),
        BinaryOperator.Or => Condition.Or(left, right),
        BinaryOperator.Equal or BinaryOperator.Matches => Condition.Choose(left, right, Condition.Not(right)),
        BinaryOperator.NotEqual or BinaryOperator.Xor => Condition.Choose(left, Condition.Not(right), right),
        _ => throw EvaluationException.Unknown(step.Place),
    });

    protected static Condition ConditionOf(Value value, int place) => value switch
    {
        OpenTruth(var condition) => condition,
        NumberValue { Kind: ConstantKind.Boolean } truth => Condition.Of(truth.IsTrue),
        _ => throw EvaluationException.Unknown(place),
    };

    protected override Value ConvertNumber(Value number, ValueConversion conversion, int place)
    {
        var kind = conversion.Kind!.Value;
        switch (number)
        {
            // Mathematics does not round between floats and doubles.
            case NumberValue known when known.Kind.IsReal() && kind.IsReal() && known.Kind != kind:
                return ConstantArithmetic.Convert(known, kind, conversion.IsChecked, place) with { Exact = ScalarOf(known) };
            case NumberValue:
                return ConstantArithmetic.Convert(number, conversion, place);
            case OpenNumber open when kind.IsWhole() && open.Kind.IsReal():
                throw new EvaluationException(
                    ProblemKind.DependsOnParameter, place, $"The value converted to '{kind.Text()}'", "use Truncate, Floor or Round, which give a number with a fraction of zero");
            case OpenNumber open:
                return open with { Kind = kind };
            default:
                return number;
        }
    }

    protected override Value Library(string signature, LibraryCall call)
    {
        var function = LibraryFunctions.Find(signature);
        if (!function.IsOfNumbers && function.OfOpen is null)
            return function.OfKnown(call);
        var isKnown = call.Arguments.All(static argument => argument is NumberValue);
        var known = isKnown ? function.OfKnown(call) : null;
        if (known is NumberValue { Kind: not (ConstantKind.Single or ConstantKind.Double) })
            return known;
        if (function.OfOpen is not { } ofOpen)
        {
            if (known is not null)
                return known;
            var type = signature.Substring("M:System.".Length).Split('.')[0];
            var name = LibraryFunctions.NameOf(signature);
            throw new EvaluationException(ProblemKind.UnknownFunction, call.Place, $"{type}.{name}", FunctionAdvice.Instead(name, type));
        }

        var value = ofOpen(build, [.. call.Arguments.Select(argument => ScalarOf(argument) ?? throw EvaluationException.Unknown(call.Place))]);
        return known is NumberValue number && value is OpenNumber exact ? number with { Exact = exact.Scalar } : value;
    }

    /// <summary>A number as an expression; null for what is none.</summary>
    protected Scalar? ScalarOf(Value value) => value switch
    {
        OpenNumber(var scalar, _) => scalar,
        NumberValue { Exact: { } exact } => exact,
        NumberValue { Kind: ConstantKind.Boolean } => null,
        NumberValue { Kind: ConstantKind.Single } number => build.Single((float)number.Real),
        NumberValue number => build.Number(number.Number),
        _ => null,
    };

    protected static ConstantKind KindOf(Value number) => number is OpenNumber open ? open.Kind : ((NumberValue)number).Kind;

    protected override Value Merge(Condition condition, Value whenTrue, Value whenFalse)
    {
        if (ReferenceEquals(whenTrue, whenFalse))
            return whenTrue;
        switch (whenTrue, whenFalse)
        {
            case (TextValue first, TextValue second) when first.Text == second.Text:
            case (NullValue, NullValue):
            case (NumberValue a, NumberValue b) when a.Kind == b.Kind && a.Kind.IsReal() == false && a.Whole == b.Whole:
                return whenTrue;
            case (TupleValue first, TupleValue second) when first.Items.Count == second.Items.Count:
                return first with { Items = [.. first.Items.Zip(second.Items, (one, other) => Merge(condition, one, other))] };
            case (OpenTruth or NumberValue { Kind: ConstantKind.Boolean }, OpenTruth or NumberValue { Kind: ConstantKind.Boolean }):
                return Condition.Choose(condition, ConditionOf(whenTrue, -1), ConditionOf(whenFalse, -1)) is var chosen && chosen is Known(var known)
                    ? NumberValue.Of(known)
                    : new OpenTruth(chosen);
        }

        if (ScalarOf(whenTrue) is { } x && ScalarOf(whenFalse) is { } y)
            return ReferenceEquals(x, y) ? whenTrue : new OpenNumber(build.Choose(condition, x, y), KindOf(whenTrue));
        return new UndecidedValue(whenTrue is ListValue or QueryValue || whenFalse is ListValue or QueryValue ? "Which array or list this is" : "What this is");
    }
}
