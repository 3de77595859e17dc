namespace NetGen;

/// <summary>
/// Adam with decoupled weight decay: p ← p·(1 − lr·decay) before the step of <see cref="Adam"/>; PyTorch's <c>AdamW</c>.
/// Loshchilov and Hutter, "Decoupled weight decay regularization", 2019.
/// </summary>
/// <remarks>With AMSGrad the largest v so far takes the place of v (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018).</remarks>
public sealed class AdamW : ElementwiseOptimizer
{
    private readonly OptimizerState state;
    private AdamUpdate update;

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
        : base((float)learningRate)
    {
        ThrowIf.NotFraction(beta1);
        ThrowIf.NotFraction(beta2);
        ThrowIf.NotPositiveSingle(epsilon);
        ThrowIf.NegativeOrNotFinite(weightDecay);
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
        AmsGrad = amsGrad;
        state = new OptimizerState(amsGrad ? 3 : 2);
    }

    /// <summary>How much of the mean gradient is kept at a step.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean squared gradient is kept at a step.</summary>
    public double Beta2 { get; }

    /// <summary>What is added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>How much of the parameter is taken away at a step, for each unit of learning rate.</summary>
    public double WeightDecay { get; }

    /// <summary>Whether to divide by the largest mean squared gradient so far.</summary>
    public bool AmsGrad { get; }

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        update = new AdamUpdate(StepCount, LearningRate, Beta1, Beta2, Epsilon, gradientDecay: 0, shrinkage: 1 - (LearningRate * WeightDecay), AmsGrad);
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("beta1", Beta1);
        state.Setting("beta2", Beta2);
        state.Setting("epsilon", Epsilon);
        state.Setting("weight_decay", WeightDecay);
        state.Setting("amsgrad", AmsGrad);
        this.state.Exchange(state, "exp_avg", "exp_avg_sq", "max_exp_avg_sq");
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected override void Clear() => state.Clear();
}
