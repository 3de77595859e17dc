using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Adam with Nesterov's momentum: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², then
/// p ← p − lr · ((1 − μₜ)·g/(1 − Πμ) + μₜ₊₁·m/(1 − Πμ·μₜ₊₁)) / (√(v/(1 − β₂ᵗ)) + ε), with μₜ = β₁·(1 − ½·0.96^(t·ψ)) and the product
/// Πμ = μ₁⋯μₜ; PyTorch's <c>NAdam</c>. Dozat, "Incorporating Nesterov momentum into Adam", 2016.
/// </summary>
/// <remarks>Up to version 1.13 PyTorch took μₜ into the last product twice; this is its documented formula, and that of version 2.</remarks>
public sealed class NAdam : ElementwiseOptimizer
{
    private readonly OptimizerState state = new(2);
    private Rule update;
    private double momentumProduct = 1;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step length.</param>
    /// <param name="beta1">β₁: how much of the mean gradient is kept at a step.</param>
    /// <param name="beta2">β₂: how much of the mean squared gradient is kept at a step.</param>
    /// <param name="epsilon">ε, outside the root of the bias-corrected mean; positive.</param>
    /// <param name="weightDecay">How much of the parameter is added to its gradient.</param>
    /// <param name="momentumDecay">ψ: how fast the momentum μ rises to β₁.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite, a β is not less than 1, or ε is not positive.</exception>
    public NAdam(
        double learningRate = 2e-3,
        double beta1 = 0.9,
        double beta2 = 0.999,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentumDecay = 4e-3)
        : base((float)learningRate)
    {
        ThrowIf.NotFraction(beta1);
        ThrowIf.NotFraction(beta2);
        ThrowIf.NotPositiveSingle(epsilon);
        ThrowIf.NegativeOrNotFinite(weightDecay);
        ThrowIf.NegativeOrNotFinite(momentumDecay);
        Beta1 = beta1;
        Beta2 = beta2;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
        MomentumDecay = momentumDecay;
    }

    /// <summary>How much of the mean gradient is kept at a step.</summary>
    public double Beta1 { get; }

    /// <summary>How much of the mean squared gradient is kept at a step.</summary>
    public double Beta2 { get; }

    /// <summary>What is added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>How much of the parameter is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <summary>How fast the momentum rises to β₁.</summary>
    public double MomentumDecay { get; }

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        var momentum = MomentumAt(StepCount);
        var nextMomentum = MomentumAt(StepCount + 1);
        momentumProduct *= momentum;
        update = new Rule
        {
            Beta1 = (float)Beta1,
            Beta2 = (float)Beta2,
            GradientShare = (float)(1 - Beta1),
            SquareShare = (float)(1 - Beta2),
            GradientStep = (float)(LearningRate * (1 - momentum) / (1 - momentumProduct)),
            MeanStep = (float)(LearningRate * nextMomentum / (1 - (momentumProduct * nextMomentum))),
            RootCorrection = (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, StepCount))),
            Epsilon = (float)Epsilon,
            WeightDecay = (float)WeightDecay,
        };
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("beta1", Beta1);
        state.Setting("beta2", Beta2);
        state.Setting("epsilon", Epsilon);
        state.Setting("weight_decay", WeightDecay);
        state.Setting("momentum_decay", MomentumDecay);
        state.Value("mu_product", ref momentumProduct);
        this.state.Exchange(state, "exp_avg", "exp_avg_sq");
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected override void Clear()
    {
        state.Clear();
        momentumProduct = 1;
    }

    private double MomentumAt(long step) => Beta1 * (1 - (0.5 * Math.Pow(0.96, step * MomentumDecay)));

    private struct Rule : IParameterUpdate
    {
        public required float Beta1;
        public required float Beta2;
        public required float GradientShare;
        public required float SquareShare;
        public required float GradientStep;
        public required float MeanStep;
        public required float RootCorrection;
        public required float Epsilon;
        public required float WeightDecay;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(
            ref Vector256<float> parameters,
            Vector256<float> gradients,
            ref Vector256<float> first,
            ref Vector256<float> second,
            ref Vector256<float> third)
        {
            gradients = Vector256.MultiplyAddEstimate(parameters, Vector256.Create(WeightDecay), gradients);
            first = Denormals.Mean(first, Beta1, gradients, GradientShare);
            second = Denormals.MeanSquare(second, Beta2, gradients, SquareShare);
            var denominator = Vector256.MultiplyAddEstimate(
                Vector256.Sqrt(second), Vector256.Create(RootCorrection), Vector256.Create(Epsilon));
            var direction = Vector256.MultiplyAddEstimate(gradients, Vector256.Create(GradientStep), first * MeanStep);
            parameters -= direction / denominator;
        }
    }
}
