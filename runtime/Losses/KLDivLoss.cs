using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

using NetGen.Numerics;

namespace NetGen;

/// <summary>What <see cref="KLDivLoss"/> divides its sum by.</summary>
public enum KLDivReduction
{
    /// <summary>The number of elements: PyTorch's <c>'mean'</c>, its default and that of all losses here.</summary>
    Mean,

    /// <summary>The number of samples: PyTorch's <c>'batchmean'</c>, which is the divergence as the mathematics defines it.</summary>
    BatchMean,
}

/// <summary>
/// The Kullback–Leibler divergence of outputs from targets: Σ y·(ln y − x), divided as <see cref="Reduction"/> says, for log-probabilities x
/// (a network ending in log-softmax) and probabilities y, both [batch × output]; PyTorch's <c>KLDivLoss</c>. Where y = 0 the term ln y counts 0.
/// </summary>
public sealed class KLDivLoss : Loss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="reduction">What the sum is divided by.</param>
    /// <param name="classAxis">Which axis of a sample's output has the classes, whose probabilities sum to 1: from 0, or from −1 backwards.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="reduction"/> is not one of the enumeration's.</exception>
    public KLDivLoss(KLDivReduction reduction = KLDivReduction.Mean, int classAxis = -1)
    {
        if (reduction is not (KLDivReduction.Mean or KLDivReduction.BatchMean))
            throw new ArgumentOutOfRangeException(nameof(reduction), reduction, "KLDivLoss divides by elements or by samples.");
        Reduction = reduction;
        Targets = new(TargetKind.Probabilities) { ClassAxis = classAxis };
    }

    /// <summary>What the sum is divided by.</summary>
    public KLDivReduction Reduction { get; }

    /// <summary>Which axis of a sample's output has the classes.</summary>
    public int ClassAxis => Targets.ClassAxis;

    /// <summary>A probability for each class, which sum to 1 at each position.</summary>
    public override TargetFormat Targets { get; }

    /// <inheritdoc/>
    public override string? Objection(TensorInfo output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return LastOperations.ObjectionToLogProbabilities(output, ClassAxis);
    }

    /// <inheritdoc/>
    public override string ToString() => WithSettings(("reduction", Reduction), ("classAxis", ClassAxis));

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        var divisor = Reduction == KLDivReduction.Mean ? outputs.Length : batch;
        return ElementwiseMean.Evaluate(new Element(), outputs, targets, gradients, outputs.Length, divisor);
    }

    // y·(ln y − x), −y.
    private readonly struct Element : IElementwiseLoss
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> Evaluate(
            Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives)
        {
            derivatives = -targets;
            var isZero = Vector256.Equals(targets, Vector256<float>.Zero);
            return targets * (Vector256.AndNot(VectorMath.Log(targets), isZero) - outputs);
        }
    }
}
