namespace NetGen;

/// <summary>
/// The mean recall of the classes that occur in the targets: accuracy as if every class had as many samples; scikit-learn's <c>balanced_accuracy_score</c>.
/// Not a number where nothing is counted.
/// </summary>
public sealed class BalancedAccuracy : DecisionMetric
{
    /// <inheritdoc/>
    public override string Name => "balanced accuracy";

    private protected override string? Objection(ClassDecision classes, MetricSource? source) => base.Objection(classes, source) ?? SingleLabel.Objection(this, classes);

    private protected override double Compute()
    {
        var (sum, count) = (0.0, 0);
        for (var index = 0; index < Classes; index++)
        {
            var rates = RatesOf(index);
            if (rates.Actual == 0)
                continue;
            sum += rates.Right / rates.Actual;
            count++;
        }

        return sum / count;
    }
}

/// <summary>
/// Matthews' correlation coefficient of truth and prediction, −1 … 1, in its form for any number of classes (Gorodkin, 2004); scikit-learn's <c>matthews_corrcoef</c>. 0 where
/// only one class occurs, or only one is predicted, as in scikit-learn. Not a number where nothing is counted.
/// </summary>
public sealed class MatthewsCorrelation : DecisionMetric
{
    /// <inheritdoc/>
    public override string Name => "Matthews correlation";

    private protected override string? Objection(ClassDecision classes, MetricSource? source) => base.Objection(classes, source) ?? SingleLabel.Objection(this, classes);

    private protected override double Compute()
    {
        var (right, all, products, predictedSquares, actualSquares) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var index = 0; index < Classes; index++)
        {
            var rates = RatesOf(index);
            right += rates.Right;
            all += rates.Actual;
            products += rates.Predicted * rates.Actual;
            predictedSquares += rates.Predicted * rates.Predicted;
            actualSquares += rates.Actual * rates.Actual;
        }

        if (all == 0)
            return double.NaN;
        var square = ((all * all) - predictedSquares) * ((all * all) - actualSquares);
        return square <= 0 ? 0 : ((right * all) - products) / Math.Sqrt(square);
    }
}

/// <summary>Metrics that are of one decision for each position.</summary>
internal static class SingleLabel
{
    public static string? Objection(DecisionMetric metric, ClassDecision classes)
        => metric.Label is null && classes.IsBinary && classes.Count > 1
            ? $"a sample has {classes.Count} independent labels; say which one it is of, as in new {metric.GetType().Name} {{ Label = 0 }}."
            : null;
}
