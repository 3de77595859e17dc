namespace NetGen;

/// <summary>A metric that compares each output with the number that it should be.</summary>
public abstract class RegressionMetric : Metric
{
    private long count;
    private double total;

    private protected RegressionMetric()
    {
    }

    /// <inheritdoc/>
    public override bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public sealed override string? UndefinedReason => double.IsNaN(Value) ? Reason : null;

    /// <summary>What the elements weigh together.</summary>
    private protected double Total => total;

    /// <summary>Why the value is not a number.</summary>
    private protected virtual string Reason => count == 0 ? "no target counts" : total == 0 ? "every target that counts has weight 0" : "an output or a target is not a number";

    /// <inheritdoc/>
    public sealed override void Start(MetricSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Targets is { } format)
        {
            var targets = format.Kind switch
            {
                TargetKind.ClassIndex => "class indices",
                TargetKind.Probabilities => "probabilities",
                TargetKind.Labels => "labels of 0 and 1",
                _ => "signs",
            };
            throw new InvalidOperationException(
                $"'{Name}' compares an output with the number that it should be, but the targets of {source.Loss!.GetType().Name} are {targets}, and the outputs are not. Use Accuracy or ConfusionMatrix.");
        }

        if (ClassLayout.Product([.. source.TargetShape]) != source.Output.Size)
        {
            throw new InvalidOperationException(
                $"'{Name}' compares as many numbers as there are outputs, but an output of {source.Network} is {Describe.Shape(source.Output.Shape)}, and a target {Describe.Shape(source.TargetShape)}.");
        }

        Begin(source.Output.Size);
        Reset();
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        (count, total) = (0, 0);
        Clear();
    }

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch) => Add(outputs, targets, [], batch);

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int batch)
    {
        var (outputSize, targetSize) = Sizes(outputs, targets, batch);
        if (outputSize != targetSize)
            throw new ArgumentException($"An output has {outputSize} floats, but a target {targetSize}.", nameof(targets));
        CheckWeights(weights, batch);
        for (var sample = 0; sample < batch; sample++)
        {
            var weight = weights.IsEmpty ? 1.0 : weights[sample];
            count += outputSize;

            // What has no weight does not count, whatever it is.
            if (weight == 0)
                continue;
            total += weight * outputSize;
            AddSample(outputs.Slice(sample * outputSize, outputSize), targets.Slice(sample * outputSize, outputSize), weight);
        }
    }

    /// <inheritdoc/>
    public sealed override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Value("count", ref count);
        state.Value("total", ref total);
        Exchange(state);
    }

    /// <summary>Makes room for what is gathered of so many outputs.</summary>
    private protected virtual void Begin(int outputSize)
    {
    }

    /// <summary>Forgets what was gathered.</summary>
    private protected abstract void Clear();

    /// <summary>Takes a sample into account.</summary>
    private protected abstract void AddSample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, double weight);

    /// <summary>Names what was gathered.</summary>
    private protected abstract void Exchange(StateExchange state);
}
