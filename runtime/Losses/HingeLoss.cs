using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is neither 1 nor −1.</exception>
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
    {
        CheckTargets(targets, CheckLengths(outputs, targets, gradients, batch));
        return ElementwiseMean.Evaluate(new Element(), outputs, targets, gradients);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is neither 1 nor −1.</exception>
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        CheckTargets(targets, CheckLengths(outputs, targets, batch));
        return ElementwiseMean.Evaluate(new Element(), outputs, targets, []);
    }

    // With 0 for the negative class the loss would be 1 whatever the output: a mistake that must not go unseen.
    private static void CheckTargets(ReadOnlySpan<float> targets, int outputSize)
    {
        // As integers, because searching those is vectorised.
        var wrong = MemoryMarshal.Cast<float, int>(targets)
            .IndexOfAnyExcept(BitConverter.SingleToInt32Bits(1), BitConverter.SingleToInt32Bits(-1));
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Target {wrong % outputSize} of sample {wrong / outputSize} is {targets[wrong]}; HingeLoss allows 1 and −1.",
                nameof(targets));
        }
    }

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
