namespace NetGen;

/// <summary><c>mean |output − target|</c> over all elements of all samples. 0 where nothing is counted.</summary>
public sealed class MeanAbsoluteError : Metric
{
    private double sum;
    private long count;

    /// <inheritdoc/>
    public override string Name => "mean absolute error";

    /// <inheritdoc/>
    public override double Value => count == 0 ? 0 : sum / count;

    /// <inheritdoc/>
    public override void Start(MetricSource source)
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

        Reset();
    }

    /// <inheritdoc/>
    public override void Reset() => (sum, count) = (0, 0);

    /// <inheritdoc/>
    public override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Value("sum", ref sum);
        state.Value("count", ref count);
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var (outputSize, targetSize) = Sizes(outputs, targets, batch);
        if (outputSize != targetSize)
            throw new ArgumentException($"An output has {outputSize} floats, but a target {targetSize}.", nameof(targets));
        for (var i = 0; i < outputs.Length; i++)
            sum += Math.Abs((double)outputs[i] - targets[i]);
        count += outputs.Length;
    }
}
