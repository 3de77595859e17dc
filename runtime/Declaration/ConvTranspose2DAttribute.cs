namespace NetGen;

/// <summary>
/// A transposed convolution over height and width, as PyTorch's <c>ConvTranspose2d</c>: what the gradient of a convolution does to its input.
/// Each element of the input adds <c>weight[i, o, ky, kx] · input[i, y, x]</c> to output <c>[o, y·stride + ky·dilation − padding, x·stride +
/// kx·dilation − padding]</c>; bias and activation follow. [batch × in × height × width] → [batch × channels × rows × columns] with
/// <c>rows = (height − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding + 1</c>. Its weight is
/// [in, channels / groups, kernel height, kernel width] and its bias [channels].
/// </summary>
public sealed class ConvTranspose2DAttribute : ConvolutionAttribute
{
    private readonly int? outputPaddingHeight;
    private readonly int? outputPaddingWidth;

    /// <summary>A transposed convolution with a square kernel.</summary>
    /// <param name="channels">How many channels the output has; at least 1.</param>
    /// <param name="kernel">How many elements high and wide the kernel is; at least 1.</param>
    /// <param name="activation">The function applied to every output.</param>
    public ConvTranspose2DAttribute(int channels, int kernel, Activation activation = Activation.None)
        : base(channels, kernel, kernel, activation)
    {
    }

    /// <summary>A transposed convolution with a kernel of any height and width.</summary>
    /// <param name="channels">How many channels the output has; at least 1.</param>
    /// <param name="kernelHeight">How many elements high the kernel is; at least 1.</param>
    /// <param name="kernelWidth">How many elements wide the kernel is; at least 1.</param>
    /// <param name="activation">The function applied to every output.</param>
    public ConvTranspose2DAttribute(int channels, int kernelHeight, int kernelWidth, Activation activation = Activation.None)
        : base(channels, kernelHeight, kernelWidth, activation)
    {
    }

    /// <summary>
    /// How many rows and columns are added to the output below and to the right, of the sizes that the same stride makes one of; less than the
    /// stride or the dilation. 0 unless given.
    /// </summary>
    public int OutputPadding { get; init; }

    /// <summary>How many rows are added below; <see cref="OutputPadding"/> unless given.</summary>
    public int OutputPaddingHeight
    {
        get => outputPaddingHeight ?? OutputPadding;
        init => outputPaddingHeight = value;
    }

    /// <summary>How many columns are added to the right; <see cref="OutputPadding"/> unless given.</summary>
    public int OutputPaddingWidth
    {
        get => outputPaddingWidth ?? OutputPadding;
        init => outputPaddingWidth = value;
    }
}
