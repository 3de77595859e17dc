namespace NetGen;

/// <summary>
/// The loss of a batch as a sum and what divides it. Batches add up: the mean of an epoch is Σ sums / Σ counts, whatever the batches were.
/// </summary>
/// <param name="Sum">The sum over what counts.</param>
/// <param name="Count">How much that is: elements, positions, or the sum of their weights; 0 where every target is left out.</param>
public readonly record struct LossValue(double Sum, double Count)
{
    /// <summary>The loss: the sum divided by the count; not a number where nothing counts, as in PyTorch.</summary>
    public double Mean => Sum / Count;

    /// <summary>Both batches together.</summary>
    public static LossValue operator +(LossValue left, LossValue right) => Add(left, right);

    /// <summary>Both batches together.</summary>
    public static LossValue Add(LossValue left, LossValue right) => new(left.Sum + right.Sum, left.Count + right.Count);

    /// <summary>A loss that is known as a mean.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="count">Over how much it is the mean.</param>
    public static LossValue OfMean(double mean, double count) => new(mean * count, count);
}
