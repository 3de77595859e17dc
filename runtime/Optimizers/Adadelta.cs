using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Adadelta: v ← ρ·v + (1 − ρ)·g², Δ = √(u + ε) / √(v + ε) · g, u ← ρ·u + (1 − ρ)·Δ², p ← p − lr·Δ; PyTorch's <c>Adadelta</c>.
/// Zeiler, "ADADELTA: an adaptive learning rate method", 2012.
/// </summary>
public sealed class Adadelta : ElementwiseOptimizer
{
    private readonly OptimizerState state = new(2);
    private Rule update;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">What the step Δ is multiplied by.</param>
    /// <param name="rho">ρ: how much of the two running means is kept at a step.</param>
    /// <param name="epsilon">ε, inside the roots; positive.</param>
    /// <param name="weightDecay">How much of the parameter is added to its gradient.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite, ρ is not less than 1, or ε is not positive.</exception>
    public Adadelta(double learningRate = 1, double rho = 0.9, double epsilon = 1e-6, double weightDecay = 0)
        : base((float)learningRate)
    {
        ThrowIf.NotFraction(rho);
        ThrowIf.NotPositiveSingle(epsilon);
        ThrowIf.NegativeOrNotFinite(weightDecay);
        Rho = rho;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
    }

    /// <summary>How much of the two running means is kept at a step.</summary>
    public double Rho { get; }

    /// <summary>What is added inside the roots.</summary>
    public double Epsilon { get; }

    /// <summary>How much of the parameter is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        update = new Rule
        {
            LearningRate = LearningRate,
            Rho = (float)Rho,
            SquareShare = (float)(1 - Rho),
            Epsilon = (float)Epsilon,
            WeightDecay = (float)WeightDecay,
        };
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("rho", Rho);
        state.Setting("epsilon", Epsilon);
        state.Setting("weight_decay", WeightDecay);
        this.state.Exchange(state, "square_avg", "acc_delta");
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected override void Clear() => state.Clear();

    private struct Rule : IParameterUpdate
    {
        public required float LearningRate;
        public required float Rho;
        public required float SquareShare;
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
            ref var meanSquare = ref first;
            ref var meanSquareStep = ref second;
            var epsilon = Vector256.Create(Epsilon);
            gradients = Vector256.MultiplyAddEstimate(parameters, Vector256.Create(WeightDecay), gradients);
            meanSquare = Denormals.MeanSquare(meanSquare, Rho, gradients, SquareShare);
            var step = Vector256.Sqrt(meanSquareStep + epsilon) / Vector256.Sqrt(meanSquare + epsilon) * gradients;
            meanSquareStep = Denormals.MeanSquare(meanSquareStep, Rho, step, SquareShare);
            parameters = Vector256.MultiplyAddEstimate(step, Vector256.Create(-LearningRate), parameters);
        }
    }
}
