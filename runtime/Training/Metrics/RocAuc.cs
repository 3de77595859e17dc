namespace NetGen;

/// <summary>
/// The area under the ROC curve: how likely the network gives a sample of the class a higher score than one of another, a tie counting a half; scikit-learn's
/// <c>roc_auc_score</c>, with <c>multi_class="ovr"</c> for more than two classes. Not a number where the targets have only one class.
/// </summary>
/// <param name="average">How the values of more than two classes, or of several labels, become one.</param>
public sealed class RocAuc(Average average = Average.Macro) : RankingMetric(average)
{
    /// <inheritdoc/>
    public override string Name => Average == Average.Macro ? "ROC-AUC" : Average.Named("ROC-AUC");

    private protected override bool NeedsNegatives => true;

    private protected override double Area(ref Curve curve)
    {
        var (area, truePositives, falsePositives) = (0.0, 0.0, 0.0);
        while (curve.MoveNext())
        {
            area += (curve.FalsePositives - falsePositives) * (curve.TruePositives + truePositives) / 2;
            (truePositives, falsePositives) = (curve.TruePositives, curve.FalsePositives);
        }

        return area / (curve.Positives * curve.Negatives);
    }
}

/// <summary>
/// Average precision: the precision at each threshold, weighted by how much recall it adds, <c>Σ (Rₙ − Rₙ₋₁)·Pₙ</c>; scikit-learn's <c>average_precision_score</c>. Not a number where the class does not
/// occur (scikit-learn: 0 with a warning).
/// </summary>
/// <param name="average">How the values of more than two classes, or of several labels, become one.</param>
public sealed class AveragePrecision(Average average = Average.Macro) : RankingMetric(average)
{
    /// <inheritdoc/>
    public override string Name => Average == Average.Macro ? "average precision" : Average.Named("average precision");

    private protected override bool NeedsNegatives => false;

    private protected override double Area(ref Curve curve)
    {
        var (area, truePositives) = (0.0, 0.0);
        while (curve.MoveNext())
        {
            area += (curve.TruePositives - truePositives) * curve.TruePositives / (curve.TruePositives + curve.FalsePositives);
            truePositives = curve.TruePositives;
        }

        return area / curve.Positives;
    }
}

/// <summary>
/// The area under the curve of precision over recall by the trapezoidal rule, which is a little too optimistic: <see cref="AveragePrecision"/> is not. scikit-learn's <c>auc</c> of its
/// <c>precision_recall_curve</c>, which starts at precision 1 and recall 0. Not a number where the class does not occur.
/// </summary>
/// <param name="average">How the values of more than two classes, or of several labels, become one.</param>
public sealed class PrecisionRecallAuc(Average average = Average.Macro) : RankingMetric(average)
{
    /// <inheritdoc/>
    public override string Name => Average == Average.Macro ? "PR-AUC" : Average.Named("PR-AUC");

    private protected override bool NeedsNegatives => false;

    private protected override double Area(ref Curve curve)
    {
        var (area, truePositives, precision) = (0.0, 0.0, 1.0);
        while (curve.MoveNext())
        {
            var next = curve.TruePositives / (curve.TruePositives + curve.FalsePositives);
            area += (curve.TruePositives - truePositives) * (next + precision) / 2;
            (truePositives, precision) = (curve.TruePositives, next);
        }

        return area / curve.Positives;
    }
}
