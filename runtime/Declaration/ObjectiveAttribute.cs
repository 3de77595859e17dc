namespace NetGen;

/// <summary>
/// Marks the method that says what a network is trained for, where no ready <see cref="Loss"/> does. It is read as a
/// <see cref="ForwardAttribute">forward method</see> is, and differentiated with the network, which then is an <see cref="IObjectiveNetwork"/>.
/// </summary>
/// <remarks>
/// <para>
/// Its first parameters are the network's outputs, all of them in order; then come those of its inputs that it needs, by their names, and
/// its targets, each with a <see cref="ShapeAttribute"/>. It returns a value for each sample, or several; what is minimised is the mean
/// of all of them over the batch, PyTorch's <c>reduction="mean"</c>. So a sum over the features of a sample is written as <c>Sum</c>.
/// </para>
/// <para>
/// It can do whatever a forward method can, use layers and parameters of the network, and draw <see cref="Functional.RandomNormal"/>
/// numbers. Validation evaluates it with the network as it predicts.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// [Forward] private (Tensor mean, Tensor logVariance) Forward([Shape(4)] Tensor x) { … }
///
/// [Objective]
/// private Tensor NegativeLogLikelihood(Tensor mean, Tensor logVariance, [Shape(1)] Tensor target)
/// {
///     var error = target - mean;
///     return 0.5 * (logVariance + error * error * Exp(-logVariance));
/// }
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ObjectiveAttribute : Attribute;
