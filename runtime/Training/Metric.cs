namespace NetGen;

/// <summary>A number that says how good a network's outputs are, gathered over batches.</summary>
public abstract class Metric
{
    /// <summary>What reports call it.</summary>
    public abstract string Name { get; }

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

    /// <summary>The value over all batches since <see cref="Reset"/>.</summary>
    public abstract double Value { get; }

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

    /// <summary>Takes a batch into account. Allocates nothing.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="batch">How many samples there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is not allowed.</exception>
    public abstract void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch);

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
}
