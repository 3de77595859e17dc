namespace NetGen;

/// <summary>
/// Smooth L1: the mean over all elements of ½e²/β where |e| &lt; β, else |e| − ½β, with e = ŷ − y for outputs ŷ and targets y
/// [batch × output]; PyTorch's <c>SmoothL1Loss</c>. It is Huber's loss divided by β, and with β = 0 it is <see cref="L1Loss"/>.
/// </summary>
/// <remarks>With β = 0 the derivative where ŷ = y is 0, as that of <see cref="L1Loss"/>; PyTorch's is −1 there.</remarks>
public sealed class SmoothL1Loss : Loss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="beta">β: below which error it is quadratic; 0 for nowhere.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="beta"/> is negative or not finite.</exception>
    public SmoothL1Loss(float beta = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(beta);
        ThrowIf.NotFinite(beta);
        Beta = beta;
    }

    /// <summary>Below which error the loss is quadratic.</summary>
    public float Beta { get; }

    /// <inheritdoc/>
    public override string ToString() => WithSettings(("beta", Beta));

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        => Beta == 0
            ? ElementwiseMean.Evaluate(new L1Loss.Element(), outputs, targets, gradients)
            : ElementwiseMean.Evaluate(new HuberLoss.Element(Beta, 1 / Beta), outputs, targets, gradients);
}
