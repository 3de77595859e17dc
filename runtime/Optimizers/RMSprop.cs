using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// RMSprop: v ← α·v + (1 − α)·g², p ← p − lr · g / (√v + ε); PyTorch's <c>RMSprop</c>. Hinton, "Neural networks for machine learning",
/// lecture 6, 2012.
/// </summary>
/// <remarks>
/// With momentum b ← μ·b + g / (√v + ε) and p ← p − lr·b. Centered, the mean gradient ḡ ← α·ḡ + (1 − α)·g is kept too, and √(v − ḡ²)
/// takes the place of √v (Graves, "Generating sequences with recurrent neural networks", 2013); where rounding makes v − ḡ² negative it
/// counts 0, while PyTorch goes on with not-a-number.
/// </remarks>
public sealed class RMSprop : ElementwiseOptimizer
{
    private readonly OptimizerState state;
    private Rule update;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step length.</param>
    /// <param name="alpha">α: how much of the mean of the squared gradients is kept at a step.</param>
    /// <param name="epsilon">ε, outside the root; positive.</param>
    /// <param name="weightDecay">How much of the parameter is added to its gradient.</param>
    /// <param name="momentum">μ: how much of the last step is kept; 0 for none.</param>
    /// <param name="centered">Whether to divide by the gradient's standard deviation instead of its root mean square.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite, α is not less than 1, or ε is not positive.</exception>
    public RMSprop(
        double learningRate = 1e-2,
        double alpha = 0.99,
        double epsilon = 1e-8,
        double weightDecay = 0,
        double momentum = 0,
        bool centered = false)
        : base((float)learningRate)
    {
        ThrowIf.NotFraction(alpha);
        ThrowIf.NotPositiveSingle(epsilon);
        ThrowIf.NegativeOrNotFinite(weightDecay);
        ThrowIf.NegativeOrNotFinite(momentum);
        Alpha = alpha;
        Epsilon = epsilon;
        WeightDecay = weightDecay;
        Momentum = momentum;
        Centered = centered;
        state = new OptimizerState(centered ? 3 : momentum != 0 ? 2 : 1);
    }

    /// <summary>How much of the mean of the squared gradients is kept at a step.</summary>
    public double Alpha { get; }

    /// <summary>What is added to the root.</summary>
    public double Epsilon { get; }

    /// <summary>How much of the parameter is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <summary>How much of the last step is kept.</summary>
    public double Momentum { get; }

    /// <summary>Whether to divide by the gradient's standard deviation instead of its root mean square.</summary>
    public bool Centered { get; }

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        update = new Rule
        {
            UsesMomentum = Momentum != 0,
            Centered = Centered,
            LearningRate = LearningRate,
            Alpha = (float)Alpha,
            GradientShare = (float)(1 - Alpha),
            Epsilon = (float)Epsilon,
            WeightDecay = (float)WeightDecay,
            Momentum = (float)Momentum,
        };
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("alpha", Alpha);
        state.Setting("epsilon", Epsilon);
        state.Setting("weight_decay", WeightDecay);
        state.Setting("momentum", Momentum);
        state.Setting("centered", Centered);
        this.state.Exchange(state, "square_avg", "momentum_buffer", "grad_avg");
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected override void Clear() => state.Clear();

    private struct Rule : IParameterUpdate
    {
        public required bool UsesMomentum;
        public required bool Centered;
        public required float LearningRate;
        public required float Alpha;
        public required float GradientShare;
        public required float Epsilon;
        public required float WeightDecay;
        public required float Momentum;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(
            ref Vector256<float> parameters,
            Vector256<float> gradients,
            ref Vector256<float> first,
            ref Vector256<float> second,
            ref Vector256<float> third)
        {
            ref var meanSquare = ref first;
            ref var velocity = ref second;
            ref var mean = ref third;
            gradients = Vector256.MultiplyAddEstimate(parameters, Vector256.Create(WeightDecay), gradients);
            meanSquare = Denormals.MeanSquare(meanSquare, Alpha, gradients, GradientShare);
            var variance = meanSquare;
            if (Centered)
            {
                mean = Denormals.Mean(mean, Alpha, gradients, GradientShare);
                variance = Vector256.Max(Vector256.MultiplyAddEstimate(-mean, mean, meanSquare), Vector256<float>.Zero);
            }

            var direction = gradients / (Vector256.Sqrt(variance) + Vector256.Create(Epsilon));
            if (UsesMomentum)
            {
                velocity = Denormals.Mean(velocity, Momentum, direction, 1);
                direction = velocity;
            }

            parameters = Vector256.MultiplyAddEstimate(direction, Vector256.Create(-LearningRate), parameters);
        }
    }
}
