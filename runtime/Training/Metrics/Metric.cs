namespace NetGen;

/// <summary>A number that says how good a network's outputs are, exact over all batches: the same whatever the batches were.</summary>
/// <remarks>
/// <para>Samples may have weights, which count as in scikit-learn's <c>sample_weight</c>. They come with the targets: from <see cref="WeightedLoss"/>, whose targets end with the
/// sample's weight, or from a target of the network's own objective, which <see cref="SampleWeight"/> names. Class weights of a loss do not weigh metrics.</para>
/// <para>A metric that is not defined for what it was given, such as the area under a ROC curve of one class, is not a number, and
/// <see cref="UndefinedReason"/> says why: a training goes on.</para>
/// </remarks>
public abstract class Metric
{
    /// <summary>What reports call it.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// What reports call it in the place of its output and its <see cref="Name"/>: to be said where two metrics would be called alike, such as the accuracy
    /// against two targets.
    /// </summary>
    public string? ReportedAs { get; init; }

    /// <summary>
    /// Which of a network's outputs it is of, by name: to be said where there are several. Reports then put it before <see cref="Name"/>:
    /// <c>kind accuracy</c>.
    /// </summary>
    public string? Output { get; init; }

    /// <summary>
    /// Which target of a network's own objective the output is compared with, by name; unless said, the one with the output's name, or the
    /// only one.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>
    /// Which target of a network's own objective has the weights of the samples, by name: one float a sample. With a loss they are the last float of each target, where the
    /// loss is a <see cref="WeightedLoss"/>.
    /// </summary>
    public string? SampleWeight { get; init; }

    /// <summary>The value over all batches since <see cref="Reset"/>; not a number where it is not defined.</summary>
    public abstract double Value { get; }

    /// <summary>Why <see cref="Value"/> is not a number, as half a sentence; null where it is one.</summary>
    public virtual string? UndefinedReason => null;

    /// <summary>Whether a higher value is a better one; null where the metric does not say. The ready ones do.</summary>
    public virtual bool? HigherIsBetter => null;

    /// <summary>How this metric reads targets, once it has been told by <see cref="Start"/>; a training checks its data by it. Anything unless said.</summary>
    public virtual TargetFormat Targets => TargetFormat.Any;

    /// <summary>
    /// Tells the metric what it will compare, and forgets all batches. A <see cref="Trainer"/> calls it before the first batch; without it a
    /// metric knows only the sizes of what it is given.
    /// </summary>
    /// <exception cref="InvalidOperationException">The metric does not fit what it is to compare.</exception>
    public virtual void Start(MetricSource source) => Reset();

    /// <summary>Forgets all batches.</summary>
    public abstract void Reset();

    /// <summary>Takes a batch into account in which every sample counts 1. Allocates nothing, but a metric that keeps what it is given grows at its first epoch.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="batch">How many samples there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is not allowed.</exception>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch);

    /// <summary>Takes a batch into account whose samples may have weights. A metric of one's own that knows weights overrides it.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="weights">How much each sample counts, [batch]: finite and not negative; empty where all count 1.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target or a weight is not allowed.</exception>
    /// <exception cref="NotSupportedException">There are weights, and the metric knows nothing of them.</exception>
    public virtual void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int batch)
    {
        if (!weights.IsEmpty)
            throw new NotSupportedException($"The samples have weights, but {GetType().Name} does not say what they mean for it: override {nameof(Add)}(outputs, targets, weights, batch).");
        Add(outputs, targets, batch);
    }

    /// <summary>
    /// For checkpoints in the middle of an epoch: names every value that the batches since <see cref="Reset"/> left, and every setting. A metric that keeps
    /// nothing overrides it and names nothing. It is called after <see cref="Start"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">The metric does not override it, so that nobody knows what it keeps.</exception>
    public virtual void ExchangeState(StateExchange state)
        => throw new NotSupportedException(
            $"{GetType().Name} does not say what a checkpoint in the middle of an epoch has to keep of it: override {nameof(ExchangeState)}(StateExchange) and name every value that batches leave; leave it empty if there is none.");

    /// <summary>Checks the lengths of a batch, and gives the sizes of one output and one target.</summary>
    internal static (int OutputSize, int TargetSize) Sizes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (outputs.IsEmpty || outputs.Length % batch != 0)
            throw new ArgumentException($"{outputs.Length} floats are not the outputs of {batch} samples.", nameof(outputs));
        if (targets.IsEmpty || targets.Length % batch != 0)
            throw new ArgumentException($"{targets.Length} floats are not the targets of {batch} samples.", nameof(targets));
        return (outputs.Length / batch, targets.Length / batch);
    }

    /// <summary>Checks that there is a weight for each sample, or none at all.</summary>
    /// <exception cref="ArgumentException">There are others, or one is negative or not finite.</exception>
    private protected static void CheckWeights(ReadOnlySpan<float> weights, int batch)
    {
        if (weights.IsEmpty)
            return;
        if (weights.Length != batch)
            throw new ArgumentException($"There are {batch} samples, but {weights.Length} weights.", nameof(weights));
        var place = WeightedLoss.FindWeight(weights, 0, 1);
        if (place >= 0)
            throw new ArgumentException(FormattableString.Invariant($"The weight of sample {place} of the batch is {weights[place]}; a weight is finite and not negative."), nameof(weights));
    }
}
