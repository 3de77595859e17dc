namespace NetGen.Runtime.Tests.Optimizers;

public class OptimizerTests
{
    private const int Steps = 5;

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void Zeros_with_zero_gradients_stay_exactly_zero(string name)
    {
        var parameters = new float[19];
        var gradients = new float[19];
        for (var i = 0; i < 19; i += 3)
            (parameters[i], gradients[i]) = (1, -2);

        var optimizer = OptimizerVariant.Create(name);
        for (var step = 0; step < 100; step++)
            optimizer.Step(parameters, gradients);

        for (var i = 0; i < 19; i++)
        {
            if (i % 3 == 0)
                Assert.True(float.IsFinite(parameters[i]) && parameters[i] != 1);
            else
                Assert.Equal(0, parameters[i]);
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void A_parameter_takes_the_same_path_wherever_it_lies(string name)
    {
        // 16 of the 29 fill a cache line, eight a vector, and five are a rest; alone, each is a rest.
        var (parameters, gradients) = Draw(29);
        var together = (float[])parameters.Clone();
        var optimizer = OptimizerVariant.Create(name);
        for (var step = 0; step < Steps; step++)
            optimizer.Step(together, gradients.AsSpan(step * 29, 29));

        for (var i = 0; i < 29; i++)
        {
            float[] alone = [parameters[i]];
            var own = OptimizerVariant.Create(name);
            for (var step = 0; step < Steps; step++)
                own.Step(alone, [gradients[(step * 29) + i]]);
            Assert.Equal(BitConverter.SingleToInt32Bits(alone[0]), BitConverter.SingleToInt32Bits(together[i]));
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void A_step_touches_nothing_beyond_its_spans(string name)
    {
        foreach (var length in new[] { 0, 1, 7, 8, 9, 15, 16, 17, 24, 31, 40 })
        {
            var parameters = new float[length + 2];
            parameters.AsSpan().Fill(0.25f);
            var gradients = new float[length + 2];
            gradients.AsSpan().Fill(1);
            OptimizerVariant.Create(name).Step(parameters.AsSpan(1, length), gradients.AsSpan(1, length));

            Assert.Equal(0.25f, parameters[0]);
            Assert.Equal(0.25f, parameters[^1]);
            Assert.All(parameters[1..^1], parameter => Assert.True(parameter < 0.25f));
        }
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void Only_the_first_step_allocates(string name)
    {
        var (parameters, gradients) = Draw(21);
        var optimizer = OptimizerVariant.Create(name);
        optimizer.Step(parameters, gradients.AsSpan(0, 21));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 1; step < Steps; step++)
            optimizer.Step(parameters, gradients.AsSpan(step * 21, 21));

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void Lengths_that_do_not_fit_are_refused_and_do_not_count_as_a_step(string name)
    {
        var optimizer = OptimizerVariant.Create(name);
        var unequal = Assert.Throws<ArgumentException>("gradients", () => optimizer.Step(new float[8], new float[9]));
        Assert.StartsWith("There are 8 parameters, but 9 gradients.", unequal.Message);
        Assert.Equal(0, optimizer.StepCount);

        optimizer.Step(new float[10], new float[10]);
        var other = Assert.Throws<ArgumentException>("parameters", () => optimizer.Step(new float[8], new float[8]));
        Assert.StartsWith("The first step had 10 parameters, but this one has 8", other.Message);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void A_gradient_that_is_not_a_number_spoils_its_own_parameter_only(string name)
    {
        float[] parameters = [1, 1, 1];
        var optimizer = OptimizerVariant.Create(name);
        var exception = Assert.Throws<NonFiniteLossException>(() => optimizer.Step(parameters, [1, float.NaN, 1]));
        Assert.Contains("made parameter 1 of 3 NaN", exception.Message, StringComparison.Ordinal);
        Assert.Equal([false, true, false], parameters.Select(float.IsNaN));
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void A_learning_rate_that_is_negative_or_not_finite_is_refused(string name)
    {
        var optimizer = OptimizerVariant.Create(name);
        var before = optimizer.LearningRate;
        foreach (var rate in new[] { -1e-3f, float.NaN, float.PositiveInfinity })
            Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = rate);
        Assert.Equal(before, optimizer.LearningRate);
    }

    [Fact]
    public void A_constant_gradient_does_not_make_centered_rmsprop_undefined()
    {
        // v − ḡ² tends to 0 here, and rounding takes it below.
        float[] parameters = [0, 0, 0];
        var optimizer = new RMSprop(1e-10, alpha: 0.5, centered: true);
        for (var step = 0; step < 200; step++)
            optimizer.Step(parameters, [0.1f, 0.3f, 0.7f]);
        Assert.All(parameters, parameter => Assert.True(float.IsFinite(parameter)));
    }

    [Fact]
    public void Settings_without_meaning_are_refused()
    {
        foreach (var value in new[] { -0.1, double.NaN, double.PositiveInfinity })
        {
            Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new SGD(momentum: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new SGD(weightDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("learningRateDecay", () => new Adagrad(learningRateDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new Adagrad(weightDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("initialAccumulatorValue", () => new Adagrad(initialAccumulatorValue: value));
            Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new RMSprop(momentum: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new RMSprop(weightDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new Adam(weightDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new AdamW(weightDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new NAdam(weightDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("momentumDecay", () => new NAdam(momentumDecay: value));
            Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new Adadelta(weightDecay: value));
        }

        Assert.Throws<ArgumentOutOfRangeException>("dampening", () => new SGD(dampening: double.NaN));
        Assert.Throws<ArgumentException>("nesterov", () => new SGD(nesterov: true));
        Assert.Throws<ArgumentException>("nesterov", () => new SGD(momentum: 0.9, dampening: 0.1, nesterov: true));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void A_decay_outside_zero_to_one_is_refused(double decay)
    {
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => new RMSprop(alpha: decay));
        Assert.Throws<ArgumentOutOfRangeException>("beta1", () => new Adam(beta1: decay));
        Assert.Throws<ArgumentOutOfRangeException>("beta2", () => new Adam(beta2: decay));
        Assert.Throws<ArgumentOutOfRangeException>("beta1", () => new AdamW(beta1: decay));
        Assert.Throws<ArgumentOutOfRangeException>("beta2", () => new AdamW(beta2: decay));
        Assert.Throws<ArgumentOutOfRangeException>("beta1", () => new NAdam(beta1: decay));
        Assert.Throws<ArgumentOutOfRangeException>("beta2", () => new NAdam(beta2: decay));
        Assert.Throws<ArgumentOutOfRangeException>("rho", () => new Adadelta(rho: decay));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1e-8)]
    [InlineData(1e-50)]
    [InlineData(double.NaN)]
    public void An_epsilon_that_is_no_positive_float_is_refused(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new Adagrad(epsilon: value));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new RMSprop(epsilon: value));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new Adam(epsilon: value));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new AdamW(epsilon: value));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new NAdam(epsilon: value));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new Adadelta(epsilon: value));
    }

    private static (float[] Parameters, float[] Gradients) Draw(int count)
    {
        var random = new Random(count);
        return (
            [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)],
            [.. Enumerable.Range(0, count * Steps).Select(_ => (2 * random.NextSingle()) - 1)]);
    }
}
