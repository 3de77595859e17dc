namespace NetGen;

/// <summary>
/// A share of right decisions of each class, and their average: <see cref="Precision"/>, <see cref="Recall"/>, <see cref="F1Score"/>. As in scikit-learn, a class whose share would divide by zero
/// has 0, classes that occur neither as truth nor as prediction are in no average, and where a sample has several independent labels the average is over the labels.
/// </summary>
public abstract class RateMetric : DecisionMetric
{
    private protected RateMetric(Average average) => Average = average.Checked();

    /// <summary>How the values of the classes become one.</summary>
    public Average Average { get; }

    /// <summary>The value of one class, or of one of several independent labels; 0 where it would divide by zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double this[int index]
        => (uint)index < (uint)Problems
            ? Rate(RatesOf(index))
            : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Problems} {(Labels > 1 ? "labels" : "classes")}; there is none at {index}.");

    private int Problems => Labels > 1 ? Labels : Classes;

    private protected abstract (double Part, double Whole) Share(ClassRates rates);

    private protected sealed override string? Objection(ClassDecision classes, MetricSource? source)
        => base.Objection(classes, source) is { } objection ? objection
            : Average != Average.Binary || (classes.Classes == 2 && (Label is not null || classes.Count == 1 || !classes.IsBinary)) ? null
            : (classes.IsBinary ? $"a sample has {classes.Count} independent labels" : $"there are {classes.Classes} classes")
                + $"; say how their values become one, as in new {GetType().Name}(Average.Macro){(classes.IsBinary ? ", or which label it is of: { Label = 0 }" : "")}.";

    private protected sealed override double Compute()
    {
        if (Average == Average.Binary)
            return this[1];
        var (part, whole, sum, count) = (0.0, 0.0, 0.0, 0.0);
        for (var index = 0; index < Problems; index++)
        {
            var rates = RatesOf(index);
            if (!rates.Occurs)
                continue;
            var share = Share(rates);
            (part, whole) = (part + share.Part, whole + share.Whole);
            var weight = Average == Average.Weighted ? rates.Actual : 1;
            (sum, count) = (sum + (weight * Rate(rates)), count + weight);
        }

        return Average == Average.Micro ? Ratio(part, whole) : Ratio(sum, count);
    }

    private double Rate(ClassRates rates)
    {
        var (part, whole) = Share(rates);
        return Ratio(part, whole);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}

/// <summary>Of the decisions for a class, the share that is right: <c>TP / (TP + FP)</c>; scikit-learn's <c>precision_score</c>.</summary>
/// <param name="average">How the values of the classes become one; that of class 1 alone unless given.</param>
public sealed class Precision(Average average = Average.Binary) : RateMetric(average)
{
    /// <inheritdoc/>
    public override string Name => Average.Named("precision");

    private protected override (double Part, double Whole) Share(ClassRates rates) => (rates.Right, rates.Predicted);
}

/// <summary>Of the samples of a class, the share that was found: <c>TP / (TP + FN)</c>; scikit-learn's <c>recall_score</c>.</summary>
/// <param name="average">How the values of the classes become one; that of class 1 alone unless given.</param>
public sealed class Recall(Average average = Average.Binary) : RateMetric(average)
{
    /// <inheritdoc/>
    public override string Name => Average.Named("recall");

    private protected override (double Part, double Whole) Share(ClassRates rates) => (rates.Right, rates.Actual);
}

/// <summary>The harmonic mean of precision and recall: <c>2·TP / (2·TP + FP + FN)</c>; scikit-learn's <c>f1_score</c>.</summary>
/// <param name="average">How the values of the classes become one; that of class 1 alone unless given.</param>
public sealed class F1Score(Average average = Average.Binary) : RateMetric(average)
{
    /// <inheritdoc/>
    public override string Name => Average.Named("F1");

    private protected override (double Part, double Whole) Share(ClassRates rates) => (2 * rates.Right, rates.Predicted + rates.Actual);
}
