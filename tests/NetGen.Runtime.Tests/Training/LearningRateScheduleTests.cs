namespace NetGen.Runtime.Tests.Training;

public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.05f)]
    [InlineData(29, 0.05f)]
    [InlineData(30, 0.005f)]
    [InlineData(59, 0.005f)]
    [InlineData(60, 0.0005f)]
    public void Steps_down_are_those_of_PyTorch(int epoch, float rate)
        => Assert.Equal(rate, LearningRateSchedules.StepLR(0.05f, 30)(123, epoch), 1e-8f);

    [Theory]
    [InlineData(0, 1.1f)]
    [InlineData(1, 0.9535534f)]
    [InlineData(2, 0.6f)]
    [InlineData(3, 0.2464466f)]
    [InlineData(4, 0.1f)]
    [InlineData(9, 0.1f)]
    public void Annealing_follows_half_a_cosine_and_stays_down(int epoch, float rate)
        => Assert.Equal(rate, LearningRateSchedules.CosineAnnealing(1.1f, 4, 0.1f)(0, epoch), 1e-6f);

    [Fact]
    public void Warming_up_rises_step_by_step_to_what_follows()
    {
        var schedule = LearningRateSchedules.WarmUp(4, LearningRateSchedules.StepLR(0.8f, 10));
        Assert.Equal([0.2f, 0.4f, 0.6f, 0.8f, 0.8f], Enumerable.Range(0, 5).Select(step => MathF.Round(schedule(step, 0), 6)));
        Assert.Equal(0.08f, schedule(100, 10), 1e-6f);
        Assert.Equal(0.5f, LearningRateSchedules.WarmUp(2, 1f)(0, 0));
    }

    [Fact]
    public void Numbers_out_of_bounds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedules.StepLR(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedules.StepLR(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedules.CosineAnnealing(float.NaN, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedules.CosineAnnealing(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningRateSchedules.WarmUp(0, 1f));
    }
}
