using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class DerivativeTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    public static TheoryData<string> UnaryFunctions => [.. Enum.GetNames<UnaryFunction>()];

    public static TheoryData<string> BinaryFunctions => [.. Enum.GetNames<BinaryFunction>()];

    public static TheoryData<string> ActivationKinds => [.. Enum.GetNames<ActivationKind>()];

    [Theory]
    [MemberData(nameof(UnaryFunctions))]
    public void Every_function_has_the_slope_of_its_central_difference(string name)
    {
        // of an operand that has a slope itself, so that the chain rule is in it too
        var function = new Unary(Enum.Parse<UnaryFunction>(name), (0.7 * X) + 0.15);
        Assert.InRange(PointsThatAgree(function, 0), 100, int.MaxValue);
        Assert.InRange(PointsThatAgree(Derivative.Of(function, 0), 0), 100, int.MaxValue);
    }

    [Theory]
    [MemberData(nameof(BinaryFunctions))]
    public void Every_function_of_two_has_the_slopes_of_its_central_differences(string name)
    {
        var function = Enum.Parse<BinaryFunction>(name);
        // The second operand of some is a whole number, and a logarithm is of positive ones.
        Scalar[] expressions = function is BinaryFunction.ScaleB or BinaryFunction.RootN
            ? [new Binary(function, X, 3.0), new Binary(function, X * Y, 2.0), new Binary(function, X, -3.0)]
            : function is BinaryFunction.LogOfBase
            ? [new Binary(function, X * X, Y * Y), new Binary(function, X * X, 1.3), new Binary(function, 1.3, X * X)]
            : [new Binary(function, X, Y), new Binary(function, X, 1.3), new Binary(function, 1.3, X), new Binary(function, X * Y, X)];
        foreach (var expression in expressions)
        {
            foreach (var argument in ScalarArguments.Of(expression))
            {
                Assert.InRange(PointsThatAgree(expression, argument), 100, int.MaxValue);
                Assert.InRange(PointsThatAgree(Derivative.Of(expression, argument), 0), 100, int.MaxValue);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ActivationKinds))]
    public void Every_activation_has_the_slope_of_its_central_difference(string name)
    {
        var function = Activations.Of(Enum.Parse<ActivationKind>(name)).Function;
        Assert.InRange(PointsThatAgree(function, 0), 390, 400);
        Assert.InRange(PointsThatAgree(Derivative.Of(function, 0), 0), 390, 400);
    }

    [Fact]
    public void Random_expressions_have_the_slopes_of_their_central_differences()
    {
        var agreed = 0;
        Prop.ForAll(RandomScalars.Cases, test =>
        {
            for (var argument = 0; argument < RandomScalars.ArgumentCount; argument++)
            {
                var derivative = Derivative.Of(test.Expression, argument);
                foreach (var point in test.Points)
                    agreed += Agrees(test.Expression, derivative, argument, point) ? 1 : 0;
            }
        }).Check(Seeds.Property(500));
        // most points are inside of a domain and away from kinks
        Assert.InRange(agreed, 500, int.MaxValue);
    }

    [Theory]
    [InlineData(nameof(UnaryFunction.Abs), 0)]
    [InlineData(nameof(UnaryFunction.Sign), 0)]
    [InlineData(nameof(UnaryFunction.Floor), 0)]
    public void At_its_kink_a_function_has_slope_zero(string function, double slope) =>
        Assert.Equal(slope, ScalarEvaluator.Evaluate(Derivative.Of(new Unary(Enum.Parse<UnaryFunction>(function), X), 0), 0.0));

    [Theory]
    [InlineData(nameof(BinaryFunction.Max), 2, 1, 1, 0)]
    [InlineData(nameof(BinaryFunction.Max), 1, 2, 0, 1)]
    [InlineData(nameof(BinaryFunction.Max), 2, 2, 0.5, 0.5)]
    [InlineData(nameof(BinaryFunction.Min), 2, 1, 0, 1)]
    [InlineData(nameof(BinaryFunction.Min), 1, 2, 1, 0)]
    [InlineData(nameof(BinaryFunction.Min), 2, 2, 0.5, 0.5)]
    [InlineData(nameof(BinaryFunction.AtLeast), 2, 1, 1, 0)]
    [InlineData(nameof(BinaryFunction.AtLeast), 1, 2, 0, 1)]
    [InlineData(nameof(BinaryFunction.AtLeast), 2, 2, 1, 0)]
    [InlineData(nameof(BinaryFunction.AtMost), 2, 1, 0, 1)]
    [InlineData(nameof(BinaryFunction.AtMost), 1, 2, 1, 0)]
    [InlineData(nameof(BinaryFunction.AtMost), 2, 2, 1, 0)]
    public void The_chosen_operand_has_the_slope_and_equal_ones_share_it_or_the_first_has_it(string name, double x, double y, double byX, double byY)
    {
        var function = Enum.Parse<BinaryFunction>(name);
        Assert.Equal(byX, ScalarEvaluator.Evaluate(Derivative.Of(new Binary(function, X, Y), 0), x, y));
        Assert.Equal(byY, ScalarEvaluator.Evaluate(Derivative.Of(new Binary(function, X, Y), 1), x, y));
    }

    [Fact]
    public void A_selection_has_the_slope_of_the_branch_that_is_chosen_at_the_bound()
    {
        var function = new Select(Comparison.Less, X, 1.0, X * X, 5.0 * X);
        var derivative = Derivative.Of(function, 0);
        Assert.Equal(5.0, ScalarEvaluator.Evaluate(derivative, 1.0));
        Assert.Equal(1.0, ScalarEvaluator.Evaluate(derivative, 0.5));
    }

    [Fact]
    public void A_power_of_zero_has_the_slopes_that_PyTorch_gives_it()
    {
        var power = new Binary(BinaryFunction.Pow, X, Y);
        Assert.Equal(0.0, ScalarEvaluator.Evaluate(Derivative.Of(power, 0), 0.0, 0.0));
        Assert.Equal(0.0, ScalarEvaluator.Evaluate(Derivative.Of(power, 1), 0.0, 2.0));
        Assert.Equal(0.0, ScalarEvaluator.Evaluate(Derivative.Of(power, 1), 0.0, 0.0));
        Assert.Equal(double.NegativeInfinity, ScalarEvaluator.Evaluate(Derivative.Of(power, 1), 0.0, -1.0));
    }

    [Fact]
    public void A_constant_exponent_brings_no_logarithm() =>
        Assert.Equal("2.5·x^1.5", Text(Derivative.Of(new Binary(BinaryFunction.Pow, X, 2.5), 0)));

    public static TheoryData<string, double, double> LargeArguments => new()
    {
        { "softplus", 1e6, 1 }, { "softplus", -1e6, 0 },
        { "log(1 + exp(x))", 1e6, 1 }, { "log(1 + exp(x))", -1e6, 0 },
        { "1/(1 + exp(-x))", 1e6, 0 }, { "1/(1 + exp(-x))", -1e6, 0 },
        { "exp(x)/(1 + exp(x))", 1e6, 0 }, { "exp(x)/(1 + exp(x))", -1e6, 0 },
        { "mish by hand", 1e6, 1 }, { "mish by hand", -1e6, 0 },
        { "silu", 1e6, 1 }, { "silu", -1e6, 0 },
        { "gelu", 1e200, 1 }, { "gelu", -1e200, 0 },
    };

    [Theory]
    [MemberData(nameof(LargeArguments))]
    public void Slopes_are_finite_and_right_where_exponentials_overflow(string name, double x, double slope)
    {
        var exponential = new Unary(UnaryFunction.Exp, X);
        Scalar function = name switch
        {
            "softplus" => Activations.Of(ActivationKind.Softplus).Function,
            "log(1 + exp(x))" => new Unary(UnaryFunction.Log, 1.0 + exponential),
            "1/(1 + exp(-x))" => 1.0 / (1.0 + new Unary(UnaryFunction.Exp, -X)),
            "exp(x)/(1 + exp(x))" => exponential / (1.0 + exponential),
            "mish by hand" => X * new Unary(UnaryFunction.Tanh, new Unary(UnaryFunction.Log, 1.0 + exponential)),
            "silu" => Activations.Of(ActivationKind.Silu).Function,
            _ => Activations.Of(ActivationKind.Gelu).Function,
        };
        Assert.Equal(slope, ScalarEvaluator.Evaluate(Derivative.Of(function, 0), x), 12);
    }

    [Fact]
    public void The_slope_of_softsign_keeps_its_digits_far_out()
    {
        var slope = ScalarEvaluator.Evaluate(Derivative.Of(Activations.Of(ActivationKind.Softsign).Function, 0), 1e9);
        Assert.Equal(1.0, slope * 1e18, 8);
    }

    [Fact]
    public void An_expression_that_doubles_at_every_step_is_differentiated_at_the_cost_of_its_nodes()
    {
        // as a tree it has 2⁶⁰ leaves
        Scalar iterated = X;
        for (var i = 0; i < 60; i++)
            iterated = new Unary(UnaryFunction.Sin, iterated * iterated);
        var derivative = Derivative.Of(iterated, 0);
        Assert.Equal(CentralDifference(iterated, 0, [0.9], 1e-5), ScalarEvaluator.Evaluate(derivative, 0.9), 6);
        Assert.InRange(CSharpText.Emit([iterated, derivative], ["x"], CSharpTarget.Double, []).Locals.Count, 60, 400);
    }

    private static string Text(Scalar expression) => ScalarText.Mathematics(expression, ["x", "y", "z"]);

    /// <summary>How many of 400 points agree; the others lie outside of the domain or beside a kink. Disagreement throws.</summary>
    private static int PointsThatAgree(Scalar expression, int argument)
    {
        var derivative = Derivative.Of(expression, argument);
        return Enumerable.Range(0, 400).Count(i => Agrees(expression, derivative, argument, [-4.0137 + (0.0201 * i), 0.3119 + (0.0123 * i), 0.5]));
    }

    /// <summary>False where the differences themselves do not settle; an exception where they do, on another value.</summary>
    private static bool Agrees(Scalar expression, Scalar derivative, int argument, double[] point)
    {
        const double step = 1e-4;
        var coarse = CentralDifference(expression, argument, point, step);
        var fine = CentralDifference(expression, argument, point, step / 2.0);
        var scale = Math.Max(1.0, Math.Abs(fine));
        var largest = RandomScalars.LargestIntermediate(expression, point);
        var noise = largest * 1e-15 / step;
        if (!(Math.Abs(coarse - fine) <= 1e-5 * scale) || !(noise <= 1e-6 * scale) || largest > 1e4
            || !RandomScalars.IsAwayFromJumps(expression, point, 1e-9))
            return false;
        // a staircase with many small steps looks smooth from afar
        if (!(Math.Abs(CentralDifference(expression, argument, point, step / 100.0) - fine) <= 1e-3 * scale))
            return false;
        // a kink or jump that is symmetric about the point does not show in the differences of its two sides
        var value = ScalarEvaluator.Evaluate(expression, point);
        var right = (ScalarEvaluator.Evaluate(expression, Moved(point, argument, step)) - value) / step;
        if (!(Math.Abs(right - fine) <= 1e-2 * scale))
            return false;

        var expected = ((4.0 * fine) - coarse) / 3.0;
        var actual = ScalarEvaluator.Evaluate(derivative, point);
        if (double.IsNaN(actual) && !RandomScalars.HasFiniteSlopes(expression, point))
            return false;
        Assert.True(
            Math.Abs(actual - expected) <= 2e-5 * scale,
            $"d/d{argument} of {expression} at {string.Join(", ", point)} is {actual}, but the central difference is {expected}.");
        return true;
    }

    private static double CentralDifference(Scalar expression, int argument, double[] point, double step) =>
        (ScalarEvaluator.Evaluate(expression, Moved(point, argument, step)) - ScalarEvaluator.Evaluate(expression, Moved(point, argument, -step)))
        / (2.0 * step);

    private static double[] Moved(double[] point, int argument, double step)
    {
        var moved = (double[])point.Clone();
        moved[argument] += step;
        return moved;
    }
}
