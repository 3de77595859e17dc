namespace NetGen;

/// <summary>
/// A convolution over a sequence, as PyTorch's <c>Conv1d</c>:
/// <c>y[o, x] = activation(bias[o] + Σ weight[o, i, kx] · input[i, x·stride + kx·dilation − padding])</c>,
/// [batch × in × length] → [batch × channels × places]. Its weight is [channels, in / groups, kernel] and its bias [channels].
/// </summary>
/// <param name="channels">How many channels the output has; at least 1.</param>
/// <param name="kernel">How many elements long the kernel is; at least 1.</param>
/// <param name="activation">The function applied to every output.</param>
public sealed class Conv1DAttribute(int channels, int kernel, Activation activation = Activation.None) : LayerAttribute
{
    /// <summary>How many channels the output has.</summary>
    public int Channels { get; } = channels;

    /// <summary>How many elements long the kernel is.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>The function applied to every output.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>
    /// In the place of <see cref="Activation"/>, the name of a <see cref="DifferentiableAttribute"/> method of the same class, from
    /// <c>float</c> to <c>float</c>.
    /// </summary>
    public string? ActivationMethod { get; init; }

    /// <summary>By how many elements the kernel moves; 1 unless given.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>How many elements are added at both ends; 0 unless given.</summary>
    public int Padding { get; init; }

    /// <summary>
    /// Whether as many elements are added as keep the length: dilation·(kernel − 1), one more at the end where that is odd. The stride is
    /// then 1. PyTorch's <c>padding='same'</c>.
    /// </summary>
    public bool SamePadding { get; init; }

    /// <summary>What the padding is filled with.</summary>
    public PaddingMode PaddingMode { get; init; }

    /// <summary>The distance between the elements of the input that neighbours in the kernel meet; 1 unless given.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>
    /// Into how many groups the channels are divided, each of which sees only its own part of the input's; 1 unless given.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether a bias is added; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>How the weight starts; PyTorch's default for <c>Conv1d</c> unless given.</summary>
    public Initializer Initializer { get; init; } = Initializer.Default;
}
