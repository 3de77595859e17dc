namespace NetGen;

/// <summary>
/// In training each element is 0 with a given probability and else divided by what remains of 1, so that its mean stays; a prediction takes
/// all as they are. Any shape; PyTorch's <c>Dropout</c>. What is dropped depends on the seed of the training, the step and the sample's place
/// in the batch alone.
/// </summary>
/// <param name="rate">The probability; at least 0 and less than 1.</param>
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability that an element is dropped.</summary>
    public double Rate { get; } = rate;
}

/// <summary>
/// As <see cref="DropoutAttribute"/>, but a channel is dropped as a whole: [batch × channels × height × width] → the same; PyTorch's
/// <c>Dropout2d</c>.
/// </summary>
/// <param name="rate">The probability; at least 0 and less than 1.</param>
public sealed class Dropout2DAttribute(double rate) : LayerAttribute
{
    /// <summary>The probability that a channel is dropped.</summary>
    public double Rate { get; } = rate;
}
