using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Programs;

/// <summary>Arithmetic on numbers, truth values and texts, by the rules of C#.</summary>
internal static class ConstantArithmetic
{
    public static Value Unary(UnaryOperator function, Value operand, int place, Overflow overflow = Overflow.Refused) => (function, operand) switch
    {
        (UnaryOperator.Not, NumberValue { Kind: ConstantKind.Boolean } truth) => NumberValue.Of(!truth.IsTrue),
        (UnaryOperator.Plus, NumberValue number) => Convert(number, Promoted(number.Kind), isChecked: false, place),
        (UnaryOperator.Minus, NumberValue { Kind: var kind } number) when kind.IsReal() => NumberValue.Of(kind, -number.Real),
        // C# negates a uint as a long.
        (UnaryOperator.Minus, NumberValue { Kind: ConstantKind.UInteger } number) => NumberValue.Of(ConstantKind.Long, -number.Whole),
        (UnaryOperator.Minus, NumberValue number) => Whole(BinaryOperator.Subtract, 0, number.Whole, Promoted(number.Kind), place, overflow),
        _ => throw EvaluationException.Unknown(place),
    };

    public static Value Binary(BinaryOperator function, Value left, Value right, int place, Overflow overflow = Overflow.Refused) => (left, right) switch
    {
        (NumberValue { Kind: ConstantKind.Boolean } a, NumberValue { Kind: ConstantKind.Boolean } b) => Truth(function, a.IsTrue, b.IsTrue, place),
        (NumberValue { Kind: ConstantKind.Boolean }, NumberValue) or (NumberValue, NumberValue { Kind: ConstantKind.Boolean }) => throw EvaluationException.Unknown(place),
        (NumberValue a, NumberValue b) => Numbers(function, a, b, place, overflow),
        (TextValue a, TextValue b) when function == BinaryOperator.Add => new TextValue(a.Text + b.Text),
        _ when function is BinaryOperator.Equal or BinaryOperator.Matches => NumberValue.Of(AreSame(left, right)),
        _ when function == BinaryOperator.NotEqual => NumberValue.Of(!AreSame(left, right)),
        _ => throw EvaluationException.Unknown(place),
    };

    /// <summary>A number as another kind of number.</summary>
    /// <param name="isChecked">Whether C# would throw where a whole number does not fit.</param>
    public static NumberValue Convert(NumberValue number, ConstantKind kind, bool isChecked, int place)
    {
        if (number.Kind == kind)
            return number;
        if (kind.IsReal())
            // From a whole number straight to a float: by way of a double it would be rounded twice.
            return number.Kind.IsWhole() && kind == ConstantKind.Single ? NumberValue.Of((float)number.Whole) : NumberValue.Of(kind, number.Number);
        if (!kind.IsWhole())
            throw EvaluationException.Unknown(place);
        if (number.Kind.IsWhole())
        {
            var wrapped = kind.Wrap(number.Whole);
            return wrapped == number.Whole || !isChecked
                ? NumberValue.Of(kind, wrapped)
                : throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"{Counts.Text(number.Whole)} does not fit into {Article(kind)}");
        }

