using NetGen.Runtime.Tests.Fixtures;

namespace NetGen.Runtime.Tests.Losses;

public class LossFixtureTests
{
    private const string Outputs = "/outputs";

    public static IEnumerable<object[]> Cases
        => FixtureFile.Losses.Names.Where(name => name.EndsWith(Outputs, StringComparison.Ordinal)).Select(name => new object[] { name[..^Outputs.Length] });

    [Theory]
    [MemberData(nameof(Cases))]
    public void Value_and_gradient_are_those_of_PyTorch(string name)
    {
        var file = FixtureFile.Losses;
        var shape = file.Shape(name + "/outputs");
        var outputs = file.Singles(name + "/outputs");
        var targets = file.Singles(name + "/targets");
        var expectedLoss = file.Doubles(name + "/loss")[0];
        var expectedGradients = file.Doubles(name + "/gradients");
        var loss = Variant(name).Create(shape[1]);
        var gradients = new float[outputs.Length];

        var value = loss.Evaluate(outputs, targets, gradients, shape[0]);

        // The recorded values are computed in double. In float a few roundings of 6e-8 remain, relative to the largest gradient, since
        // some are differences. A softmax's exponent is rounded in proportion to its size, and below 1e-38 floats lose their digits.
        AssertClose(expectedLoss, value, (1e-6 * Math.Abs(expectedLoss)) + 1e-37);
        var largest = expectedGradients.Max(Math.Abs);
        for (var i = 0; i < gradients.Length; i++)
            AssertClose(expectedGradients[i], gradients[i], (5e-7 * largest) + (5e-6 * Math.Abs(expectedGradients[i])) + 1e-37);

        Assert.Equal(value, loss.Evaluate(outputs, targets, shape[0]));
    }

    [Fact]
    public void Every_variant_has_a_recorded_case()
    {
        var recorded = Cases.Select(names => Variant((string)names[0]).Name).ToHashSet();
        Assert.Empty(LossVariant.All.Select(variant => variant.Name).Except(recorded));
    }

    // The recorded names also tell how the outputs and targets were drawn.
    private static LossVariant Variant(string name)
        => LossVariant.Named(name.Split('/')[0].Replace("_far", "").Replace("_hard", "").Replace("_soft", ""));

    private static void AssertClose(double expected, double actual, double tolerance)
        => Assert.True(Math.Abs(actual - expected) <= tolerance, $"Expected {expected:R} ± {tolerance:R}, but got {actual:R}.");
}
