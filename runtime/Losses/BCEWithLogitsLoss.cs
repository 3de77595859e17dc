using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Binary cross-entropy of logits: the mean over all elements of −w·y·ln σ(x) − (1 − y)·ln(1 − σ(x)), for logits x and probabilities y
/// in 0 … 1, both [batch × output], with σ the logistic function and w the positive weight; PyTorch's <c>BCEWithLogitsLoss</c>.
/// </summary>
public sealed class BCEWithLogitsLoss : Loss
{
    private readonly float positiveWeight = 1;

    // With zeros behind, so that a whole vector can be loaded from any place.
    private readonly float[]? positiveWeights;
    private readonly int positiveWeightCount;

    /// <summary>Makes the loss.</summary>
    /// <param name="positiveWeight">w: how much a positive counts; more than 1 trades precision for recall.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="positiveWeight"/> is negative or not finite.</exception>
    public BCEWithLogitsLoss(float positiveWeight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(positiveWeight);
        ThrowIf.NotFinite(positiveWeight);
        this.positiveWeight = positiveWeight;
    }

    /// <summary>Makes the loss with a positive weight for each output.</summary>
    /// <param name="positiveWeights">w, [output].</param>
    /// <exception cref="ArgumentException">There are none, or one is negative or not finite.</exception>
    public BCEWithLogitsLoss(ReadOnlySpan<float> positiveWeights)
    {
        if (positiveWeights.IsEmpty)
            throw new ArgumentException("There must be a positive weight for each output, but there is none.", nameof(positiveWeights));
        ThrowIf.NegativeOrNotFinite(positiveWeights);
        positiveWeightCount = positiveWeights.Length;
        this.positiveWeights = new float[positiveWeightCount + Vector256<float>.Count];
        positiveWeights.CopyTo(this.positiveWeights);
    }

    /// <summary>0, 1 or a probability between them, for each output.</summary>
    public override TargetFormat Targets { get; } = new(TargetKind.Labels);

    /// <inheritdoc/>
    public override string? Objection(TensorInfo output)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (LastOperations.AreProbabilities(output.LastOperation))
            return $"its last layer is {output.LastOperation}, but this loss takes logits and applies the sigmoid itself. Leave {output.LastOperation} out; Logits.Sigmoid makes probabilities of a prediction.";
        return LastOperations.OneSided(output.LastOperation) is { } sided
            ? $"its last layer is {output.LastOperation}, whose outputs are never {sided}, so that no probability would be {(sided == "negative" ? "below" : "above")} a half. Leave {output.LastOperation} out."
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => WithSettings(("positiveWeight", positiveWeights is null ? positiveWeight : positiveWeights[..positiveWeightCount]));

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        if (positiveWeights is null)
            return ElementwiseMean.Evaluate(new Element(positiveWeight), outputs, targets, gradients);
        var outputSize = outputs.Length / batch;
        if (positiveWeightCount != outputSize)
        {
            throw new ArgumentException(
                $"BCEWithLogitsLoss has {positiveWeightCount} positive weights, but a sample has {outputSize} outputs.", nameof(outputs));
        }

        return ElementwiseMean.Evaluate(
            new WeightedElement(positiveWeights), outputs, targets, gradients, outputSize, outputs.Length);
    }

    // −ln σ(x) = max(−x, 0) + ln(1 + e^−|x|) and −ln(1 − σ(x)) = max(x, 0) + ln(1 + e^−|x|): no exponential overflows, and for hard
    // targets no two large terms cancel. The derivative is (1 − y)·σ(x) − w·y·σ(−x), likewise without a difference for hard targets.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Evaluate(
        Vector256<float> logits, Vector256<float> targets, Vector256<float> positiveWeight, out Vector256<float> derivatives)
    {
        var one = Vector256<float>.One;
        var zero = Vector256<float>.Zero;
        var exponential = VectorMath.Exp(-Vector256.Abs(logits));
        var larger = one / (one + exponential);
        var smaller = exponential * larger;
        var isPositive = Vector256.GreaterThan(logits, zero);
        var sigmoid = Vector256.ConditionalSelect(isPositive, larger, smaller);
        var complement = Vector256.ConditionalSelect(isPositive, smaller, larger);
        var positive = positiveWeight * targets;
        var negative = one - targets;
        derivatives = (negative * sigmoid) - (positive * complement);
        var rest = VectorMath.Log1p(exponential);
        return (positive * (Vector256.Max(-logits, zero) + rest)) + (negative * (Vector256.Max(logits, zero) + rest));
    }

    private readonly struct Element(float positiveWeight) : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
            => BCEWithLogitsLoss.Evaluate(outputs, targets, Vector256.Create(positiveWeight), out derivatives);
    }

    private readonly struct WeightedElement(float[] positiveWeights) : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
            => BCEWithLogitsLoss.Evaluate(
                outputs,
                targets,
                Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(positiveWeights), (nuint)column),
                out derivatives);
    }
}
