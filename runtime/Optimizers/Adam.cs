namespace NetGen;

/// <summary>
/// Adam: p ← p − lr · m̂ / (√v̂ + ε), with the bias-corrected running means m̂ = m/(1 − β₁ᵗ) and v̂ = v/(1 − β₂ᵗ) of the gradient and its
/// square; PyTorch's <c>Adam</c>. Weight decay is added to the gradient. Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
/// </summary>
public sealed class Adam : AdamOptimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step length.</param>
    /// <param name="beta1">β₁: how much of the mean gradient is kept at a step.</param>
    /// <param name="beta2">β₂: how much of the mean squared gradient is kept at a step.</param>
    /// <param name="epsilon">ε, outside the root of the bias-corrected mean; positive.</param>
    /// <param name="weightDecay">How much of the parameter is added to its gradient.</param>
    /// <param name="amsGrad">Whether to divide by the largest mean squared gradient so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite, a β is not less than 1, or ε is not positive.</exception>
    public Adam(
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        bool amsGrad = false)
        : base(learningRate, beta1, beta2, epsilon, weightDecay, amsGrad)
    {
    }

    /// <inheritdoc/>
    private protected override AdamUpdate Rule
        => new AdamUpdate(StepCount, LearningRate, Beta1, Beta2, Epsilon, gradientDecay: WeightDecay, shrinkage: 1, AmsGrad);
}
