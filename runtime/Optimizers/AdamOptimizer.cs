namespace NetGen;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common, which is all but the place of the weight decay.</summary>
/// <remarks>With AMSGrad the largest v so far takes the place of v (Reddi, Kale and Kumar, "On the convergence of Adam and beyond", 2018).</remarks>
public abstract class AdamOptimizer : ElementwiseOptimizer
{
    private readonly OptimizerState state;
    private AdamUpdate update;

    private protected AdamOptimizer(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool amsGrad)
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

    /// <summary>How much of the parameter <see cref="Adam"/> adds to its gradient, or <see cref="AdamW"/> takes away at a step for each unit of learning rate.</summary>
    public double WeightDecay { get; }

    /// <summary>Whether to divide by the largest mean squared gradient so far.</summary>
    public bool AmsGrad { get; }

    /// <summary>What the step does to each parameter.</summary>
    private protected abstract AdamUpdate Rule { get; }

    /// <inheritdoc/>
    private protected sealed override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        update = Rule;
    }

    /// <inheritdoc/>
    private protected sealed override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected sealed override void ExchangeState(StateExchange state)
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
    protected sealed override void Clear() => state.Clear();
}
