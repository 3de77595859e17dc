namespace NetGen;

/// <content>Samples that count differently.</content>
public sealed partial class Dataset
{
    /// <summary>The same samples, with a weight for each behind its target, for a <see cref="WeightedLoss"/>: targets [count × target] → [count × (target + 1)].</summary>
    /// <param name="weights">How much each sample counts, [count].</param>
    /// <exception cref="ArgumentException">There is not one weight for each sample, or one is negative or not finite.</exception>
    public Dataset WithWeights(ReadOnlySpan<float> weights)
    {
        if (weights.Length != Count)
            throw new ArgumentException($"There are {Count} samples, but {weights.Length} weights.", nameof(weights));
        var place = WeightedLoss.FindWeight(weights, 0, 1);
        if (place >= 0)
            throw new ArgumentException(FormattableString.Invariant($"The weight of sample {place} is {weights[place]}; a weight is finite and not negative."), nameof(weights));
        var size = TargetSize + 1;
        var targets = new float[checked(Count * size)];
        for (var sample = 0; sample < Count; sample++)
        {
            Target(sample).CopyTo(targets.AsSpan(sample * size));
            targets[(sample * size) + TargetSize] = weights[sample];
        }

        return WithTargets(targets, size);
    }
}
