using NetGen.Generator.Programs;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Whole numbers as C# computes them; what a forward method makes of those that do not fit.</summary>
public sealed class WholeArithmeticTests
{
    private static readonly int[] Numbers = [int.MinValue, int.MinValue + 1, -33, -7, -1, 0, 1, 2, 3, 31, 32, 100, int.MaxValue];

    public static TheoryData<string> Operators => ["Add", "Subtract", "Multiply", "Divide", "Remainder", "And", "Or", "Xor", "ShiftLeft", "ShiftRight"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void An_operator_gives_what_it_gives_in_CSharp(string name)
    {
        var function = Enum.Parse<BinaryOperator>(name);
        foreach (var left in Numbers)
        {
            foreach (var right in Numbers)
            {
                if (InCSharp(function, left, right) is not { } expected)
                {
                    Assert.Null(WholeArithmetic.Combine(function, left, right, bits: 32));
                    continue;
                }

                Assert.Equal(expected.Wrapped, unchecked((int)WholeArithmetic.Combine(function, left, right, bits: 32)!.Value));
                var isRefused = expected.Exact is < int.MinValue or > int.MaxValue;
                // C# throws for these, even where nothing is checked.
                if (function is BinaryOperator.Divide or BinaryOperator.Remainder)
                    isRefused = left == int.MinValue && right == -1;
                else
                    Assert.Equal(expected.Wrapped, Evaluate(function, left, right, Overflow.Wraps));
                if (isRefused)
                    Assert.Contains("not fit into an int", Assert.Throws<EvaluationException>(() => Evaluate(function, left, right)).Message, StringComparison.Ordinal);
                else
                    Assert.Equal((int)expected.Exact, Evaluate(function, left, right));
            }
        }
    }

    [Fact]
    public void A_long_is_shifted_by_up_to_63()
    {
        Assert.Equal(1L << 40, WholeArithmetic.Combine(BinaryOperator.ShiftLeft, 1, 40, bits: 64));
        Assert.Equal(1L << 8, WholeArithmetic.Combine(BinaryOperator.ShiftLeft, 1, 40, bits: 32));
        Assert.Equal(long.MinValue, WholeArithmetic.Combine(BinaryOperator.Divide, long.MinValue, -1, bits: 64));
    }

    [Fact]
    public void A_whole_number_is_never_minus_zero()
    {
        var zero = NumberValue.Of(0);

        Assert.Equal(double.PositiveInfinity, 1 / Number(ConstantArithmetic.Binary(BinaryOperator.Multiply, zero, NumberValue.Of(-1), place: 0)));
        Assert.Equal(double.PositiveInfinity, 1 / Number(ConstantArithmetic.Unary(UnaryOperator.Minus, zero, place: 0)));
        Assert.Equal(double.PositiveInfinity, 1 / ConstantArithmetic.Convert(NumberValue.Of(-0.3), ConstantKind.Integer, isChecked: false, place: 0).Number);
        Assert.Equal(double.NegativeInfinity, 1 / ConstantArithmetic.Convert(NumberValue.Of(-0.0), ConstantKind.Single, isChecked: false, place: 0).Number);
    }

    /// <summary>What C# gives, and the exact value where that is another; null where it throws for any operands of this kind.</summary>
    private static (int Wrapped, long Exact)? InCSharp(BinaryOperator function, int left, int right) => unchecked(function switch
    {
        BinaryOperator.Add => (left + right, (long)left + right),
        BinaryOperator.Subtract => (left - right, (long)left - right),
        BinaryOperator.Multiply => (left * right, (long)left * right),
        BinaryOperator.Divide or BinaryOperator.Remainder when right == 0 => null,
        // Of ints it would throw.
        BinaryOperator.Divide => ((int)((long)left / right), (long)left / right),
        BinaryOperator.Remainder => ((int)((long)left % right), (long)left % right),
        BinaryOperator.And => (left & right, left & right),
        BinaryOperator.Or => (left | right, left | right),
        BinaryOperator.Xor => (left ^ right, left ^ right),
        BinaryOperator.ShiftLeft => (left << right, left << right),
        _ => (left >> right, left >> right),
    });

    private static int Evaluate(BinaryOperator function, int left, int right, Overflow overflow = Overflow.Refused)
        => (int)Number(ConstantArithmetic.Binary(function, NumberValue.Of(left), NumberValue.Of(right), place: 0, overflow));

    private static double Number(Value value) => ((NumberValue)value).Number;
}
