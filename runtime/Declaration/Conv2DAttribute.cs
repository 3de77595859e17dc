namespace NetGen;

/// <summary>
/// A convolution over height and width, as PyTorch's <c>Conv2d</c>:
/// <c>y[o, y, x] = activation(bias[o] + Σ weight[o, i, ky, kx] · input[i, y·stride + ky·dilation − padding, x·stride + kx·dilation − padding])</c>,
/// [batch × in × height × width] → [batch × channels × rows × columns]. Its weight is [channels, in / groups, kernel height, kernel width]
/// and its bias [channels].
/// </summary>
public sealed class Conv2DAttribute : ConvolutionAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="channels">How many channels the output has; at least 1.</param>
    /// <param name="kernel">How many elements high and wide the kernel is; at least 1.</param>
    /// <param name="activation">The function applied to every output.</param>
    public Conv2DAttribute(int channels, int kernel, Activation activation = Activation.None)
        : base(channels, kernel, kernel, activation)
    {
    }

    /// <summary>A convolution with a kernel of any height and width.</summary>
    /// <param name="channels">How many channels the output has; at least 1.</param>
    /// <param name="kernelHeight">How many elements high the kernel is; at least 1.</param>
    /// <param name="kernelWidth">How many elements wide the kernel is; at least 1.</param>
    /// <param name="activation">The function applied to every output.</param>
    public Conv2DAttribute(int channels, int kernelHeight, int kernelWidth, Activation activation = Activation.None)
        : base(channels, kernelHeight, kernelWidth, activation)
    {
    }

    /// <summary>
    /// Whether as many elements are added as keep height and width: dilation·(kernel − 1), one more below and to the right where that is
    /// odd. The stride is then 1. PyTorch's <c>padding='same'</c>.
    /// </summary>
    public bool SamePadding { get; init; }

    /// <summary>What the padding is filled with.</summary>
    public PaddingMode PaddingMode { get; init; }
}
