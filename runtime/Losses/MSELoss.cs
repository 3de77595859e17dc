using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Mean squared error: mean (ŷ − y)² over all elements, for outputs ŷ and targets y [batch × output]; PyTorch's <c>MSELoss</c>.
/// </summary>
public sealed class MSELoss : Loss
{
    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        => ElementwiseMean.Evaluate(new Element(), outputs, targets, gradients);

    // e², 2e with e = ŷ − y.
    private readonly struct Element : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
        {
            var error = outputs - targets;
            derivatives = error + error;
            return error * error;
        }
    }
}
