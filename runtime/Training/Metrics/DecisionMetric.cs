namespace NetGen;

/// <summary>
/// A metric that only needs to know how often each class was taken for each, and forgets the scores. Several independent labels of a sample
/// (<see cref="BCEWithLogitsLoss"/> with several outputs) are problems of their own, each of the classes no and yes.
/// </summary>
public abstract class DecisionMetric : ClassificationMetric
{
    // How often a class (row) was taken for another (column): one square for each label.
    private double[] weights = [];
    private long[] occurrences = [];
    private int size;

    private protected DecisionMetric()
    {
    }

    /// <summary>The output above which a single one says yes, or class 1; unless set, that of <see cref="Accuracy"/>.</summary>
    public float? Threshold { get; init; }

    /// <summary>Which of several independent labels, or positions, of a sample it is of; all of them unless set.</summary>
    public int? Label { get; init; }

    /// <inheritdoc/>
    public sealed override double Value => Decisions == 0 ? double.NaN : Compute();

    /// <inheritdoc/>
    public sealed override string? UndefinedReason => double.IsNaN(Value) ? NothingCounted : null;

    /// <summary>How many independent labels there are; 1 for classes that exclude one another.</summary>
    private protected int Labels { get; private set; }

    /// <summary>How many classes each of them has.</summary>
    private protected int Classes => size;

    private protected sealed override float? DecisionThreshold => Threshold;

    /// <summary>What so many samples of one class weigh that were taken for another.</summary>
    private protected double this[int label, int actual, int predicted] => weights[(((label * size) + actual) * size) + predicted];

    /// <summary>The value; some decision was counted.</summary>
    private protected abstract double Compute();

    /// <summary>What is right, what was predicted, and what there is of a class; of the answer yes where there are several labels.</summary>
    private protected ClassRates RatesOf(int index)
    {
        var (label, own) = Labels > 1 ? (index, 1) : (0, index);
        var (predicted, actual, occurs) = (0.0, 0.0, 0L);
        for (var other = 0; other < size; other++)
        {
            predicted += this[label, other, own];
            actual += this[label, own, other];
            occurs += occurrences[(((label * size) + other) * size) + own] + occurrences[(((label * size) + own) * size) + other];
        }

        return new ClassRates(this[label, own, own], predicted, actual, occurs > 0 || Labels > 1);
    }

    private protected sealed override bool IsOf(int position) => Label is not { } label || position == label;

    private protected override string? Objection(ClassDecision classes, MetricSource? source)
        => Label is { } label && (uint)label >= (uint)classes.Count ? $"it is of label {label}, but a sample has {classes.Count}, counted from 0." : null;

    private protected sealed override void Begin(ClassDecision classes, ScoreKind? outputs)
    {
        (size, Labels) = (classes.Classes, classes.IsBinary && Label is null ? classes.Count : 1);
        var length = checked(Labels * size * size);
        if (weights.Length != length)
            (weights, occurrences) = (new double[length], new long[length]);
    }

    private protected sealed override void Clear()
    {
        Array.Clear(weights);
        Array.Clear(occurrences);
    }

    private protected sealed override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        var place = (((Labels > 1 ? position % Labels : 0) * size) + actual) * size;
        place += classes.OfOutput(outputs, position);
        weights[place] += weight;
        occurrences[place]++;
    }

    private protected sealed override void Exchange(StateExchange state)
    {
        state.Setting("threshold", Threshold ?? double.NaN);
        state.Setting("label", Label ?? -1);
        state.Values("weights", weights.AsSpan());
        state.Values("occurrences", occurrences.AsSpan());
    }
}

/// <summary>How often a class was right, was predicted, and is there; as weights.</summary>
/// <param name="Right">What its samples weigh that were taken for it.</param>
/// <param name="Predicted">What all samples weigh that were taken for it.</param>
/// <param name="Actual">What its samples weigh.</param>
/// <param name="Occurs">Whether it is in the targets or in the predictions at all.</param>
internal readonly record struct ClassRates(double Right, double Predicted, double Actual, bool Occurs);
