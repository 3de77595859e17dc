using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Hinge loss: mean max(0, 1 − y·ŷ) over all elements, for outputs ŷ and targets y = ±1 [batch × output].
/// </summary>
/// <remarks>
/// PyTorch has no plain hinge loss. This one equals its <c>MarginRankingLoss(margin=1)</c> of ŷ against zeros with targets y, and
/// follows it at the kink: where y·ŷ = 1 the derivative is −y. (<c>HingeEmbeddingLoss</c> is a different function.)
/// </remarks>
public sealed class HingeLoss : Loss
{
    /// <summary>1 and −1, one for each output. With 0 for the negative class the loss would be 1 whatever the output.</summary>
    public override TargetFormat Targets { get; } = new(TargetKind.Signs);

    /// <inheritdoc/>
    public override string? Objection(TensorInfo output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return LastOperations.OneSided(output.LastOperation) is { } sided
            ? $"its last layer is {output.LastOperation}, whose outputs are never {sided}, but a score is positive for one class and negative for the other. Leave {output.LastOperation} out."
            : null;
    }

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        => ElementwiseMean.Evaluate(new Element(), outputs, targets, gradients);

    // max(0, m), and −y where m ≥ 0, with m = 1 − y·ŷ.
    private readonly struct Element : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
        {
            var margin = Vector256<float>.One - (targets * outputs);
            derivatives = Vector256.AndNot(-targets, Vector256.LessThan(margin, Vector256<float>.Zero));
            return Vector256.Max(margin, Vector256<float>.Zero);
        }
    }
}
