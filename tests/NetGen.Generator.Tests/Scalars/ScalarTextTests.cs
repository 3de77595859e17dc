using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class ScalarTextTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    public static TheoryData<string, string> Texts
    {
        get
        {
            var data = new TheoryData<string, string>();
            for (var i = 0; i < Expected.Length; i++)
                data.Add(i.ToString(System.Globalization.CultureInfo.InvariantCulture), Expected[i].Text);
            return data;
        }
    }

    private static (Scalar Expression, string Text)[] Expected { get; } =
    [
        (X + (Y * X), "x + y·x"),
        ((X + Y) * X, "(x + y)·x"),
        (X - (Y - X), "x − (y − x)"),
        (X + (Y - X), "x + (y − x)"),
        (X + (Y + X), "x + (y + x)"),
        (X + Y + X, "x + y + x"),
        (X / (Y * X), "x/(y·x)"),
        (X / (Y / X), "x/(y/x)"),
        (X * Y / X, "x·y/x"),
        (X * (Y / X), "x·y/x"),
        (-(X * Y), "−x·y"),
        (-(X + Y), "−(x + y)"),
        (X * -Y, "x·(−y)"),
        (X - (-Y), "x − (−y)"),
        (-(-X), "−(−x)"),
        (X * new Constant(-2), "x·(−2)"),
        (new Constant(-2) * X, "−2·x"),
        ((X + Y) * (X + Y), "(x + y)²"),
        (X * new Binary(BinaryFunction.Remainder, Y, 3), "x·(y mod 3)"),
        (new Binary(BinaryFunction.Remainder, X, 3) * Y, "(x mod 3)·y"),
        (new Binary(BinaryFunction.Remainder, X * Y, 3) + Y, "(x·y) mod 3 + y"),
        (X * X * X * Y * Y, "x³·y²"),
        (new Binary(BinaryFunction.Pow, X, 12.0), "x^12"),
        (new Binary(BinaryFunction.Pow, X + Y, Y * X), "(x + y)^(y·x)"),
        (new Binary(BinaryFunction.Pow, X, 4.0), "x⁴"),
        (new Binary(BinaryFunction.Max, X, 0.0), "max(x, 0)"),
        (new Binary(BinaryFunction.Max, new Binary(BinaryFunction.Max, X, Y), new Binary(BinaryFunction.Max, Y * X, X)), "max(x, y, y·x, x)"),
        (new Binary(BinaryFunction.Max, X, new Binary(BinaryFunction.Min, Y, Y * X)), "max(x, min(y, y·x))"),
        (new Unary(UnaryFunction.Abs, X - Y), "|x − y|"),
        (new Unary(UnaryFunction.Tanh, -X), "tanh(−x)"),
        (1.0 / 3.0 * X, "x/3"),
        (new Constant(1.0 / 3.0) + X, "1/3 + x"),
        (0.01 * X, "0.01·x"),
        (new Constant(double.NegativeInfinity), "−∞"),
        (new Select(Comparison.LessOrEqual, X, 0.0, 0.0, X), "max(x, 0)"),
        (Y * new Select(Comparison.NotEqual, X, 0.0, 0.0, X), "y·(x ≠ 0 ? 0 : x)"),
        (new Select(Comparison.Less, X, 0.0, 0.0, new Select(Comparison.Greater, X, 1.0, 1.0, X)), "x < 0 ? 0 : x > 1 ? 1 : x"),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Expressions_read_as_mathematics_with_no_more_parentheses_than_needed(string index, string expected) =>
        Assert.Equal(expected, ScalarText.Mathematics(Expected[int.Parse(index, System.Globalization.CultureInfo.InvariantCulture)].Expression, ["x", "y"]));
}
