namespace NetGen.Runtime.Tests.Training;

public class StoppingTests
{
    [Fact]
    public void Training_ends_after_so_many_epochs_without_a_lower_validation_loss()
    {
        // One step and one validation an epoch: calls 1, 3, 5 … of the loss are validations.
        double[] validation = [5, 4, 4.5, 3.9, 4.2, 4.1, 1];
        var snapshots = new List<float[]>();
        var network = new TwoLayerNetwork(1, 2, 1);
        var trainer = new Trainer(network, new ScriptedLoss(call => call % 2 == 0 ? 1 : validation[call / 2], static call => call + 1), new PlainDescent(0.1f))
        {
            BatchSize = Trainer.FullBatch,
            EarlyStopping = new EarlyStopping(patience: 2),
        };
        var history = trainer.Fit(Samples.Sine(3), 7, Samples.Sine(2), onStep: _ => snapshots.Add(network.Parameters.ToArray()));

        Assert.Equal([5, 4, 4.5, 3.9, 4.2, 4.1], history.Epochs.Select(static report => report.ValidationLoss!.Value));
        Assert.True(history.StoppedEarly);
        Assert.Equal(4, history.Best!.Epoch);
        Assert.Equal(snapshots[3], network.Parameters.ToArray());
        Assert.NotEqual(snapshots[5], network.Parameters.ToArray());
    }

    [Fact]
    public void The_last_parameters_stay_where_the_best_are_not_asked_for()
    {
        double[] validation = [2, 3];
        var network = new TwoLayerNetwork(1, 2, 1);
        float[] last = [];
        var trainer = new Trainer(network, new ScriptedLoss(call => call % 2 == 0 ? 1 : validation[call / 2], static _ => 1), new PlainDescent(0.1f))
        {
            EarlyStopping = new EarlyStopping(patience: 1, restoreBest: false),
        };
        trainer.Fit(Samples.Sine(3), 5, Samples.Sine(2), onStep: _ => last = network.Parameters.ToArray());
        Assert.Equal(2, trainer.EpochsTrained);
        Assert.Equal(last, network.Parameters.ToArray());
    }

    [Fact]
    public void A_loss_must_fall_by_the_least_improvement()
    {
        double[] validation = [5, 4.95, 4.96, 4.89, 4.85, 4.8];
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(call => call % 2 == 0 ? 1 : validation[call / 2], static _ => 1), new PlainDescent(0.1f))
        {
            EarlyStopping = new EarlyStopping(patience: 3, minimumImprovement: 0.1),
        };
        var history = trainer.Fit(Samples.Sine(3), 6, Samples.Sine(2));

        // 5, then 4.89 is the next to be lower by 0.1; the two after it are not.
        Assert.Equal(6, history.Epochs.Count);
        Assert.False(history.StoppedEarly);
        Assert.Equal(6, history.Best!.Epoch);
    }

    [Theory]
    [InlineData(double.NaN, true)]
    [InlineData(double.PositiveInfinity, false)]
    public void A_validation_loss_that_is_not_finite_is_told_and_nothing_is_lost(double bad, bool stopsEarly)
    {
        double[] validation = [5, 4, bad];
        var snapshots = new List<float[]>();
        var network = new TwoLayerNetwork(1, 2, 1);
        var trainer = new Trainer(network, new ScriptedLoss(call => call % 2 == 0 ? 1 : validation[Math.Min(call / 2, 2)], static call => call + 1), new PlainDescent(0.1f))
        {
            BatchSize = Trainer.FullBatch,
            EarlyStopping = stopsEarly ? new EarlyStopping(patience: 5) : null,
        };
        var exception = Assert.Throws<NonFiniteLossException>(
            () => trainer.Fit(Samples.Sine(3), 7, Samples.Sine(2), onStep: _ => snapshots.Add(network.Parameters.ToArray())));

        Assert.StartsWith(FormattableString.Invariant($"Epoch 3, validation: the loss is {bad};"), exception.Message, StringComparison.Ordinal);
        Assert.Equal((3, 0), (exception.Epoch, exception.Step));
        Assert.Equal([5, 4, bad], trainer.History.Epochs.Select(static report => report.ValidationLoss!.Value));
        Assert.Equal(snapshots[stopsEarly ? 1 : 2], network.Parameters.ToArray());
    }

    [Fact]
    public void A_validation_sample_whose_output_overflows_is_named()
    {
        var network = new TwoLayerNetwork(1, 2, 1);
        network.Parameters.Clear();
        network.View("hidden.weight")[0, 0] = 100;
        network.View("output.weight")[0, 0] = 3e38f;
        network.View("output.bias")[0] = 3e38f;
        var exception = Assert.Throws<NonFiniteLossException>(() => new Trainer(network, new ScriptedLoss(static call => call == 1 ? double.NaN : 1, static _ => 0), new PlainDescent(0))
            .Fit(Samples.Sine(3), 1, new Dataset(new float[] { 0, -1, 1 }, new float[3], 1, 1)));
        Assert.Contains("the output of sample 2 has Infinity in feature 0", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cancelled_training_keeps_its_history_and_its_last_step()
    {
        using var source = new CancellationTokenSource();
        var network = new TwoLayerNetwork(1, 4, 1);
        var trainer = new Trainer(network, new PlainSquaredError(), new PlainDescent(0.1f)) { BatchSize = 5 };
        float[] last = [];
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(
            Samples.Sine(20),
            10,
            onStep: report =>
            {
                last = network.Parameters.ToArray();
                if (report is { Epoch: 3, Step: 2 })
                    source.Cancel();
            },
            cancellationToken: source.Token));

        Assert.Equal([1, 2], trainer.History.Epochs.Select(static report => report.Epoch));
        Assert.Equal((2, 10), (trainer.EpochsTrained, trainer.StepsTrained));
        Assert.Equal(last, network.Parameters.ToArray());
        Assert.All(last, static value => Assert.True(float.IsFinite(value)));
        trainer.Fit(Samples.Sine(20), 1);
        Assert.Equal([1, 2, 3], trainer.History.Epochs.Select(static report => report.Epoch));
    }

    [Fact]
    public void A_training_that_is_cancelled_before_it_starts_changes_nothing()
    {
        var network = new TwoLayerNetwork(1, 4, 1);
        var before = network.Parameters.ToArray();
        var trainer = new Trainer(network, new PlainSquaredError(), new PlainDescent(0.1f)) { Workers = 2 };
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(Samples.Sine(20), 1, cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(before, network.Parameters.ToArray());
    }
}
