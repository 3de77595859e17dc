namespace NetGen;

/// <summary>
/// <c>y = (x − mean) / √(variance + ε) · weight + bias</c> over the last axes of each sample, as PyTorch's <c>LayerNorm</c>; the variance is the
/// biased one. Weight and bias have the shape of those axes, and start as 1 and 0.
/// </summary>
public sealed class LayerNormAttribute : LayerAttribute
{
    /// <summary>Over how many of the last axes: 1, unless given, for the features; 3 for all of an image.</summary>
    public int Axes { get; init; } = 1;

    /// <summary>What is added to the variance; more than 0.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether a weight and a bias follow; <see langword="true"/> unless given.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>Whether a bias follows the weight; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;
}

/// <summary>
/// <c>y = (x − mean) / √(variance + ε) · weight + bias</c>, one mean and one variance for each channel, the first axis of a sample, as PyTorch's
/// <c>BatchNorm1d</c> and <c>BatchNorm2d</c>: [batch × channels × …] → the same. Weight and bias are [channels], and start as 1 and 0. Ioffe and
/// Szegedy, "Batch normalization", 2015.
/// </summary>
/// <remarks>
/// In training mean and variance, the biased one, are those of the whole batch, whatever the number of workers. Of a single value there is no
/// variance: a batch of one sample with one value for each channel is refused. A prediction takes running ones, the parameters
/// <c>running_mean</c> and <c>running_var</c>, which are not trained: each training pass moves them towards the batch's by
/// <see cref="Momentum"/>, with the unbiased variance; a layer that is called twice in a pass, twice, in the order of the calls.
/// </remarks>
public sealed class BatchNormAttribute : LayerAttribute
{
    /// <summary>How much of a batch's mean and variance goes into the running ones, from 0 to 1.</summary>
    public double Momentum { get; init; } = 0.1;

    /// <summary>What is added to the variance; more than 0.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether a weight and a bias follow; <see langword="true"/> unless given.</summary>
    public bool Affine { get; init; } = true;
}

/// <summary>
/// <c>y = x / √(mean(x²) + ε) · weight</c> over the last axes of each sample, as PyTorch's <c>RMSNorm</c>. The weight has the shape of those
/// axes, and starts as 1.
/// </summary>
public sealed class RMSNormAttribute : LayerAttribute
{
    /// <summary>Over how many of the last axes: 1, unless given, for the features.</summary>
    public int Axes { get; init; } = 1;

    /// <summary>What is added to the mean of the squares; more than 0. Unless given it is 2⁻²³, the spacing of floats at 1.</summary>
    public double Epsilon { get; init; } = 1.1920928955078125e-7;

    /// <summary>Whether a weight follows; <see langword="true"/> unless given.</summary>
    public bool Affine { get; init; } = true;
}

/// <summary>
/// <c>y = (x − mean) / √(variance + ε) · weight + bias</c> over each group of channels and all axes behind them, as PyTorch's <c>GroupNorm</c>:
/// [batch × channels × …] → the same. Weight and bias are [channels], and start as 1 and 0.
/// </summary>
/// <param name="groups">Into how many groups the channels are divided; at least 1, and a divisor of their number.</param>
public sealed class GroupNormAttribute(int groups) : LayerAttribute
{
    /// <summary>Into how many groups the channels are divided.</summary>
    public int Groups { get; } = groups;

    /// <summary>What is added to the variance; more than 0.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether a weight and a bias follow; <see langword="true"/> unless given.</summary>
    public bool Affine { get; init; } = true;
}

/// <summary><c>y = x ≤ 0 ? weight · x : x</c>, of any shape, as PyTorch's <c>PReLU</c>. Its weight is [slopes].</summary>
/// <param name="slopes">1 for one slope that all share, or as many as there are channels: the first axis of a sample.</param>
public sealed class PReluAttribute(int slopes = 1) : LayerAttribute
{
    /// <summary>How many slopes there are.</summary>
    public int Slopes { get; } = slopes;

    /// <summary>What every slope starts from.</summary>
    public double Start { get; init; } = 0.25;
}
