namespace NetGen;

/// <summary>
/// How often each class was taken for each: row = the true class, column = the predicted one. From it precision, recall and F1 of each
/// class and their macro averages, as in scikit-learn: the plain mean over the classes that occur, as truth or as prediction; where a
/// ratio would divide by zero it is 0. Classes are decided as in <see cref="Accuracy"/>; class −100 is not counted.
/// </summary>
public sealed class ConfusionMatrix : Metric
{
    private readonly long[] counts;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">How many classes there are; 2 for a network with a single output.</param>
    /// <param name="threshold">The logit above which a single output says class 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is less than 2.</exception>
    public ConfusionMatrix(int classes, float threshold = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        Classes = classes;
        Threshold = threshold;
        counts = new long[checked(classes * classes)];
    }

    /// <inheritdoc/>
    public override string Name => "macro F1";

    /// <summary>The macro-averaged F1.</summary>
    public override double Value => MacroF1;

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>The logit above which a single output says class 1.</summary>
    public float Threshold { get; }

    /// <summary>How many samples are counted.</summary>
    public long Total => counts.Sum();

    /// <summary>The share of samples on the diagonal.</summary>
    public double Accuracy => Ratio(Enumerable.Range(0, Classes).Sum(index => this[index, index]), Total);

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
    public double Precision(int index) => Ratio(this[index, index], PredictedCount(index));

    /// <summary>Of the samples of the class, the share that was found: TP / (TP + FN); 0 if there are none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int index) => Ratio(this[index, index], ActualCount(index));

    /// <summary>The harmonic mean of precision and recall: 2·TP / (2·TP + FP + FN); 0 if the class occurs nowhere.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int index) => Ratio(2 * this[index, index], ActualCount(index) + PredictedCount(index));

    /// <inheritdoc/>
    public override void Reset() => Array.Clear(counts);

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var (outputSize, targetSize) = ClassDecision.Sizes(outputs, targets, batch);
        if (Math.Max(2, outputSize) != Classes)
            throw new ArgumentException($"The matrix is for {Classes} classes, but an output has {outputSize} floats.", nameof(outputs));
        for (var i = 0; i < batch; i++)
        {
            var target = ClassDecision.OfTarget(targets.Slice(i * targetSize, targetSize), outputSize, i);
            if (target == ClassDecision.Ignored)
                continue;
            var predicted = ClassDecision.OfOutput(outputs.Slice(i * outputSize, outputSize), Threshold);
            counts[(target * Classes) + predicted]++;
        }
    }

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

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
