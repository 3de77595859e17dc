namespace NetGen;

/// <summary>
/// How often each class was taken for each: row = the true class, column = the predicted one. From it precision, recall and F1 of each
/// class and their macro averages, as in scikit-learn: the plain mean over the classes that occur, as truth or as prediction; where a
/// ratio would divide by zero it is 0. Classes are decided as in <see cref="NetGen.Accuracy"/>, and what it leaves out is not counted. With several
/// independent labels there are two classes, no and yes, over all labels, or over those of one <see cref="Label"/>.
/// </summary>
public sealed class ConfusionMatrix : ClassificationMetric
{
    private readonly long[] counts;
    private readonly double[] weights;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">How many classes there are; 2 where each output is a decision of its own.</param>
    /// <param name="threshold">The output above which a single one says yes, or class 1; unless given, that of <see cref="NetGen.Accuracy"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 2.</exception>
    public ConfusionMatrix(int classes, float? threshold = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        Threshold = threshold;
        counts = new long[checked(classes * classes)];
        weights = new double[counts.Length];
    }

    /// <inheritdoc/>
    public override string Name => "macro F1";

    /// <summary>The macro-averaged F1.</summary>
    public override double Value => MacroF1;

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>The output above which a single one says class 1; null for the one that fits the network.</summary>
    public float? Threshold { get; }

    /// <summary>Which of several independent labels, or positions, of a sample it is of; all of them unless set.</summary>
    public int? Label { get; init; }

    /// <summary>How many decisions are counted: samples, unless a sample has several.</summary>
    public long Total => counts.Sum();

    /// <summary>The share of samples on the diagonal.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, Classes).Sum(index => Weight(index, index)), weights.Sum());

    /// <summary>The mean of <see cref="Precision"/> over the classes that occur.</summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean of <see cref="Recall"/> over the classes that occur.</summary>
    public double MacroRecall => Macro(Recall);

    /// <summary>The mean of <see cref="F1"/> over the classes that occur.</summary>
    public double MacroF1 => Macro(F1);

    /// <summary>How many samples of class <paramref name="actual"/> were taken for class <paramref name="predicted"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted]
    {
        get
        {
            CheckClass(actual);
            CheckClass(predicted);
            return counts[(actual * Classes) + predicted];
        }
    }

    /// <summary>What the samples of class <paramref name="actual"/> weigh that were taken for class <paramref name="predicted"/>: as many as there are, unless samples have weights.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Weight(int actual, int predicted)
    {
        CheckClass(actual);
        CheckClass(predicted);
        return weights[(actual * Classes) + predicted];
    }

    /// <summary>How many samples are of that class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long ActualCount(int index)
    {
        CheckClass(index);
        return Enumerable.Range(0, Classes).Sum(other => this[index, other]);
    }

    /// <summary>How many samples were taken for that class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long PredictedCount(int index)
    {
        CheckClass(index);
        return Enumerable.Range(0, Classes).Sum(other => this[other, index]);
    }

    /// <summary>Of the samples taken for the class, the share that is: TP / (TP + FP); 0 if there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int index) => Ratio(Weight(index, index), PredictedWeight(index));

    /// <summary>Of the samples of the class, the share that was found: TP / (TP + FN); 0 if there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int index) => Ratio(Weight(index, index), ActualWeight(index));

    /// <summary>The harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN); 0 if the class occurs nowhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int index) => Ratio(2 * Weight(index, index), ActualWeight(index) + PredictedWeight(index));

    /// <summary>The counts with precision, recall and F1 of each class, as <see cref="ConfusionMatrixText.ToText"/> writes them.</summary>
    public override string ToString() => this.ToText();

    private protected override float? DecisionThreshold => Threshold;

    private protected override bool IsOf(int position) => Label is not { } label || position == label;

    private protected override string? Objection(ClassDecision classes, MetricSource? source)
    {
        if (classes.Classes != Classes)
        {
            return $"the matrix is for {Classes} classes, but the output{(source is null ? "" : " " + Describe.Shape(source.Output.Shape))} stands for {classes.Classes}"
                + $"{(source?.Loss is null ? "" : $" with {source.Loss.GetType().Name}")}: new ConfusionMatrix({classes.Classes}).";
        }

        return Label is { } label && (uint)label >= (uint)classes.Count ? $"the matrix is of label {label}, but a sample has {classes.Count}, counted from 0." : null;
    }

    private protected override void Begin(ClassDecision classes, ScoreKind? outputs)
    {
    }

    private protected override void Clear()
    {
        Array.Clear(counts);
        Array.Clear(weights);
    }

    private protected override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        var place = (actual * Classes) + classes.OfOutput(outputs, position);
        counts[place]++;
        weights[place] += weight;
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Setting("classes", Classes);
        state.Setting("threshold", Threshold ?? double.NaN);
        state.Setting("label", Label ?? -1);
        state.Values("counts", counts.AsSpan());
        state.Values("weights", weights.AsSpan());
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private double ActualWeight(int index) => Enumerable.Range(0, Classes).Sum(other => Weight(index, other));

    private double PredictedWeight(int index) => Enumerable.Range(0, Classes).Sum(other => Weight(other, index));

    private double Macro(Func<int, double> ofClass)
    {
        var sum = 0.0;
        var occurring = 0;
        for (var index = 0; index < Classes; index++)
        {
            if (ActualCount(index) + PredictedCount(index) == 0)
                continue;
            sum += ofClass(index);
            occurring++;
        }

        return occurring == 0 ? 0 : sum / occurring;
    }

    private void CheckClass(int index)
    {
        if ((uint)index >= (uint)Classes)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Classes} classes; there is none at {index}.");
    }
}
