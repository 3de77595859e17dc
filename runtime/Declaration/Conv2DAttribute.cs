namespace NetGen;

/// <summary>
/// A convolution over height and width, as PyTorch's <c>Conv2d</c>:
/// <c>y[o, y, x] = activation(bias[o] + Σ weight[o, i, ky, kx] · input[i, y·stride + ky·dilation − padding, x·stride + kx·dilation − padding])</c>,
/// [batch × in × height × width] → [batch × channels × rows × columns]. Its weight is [channels, in / groups, kernel height, kernel width]
/// and its bias [channels].
/// </summary>
public sealed class Conv2DAttribute : WindowAttribute
{
    private readonly int? dilationHeight;
    private readonly int? dilationWidth;

    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="channels">How many channels the output has; at least 1.</param>
    /// <param name="kernel">How many elements high and wide the kernel is; at least 1.</param>
    /// <param name="activation">The function applied to every output.</param>
    public Conv2DAttribute(int channels, int kernel, Activation activation = Activation.None)
        : this(channels, kernel, kernel, activation)
    {
    }

    /// <summary>A convolution with a kernel of any height and width.</summary>
    /// <param name="channels">How many channels the output has; at least 1.</param>
    /// <param name="kernelHeight">How many elements high the kernel is; at least 1.</param>
    /// <param name="kernelWidth">How many elements wide the kernel is; at least 1.</param>
    /// <param name="activation">The function applied to every output.</param>
    public Conv2DAttribute(int channels, int kernelHeight, int kernelWidth, Activation activation = Activation.None)
        : base(kernelHeight, kernelWidth)
    {
        Channels = channels;
        Activation = activation;
        Stride = 1;
    }

    /// <summary>How many channels the output has.</summary>
    public int Channels { get; }

    /// <summary>The function applied to every output.</summary>
    public Activation Activation { get; }

    /// <summary>
    /// In the place of <see cref="Activation"/>, the name of a <see cref="DifferentiableAttribute"/> method of the same class, from
    /// <c>float</c> to <c>float</c>.
    /// </summary>
    public string? ActivationMethod { get; init; }

    /// <summary>
    /// Whether as many elements are added as keep height and width: dilation·(kernel − 1), one more below and to the right where that is
    /// odd. The stride is then 1. PyTorch's <c>padding='same'</c>.
    /// </summary>
    public bool SamePadding { get; init; }

    /// <summary>What the padding is filled with.</summary>
    public PaddingMode PaddingMode { get; init; }

    /// <summary>The distance between the elements of the input that neighbours in the kernel meet; 1 unless given.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>The distance along the height; <see cref="Dilation"/> unless given.</summary>
    public int DilationHeight
    {
        get => dilationHeight ?? Dilation;
        init => dilationHeight = value;
    }

    /// <summary>The distance along the width; <see cref="Dilation"/> unless given.</summary>
    public int DilationWidth
    {
        get => dilationWidth ?? Dilation;
        init => dilationWidth = value;
    }

    /// <summary>
    /// Into how many groups the channels are divided, each of which sees only its own part of the input's; 1 unless given. As many groups as
    /// the input has channels make a depthwise convolution.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a bias is added; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>How the weight starts; PyTorch's default for <c>Conv2d</c> unless given.</summary>
    public Initializer Initializer { get; init; } = Initializer.Default;
}
