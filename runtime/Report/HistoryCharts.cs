namespace NetGen;

/// <summary>A training's curves by epoch.</summary>
public static class HistoryCharts
{
    /// <summary>The loss of training and, where there are such samples, validation.</summary>
    public static Chart LossChart(this TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Of(history, "Loss", static evaluation => evaluation.Loss);
    }

    /// <summary>A metric of training and, where there are such samples, validation.</summary>
    /// <param name="history">The training.</param>
    /// <param name="metric">The metric's name, such as <c>accuracy</c>.</param>
    /// <exception cref="KeyNotFoundException">No epoch has a metric of that name.</exception>
    public static Chart MetricChart(this TrainingHistory history, string metric)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.MetricNames().Contains(metric)
            ? Of(history, metric.Length > 0 ? char.ToUpperInvariant(metric[0]) + metric[1..] : metric, evaluation => Value(evaluation, metric))
            : throw new KeyNotFoundException($"No epoch has a metric '{metric}'. There are {Describe.Names([.. history.MetricNames()])}.");
    }

    /// <summary>The learning rate at the end of each epoch.</summary>
    public static Chart LearningRateChart(this TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new("Learning rate", [new("learning rate", Epochs(history.Epochs), [.. history.Epochs.Select(static epoch => (double)epoch.LearningRate)])]);
    }

    /// <summary>The names of all metrics, in the order in which they came.</summary>
    internal static IEnumerable<string> MetricNames(this TrainingHistory history)
        => history.Epochs.SelectMany(static epoch => epoch.Train.Metrics.Concat(epoch.Validation?.Metrics ?? [])).Select(static metric => metric.Name).Distinct();

    private static Chart Of(TrainingHistory history, string title, Func<Evaluation, double> value)
    {
        List<ChartSeries> series = [new("training", Epochs(history.Epochs), [.. history.Epochs.Select(epoch => value(epoch.Train))])];
        EpochReport[] validated = [.. history.Epochs.Where(static epoch => epoch.Validation is not null)];
        if (validated.Length > 0)
            series.Add(new("validation", Epochs(validated), [.. validated.Select(epoch => value(epoch.Validation!))]));
        return new(title, series);
    }

    // Another training of the same trainer may have had other metrics.
    private static double Value(Evaluation evaluation, string metric)
    {
        foreach (var (name, value) in evaluation.Metrics)
        {
            if (name == metric)
                return value;
        }

        return double.NaN;
    }

    private static double[] Epochs(IEnumerable<EpochReport> epochs) => [.. epochs.Select(static epoch => (double)epoch.Epoch)];
}
