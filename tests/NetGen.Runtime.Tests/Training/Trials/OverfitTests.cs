namespace NetGen.Runtime.Tests.Training.Trials;

public class OverfitTests
{
    [Fact]
    public void A_batch_that_can_be_learned_is_learned_and_nothing_changes()
    {
        var trainer = Make(new Adam(0.05));
        var before = trainer.Network.Parameters.ToArray();
        var report = trainer.OverfitOneBatch(Samples.Clouds(300));
        Assert.True(report.IsLearned, report.ToString());
        Assert.Equal(16, report.Samples);
        Assert.InRange(report.Steps, 2, 299);
        Assert.True(report.FinalLoss <= 0.01 * report.InitialLoss);
        Assert.Equal(report.InitialLoss, report.Losses[0]);
        Assert.Equal(0.05f, report.LearningRate);
        Assert.EndsWith("The batch is learned by heart: network, loss and optimizer work together.", report.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        Assert.Equal((0L, 0L, 0.05f), (trainer.StepsTrained, trainer.Optimizer.StepCount, trainer.Optimizer.LearningRate));
    }

    [Fact]
    public void A_rate_that_is_too_low_or_too_high_is_told()
    {
        var low = Make(new SGD(1e-7)).OverfitOneBatch(Samples.Clouds(300), steps: 50);
        Assert.False(low.IsLearned);
        Assert.Contains("It is not learned: the learning rate is too low", low.ToString(), StringComparison.Ordinal);
        var high = new Trainer(new TwoLayerNetwork(1, 8, 1), new MSELoss(), new SGD(1e3)).OverfitOneBatch(Samples.Sine(30), steps: 50);
        Assert.False(high.IsLearned);
        Assert.Contains("the learning rate is too high", high.ToString(), StringComparison.Ordinal);
        Assert.True(Make(new SGD(1e-7)).OverfitOneBatch(Samples.Clouds(300), learningRate: 1).IsLearned);
    }

    [Fact]
    public void Label_smoothing_is_learned_although_the_loss_stays_above_zero()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 16, 2), new CrossEntropyLoss(labelSmoothing: 0.2f), new Adam(0.05)) { BatchSize = 16 };
        var report = trainer.OverfitOneBatch(Samples.Clouds(300), steps: 1000);

        // The entropy of a target of 0.9 and 0.1.
        var entropy = -((0.9 * Math.Log(0.9)) + (0.1 * Math.Log(0.1)));
        Assert.Equal(entropy, report.LowestPossibleLoss!.Value, 1e-4);
        Assert.True(report.IsLearned, report.ToString());
        Assert.InRange(report.FinalLoss, entropy - 1e-6, 0.4);
    }

    [Fact]
    public void The_same_inputs_with_different_targets_are_told_to_have_a_lowest_loss()
    {
        var data = new Dataset(new float[] { 1, 2, 1, 2, 1, 2, 3, 4 }, new float[] { 0, 1, 0, 1 }, 2, 1);
        var report = Make(new Adam(0.1)).OverfitOneBatch(data, steps: 1000);
        var floor = 0.75 * -((Math.Log(2.0 / 3) * 2 / 3) + (Math.Log(1.0 / 3) / 3));
        Assert.Equal(floor, report.LowestPossibleLoss!.Value, 1e-3);
        Assert.True(report.IsLearned, report.ToString());
        Assert.Contains("the lowest possible is 0.477", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_is_too_small_learns_a_part()
    {
        var data = new Dataset(Enumerable.Range(0, 32).Select(static i => (float)i / 16).ToArray(), Enumerable.Range(0, 32).Select(static i => i % 2 == 0 ? 3f : -1f).ToArray(), 1, 1);
        var report = new Trainer(new TwoLayerNetwork(1, 1, 1), new MSELoss(), new Adam(0.05)).OverfitOneBatch(data);
        Assert.False(report.IsLearned);
        Assert.Equal(0, report.LowestPossibleLoss);
        Assert.Contains(" → ", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_schedule_the_largest_rate_is_taken()
    {
        var trainer = Make(new Adam(0.5));
        trainer.Schedule = new WarmUp(100, 0.03);
        Assert.Equal(0.03f, trainer.OverfitOneBatch(Samples.Clouds(300)).LearningRate);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.OverfitOneBatch(Samples.Clouds(300), steps: 0));
        Assert.Throws<ArgumentException>(() => trainer.OverfitOneBatch(new Dataset(default, default, 2, 1)));
    }

    private static Trainer Make(Optimizer optimizer) => new(new TwoLayerNetwork(2, 16, 2), new CrossEntropyLoss(), optimizer) { BatchSize = 16 };
}
