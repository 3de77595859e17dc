namespace NetGen.Runtime.Tests.Training.Callbacks;

/// <summary>Trainings that end early on purpose: a time limit, and a rehearsal.</summary>
public class LimitTests
{
    [Fact]
    public void A_time_limit_ends_a_training_after_a_step()
    {
        var limit = TimeSpan.FromMilliseconds(60);
        var (before, after) = (new ClockTimes(), new ClockTimes());
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), new PlainDescent(0.01f) { Logs = false }) { Callbacks = [before, new TimeLimit(limit), after] };
        var history = trainer.Fit(Samples.Sine(320), int.MaxValue - 1, onStep: _ => Thread.Sleep(1));
        Assert.Equal("the time limit of 00:00:00.0600000 was reached", history.StopReason);

        // It looked at the clock between these two, so that this holds on a machine of any speed.
        Assert.All(before.Steps.SkipLast(1), time => Assert.True(time < limit));
        Assert.True(after.Last >= limit);
    }

    [Fact]
    public void A_training_that_is_shorter_than_its_limit_is_not_stopped()
    {
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), new PlainDescent(0.01f)) { Callbacks = [new TimeLimit(TimeSpan.FromHours(1))] };
        Assert.Null(trainer.Fit(Samples.Sine(320), 2).StopReason);
        Assert.Throws<ArgumentOutOfRangeException>(() => new TimeLimit(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(1000, 10)]
    public void A_rehearsal_takes_a_few_steps_of_everything(int batches, int steps)
    {
        var (moments, validated) = (new List<string>(), 0);
        var network = new ListeningNetwork(new TwoLayerNetwork(2, 3, 2), static _ => { });
        var loss = new CountingLoss(new PlainCrossEntropy(), outputs => validated += outputs);
        var trainer = new Trainer(network, loss, new PlainDescent(0.1f)) { BatchSize = 10, FastDevRun = batches, Callbacks = [new Moments(moments)] };
        var history = trainer.Fit(Samples.Clouds(100), epochs: 50, Samples.Clouds(5000, 3));
        Assert.Equal(["start", "epoch", .. Enumerable.Repeat("step", steps), "validation start", "validation", "epoch end", "end"], moments);
        Assert.Equal(steps, trainer.StepsTrained);
        Assert.Single(history.Epochs);
        Assert.Null(history.StopReason);

        // Batches of a validation have 512 samples.
        Assert.Equal((10 * steps) + Math.Min(5000, 512 * batches), validated / 2);
    }

    [Fact]
    public void A_rehearsal_with_one_batch_of_all_samples_is_one_step()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = Trainer.FullBatch, FastDevRun = 5 };
        Assert.Single(trainer.Fit(Samples.Clouds(100), 50).Epochs);
        Assert.Equal(1, trainer.StepsTrained);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.FastDevRun = 0);
        trainer.FastDevRun = null;
        trainer.Fit(Samples.Clouds(100), 2);
        Assert.Equal(3, trainer.StepsTrained);
    }

    private sealed class ClockTimes : ITrainingCallback
    {
        public List<TimeSpan> Steps { get; } = [];

        public TimeSpan Last { get; private set; }

        public void OnStep(TrainingRun run) => Steps.Add(Last = run.Elapsed);

        // A limit looks at the clock then too.
        public void OnEpochEnd(TrainingRun run) => Last = run.Elapsed;
    }

    private sealed class CountingLoss(Loss loss, Action<int> evaluated) : Loss
    {
        public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape) => loss.TargetShape(outputShape);

        protected override LossValue Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        {
            evaluated(outputs.Length);
            return loss.Evaluate(outputs, targets, gradients, batch, outputShape);
        }
    }
}

/// <summary>Writes down the moments of a training.</summary>
internal sealed class Moments(List<string> moments, string? throwsAt = null) : ITrainingCallback
{
    public void OnStart(TrainingRun run) => Note("start");

    public void OnEpochStart(TrainingRun run) => Note("epoch");

    public void OnStep(TrainingRun run) => Note("step");

    public void OnValidationStart(TrainingRun run) => Note("validation start");

    public void OnValidation(TrainingRun run) => Note("validation");

    public void OnEpochEnd(TrainingRun run) => Note("epoch end");

    public void OnEnd(TrainingRun run) => Note("end");

    public void OnFailure(TrainingRun run, Exception failure) => Note($"failure {failure.Message}");

    private void Note(string moment)
    {
        moments.Add(moment);
        if (moment == throwsAt || (throwsAt == "failure" && moment.StartsWith("failure", StringComparison.Ordinal)))
            throw new FormatException(moment);
    }
}
