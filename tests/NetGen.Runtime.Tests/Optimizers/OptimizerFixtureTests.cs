using NetGen.Runtime.Tests.Fixtures;

namespace NetGen.Runtime.Tests.Optimizers;

public class OptimizerFixtureTests
{
    // From this step on the recorded "_schedule" variants take half the learning rate.
    private const int SlowerFrom = 15;

    private const int Padding = 5;

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void Thirty_steps_are_those_of_PyTorch(string name)
    {
        var file = FixtureFile.Optimizers;
        var gradients = file.Singles("gradients");
        var inDouble = file.Doubles(name + "/double");
        var inSingle = file.Singles(name + "/single");
        var parameters = file.Singles("initial");
        var count = parameters.Length;
        var steps = gradients.Length / count;
        Assert.Equal(30, steps);

        var optimizer = OptimizerVariant.Create(name);
        for (var step = 0; step < steps; step++)
        {
            if (step == SlowerFrom && name.EndsWith("_schedule", StringComparison.Ordinal))
                optimizer.LearningRate *= 0.5f;
            optimizer.Step(parameters, gradients.AsSpan(step * count, count));
            for (var i = 0; i < count; i++)
            {
                // A step rounds the parameter once, by 6e-8 of it, and the update by a few times 6e-8 of its own.
                var expected = inDouble[(step * count) + i];
                var size = Math.Max(1, Math.Abs(expected));
                AssertClose(name, step, i, expected, parameters[i], 1e-6 * size);
                AssertClose(name, step, i, inSingle[(step * count) + i], parameters[i], 2e-6 * size);
            }

            Assert.Equal(0, parameters[Padding]);
        }

        Assert.Equal(steps, optimizer.StepCount);
    }

    [Fact]
    public void Every_recorded_variant_is_compared()
    {
        const string Suffix = "/double";
        var recorded = FixtureFile.Optimizers.Names
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Select(name => name[..^Suffix.Length]);
        Assert.Equal(recorded.Order(), OptimizerVariant.Names.Select(names => (string)names[0]).Order());
    }

    [Theory]
    [InlineData("clip_1", 1)]
    [InlineData("clip_1000", 1000)]
    public void Clipping_by_norm_is_that_of_PyTorch(string name, float maximum)
    {
        var file = FixtureFile.Optimizers;
        var expected = file.Singles(name + "/gradients");
        var gradients = file.Singles("gradients")[..expected.Length];

        var norm = GradientClipping.ByNorm(gradients, maximum);

        Assert.Equal(file.Singles(name + "/norm")[0], norm, 1e-6 * norm);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], gradients[i], 1e-6 * Math.Abs(expected[i]));
    }

    [Fact]
    public void Clipping_by_value_is_that_of_PyTorch()
    {
        var expected = FixtureFile.Optimizers.Singles("clip_value_0.5/gradients");
        var gradients = FixtureFile.Optimizers.Singles("gradients")[..expected.Length];
        GradientClipping.ByValue(gradients, 0.5f);
        Assert.Equal(expected, gradients);
    }

    private static void AssertClose(string name, int step, int index, double expected, double actual, double tolerance)
        => Assert.True(
            Math.Abs(actual - expected) <= tolerance,
            $"{name}, step {step + 1}, parameter {index}: expected {expected:R} ± {tolerance:R}, but got {actual:R}.");
}
