using static NetGen.Runtime.Tests.Numerics.Reference;

namespace NetGen.Numeric.Checks.Reference;

/// <summary>The activations in double, as PyTorch's documentation defines them.</summary>
public static class ActivationFunction
{
    // Klambauer et al., Self-Normalizing Neural Networks, 2017, where they are called α₀₁ and λ₀₁
    private const double SeluAlpha = 1.6732632423543772848170429916717;
    private const double SeluScale = 1.0507009873554804934193349852946;

    public static double Value(Activation activation, double x) => activation switch
    {
        Activation.None => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.LeakyRelu => x > 0 ? x : 0.01 * x,
        Activation.Elu => x > 0 ? x : Expm1(x),
        Activation.Selu => SeluScale * (x > 0 ? x : SeluAlpha * Expm1(x)),
        Activation.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        Activation.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Activation.Silu => x * Sigmoid(x),
        Activation.Mish => x * Math.Tanh(Softplus(x)),
        Activation.Tanh => Math.Tanh(x),
        Activation.Sigmoid => Sigmoid(x),
        Activation.Softplus => Softplus(x),
        Activation.Softsign => x / (1 + Math.Abs(x)),
        Activation.HardTanh => Math.Clamp(x, -1, 1),
        Activation.HardSigmoid => Math.Clamp((x / 6) + 0.5, 0, 1),
        Activation.HardSwish => x * Math.Clamp((x / 6) + 0.5, 0, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The reference has no such activation."),
    };

    /// <summary>Where the derivative jumps: there a central difference is no derivative.</summary>
    public static ReadOnlySpan<double> Kinks(Activation activation) => activation switch
    {
        Activation.Relu or Activation.LeakyRelu or Activation.Selu => [0],
        Activation.HardTanh => [-1, 1],
        Activation.HardSigmoid or Activation.HardSwish => [-3, 3],
        _ => [],
    };
}
