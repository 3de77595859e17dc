using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

/// <summary>Where expressions jump, so that a value that is rounded otherwise leads to another result.</summary>
public sealed class DiscontinuitiesTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    [Fact]
    public void A_choice_jumps_where_its_branches_do_not_meet()
    {
        Assert.Equal([0, 1], Discontinuities.ArgumentsOf(new Select(Comparison.Equal, X, Y, 1, 0), isGradient: false));
        Assert.Equal([0], Discontinuities.ArgumentsOf(new Select(Comparison.Greater, X, 0, new Argument(2), 0), isGradient: false));
        Assert.Equal([0, 1], Discontinuities.ArgumentsOf(3 * new Select(Comparison.Greater, X + 1, Y, X, X - 1), isGradient: false));
        Assert.Empty(Discontinuities.ArgumentsOf(new Select(Comparison.GreaterOrEqual, X, Y, X, Y), isGradient: false));
        Assert.Empty(Discontinuities.ArgumentsOf(new Binary(BinaryFunction.Max, X, Y), isGradient: false));
    }

    [Fact]
    public void No_activation_jumps()
        => Assert.All(Enum.GetValues<ActivationKind>(), static activation => Assert.Empty(Discontinuities.ArgumentsOf(Activations.Of(activation).Function, isGradient: false)));

    [Fact]
    public void A_gradient_may_have_either_slope_of_a_kink_but_not_both_and_not_none()
    {
        var relu = Activations.Of(ActivationKind.Relu).Function;
        Assert.Empty(Discontinuities.ArgumentsOf(new Argument(2) * Derivative.Of(relu, 0), isGradient: true));
        Assert.Equal([0, 1], Discontinuities.ArgumentsOf(Derivative.Of(new Binary(BinaryFunction.Max, X, Y), 0), isGradient: true));
    }

    [Fact]
    public void Steps_jump()
    {
        UnaryFunction[] steps = [UnaryFunction.Floor, UnaryFunction.Ceiling, UnaryFunction.Round, UnaryFunction.Truncate, UnaryFunction.Sign];
        Assert.All(steps, static step => Assert.Equal([1], Discontinuities.ArgumentsOf(X + new Unary(step, 2 * Y), isGradient: false)));
        Assert.Equal([0, 1], Discontinuities.ArgumentsOf(new Binary(BinaryFunction.Remainder, X, Y), isGradient: false));
    }

    [Fact]
    public void Nothing_is_rounded_where_values_are_only_chosen()
    {
        Assert.True(Discontinuities.IsExact(new Select(Comparison.Equal, X, Y, 1, 0)));
        Assert.True(Discontinuities.IsExact(new Binary(BinaryFunction.Max, -X, 0)));
        Assert.False(Discontinuities.IsExact(X + Y));
        Assert.False(Discontinuities.IsExact(new Select(Comparison.Greater, X + Y, 0, 1, 0)));
    }
}
