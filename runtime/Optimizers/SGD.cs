using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Stochastic gradient descent with momentum: b ← μ·b + (1 − dampening)·g, at the first step b = g, then p ← p − lr·b; PyTorch's <c>SGD</c>.
/// </summary>
/// <remarks>
/// Without momentum p ← p − lr·g. With Nesterov's momentum p ← p − lr·(g + μ·b). Weight decay adds decay·p to g beforehand.
/// Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013.
/// </remarks>
public sealed class SGD : ElementwiseOptimizer
{
    private readonly OptimizerState state;
    private Rule update;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step length.</param>
    /// <param name="momentum">μ: how much of the last step is kept; 0 for none.</param>
    /// <param name="dampening">How much less the gradient counts in the momentum.</param>
    /// <param name="weightDecay">How much of the parameter is added to its gradient.</param>
    /// <param name="nesterov">Whether to look ahead by the momentum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite.</exception>
    /// <exception cref="ArgumentException">Nesterov's momentum with a momentum of 0 or a dampening other than 0.</exception>
    public SGD(
        double learningRate = 1e-3, double momentum = 0, double dampening = 0, double weightDecay = 0, bool nesterov = false)
        : base((float)learningRate)
    {
        ThrowIf.NegativeOrNotFinite(momentum);
        ThrowIf.NotFinite(dampening);
        ThrowIf.NegativeOrNotFinite(weightDecay);
        if (nesterov && (momentum == 0 || dampening != 0))
        {
            throw new ArgumentException(
                $"Nesterov's momentum needs a momentum above 0 and a dampening of 0, but got {momentum} and {dampening}.", nameof(nesterov));
        }

        Momentum = momentum;
        Dampening = dampening;
        WeightDecay = weightDecay;
        Nesterov = nesterov;
        state = new OptimizerState(momentum == 0 ? 0 : 1);
    }

    /// <summary>How much of the last step is kept.</summary>
    public double Momentum { get; }

    /// <summary>How much less the gradient counts in the momentum.</summary>
    public double Dampening { get; }

    /// <summary>How much of the parameter is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <summary>Whether to look ahead by the momentum.</summary>
    public bool Nesterov { get; }

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        update = new Rule
        {
            UsesMomentum = Momentum != 0,
            Nesterov = Nesterov,
            LearningRate = LearningRate,
            WeightDecay = (float)WeightDecay,
            Momentum = (float)Momentum,
            GradientShare = StepCount == 1 ? 1 : (float)(1 - Dampening),
        };
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("momentum", Momentum);
        state.Setting("dampening", Dampening);
        state.Setting("weight_decay", WeightDecay);
        state.Setting("nesterov", Nesterov);
        this.state.Exchange(state, "momentum_buffer");
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected override void Clear() => state.Clear();

    private struct Rule : IParameterUpdate
    {
        public required bool UsesMomentum;
        public required bool Nesterov;
        public required float LearningRate;
        public required float WeightDecay;
        public required float Momentum;
        public required float GradientShare;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(
            ref Vector256<float> parameters,
            Vector256<float> gradients,
            ref Vector256<float> first,
            ref Vector256<float> second,
            ref Vector256<float> third)
        {
            ref var velocity = ref first;
            gradients = Vector256.MultiplyAddEstimate(parameters, Vector256.Create(WeightDecay), gradients);
            if (UsesMomentum)
            {
                velocity = Denormals.Mean(velocity, Momentum, gradients, GradientShare);
                gradients = Nesterov
                    ? Vector256.MultiplyAddEstimate(velocity, Vector256.Create(Momentum), gradients)
                    : velocity;
            }

            parameters = Vector256.MultiplyAddEstimate(gradients, Vector256.Create(-LearningRate), parameters);
        }
    }
}
