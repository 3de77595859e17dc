namespace NetGen;

/// <summary>
/// The largest element of each window, as PyTorch's <c>MaxPool1d</c>: [batch × channels × length] → [batch × channels × places].
/// Padding is never the largest, and a NaN always is. The gradient goes to the largest element, to the first of them where several are equal.
/// </summary>
/// <param name="kernel">How many elements long a window is; at least 1.</param>
public sealed class MaxPool1DAttribute(int kernel) : SequenceWindowAttribute(kernel);

/// <summary>The mean of each window, as PyTorch's <c>AvgPool1d</c>: [batch × channels × length] → [batch × channels × places].</summary>
/// <param name="kernel">How many elements long a window is; at least 1.</param>
public sealed class AveragePool1DAttribute(int kernel) : SequenceWindowAttribute(kernel)
{
    /// <summary>Whether the zeros of the padding count as elements of a window; <see langword="true"/> unless given, as in PyTorch.</summary>
    public bool CountIncludePad { get; init; } = true;
}

/// <summary>
/// The largest element of each window, as PyTorch's <c>MaxPool2d</c>: [batch × channels × height × width] → [batch × channels × rows × columns].
/// Padding is never the largest, and a NaN always is. The gradient goes to the largest element, to the first of them where several are equal.
/// </summary>
public sealed class MaxPool2DAttribute : WindowAttribute
{
    /// <summary>Square windows, side by side unless <see cref="WindowAttribute.Stride"/> is given.</summary>
    /// <param name="kernel">How many elements high and wide a window is; at least 1.</param>
    public MaxPool2DAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Windows of any height and width, side by side unless <see cref="WindowAttribute.Stride"/> is given.</summary>
    /// <param name="kernelHeight">How many elements high a window is; at least 1.</param>
    /// <param name="kernelWidth">How many elements wide a window is; at least 1.</param>
    public MaxPool2DAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }
}

/// <summary>
/// The mean of each window, as PyTorch's <c>AvgPool2d</c>: [batch × channels × height × width] → [batch × channels × rows × columns].
/// </summary>
public sealed class AveragePool2DAttribute : WindowAttribute
{
    /// <summary>Square windows, side by side unless <see cref="WindowAttribute.Stride"/> is given.</summary>
    /// <param name="kernel">How many elements high and wide a window is; at least 1.</param>
    public AveragePool2DAttribute(int kernel)
        : this(kernel, kernel)
    {
    }

    /// <summary>Windows of any height and width, side by side unless <see cref="WindowAttribute.Stride"/> is given.</summary>
    /// <param name="kernelHeight">How many elements high a window is; at least 1.</param>
    /// <param name="kernelWidth">How many elements wide a window is; at least 1.</param>
    public AveragePool2DAttribute(int kernelHeight, int kernelWidth)
        : base(kernelHeight, kernelWidth)
    {
    }

    /// <summary>Whether the zeros of the padding count as elements of a window; <see langword="true"/> unless given, as in PyTorch.</summary>
    public bool CountIncludePad { get; init; } = true;
}
