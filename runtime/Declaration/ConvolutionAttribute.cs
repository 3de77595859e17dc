namespace NetGen;

/// <summary>A convolution over height and width, of either direction: its channels, and what follows the sum.</summary>
public abstract class ConvolutionAttribute : WindowAttribute
{
    private readonly int? dilationHeight;
    private readonly int? dilationWidth;

    private protected ConvolutionAttribute(int channels, int kernelHeight, int kernelWidth, Activation activation)
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
    /// <c>float</c> to <c>float</c>: <c>ActivationMethod = nameof(Swish)</c>.
    /// </summary>
    public string? ActivationMethod { get; init; }

    /// <summary>The distance between the elements that neighbours in the kernel meet; 1 unless given.</summary>
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

    /// <summary>How the weight starts; PyTorch's default for convolutions unless given.</summary>
    public Initializer Initializer { get; init; } = Initializer.Default;
}
