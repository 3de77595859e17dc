namespace NetGen;

/// <summary>
/// Adam with decoupled weight decay: p ← p·(1 − lr·decay) before the step of <see cref="Adam"/>; PyTorch's <c>AdamW</c>.
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
/// </summary>
public sealed class AdamW : AdamOptimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step length.</param>
    /// <param name="beta1">β₁: how much of the mean gradient is kept at a step.</param>
    /// <param name="beta2">β₂: how much of the mean squared gradient is kept at a step.</param>
    /// <param name="epsilon">ε, outside the root of the bias-corrected mean; positive.</param>
    /// <param name="weightDecay">How much of the parameter is taken away at a step, for each unit of learning rate.</param>
    /// <param name="amsGrad">Whether to divide by the largest mean squared gradient so far.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite, a β is not less than 1, or ε is not positive.</exception>
    public AdamW(
        double learningRate = 1e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 1e-2,
        bool amsGrad = false)
        : base(learningRate, beta1, beta2, epsilon, weightDecay, amsGrad)
    {
    }

    /// <inheritdoc/>
    private protected override AdamUpdate Rule
        => new AdamUpdate(StepCount, LearningRate, Beta1, Beta2, Epsilon, gradientDecay: 0, shrinkage: 1 - (LearningRate * WeightDecay), AmsGrad);
}
