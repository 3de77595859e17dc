namespace NetGen.Runtime.Tests.Losses;

public class LossArgumentTests
{
    [Theory]
    [MemberData(nameof(LossVariant.Names), MemberType = typeof(LossVariant))]
    public void Lengths_that_do_not_fit_are_refused(string name)
    {
        var variant = LossVariant.Named(name);
        var (outputs, targets) = variant.Draw(new Random(1), 6, 5);
        var gradients = new float[outputs.Length];
        var loss = variant.Create(5);

        Assert.Throws<ArgumentOutOfRangeException>("batch", () => loss.Evaluate(outputs, targets, gradients, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batch", () => loss.Evaluate(outputs, targets, -1));
        Assert.Throws<ArgumentException>("outputs", () => loss.Evaluate(outputs.AsSpan(1), targets, gradients, 6));
        Assert.Throws<ArgumentException>("outputs", () => loss.Evaluate([], [], 1));
        Assert.Throws<ArgumentException>("targets", () => loss.Evaluate(outputs, targets.AsSpan(1), gradients, 6));
        Assert.Throws<ArgumentException>("targets", () => loss.Evaluate(outputs, targets.AsSpan(1), 6));
        Assert.Throws<ArgumentException>("gradients", () => loss.Evaluate(outputs, targets, gradients.AsSpan(1), 6));
        Assert.Throws<ArgumentException>("gradients", () => loss.Evaluate(outputs, targets, [], 6));
    }

    [Fact]
    public void Errors_name_the_loss_and_the_numbers()
    {
        var outputs = Assert.Throws<ArgumentException>(() => new MSELoss().Evaluate(new float[128], new float[128], 3));
        Assert.StartsWith("MSELoss expects the same number of outputs for each of 3 samples, but got 128 in all.", outputs.Message);

        var targets = Assert.Throws<ArgumentException>(() => new MSELoss().Evaluate(new float[12], new float[8], 3));
        Assert.StartsWith("MSELoss expects 12 targets (3 samples × 4) for outputs [4], but got 8.", targets.Message);

        var gradients = Assert.Throws<ArgumentException>(() => new MSELoss().Evaluate(new float[12], new float[12], new float[4], 3));
        Assert.StartsWith("MSELoss expects room for 12 gradients, one for each output, but got 4.", gradients.Message);
    }

    [Theory]
    [InlineData(5f, "5")]
    [InlineData(-1f, "-1")]
    [InlineData(1.5f, "1.5")]
    [InlineData(-100.5f, "-100.5")]
    [InlineData(3e9f, "3E+09")]
    [InlineData(float.NaN, "NaN")]
    public void A_target_that_is_not_a_class_is_refused_before_anything_is_written(float target, string shown)
    {
        float[] targets = [4, target];
        foreach (var loss in new Loss[] { new CrossEntropyLoss(), new NLLLoss() })
        {
            float[] gradients = [.. Enumerable.Repeat(7f, 10)];
            var error = Assert.Throws<ArgumentException>("targets", () => loss.Evaluate(new float[10], targets, gradients, 2));

            Assert.StartsWith(
                $"The target of sample 1 of the batch is {shown}; {loss.GetType().Name} expects a class index from 0 to 4, or -100 to leave it out.",
                error.Message);
            Assert.All(gradients, gradient => Assert.Equal(7, gradient));
            Assert.Throws<ArgumentException>("targets", () => loss.Evaluate(new float[10], targets, 2));
        }
    }

    [Fact]
    public void An_integer_target_that_is_not_a_class_is_refused()
    {
        int[] targets = [0, 5];
        Assert.Throws<ArgumentException>("targets", () => new CrossEntropyLoss().Evaluate(new float[10], targets, 2));
        Assert.Throws<ArgumentException>("targets", () => new NLLLoss().Evaluate(new float[10], targets, new float[10], 2));
    }

    [Fact]
    public void Indices_for_a_loss_of_probabilities_are_refused()
    {
        var loss = new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities);
        int[] targets = [0, 1];
        Assert.Throws<InvalidOperationException>(() => loss.Evaluate(new float[4], targets, 2));
        Assert.Throws<InvalidOperationException>(() => loss.Evaluate(new float[4], targets, new float[4], 2));
    }

    [Fact]
    public void Another_number_of_weights_than_outputs_is_refused()
    {
        float[] weights = [1, 2, 3];
        Loss[] losses =
        [
            new CrossEntropyLoss(weights), new NLLLoss(weights),
            new CrossEntropyLoss(weights, target: CrossEntropyTarget.Probabilities), new BCEWithLogitsLoss(weights),
        ];
        foreach (var loss in losses)
        {
            var error = Assert.Throws<ArgumentException>(
                () => loss.Evaluate(new float[10], loss.Targets.Kind == NetGen.TargetKind.Probabilities ? [1, 0, 0, 0, 0, 0, 1, 0, 0, 0] : new float[2 * loss.TargetSize(5)], new float[10], 2));
            Assert.Contains("3 ", error.Message);
            Assert.Contains("5 outputs", error.Message);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(0.5f)]
    [InlineData(float.NaN)]
    public void Hinge_refuses_targets_other_than_plus_and_minus_one(float target)
    {
        float[] targets = [1, -1, 1, -1, 1, target];
        var error = Assert.Throws<ArgumentException>("targets", () => new HingeLoss().Evaluate(new float[6], targets, 2));
        Assert.StartsWith(FormattableString.Invariant($"The target of sample 1 of the batch at [2] is {target}; HingeLoss expects 1 and -1"), error.Message);
        Assert.Throws<ArgumentException>("targets", () => new HingeLoss().Evaluate(new float[6], targets, new float[6], 2));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Settings_without_meaning_are_refused(float value)
    {
        float[] weights = [1, value];
        Assert.Throws<ArgumentOutOfRangeException>("delta", () => new HuberLoss(value));
        if (value != 0)
        {
            Assert.Throws<ArgumentOutOfRangeException>("beta", () => new SmoothL1Loss(value));
            Assert.Throws<ArgumentOutOfRangeException>("positiveWeight", () => new BCEWithLogitsLoss(value));
            Assert.Throws<ArgumentOutOfRangeException>("labelSmoothing", () => new CrossEntropyLoss(labelSmoothing: value));
            Assert.Throws<ArgumentException>("weight", () => new CrossEntropyLoss(weights));
            Assert.Throws<ArgumentException>("weight", () => new NLLLoss(weights));
            Assert.Throws<ArgumentException>("positiveWeights", () => new BCEWithLogitsLoss(weights));
        }
    }

    [Fact]
    public void Choices_that_do_not_exist_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("reduction", () => new KLDivLoss((KLDivReduction)2));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => new CrossEntropyLoss(target: (CrossEntropyTarget)2));
        Assert.Throws<ArgumentException>("positiveWeights", () => new BCEWithLogitsLoss([]));
    }

    [Fact]
    public void A_class_index_is_one_float_and_all_other_targets_are_as_wide_as_the_outputs()
    {
        Assert.Equal(1, new CrossEntropyLoss().TargetSize(10));
        Assert.Equal(1, new NLLLoss().TargetSize(10));
        Assert.Equal(10, new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities).TargetSize(10));
        Assert.Equal(10, new MSELoss().TargetSize(10));
        Assert.Equal(480, new MSELoss().TargetSize(4, 12, 10));
    }

