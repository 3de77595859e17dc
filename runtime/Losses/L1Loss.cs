using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Mean absolute error: mean |ŷ − y| over all elements, for outputs ŷ and targets y [batch × output]; PyTorch's <c>L1Loss</c>.
/// Where ŷ = y the derivative is 0.
/// </summary>
public sealed class L1Loss : Loss
{
    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        => ElementwiseMean.Evaluate(new Element(), outputs, targets, gradients);

    // |e|, sign e with e = ŷ − y.
    internal readonly struct Element : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
        {
            var error = outputs - targets;
            var magnitude = Vector256.Abs(error);

            // What is not greater than 0 is 0 or not a number, and is its own sign.
            derivatives = Vector256.ConditionalSelect(
                Vector256.GreaterThan(magnitude, Vector256<float>.Zero), Vector256.CopySign(Vector256<float>.One, error), error);
            return magnitude;
        }
    }
}
