namespace NetGen;

/// <summary>Which class an output or a target stands for; shared by all metrics of classification.</summary>
internal static class ClassDecision
{
    /// <summary>The class index of a target that is not to be counted; PyTorch's default for <c>ignore_index</c>.</summary>
    public const int Ignored = -100;

    /// <summary>The place of the largest element, the first where several are; a NaN counts as largest, as in PyTorch.</summary>
    public static int ArgMax(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return i;
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }

    /// <summary>The class that an output says: the largest of several; for a single one whether its logit is above the threshold.</summary>
    public static int OfOutput(ReadOnlySpan<float> output, float threshold)
        => output.Length == 1 ? (output[0] > threshold ? 1 : 0) : ArgMax(output);

    /// <summary>The class that a target says: an index, or the largest of as many probabilities as there are outputs.</summary>
    public static int OfTarget(ReadOnlySpan<float> target, int outputSize, int sample)
    {
        if (target.Length > 1)
            return ArgMax(target);
        var index = target[0];
        var classes = Math.Max(2, outputSize);
        if (index == Ignored)
            return Ignored;
        if (!(index >= 0 && index < classes) || index != MathF.Truncate(index))
            throw new ArgumentException(FormattableString.Invariant($"The target of sample {sample} of the batch is {index}, which is not a class from 0 to {classes - 1}."));
        return (int)index;
    }

    /// <summary>Checks the lengths of a batch, and gives the sizes of one output and one target.</summary>
    public static (int OutputSize, int TargetSize) Sizes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var (outputSize, targetSize) = Metric.Sizes(outputs, targets, batch);
        if (targetSize != 1 && targetSize != outputSize)
            throw new ArgumentException($"A target is a class index or {outputSize} probabilities, but it has {targetSize} floats.", nameof(targets));
        return (outputSize, targetSize);
    }
}
