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
    public override void Reset() => (sum, count) = (0, 0);

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
