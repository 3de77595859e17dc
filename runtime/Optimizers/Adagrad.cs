using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Adagrad: s ← s + g², p ← p − lr / (1 + (t − 1)·decay) · g / (√s + ε); PyTorch's <c>Adagrad</c>.
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization", 2011.
/// </summary>
public sealed class Adagrad : ElementwiseOptimizer
{
    private readonly OptimizerState state;
    private Rule update;

    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">The step length.</param>
    /// <param name="learningRateDecay">How fast the step length falls with the number of steps.</param>
    /// <param name="weightDecay">How much of the parameter is added to its gradient.</param>
    /// <param name="initialAccumulatorValue">Where s starts.</param>
    /// <param name="epsilon">ε, outside the root; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is negative or not finite, or ε is not positive.</exception>
    public Adagrad(
        double learningRate = 1e-2,
        double learningRateDecay = 0,
        double weightDecay = 0,
        double initialAccumulatorValue = 0,
        double epsilon = 1e-10)
        : base((float)learningRate)
    {
        ThrowIf.NegativeOrNotFinite(learningRateDecay);
        ThrowIf.NegativeOrNotFinite(weightDecay);
        ThrowIf.NegativeOrNotFinite(initialAccumulatorValue);
        ThrowIf.NotPositiveSingle(epsilon);
        LearningRateDecay = learningRateDecay;
        WeightDecay = weightDecay;
        InitialAccumulatorValue = initialAccumulatorValue;
        Epsilon = epsilon;
        state = new OptimizerState(1, (float)initialAccumulatorValue);
    }

    /// <summary>How fast the step length falls with the number of steps.</summary>
    public double LearningRateDecay { get; }

    /// <summary>How much of the parameter is added to its gradient.</summary>
    public double WeightDecay { get; }

    /// <summary>Where the sum of squared gradients starts.</summary>
    public double InitialAccumulatorValue { get; }

    /// <summary>What is added to the root.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        state.Prepare(parameters);
        update = new Rule
        {
            StepSize = (float)(LearningRate / (1 + ((StepCount - 1) * LearningRateDecay))),
            WeightDecay = (float)WeightDecay,
            Epsilon = (float)Epsilon,
        };
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("learning_rate_decay", LearningRateDecay);
        state.Setting("weight_decay", WeightDecay);
        state.Setting("initial_accumulator_value", InitialAccumulatorValue);
        state.Setting("epsilon", Epsilon);
        this.state.Exchange(state, "sum");
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        => state.Update(update, parameters, gradients, start);

    /// <inheritdoc/>
    protected override void Clear() => state.Clear();

    private struct Rule : IParameterUpdate
    {
        public required float StepSize;
        public required float WeightDecay;
        public required float Epsilon;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Apply(
            ref Vector256<float> parameters,
            Vector256<float> gradients,
            ref Vector256<float> first,
            ref Vector256<float> second,
            ref Vector256<float> third)
        {
            ref var sumOfSquares = ref first;
            gradients = Vector256.MultiplyAddEstimate(parameters, Vector256.Create(WeightDecay), gradients);
            sumOfSquares = Denormals.MeanSquare(sumOfSquares, 1, gradients, 1);
            var direction = gradients / (Vector256.Sqrt(sumOfSquares) + Vector256.Create(Epsilon));
            parameters = Vector256.MultiplyAddEstimate(direction, Vector256.Create(-StepSize), parameters);
        }
    }
}
