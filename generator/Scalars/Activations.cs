namespace NetGen.Generator.Scalars;

/// <summary>An activation as the compiler sees it.</summary>
/// <param name="Name">PyTorch's name of the function, as it is written in comments.</param>
/// <param name="Function">The function of <c>Argument(0)</c>.</param>
/// <param name="Gain">The gain that <c>torch.nn.init.calculate_gain</c> gives for Xavier's initialisation; 1 where it knows none.</param>
internal sealed record ActivationDefinition(string Name, Scalar Function, double Gain)
{
    /// <summary>The function, simplified, so that its parts are those of its derivative.</summary>
    public Scalar Function { get; } = Simplifier.Simplify(Function);
}

/// <summary>
/// The table of activations, by PyTorch's definitions. A new activation is a member of the enumeration, in the runtime's too, and a row.
/// </summary>
/// <remarks>
/// Which side of a kink a point belongs to decides its derivative, and what a comparison with NaN gives decides that NaN propagates: so
/// relu is x ≤ 0 ? 0 : x, with slope 0 at 0, and a NaN goes to the last branch, which is x.
/// </remarks>
internal static class Activations
{
    // Klambauer et al., Self-Normalizing Neural Networks, 2017
    private const double SeluAlpha = 1.6732632423543772;
    private const double SeluScale = 1.0507009873554805;

    private static readonly Scalar X = new Argument(0);

    private static readonly Dictionary<ActivationKind, ActivationDefinition> Table = new()
    {
        [ActivationKind.None] = new("identity", X, 1.0),
        [ActivationKind.Relu] = new("relu", UpToZero(0.0, X), Math.Sqrt(2.0)),
        [ActivationKind.LeakyRelu] = new("leaky_relu", UpToZero(0.01 * X, X), Math.Sqrt(2.0 / (1.0 + (0.01 * 0.01)))),
        [ActivationKind.Elu] = new("elu", UpToZero(Of(UnaryFunction.Expm1, X), X), 1.0),
        [ActivationKind.Selu] = new("selu", UpToZero(SeluScale * SeluAlpha * Of(UnaryFunction.Expm1, X), SeluScale * X), 0.75),
        [ActivationKind.Gelu] = new("gelu", 0.5 * X * (1.0 + Of(UnaryFunction.Erf, Math.Sqrt(0.5) * X)), 1.0),
        [ActivationKind.GeluTanh] = new(
            "gelu_tanh", 0.5 * X * (1.0 + Of(UnaryFunction.Tanh, Math.Sqrt(2.0 / Math.PI) * (X + (0.044715 * (X * X * X))))), 1.0),
        [ActivationKind.Silu] = new("silu", X * Of(UnaryFunction.Sigmoid, X), 1.0),
        [ActivationKind.Mish] = new("mish", X * Of(UnaryFunction.Tanh, Of(UnaryFunction.Softplus, X)), 1.0),
        [ActivationKind.Tanh] = new("tanh", Of(UnaryFunction.Tanh, X), 5.0 / 3.0),
        [ActivationKind.Sigmoid] = new("sigmoid", Of(UnaryFunction.Sigmoid, X), 1.0),
        [ActivationKind.Softplus] = new("softplus", Of(UnaryFunction.Softplus, X), 1.0),
        [ActivationKind.Softsign] = new("softsign", X / (1.0 + Of(UnaryFunction.Abs, X)), 1.0),
        // Slope 0 at both bounds.
        [ActivationKind.HardTanh] = new("hardtanh", Limited(1.0, -1.0, X, 1.0), 1.0),
        [ActivationKind.HardSigmoid] = new("hardsigmoid", Limited(3.0, 0.0, (X / 6.0) + 0.5, 1.0), 1.0),
        // Slope x/3 + ½ at both bounds: −½ at −3 and 1½ at 3.
        [ActivationKind.HardSwish] = new(
            "hardswish",
            new Select(Comparison.Less, X, -3.0, 0.0, new Select(Comparison.LessOrEqual, X, 3.0, X * ((X / 6.0) + 0.5), X)),
            1.0),
    };

    public static ActivationDefinition Of(ActivationKind kind) => Table[kind];

    private static Unary Of(UnaryFunction function, Scalar operand) => new(function, operand);

    private static Select UpToZero(Scalar upToZero, Scalar above) => new(Comparison.LessOrEqual, X, 0.0, upToZero, above);

    private static Select Limited(double bound, Scalar below, Scalar between, Scalar above) =>
        new(Comparison.LessOrEqual, X, -bound, below, new Select(Comparison.GreaterOrEqual, X, bound, above, between));
}