        var truncated = Math.Truncate(number.Real);
        // 2⁶³ is a double, and the largest long is not.
        if (truncated is >= long.MinValue and < 9223372036854775808.0 && kind.Wrap((long)truncated) == (long)truncated)
            return NumberValue.Of(kind, (long)truncated);
        throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"{Text(number.Real)} does not fit into {Article(kind)}, and C# does not say what becomes of it");
    }

    /// <summary>A value as one of another type.</summary>
    public static Value Convert(Value value, ValueConversion conversion, int place) => (value, conversion) switch
    {
        (NumberValue number, { Kind: { } kind }) => number.Kind == ConstantKind.Boolean && kind.IsReal()
            ? NumberValue.Of(kind, number.IsTrue ? 1.0 : 0.0)
            : Convert(number, kind, conversion.IsChecked, place),
        (TupleValue tuple, { Items: { Count: > 0 } items }) => new TupleValue([.. tuple.Items.Zip(items, (item, own) => Convert(item, own, place))]),
        _ => value,
    };

    private static ConstantKind Promoted(ConstantKind kind) => ConstantKinds.Promoted(kind, ConstantKind.Byte);

    private static bool AreSame(Value left, Value right) => (left, right) switch
    {
        (TextValue a, TextValue b) => a.Text == b.Text,
        (NullValue, NullValue) => true,
        _ => ReferenceEquals(left, right),
    };

    private static NumberValue Truth(BinaryOperator function, bool left, bool right, int place) => function switch
    {
        BinaryOperator.And => NumberValue.Of(left && right),
        BinaryOperator.Or => NumberValue.Of(left || right),
        BinaryOperator.Xor or BinaryOperator.NotEqual => NumberValue.Of(left != right),
        BinaryOperator.Equal or BinaryOperator.Matches => NumberValue.Of(left == right),
        _ => throw EvaluationException.Unknown(place),
    };

    private static NumberValue Numbers(BinaryOperator function, NumberValue left, NumberValue right, int place, Overflow overflow)
    {
        // The number of bits of a shift has no part in its type.
        var kind = function is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight ? Promoted(left.Kind) : ConstantKinds.Promoted(left.Kind, right.Kind);
        if (kind.IsWhole())
            return Comparison(function, left.Whole.CompareTo(right.Whole)) ?? Whole(function, left.Whole, right.Whole, kind, place, overflow);
        var (a, b) = (Convert(left, kind, isChecked: false, place).Real, Convert(right, kind, isChecked: false, place).Real);
        return function switch
        {
            // Rounding the double to a float gives what the float's own operator gives, for each of these.
            BinaryOperator.Add => NumberValue.Of(kind, a + b),
            BinaryOperator.Subtract => NumberValue.Of(kind, a - b),
            BinaryOperator.Multiply => NumberValue.Of(kind, a * b),
            BinaryOperator.Divide => NumberValue.Of(kind, a / b),
            BinaryOperator.Remainder => NumberValue.Of(kind, a % b),
            BinaryOperator.Less => NumberValue.Of(a < b),
            BinaryOperator.LessOrEqual => NumberValue.Of(a <= b),
            BinaryOperator.Greater => NumberValue.Of(a > b),
            BinaryOperator.GreaterOrEqual => NumberValue.Of(a >= b),
            BinaryOperator.Equal => NumberValue.Of(a == b),
            BinaryOperator.NotEqual => NumberValue.Of(a != b),
            BinaryOperator.Matches => NumberValue.Of(a == b || (double.IsNaN(a) && double.IsNaN(b))),
            _ => throw EvaluationException.Unknown(place),
        };
    }

    private static NumberValue? Comparison(BinaryOperator function, int order) => function switch
    {
        BinaryOperator.Less => NumberValue.Of(order < 0),
        BinaryOperator.LessOrEqual => NumberValue.Of(order <= 0),
        BinaryOperator.Greater => NumberValue.Of(order > 0),
        BinaryOperator.GreaterOrEqual => NumberValue.Of(order >= 0),
        BinaryOperator.Equal or BinaryOperator.Matches => NumberValue.Of(order == 0),
        BinaryOperator.NotEqual => NumberValue.Of(order != 0),
        _ => null,
    };

    /// <summary>An operator on whole numbers, in the type of its operands.</summary>
    private static NumberValue Whole(BinaryOperator function, long left, long right, ConstantKind kind, int place, Overflow overflow)
    {
        if (right == 0 && function is BinaryOperator.Divide or BinaryOperator.Remainder)
            throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"{Counts.Text(left)} is divided by zero");
        // C# throws for both, in whatever context.
        if (right == -1 && left == Smallest(kind) && function is BinaryOperator.Divide or BinaryOperator.Remainder)
            throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"{Counts.Text(left)} divided by −1 does not fit into {Article(kind)}");
        var value = WholeArithmetic.Combine(function, left, right, kind == ConstantKind.Long ? 64 : 32) ?? throw EvaluationException.Unknown(place);
        var wrapped = kind.Wrap(value);
        // What a shift loses is no mistake, since it is what a shift is for.
        if (overflow == Overflow.Wraps || function == BinaryOperator.ShiftLeft || (wrapped == value && !WholeArithmetic.Overflows(function, left, right)))
            return NumberValue.Of(kind, wrapped);
        var exact = WholeArithmetic.Overflows(function, left, right) ? "The result" : Counts.Text(value);
        throw new EvaluationException(
            ProblemKind.ImpossibleConstant, place, $"{exact} does not fit into {Article(kind)}{(overflow == Overflow.Thrown ? "" : "; write unchecked(…) if it is to wrap around")}");
    }

    private static long Smallest(ConstantKind kind) => kind switch
    {
        ConstantKind.Integer => int.MinValue,
        ConstantKind.Long => long.MinValue,
        // No other one's smallest number is divided by −1.
        _ => long.MaxValue,
    };

    private static string Article(ConstantKind kind) => $"{(kind == ConstantKind.Integer ? "an" : "a")} {kind.Text()}";

    private static string Text(double number) => Math.Abs(number) < 1e18 && Math.Truncate(number) == number ? Counts.Text((long)number) : Common.Numbers.Double(number);
}
