namespace NetGen;

/// <summary>
/// An optimizer that changes each parameter by its own gradient and state alone: all of the package but <see cref="ParameterGroups"/>, which may have others too.
/// The workers of a <see cref="Trainer"/> share its steps.
/// </summary>
public abstract class ElementwiseOptimizer : Optimizer
{
    private protected ElementwiseOptimizer(float learningRate)
        : base(learningRate)
    {
    }

    internal sealed override bool IsElementwise => true;

    /// <inheritdoc/>
    protected sealed override bool Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        Begin(parameters);
        return UpdatePart(parameters, gradients, 0);
    }
}
