namespace NetGen;

/// <summary>
/// A fully connected layer: <c>y = activation(x · weightᵀ + bias)</c>, [batch × features] → [batch × units].
/// Its weight is [units, features] and its bias [units], as in PyTorch's <c>Linear</c>.
/// </summary>
/// <param name="units">How many outputs the layer has; at least 1.</param>
/// <param name="activation">The function applied to every output.</param>
public sealed class DenseAttribute(int units, Activation activation = Activation.None) : LayerAttribute
{
    /// <summary>How many outputs the layer has.</summary>
    public int Units { get; } = units;

    /// <summary>The function applied to every output.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>
    /// In the place of <see cref="Activation"/>, the name of a <see cref="DifferentiableAttribute"/> method of the same class, from
    /// <c>float</c> to <c>float</c>: <c>ActivationMethod = nameof(Swish)</c>.
    /// </summary>
    public string? ActivationMethod { get; init; }

    /// <summary>Whether a bias is added; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>How the weight starts; PyTorch's default for <c>Linear</c> unless given.</summary>
    public Initializer Initializer { get; init; } = Initializer.Default;
}
