using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class SimplifierTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);
    private static readonly Scalar Z = new Argument(2);

    public static TheoryData<string, string> Rules
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var rule in Expected.Keys)
                data.Add(rule, Expected[rule].Text);
            return data;
        }
    }

    private static Dictionary<string, (Scalar Expression, string Text)> Expected { get; } = new()
    {
        ["zero is no term"] = (X + 0.0, "x"),
        ["one is no factor"] = (1.0 * X * 1.0, "x"),
        ["a product with zero is zero"] = (X * 0.0 * Y, "0"),
        ["what is taken from itself is zero"] = ((X * Y) - (Y * X), "0"),
        ["two signs are none"] = (-(-X), "x"),
        ["adding the opposite is subtraction"] = (X + (-Y), "x − y"),
        ["subtracting the opposite is addition"] = (X - (-Y), "x + y"),
        ["a sign comes out of a product"] = (-X * Y, "−x·y"),
        ["two signs in a product are none"] = (-X * -Y, "x·y"),
        ["a sign comes out of a quotient"] = (X / -Y, "−x/y"),
        ["constants are folded"] = (2.0 * (new Constant(3.0) + 4.0), "14"),
        ["constants go to the left"] = (X * 2.0 * Y * 3.0, "6·x·y"),
        ["the constant of a sum goes to the left"] = (X + 1.0, "1 + x"),
        ["constants of a sum combine"] = (X + 1.0 + (Y + 2.0), "3 + x + y"),
        ["a negative constant is subtracted"] = (X + -1.0, "x − 1"),
        ["one minus keeps its order"] = (1.0 - X, "1 − x"),
        ["like terms combine"] = (X + (2.0 * Y) + (3.0 * X), "4·x + 2·y"),
        ["like terms combine in a nested sum"] = ((2.0 * X) + (3.0 * (Y - X)), "3·y − x"),
        ["a sum keeps its order otherwise"] = (X + (Y + Z), "x + (y + z)"),
        ["a square stays a product"] = (X * X, "x²"),
        ["a division by a short number stays one"] = (X * (X / 6.0), "x²/6"),
        ["divisions by constants combine"] = (2.0 * (X / 6.0), "x/3"),
        ["a reciprocal is a division"] = (X * (1.0 / Y), "x/y"),
        ["root one half squared is one half"] = (Math.Sqrt(0.5) * X * (Math.Sqrt(0.5) * X), "0.5·x²"),
        ["a factor meets its reciprocal in a sum"] = (2.0 * (0.5 * X + Y), "x + 2·y"),
        ["constants too large for a float stay apart"] = (1e25 * (1e25 * X), "1E+25·1E+25·x"),
        ["a number times its sign is its magnitude"] = (X * new Unary(UnaryFunction.Sign, X), "|x|"),
        ["an odd function gives its sign"] = (new Unary(UnaryFunction.Tanh, -X), "−tanh(x)"),
        ["an even function drops it"] = (new Unary(UnaryFunction.Cos, -2.0 * X), "cos(2·x)"),
        ["a square is no power"] = (new Binary(BinaryFunction.Pow, X, 2.0), "x²"),
        ["the half power is a root"] = (new Binary(BinaryFunction.Pow, X, 0.5), "sqrt(x)"),
        ["equal branches are no selection"] = (new Select(Comparison.Less, X, 0.0, Y + 0.0, 1.0 * Y), "y"),
        ["a known condition is no selection"] = (new Select(Comparison.Less, 1.0, 2.0, X, Y), "x"),
        ["a comparison has its constant on the right"] = (new Select(Comparison.Less, 0.0, X, X, Y), "x > 0 ? x : y"),
        ["a condition is known in its branches"] =
            (new Select(Comparison.Less, X, 0.0, new Select(Comparison.Less, X, 0.0, Y, Z), Z), "x < 0 ? y : z"),
        ["a condition is known in the condition of a branch"] =
            (new Select(Comparison.Equal, X, 0.0, 0.0, new Select(Comparison.Equal, new Select(Comparison.Equal, X, 0.0, -1.0, Y), Z, Y, 0.0)), "x == 0 ? 0 : y == z ? y : 0"),
        ["what a condition excludes is known in its branches"] =
            (new Select(Comparison.LessOrEqual, X, -1.0, new Select(Comparison.Greater, X, 2.0, Y, Z), Y), "x ≤ −1 ? z : y"),
        ["relu is not positive where its argument is not"] = (new Select(Comparison.LessOrEqual, Relu(X + Y), 0.0, 0.0, Z), "x + y ≤ 0 ? 0 : z"),
        ["relu is positive where its argument is"] = (new Select(Comparison.Greater, Relu(X), 0.0, Z, 0.0), "x > 0 ? z : 0"),
        ["relu is above a bound where its argument is"] = (new Select(Comparison.Greater, Relu(X), 2.0, Z, 0.0), "x > 2 ? z : 0"),
        ["relu is never negative"] = (new Select(Comparison.Less, Relu(X), 0.0, Y, Z), "z"),
        ["a clamped value is at a bound where its argument is beyond it"] =
            (new Select(Comparison.GreaterOrEqual, new Select(Comparison.LessOrEqual, X, -1.0, -1.0, new Select(Comparison.GreaterOrEqual, X, 1.0, 1.0, X)), 1.0, Y, Z), "x ≥ 1 ? y : z"),
        ["a product with a mask is a selection"] = (Y * new Select(Comparison.LessOrEqual, X, 0.0, 0.0, 1.0), "x ≤ 0 ? 0 : y"),
        ["the larger of equals is either"] = (new Binary(BinaryFunction.Max, X * Y, Y * X), "x·y"),
        ["a maximum has its constant on the right"] = (new Binary(BinaryFunction.Max, 0.0, Z), "max(z, 0)"),
        ["x over x stays, for it is not one at zero"] = (X / X, "x/x"),
        ["infinity is not folded"] = (new Constant(1.0) / 0.0, "1/0"),
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Expressions_are_written_as_people_would_write_them(string rule, string expected) =>
        Assert.Equal(expected, Text(Simplifier.Simplify(Expected[rule].Expression)));

    [Fact]
    public void Random_expressions_keep_their_values()
    {
        var compared = 0;
        Prop.ForAll(RandomScalars.Cases, test =>
        {
            var simplified = Simplifier.Simplify(test.Expression);
            foreach (var point in test.Points)
            {
                var largest = RandomScalars.LargestIntermediate(test.Expression, point);
                if (largest > 1e8 || !RandomScalars.IsSmoothAt(test.Expression, point, 1e-10, 1e-6 * largest))
                    continue;
                var expected = ScalarEvaluator.Evaluate(test.Expression, point);
                var actual = ScalarEvaluator.Evaluate(simplified, point);
                Assert.True(
                    Math.Abs(expected - actual) <= 1e-9 * largest,
                    $"{test.Expression} became {simplified}: {expected} became {actual} at {string.Join(", ", point)}.");
                compared++;
            }
        }).Check(Seeds.Property(500));
        Assert.InRange(compared, 300, int.MaxValue);
    }

    [Fact]
    public void What_is_simple_already_stays_as_it_is() =>
        Prop.ForAll(RandomScalars.Expressions, expression =>
        {
            var simplified = Simplifier.Simplify(expression);
            Assert.Equal(Text(simplified), Text(Simplifier.Simplify(simplified)));
        }).Check(Seeds.Property(500));

    [Fact]
    public void A_NaN_is_not_lost()
    {
        var relu = new Select(Comparison.LessOrEqual, X, 0.0, 0.0, X);
        Assert.Equal(double.NaN, ScalarEvaluator.Evaluate(Simplifier.Simplify(1.0 * relu + 0.0), double.NaN));
    }

    [Fact]
    public void A_long_sum_is_simplified_at_the_cost_of_its_terms()
    {
        Scalar sum = 0.0;
        for (var i = 0; i < 1500; i++)
            sum += new Unary(UnaryFunction.Sin, new Argument(i));
        var simplified = Simplifier.Simplify(sum);
        Assert.Equal(1500, ScalarArguments.Of(simplified).Count);
    }

    [Fact]
    public void Conditions_of_conditions_keep_their_values_with_NaN_too()
    {
        // Selections of selections, whose conditions compare few values with few constants, at all values that tell them apart.
        double[] bounds = [-1, 0, 1], points = [double.NegativeInfinity, -2, -1, -0.5, -0.0, 0, 0.5, 1, 2, double.PositiveInfinity, double.NaN];
        var random = new Random(0);
        var shorter = 0;
        foreach (var seed in Seeds.Draw(TestTier.Cases(400, 8_000)))
        {
            random = new Random(seed);
            var expression = Choice(4);
            var simplified = Simplifier.Simplify(expression);
            shorter += ScalarSize.Of(simplified) < ScalarSize.Of(expression) ? 1 : 0;
            foreach (var x in points)
            {
                foreach (var y in points)
                    Assert.True(ScalarEvaluator.Evaluate(expression, [x, y, 0]).Equals(ScalarEvaluator.Evaluate(simplified, [x, y, 0])), $"{Text(expression)} became {Text(simplified)} at {x}, {y}.");
            }
        }

        Assert.InRange(shorter, 1, int.MaxValue);

        Scalar Choice(int depth) => random.Next(depth == 0 ? 2 : 6) switch
        {
            0 => random.Next(2) == 0 ? X : Y,
            1 => bounds[random.Next(3)],
            _ => new Select((Comparison)random.Next(6), Choice(depth - 1), random.Next(4) > 0 ? bounds[random.Next(3)] : Choice(depth - 1), Choice(depth - 1), Choice(depth - 1)),
        };
    }

    private static Select Relu(Scalar x) => new(Comparison.LessOrEqual, x, 0.0, 0.0, x);

    private static string Text(Scalar expression) => ScalarText.Mathematics(expression, ["x", "y", "z"]);
}