    [Fact]
    public void Other_positions_than_the_classes_want_a_target_each()
    {
        foreach (var (loss, first, middle) in new (Loss, Loss, Loss)[]
        {
            (new CrossEntropyLoss(), new CrossEntropyLoss(classAxis: 0), new CrossEntropyLoss(classAxis: 1)),
            (new NLLLoss(), new NLLLoss(classAxis: 0), new NLLLoss(classAxis: -2)),
        })
        {
            Assert.Equal([4, 12], loss.TargetShape([4, 12, 10]).ToArray());
            Assert.Equal([12, 10], first.TargetShape([4, 12, 10]).ToArray());
            Assert.Equal([4, 10], middle.TargetShape([4, 12, 10]).ToArray());
            Assert.Equal(48, loss.TargetSize(4, 12, 10));
            var error = Assert.Throws<ArgumentException>(() => new CrossEntropyLoss(classAxis: 2).TargetSize(10));
            Assert.Contains("axis 2, but an output [10] has 1 axes", error.Message, StringComparison.Ordinal);
            var targets = Assert.Throws<ArgumentException>("targets", () => loss.Evaluate(new float[960], new float[2], new float[960], 2, [4, 12, 10]));
            Assert.Contains("expects 96 targets (2 samples × [4, 12]) for outputs [4, 12, 10], but got 2.", targets.Message, StringComparison.Ordinal);
        }
    }
}
