namespace NetGen;

/// <summary>
/// Marks a parameter of a <see cref="DifferentiableAttribute">differentiable</see> function as data: no derivative by it is made.
/// </summary>
/// <remarks>Whole numbers, truth values and spans of them are data without it.</remarks>
/// <example>
/// <code>
/// [Differentiable]
/// public static double Residual(ReadOnlySpan&lt;double&gt; weights, [Constant] double time, [Constant] double measured)
///     => measured - (weights[0] * Math.Exp(-weights[1] * time));
///
/// // The gradient by the weights alone.
/// var residual = ResidualGradient(weights, time, measured, dWeights);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ConstantAttribute : Attribute;
