namespace NetGen;

/// <summary>
/// Makes a loss of a scalar function. Beside a method <c>float F(float prediction, float target)</c> the class gains a nested class
/// <c>FLoss</c> that a <see cref="Trainer"/> takes: the mean of the function over all elements of a batch, and its gradient.
/// </summary>
/// <remarks>
/// Further parameters of the method become those of the constructor. The method is written as a <see cref="DifferentiableAttribute"/>
/// method is; it is differentiated with respect to the prediction, and <c>FGradient</c> gives the value and that derivative.
/// </remarks>
/// <example>
/// <code>
/// public static partial class Losses
/// {
///     [Loss]
///     public static float Quantile(float prediction, float target, float level)
///         => prediction &lt; target ? level * (target - prediction) : (1 - level) * (prediction - target);
/// }
///
/// var loss = new Losses.QuantileLoss(level: 0.9f);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class LossAttribute : Attribute;
