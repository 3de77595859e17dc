using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Huber's loss: the mean over all elements of ½e² where |e| ≤ δ, else δ(|e| − ½δ), with e = ŷ − y for outputs ŷ and targets y
/// [batch × output]; PyTorch's <c>HuberLoss</c>. Huber, "Robust estimation of a location parameter", 1964.
/// </summary>
public sealed class HuberLoss : Loss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="delta">δ: up to which error it is quadratic.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="delta"/> is not positive or not finite.</exception>
    public HuberLoss(float delta = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        ThrowIf.NotFinite(delta);
        Delta = delta;
    }

    /// <summary>Up to which error the loss is quadratic.</summary>
    public float Delta { get; }

    /// <inheritdoc/>
    public override string ToString() => WithSettings(("delta", Delta));

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        => ElementwiseMean.Evaluate(new Element(Delta, 1), outputs, targets, gradients);

    // With e = ŷ − y and c = e held within ±δ, both branches are scale · c(e − ½c), and the derivative is scale · c.
    internal readonly struct Element(float delta, float scale) : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
        {
            var error = outputs - targets;
            var held = Vector256.Clamp(error, Vector256.Create(-delta), Vector256.Create(delta));
            derivatives = held * scale;
            return derivatives * Vector256.MultiplyAddEstimate(held, Vector256.Create(-0.5f), error);
        }
    }
}
