using System.Globalization;

namespace NetGen;

/// <summary>A value of a metric.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MetricValue(string Name, double Value)
{
    /// <summary>Why the value is not a number, as half a sentence; null where it is one, or the metric does not say.</summary>
    public string? Reason { get; init; }

    /// <summary>Such as <c>accuracy 0.9431</c>, or <c>ROC-AUC NaN (only class 1 occurs in the targets)</c>.</summary>
    public override string ToString() => $"{Name} {ReportText.Number(Value)}{(Reason is null ? "" : $" ({Reason})")}";
}

/// <summary>A loss and metrics over a whole dataset.</summary>
/// <param name="Loss">The mean loss over all targets that count; not a number where none does.</param>
/// <param name="Metrics">The metrics, in the order in which they were asked for.</param>
public sealed record Evaluation(double Loss, IReadOnlyList<MetricValue> Metrics)
{
    /// <summary>The value of the metric of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string metric]
    {
        get
        {
            foreach (var (name, value) in Metrics)
            {
                if (name == metric)
                    return value;
            }

            throw new KeyNotFoundException($"There is no metric '{metric}'. There are {string.Join(", ", Metrics.Select(static value => $"'{value.Name}'"))}.");
        }
    }

    /// <summary>Such as <c>loss 0.1827, accuracy 0.9431</c>.</summary>
    public override string ToString() => string.Join(", ", Metrics.Select(static value => value.ToString()).Prepend($"loss {ReportText.Number(Loss)}"));
}

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Which epoch of the trainer it was, from 1.</param>
/// <param name="Train">
/// Loss and metrics of the training samples, each as the network was at its step: the mean over the epoch, not the state at its end.
/// </param>
/// <param name="Validation">Loss and metrics of the validation samples at the end of the epoch, or null without such samples.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Duration">How long its steps took, without the validation.</param>
/// <param name="SamplesPerSecond">How many training samples that is per second.</param>
public sealed record EpochReport(
    int Epoch, Evaluation Train, Evaluation? Validation, float LearningRate, TimeSpan Duration, double SamplesPerSecond)
{
    /// <summary>The mean loss of the training samples over the epoch.</summary>
    public double TrainLoss => Train.Loss;

    /// <summary>The mean loss of the validation samples at the end of the epoch, or null without such samples.</summary>
    public double? ValidationLoss => Validation?.Loss;

    /// <summary>
    /// All values by their names: <c>loss</c> and the metrics of the training samples, such as <c>accuracy</c>; then those of the validation samples, where there are any:
    /// <c>validation loss</c>, <c>validation accuracy</c>.
    /// </summary>
    public IEnumerable<MetricValue> Values
        => Validation is null ? Named("", Train) : Named("", Train).Concat(Named("validation ", Validation));

    /// <summary>The value of that name; see <see cref="Values"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string name]
    {
        get
        {
            foreach (var value in Values)
            {
                if (value.Name == name)
                    return value.Value;
            }

            throw new KeyNotFoundException($"There is no value '{name}'. There are {string.Join(", ", Values.Select(static value => $"'{value.Name}'"))}.");
        }
    }

    private static IEnumerable<MetricValue> Named(string prefix, Evaluation evaluation)
        => evaluation.Metrics.Select(metric => new MetricValue(prefix + metric.Name, metric.Value)).Prepend(new MetricValue(prefix + "loss", evaluation.Loss));

    /// <summary>Such as <c>epoch 3: loss 0.2105, accuracy 0.9388; validation loss 0.1827, accuracy 0.9431; learning rate 0.001, 0.11 s</c>.</summary>
    public override string ToString()
        => $"epoch {ReportText.Whole(Epoch)}: {Train}{(Validation is null ? "" : $"; validation {Validation}")}; "
            + $"learning rate {ReportText.Number(LearningRate)}, {ReportText.Number(Duration.TotalSeconds, "0.00")} s";
}

/// <summary>What one step gave.</summary>
/// <param name="Epoch">Which epoch of the trainer it is in, from 1.</param>
/// <param name="Step">Which step of the epoch it was, from 1.</param>
/// <param name="StepsPerEpoch">How many steps the epoch has; null where only reading the data shows it.</param>
/// <param name="Loss">The batch's loss, before the step; not a number where every target of the batch is left out.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
public readonly record struct StepReport(int Epoch, int Step, int? StepsPerEpoch, double Loss, float LearningRate)
{
    /// <summary>Such as <c>epoch 3, step 12 of 157: loss 0.2105, learning rate 0.001</c>.</summary>
    public override string ToString()
        => $"epoch {ReportText.Whole(Epoch)}, step {ReportText.Whole(Step)}{(StepsPerEpoch is { } steps ? $" of {ReportText.Whole(steps)}" : "")}: loss {ReportText.Number(Loss)}, learning rate {ReportText.Number(LearningRate)}";
}

/// <summary>All epochs of a trainer.</summary>
public sealed class TrainingHistory
{
    private readonly List<EpochReport> epochs = [];

    /// <summary>The epochs, in order.</summary>
    public IReadOnlyList<EpochReport> Epochs => epochs;

    /// <summary>The first epoch with the lowest validation loss, or null where none is a number.</summary>
    public EpochReport? Best
        => epochs.Where(static report => report.Validation is { Loss: not double.NaN }).MinBy(static report => report.ValidationLoss);

    /// <summary>Whether the last training was ended before its last epoch, by <see cref="EarlyStopping"/> or another callback.</summary>
    public bool StoppedEarly => StopReason is not null;

    /// <summary>Why the last training was ended before its last epoch; null where it was not.</summary>
    public string? StopReason { get; internal set; }

    /// <summary>A table with a row for each epoch: its losses and metrics, of training and validation, and how long it took. Lines end in <c>\n</c>.</summary>
    public override string ToString()
    {
        if (epochs.Count == 0)
            return "no epoch";
        var metrics = epochs[^1].Train.Metrics;
        var table = new TextTable([.. Enumerable.Repeat(TextTable.Align.Right, 4 + (2 * metrics.Count) + 1)]);
        table.Add(["epoch", .. Head("train"), .. Head("validation"), "learning rate", "seconds"]);
        foreach (var epoch in epochs)
        {
            table.Add(
                [ReportText.Whole(epoch.Epoch), .. Cells(epoch.Train), .. Cells(epoch.Validation), ReportText.Number(epoch.LearningRate), ReportText.Number(epoch.Duration.TotalSeconds, "0.00")]);
        }

        return StoppedEarly ? $"{table}\nstopped early: {StopReason}{(Best is { } best ? $"; the best validation loss was that of epoch {ReportText.Whole(best.Epoch)}" : "")}" : table.ToString();

        IEnumerable<string> Head(string part) => metrics.Select(metric => $"{part} {metric.Name}").Prepend($"{part} loss");

        // Another training of the same trainer may have had other metrics.
        IEnumerable<string> Cells(Evaluation? evaluation)
            => evaluation is null
                ? Enumerable.Repeat("", metrics.Count + 1)
                : metrics.Select(metric => evaluation.Metrics.Any(value => value.Name == metric.Name) ? ReportText.Number(evaluation[metric.Name]) : "").Prepend(ReportText.Number(evaluation.Loss));
    }

    internal void Add(EpochReport report) => epochs.Add(report);

    internal void Replace(IEnumerable<EpochReport> reports)
    {
        epochs.Clear();
        epochs.AddRange(reports);
    }
}

/// <summary>Numbers in reports, the same in every culture.</summary>
internal static class ReportText
{
    /// <summary>With four significant digits.</summary>
    public static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    public static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);
}
