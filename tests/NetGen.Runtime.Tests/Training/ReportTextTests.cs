using NetGen.Runtime.Tests.Inspection;

using NetGen.Runtime.Tests.Metrics;

namespace NetGen.Runtime.Tests.Training;

/// <summary>Reports print themselves, the same in every culture.</summary>
public class ReportTextTests
{
    private static readonly Evaluation Train = new(0.210456, [new("accuracy", 0.93884), new("kind mean absolute error", 12.5)]);
    private static readonly Evaluation Validation = new(0.5, [new("accuracy", 1), new("kind mean absolute error", double.NaN)]);

    [Fact]
    public void An_evaluation_is_its_loss_and_metrics()
    {
        using var hostile = new HostileCulture();
        Assert.Equal("loss 0.2105, accuracy 0.9388, kind mean absolute error 12.5", Train.ToString());
        Assert.Equal("loss -1.5", new Evaluation(-1.5, []).ToString());
        Assert.Equal("accuracy 0.9388", Train.Metrics[0].ToString());
    }

    [Fact]
    public void An_epoch_and_a_step_are_a_line()
    {
        using var hostile = new HostileCulture();
        var report = new EpochReport(3, Train, new Evaluation(0.5, [new("accuracy", 1)]), 0.001f, TimeSpan.FromMilliseconds(114), 1000);
        Assert.Equal("epoch 3: loss 0.2105, accuracy 0.9388, kind mean absolute error 12.5; validation loss 0.5, accuracy 1; learning rate 0.001, 0.11 s", report.ToString());
        Assert.Equal("epoch 3: loss 0.2105; learning rate 0.001, 1.50 s", new EpochReport(3, new Evaluation(0.210456, []), null, 0.001f, TimeSpan.FromSeconds(1.5), 1).ToString());
        Assert.Equal("epoch 3, step 12 of 157: loss 0.2105, learning rate 0.001", new StepReport(3, 12, 157, 0.210456, 0.001f).ToString());
    }

    [Fact]
    public void A_history_is_a_table()
    {
        using var hostile = new HostileCulture();
        var history = new TrainingHistory();
        Assert.Equal("no epoch", history.ToString());
        history.Add(new EpochReport(1, Train, null, 0.001f, TimeSpan.FromSeconds(1.25), 1000));
        history.Add(new EpochReport(2, new Evaluation(0.1, []), Validation, 0.0005f, TimeSpan.FromSeconds(1), 1000));
        history.Add(new EpochReport(3, Train, Validation, 0.0005f, TimeSpan.FromSeconds(1), 1000));
        history.StopReason = "the validation loss did not fall for 2 epochs";
        var lines = history.ToString().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal(
            "epoch  train loss  train accuracy  train kind mean absolute error  validation loss  validation accuracy  validation kind mean absolute error  learning rate  seconds",
            lines[0]);
        Assert.Equal(["1", "0.2105", "0.9388", "12.5", "0.001", "1.25"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["2", "0.1", "0.5", "1", "NaN", "0.0005", "1.00"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("stopped early: the validation loss did not fall for 2 epochs; the best validation loss was that of epoch 2", lines[4]);
    }

    [Fact]
    public void A_confusion_matrix_prints_its_table()
    {
        using var hostile = new HostileCulture();
        var matrix = MetricTests.Matrix(2, [0, 1, 1], [0, 1, 0]);
        Assert.Equal(matrix.ToText(), matrix.ToString());
        Assert.Contains("accuracy 0.6667 of 3 samples", matrix.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_prints_itself()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new CrossEntropyLoss(), new Adam()) { Metrics = [new Accuracy()] };
        var history = trainer.Fit(Samples.Clouds(20), 2, Samples.Clouds(10, seed: 3));
        Assert.Equal(3, history.ToString().Split('\n').Length);
        Assert.StartsWith("loss ", trainer.Evaluate(Samples.Clouds(10)).ToString(), StringComparison.Ordinal);
    }
}
