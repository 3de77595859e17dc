namespace NetGen;

/// <summary>What one fold of a cross-validation gave.</summary>
/// <param name="Repeat">Which repeat it is of, from 1.</param>
/// <param name="Index">Which fold was validated on, from 1.</param>
/// <param name="Samples">How many samples it has.</param>
/// <param name="Validation">Loss and metrics over them, by the network as it was at the end of its training.</param>
/// <param name="History">The training.</param>
public sealed record FoldResult(int Repeat, int Index, int Samples, Evaluation Validation, TrainingHistory History)
{
    /// <summary>Such as <c>fold 2 of repeat 1: loss 0.1827, accuracy 0.9431</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"fold {Index} of repeat {Repeat}: {Validation}");
}

/// <summary>A mean over the folds of a cross-validation.</summary>
/// <param name="Name">What it is of: <c>loss</c>, or a metric's name.</param>
/// <param name="Mean">The plain mean; not a number where the value of a fold is none.</param>
/// <param name="Deviation">The standard deviation over the folds, divided by their number less one.</param>
public readonly record struct FoldMean(string Name, double Mean, double Deviation)
{
    /// <summary>Such as <c>accuracy 0.943 ± 0.0121</c>.</summary>
    public override string ToString() => $"{Name} {ReportText.Number(Mean)} ± {ReportText.Number(Deviation)}";
}

/// <summary>What a cross-validation gave: each fold, and means with their deviations.</summary>
public sealed class CrossValidationResult
{
    internal CrossValidationResult(IReadOnlyList<FoldResult> folds)
    {
        Folds = folds;
        Loss = Mean("loss", folds.Select(static fold => fold.Validation.Loss));
        var metrics = folds[0].Validation.Metrics;
        Metrics = [.. metrics.Select((metric, place) => Mean(metric.Name, folds.Select(fold => fold.Validation.Metrics[place].Value)))];
    }

    /// <summary>All folds of all repeats, in order.</summary>
    public IReadOnlyList<FoldResult> Folds { get; }

    /// <summary>The validation loss.</summary>
    public FoldMean Loss { get; }

    /// <summary>The metrics, in the order in which the trainers have them.</summary>
    public IReadOnlyList<FoldMean> Metrics { get; }

    /// <summary>The mean of the metric of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public FoldMean this[string metric]
    {
        get
        {
            foreach (var mean in Metrics)
            {
                if (mean.Name == metric)
                    return mean;
            }

            throw new KeyNotFoundException($"There is no metric '{metric}'. There are {string.Join(", ", Metrics.Select(static mean => $"'{mean.Name}'"))}.");
        }
    }

    /// <summary>A table with a row for each fold, and the means and deviations below. Lines end in <c>\n</c>.</summary>
    public override string ToString()
    {
        var table = new TextTable([.. Enumerable.Repeat(TextTable.Align.Right, 4 + Metrics.Count)]);
        table.Add(["repeat", "fold", "samples", "loss", .. Metrics.Select(static metric => metric.Name)]);
        foreach (var fold in Folds)
        {
            table.Add(
                [ReportText.Whole(fold.Repeat), ReportText.Whole(fold.Index), ReportText.Whole(fold.Samples), ReportText.Number(fold.Validation.Loss), .. fold.Validation.Metrics.Select(static metric => ReportText.Number(metric.Value))]);
        }

        table.Add(["", "", "mean", ReportText.Number(Loss.Mean), .. Metrics.Select(static metric => ReportText.Number(metric.Mean))]);
        table.Add(["", "", "deviation", ReportText.Number(Loss.Deviation), .. Metrics.Select(static metric => ReportText.Number(metric.Deviation))]);
        var reasons = Folds.SelectMany(static fold => fold.Validation.Metrics.Where(static metric => metric.Reason is not null).Select(metric => $"\nfold {ReportText.Whole(fold.Index)} of repeat {ReportText.Whole(fold.Repeat)}: {metric.Name} is not defined: {metric.Reason}"));
        return $"{table}{string.Concat(reasons)}";
    }

    private static FoldMean Mean(string name, IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return new FoldMean(name, mean, Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1)));
    }
}
