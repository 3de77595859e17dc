namespace NetGen.Runtime.Tests.Training.Callbacks;

/// <summary>Values by their names, and early stopping on any of them.</summary>
public class WatchedValueTests
{
    [Fact]
    public void A_report_has_its_values_by_name()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f)) { Metrics = [new Accuracy()] };
        IReadOnlyList<string> names = [];
        trainer.Callbacks.Add(new Told(run => names = run.ValueNames));
        var report = trainer.Fit(Samples.Clouds(40), 1, Samples.Clouds(30, seed: 3)).Epochs[0];
        Assert.Equal(["loss", "accuracy", "validation loss", "validation accuracy"], names);
        Assert.Equal(names, report.Values.Select(static value => value.Name));
        Assert.Equal(report.Train["accuracy"], report["accuracy"]);
        Assert.Equal(report.ValidationLoss, report["validation loss"]);
        Assert.Equal(report.Validation!["accuracy"], report["validation accuracy"]);
        var message = Assert.Throws<KeyNotFoundException>(() => report["f1"]).Message;
        Assert.Equal("There is no value 'f1'. There are 'loss', 'accuracy', 'validation loss', 'validation accuracy'.", message);
        trainer.Fit(Samples.Clouds(40), 1);
        Assert.Equal(["loss", "accuracy"], names);
    }

    [Fact]
    public void A_metric_that_rises_stops_a_training_when_it_no_longer_does()
    {
        var score = new ScriptedMetric([0, 1, 0, 2, 0, 1, 0, 2], "score");
        var snapshots = new List<float[]>();
        var network = new TwoLayerNetwork(1, 2, 1);
        var trainer = new Trainer(network, new ScriptedLoss(static _ => 1, static call => call + 1), new PlainDescent(0.1f))
        {
            Metrics = [score],
            EarlyStopping = new EarlyStopping(patience: 2) { Watch = "validation score", Better = Better.Higher },
        };
        var history = trainer.Fit(Samples.Sine(3), 10, Samples.Sine(2), onStep: _ => snapshots.Add(network.Parameters.ToArray()));
        Assert.Equal([1, 2, 1, 2], history.Epochs.Select(static report => report["validation score"]));
        Assert.Equal("the validation score did not rise for 2 epochs", history.StopReason);
        Assert.Equal(snapshots[1], network.Parameters.ToArray());
    }

    [Fact]
    public void A_value_of_the_training_samples_needs_no_validation()
    {
        double[] losses = [3, 2, 2, 1];
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(call => losses[call], static _ => 1), new PlainDescent(0.1f)) { EarlyStopping = new EarlyStopping(1) { Watch = "loss" } };
        Assert.Equal(3, trainer.Fit(Samples.Sine(3), 10).Epochs.Count);
        Assert.Equal("the loss did not fall for 1 epoch", trainer.History.StopReason);
    }

    [Theory]
    [InlineData("validation acuracy", true, "It has 'loss', 'accuracy', 'validation loss', 'validation accuracy'. A metric has to be in Trainer.Metrics.")]
    [InlineData("validation accuracy", false, "It has 'loss', 'accuracy'. It needs samples for validation, and Fit was given none.")]
    [InlineData("f1", true, "A metric has to be in Trainer.Metrics.")]
    public void A_name_that_is_not_there_is_refused_before_the_first_step(string name, bool validates, string expected)
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f)) { Metrics = [new Accuracy()], Callbacks = [new ReduceLROnPlateau { Watch = name }] };
        var message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Clouds(40), 1, validates ? Samples.Clouds(30) : null)).Message;
        Assert.StartsWith($"ReduceLROnPlateau watches '{name}', which this training does not have.", message, StringComparison.Ordinal);
        Assert.EndsWith(expected, message, StringComparison.Ordinal);
        Assert.Equal(0, trainer.StepsTrained);
    }

    [Fact]
    public void A_metric_of_your_own_has_to_say_what_is_better()
    {
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), new PlainDescent(0.1f))
        {
            Metrics = [new ScriptedMetric([0, 0], "score")],
            EarlyStopping = new EarlyStopping(1) { Watch = "validation score" },
        };
        var message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Sine(3), 1, Samples.Sine(2))).Message;
        Assert.Equal("Early stopping watches 'validation score'. Say which value is the better one: set Better to Better.Lower or Better.Higher.", message);
    }

    [Fact]
    public void The_metrics_of_the_package_say_it_themselves()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0f))
        {
            Metrics = [new Accuracy()],
            EarlyStopping = new EarlyStopping(1) { Watch = "validation accuracy" },
        };
        Assert.Equal(2, trainer.Fit(Samples.Clouds(40), 5, Samples.Clouds(30)).Epochs.Count);
        Assert.Equal("the validation accuracy did not rise for 1 epoch", trainer.History.StopReason);
    }

    private sealed class Told(Action<TrainingRun> onStart) : ITrainingCallback
    {
        public void OnStart(TrainingRun run) => onStart(run);
    }
}

/// <summary>A metric that says, after each time that it was asked to forget, the next of some values: first of the training samples, then of the validation samples.</summary>
internal sealed class ScriptedMetric(double[] values, string name) : Metric
{
    private int next = -2;

    public override string Name => name;

    public override double Value => values[next];

    // Started and reset once before the first epoch.
    public override void Reset() => next++;

    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
    }
}
