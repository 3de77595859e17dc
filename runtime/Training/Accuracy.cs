namespace NetGen;

/// <summary>
/// The share of samples whose class is right. The class of an output is its largest element, or for a single output whether the logit
/// is above <see cref="Threshold"/>; that of a target is its index, or the largest of as many probabilities as there are outputs.
/// Samples of class −100 are not counted. 0 where nothing is counted.
/// </summary>
/// <param name="threshold">The logit above which a single output says class 1; 0, where the probability is ½, unless given.</param>
public sealed class Accuracy(float threshold = 0) : Metric
{
    private long right;
    private long count;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <summary>The logit above which a single output says class 1.</summary>
    public float Threshold { get; } = threshold;

    /// <inheritdoc/>
    public override double Value => count == 0 ? 0 : (double)right / count;

    /// <inheritdoc/>
    public override void Reset() => right = count = 0;

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var (outputSize, targetSize) = ClassDecision.Sizes(outputs, targets, batch);
        for (var i = 0; i < batch; i++)
        {
            var target = ClassDecision.OfTarget(targets.Slice(i * targetSize, targetSize), outputSize, i);
            if (target == ClassDecision.Ignored)
                continue;
            count++;
            if (ClassDecision.OfOutput(outputs.Slice(i * outputSize, outputSize), Threshold) == target)
                right++;
        }
    }
}
