using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class SavedOutputTests
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Gradient = new Argument(2);

    public static TheoryData<string> ActivationKinds => [.. Enum.GetNames<ActivationKind>()];

    public static TheoryData<string, string> Texts => new()
    {
        { nameof(ActivationKind.None), "1" },
        { nameof(ActivationKind.Relu), "y ≤ 0 ? 0 : 1" },
        { nameof(ActivationKind.LeakyRelu), "y ≤ 0 ? 0.01 : 1" },
        { nameof(ActivationKind.Elu), "y ≤ 0 ? 1 + y : 1" },
        { nameof(ActivationKind.Selu), "y ≤ 0 ? 1.7580993408473766 + y : 1.0507009873554805" },
        { nameof(ActivationKind.Tanh), "1 − y²" },
        { nameof(ActivationKind.Sigmoid), "y·(1 − y)" },
        { nameof(ActivationKind.Softplus), "−expm1(−y)" },
        { nameof(ActivationKind.HardTanh), "y ≤ −1 ? 0 : y ≥ 1 ? 0 : 1" },
        // the output does not tell which of two arguments it came from
        { nameof(ActivationKind.Silu), "sigmoid(x) + x·sigmoid(x)·(1 − sigmoid(x))" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void The_slope_is_written_in_the_output_where_it_can_be(string kind, string expected)
    {
        var function = Activations.Of(Enum.Parse<ActivationKind>(kind)).Function;
        var rewritten = SavedOutput.RewriteInTermsOfOutput(function, Derivative.Of(function, 0), 0, 1);
        Assert.Equal(expected, ScalarText.Mathematics(rewritten, ["x", "y"]));
    }

    [Theory]
    [MemberData(nameof(ActivationKinds))]
    public void The_rewritten_gradient_of_every_activation_keeps_its_value(string kind)
    {
        var function = Activations.Of(Enum.Parse<ActivationKind>(kind)).Function;
        var gradient = Derivative.Of(function, 0) * Gradient;
        var rewritten = SavedOutput.RewriteInTermsOfOutput(function, gradient, 0, 1);
        foreach (var x in (double[])[-1e300, -40, -3.5, -3, -1.5, -1, -0.1, -5e-324, 0, 5e-324, 0.1, 1, 1.5, 3, 3.5, 40, 1e100])
        {
            var y = ScalarEvaluator.Evaluate(function, x);
            Assert.Equal(ScalarEvaluator.Evaluate(gradient, x, double.NaN, 2.0), ScalarEvaluator.Evaluate(rewritten, x, y, 2.0), 1e-14);
        }
    }

    [Fact]
    public void Relu_alone_makes_the_gradient_a_selection()
    {
        var relu = Activations.Of(ActivationKind.Relu).Function;
        var rewritten = SavedOutput.RewriteInTermsOfOutput(relu, Gradient * Derivative.Of(relu, 0), 0, 1);
        Assert.Equal("y ≤ 0 ? 0 : dY", ScalarText.Mathematics(rewritten, ["x", "y", "dY"]));
    }

    /// <summary>Functions of x, a derivative that compares x, and whether y may stand for it there.</summary>
    public static TheoryData<string, string, double, bool> Conditions => new()
    {
        { "relu", "<=", 0, true },
        { "relu", ">", 0, true },
        { "relu", "<", 0, false }, // y < 0 never holds
        { "relu", ">=", 0, false }, // y ≥ 0 always does
        { "relu", "==", 0, false },
        { "relu", "<=", 1, true },
        { "relu", "<=", -1, false },
        { "leaky", "<=", 0, true },
        { "leaky", ">", 0, true },
        { "leaky", "<", 0, false }, // 0.01·x may underflow to 0
        { "leaky", "<", -1, false },
        { "positive or zero", ">", 0, true },
        { "positive or zero", "<=", 0, false }, // for NaN, y is 0 and x is not comparable
        { "elu", "<=", 0, true },
        { "shrinking", "<=", 0, false }, // 0.5·x may underflow on the positive side
        { "growing", "<=", 0, true },
        { "rising", "<=", 0, false },
        { "negative slope", "<=", 0, false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void A_comparison_moves_to_the_output_only_if_it_always_agrees(string function, string comparison, double bound, bool moves)
    {
        var kind = Enum.GetValues<Comparison>().Single(candidate => candidate.CSharp() == comparison);
        Scalar form = function switch
        {
            "relu" => UpToZero(0.0, X),
            "leaky" => UpToZero(0.01 * X, X),
            "positive or zero" => new Select(Comparison.Greater, X, 0.0, X, 0.0),
            "elu" => UpToZero(new Unary(UnaryFunction.Expm1, X), X),
            "shrinking" => UpToZero(0.0, 0.5 * X),
            "growing" => UpToZero(3.0 * X, 2.0 * X),
            "rising" => UpToZero(0.0, 1.0 + X),
            _ => UpToZero(-0.5 * X, X),
        };
        var derivative = new Select(kind, X, bound, 5.0, 7.0);
        var rewritten = SavedOutput.RewriteInTermsOfOutput(form, derivative, 0, 1);
        Assert.Equal(moves, !ScalarArguments.Of(rewritten).Contains(0));
        foreach (var x in moves ? (double[])[-2, -1, -5e-324, 0, 5e-324, 0.5, 1, 2, double.NaN] : [])
            Assert.Equal(ScalarEvaluator.Evaluate(derivative, x), ScalarEvaluator.Evaluate(rewritten, double.NaN, ScalarEvaluator.Evaluate(form, x)));
    }

    [Fact]
    public void Substitution_composes_functions()
    {
        var composed = Substitution.Substitute(X * new Argument(1), index => index == 0 ? new Unary(UnaryFunction.Tanh, new Argument(3)) : X);
        Assert.Equal([0, 3], ScalarArguments.Of(composed));
        Assert.Equal("tanh(w)·x", ScalarText.Mathematics(composed, ["x", "y", "z", "w"]));
    }

    private static Select UpToZero(Scalar upToZero, Scalar above) => new(Comparison.LessOrEqual, X, 0.0, upToZero, above);
}
