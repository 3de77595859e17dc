namespace NetGen.Runtime.Tests.Training.Callbacks;

/// <summary>What a callback may call on the trainer that calls it, and what it may not.</summary>
public class ReentryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_evaluation_leaves_the_metrics_of_the_epoch_alone(int workers)
    {
        var plain = Make(workers, new Accuracy(), new RocAuc());
        plain.Fit(Samples.Clouds(50), 2, Samples.Clouds(30, 3));
        var evaluated = new List<double>();
        var watched = Make(workers, new Accuracy(), new RocAuc());
        watched.Callbacks.Add(new Acts(trainer => evaluated.Add(trainer.Evaluate(Samples.Clouds(20, 5))["accuracy"])));
        watched.Fit(Samples.Clouds(50), 2, Samples.Clouds(30, 3));
        Assert.Equal(plain.History.Epochs.Select(static epoch => epoch.Values), watched.History.Epochs.Select(static epoch => epoch.Values));
        Assert.Equal(plain.StepsTrained, evaluated.Count);
        Assert.Equal(watched.Evaluate(Samples.Clouds(20, 5))["accuracy"], evaluated[^1]);
    }

    [Fact]
    public void A_metric_that_does_not_say_what_it_keeps_is_not_used_twice_at_once()
    {
        var mine = new Constant();
        var trainer = Make(1, mine);
        trainer.Callbacks.Add(new Acts(static trainer => trainer.Evaluate(Samples.Clouds(20, 5), new Accuracy())));
        trainer.Fit(Samples.Clouds(50), 1);
        trainer.Evaluate(Samples.Clouds(20, 5));

        trainer.Callbacks.Add(new Acts(static trainer => trainer.Evaluate(Samples.Clouds(20, 5))));
        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Clouds(50), 1));
        Assert.Contains("Evaluate with other metrics", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Constant does not say", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_in_a_training_is_refused()
    {
        var trainer = Make(1, new Accuracy());
        trainer.Callbacks.Add(new Acts(static trainer => trainer.Fit(Samples.Clouds(50), 1)));
        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Clouds(50), 2));
        Assert.Contains("while this trainer trains", exception.Message, StringComparison.Ordinal);
        Assert.Equal((1, 0), (trainer.StepsTrained, trainer.EpochsTrained));

        trainer.Callbacks.Clear();
        trainer.Fit(Samples.Clouds(50), 2);
        Assert.Equal(2, trainer.EpochsTrained);
    }

    private static Trainer Make(int workers, params Metric[] metrics)
        => new(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new Adam(0.05)) { BatchSize = 8, Workers = workers, Metrics = [.. metrics] };

    /// <summary>Does something after each step.</summary>
    private sealed class Acts(Action<Trainer> act) : ITrainingCallback
    {
        public void OnStep(TrainingRun run) => act(run.Trainer);
    }

    private sealed class Constant : Metric
    {
        public override string Name => "constant";

        public override double Value => 1;

        public override void Reset()
        {
        }

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        {
        }
    }
}
