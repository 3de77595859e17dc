using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Bodies;

/// <summary>Arithmetic on numbers, truth values and texts, by the rules of C#.</summary>
internal static class ConstantArithmetic
{
    public static Value Unary(UnaryOperator function, Value operand, int place) => (function, operand) switch
    {
        (UnaryOperator.Not, NumberValue { Kind: ConstantKind.Boolean } truth) => NumberValue.Of(!truth.IsTrue),
        (UnaryOperator.Plus, NumberValue number) => number,
        (UnaryOperator.Minus, NumberValue number) => Number(number.Kind, -number.Number, place),
        _ => throw BodyException.ToldElsewhere(place),
    };

    public static Value Binary(BinaryOperator function, Value left, Value right, int place) => (left, right) switch
    {
        (NumberValue { Kind: ConstantKind.Boolean } a, NumberValue { Kind: ConstantKind.Boolean } b) => Truth(function, a.IsTrue, b.IsTrue, place),
        (NumberValue a, NumberValue b) => Numbers(function, a, b, place),
        (TextValue a, TextValue b) when function == BinaryOperator.Add => new TextValue(a.Text + b.Text),
        _ when function == BinaryOperator.Equal => NumberValue.Of(AreSame(left, right)),
        _ when function == BinaryOperator.NotEqual => NumberValue.Of(!AreSame(left, right)),
        _ => throw BodyException.ToldElsewhere(place),
    };

    /// <summary>A number of a kind, as that kind holds it.</summary>
    public static NumberValue Number(ConstantKind kind, double number, int place)
    {
        switch (kind)
        {
            case ConstantKind.Integer:
                var truncated = Math.Truncate(number);
                if (truncated is not (>= int.MinValue and <= int.MaxValue))
                    throw new BodyException(ProblemKind.ImpossibleConstant, place, $"{Text(number)} does not fit into an int");
                // Through int, which has no −0.
                return new(kind, (int)truncated);
            case ConstantKind.Single:
                return new(kind, (float)number);
            default:
                return new(kind, number);
        }
    }

    private static bool AreSame(Value left, Value right) => (left, right) switch
    {
        (TextValue a, TextValue b) => a.Text == b.Text,
        (NullValue, NullValue) => true,
        (TensorValue a, TensorValue b) => a.Node == b.Node,
        (TupleValue a, TupleValue b) => a.Items.Count == b.Items.Count && a.Items.Zip(b.Items, AreEqual).All(static same => same),
        _ => ReferenceEquals(left, right),
    };

    private static bool AreEqual(Value left, Value right)
        => left is NumberValue a && right is NumberValue b ? a.Number == b.Number : AreSame(left, right);

    private static NumberValue Truth(BinaryOperator function, bool left, bool right, int place) => function switch
    {
        BinaryOperator.And => NumberValue.Of(left && right),
        BinaryOperator.Or => NumberValue.Of(left || right),
        BinaryOperator.Xor or BinaryOperator.NotEqual => NumberValue.Of(left != right),
        BinaryOperator.Equal => NumberValue.Of(left == right),
        _ => throw BodyException.ToldElsewhere(place),
    };

    private static NumberValue Numbers(BinaryOperator function, NumberValue left, NumberValue right, int place)
    {
        var (a, b) = (left.Number, right.Number);
        var kind = Wider(left.Kind, right.Kind);
        if (kind == ConstantKind.Integer && b == 0 && function is BinaryOperator.Divide or BinaryOperator.Remainder)
            throw new BodyException(ProblemKind.ImpossibleConstant, place, $"{Text(a)} is divided by zero");
        // What a shift loses is no mistake, since it is what a shift is for.
        if (kind == ConstantKind.Integer && WholeArithmetic.Combine(function, (int)a, (int)b, bits: 32) is { } whole)
            return Number(kind, function == BinaryOperator.ShiftLeft ? unchecked((int)whole) : whole, place);
        return function switch
        {
            BinaryOperator.Add => Number(kind, a + b, place),
            BinaryOperator.Subtract => Number(kind, a - b, place),
            BinaryOperator.Multiply => Number(kind, a * b, place),
            BinaryOperator.Divide => Number(kind, a / b, place),
            BinaryOperator.Remainder => Number(kind, a % b, place),
            BinaryOperator.Less => NumberValue.Of(a < b),
            BinaryOperator.LessOrEqual => NumberValue.Of(a <= b),
            BinaryOperator.Greater => NumberValue.Of(a > b),
            BinaryOperator.GreaterOrEqual => NumberValue.Of(a >= b),
            BinaryOperator.Equal => NumberValue.Of(a == b),
            BinaryOperator.NotEqual => NumberValue.Of(a != b),
            _ => throw BodyException.ToldElsewhere(place),
        };
    }

    private static ConstantKind Wider(ConstantKind left, ConstantKind right)
        => left == ConstantKind.Double || right == ConstantKind.Double ? ConstantKind.Double
            : left == ConstantKind.Single || right == ConstantKind.Single ? ConstantKind.Single
            : ConstantKind.Integer;

    private static string Text(double number) => Math.Abs(number) < 1e18 && Math.Truncate(number) == number ? Counts.Text((long)number) : Scalars.Numbers.Double(number);
}
