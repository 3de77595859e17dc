using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// What <see cref="Adam"/> and <see cref="AdamW"/> do to a parameter; they differ only in where the weight decay goes:
/// g ← g + decay·p or p ← (1 − lr·decay)·p, then m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²,
/// p ← p − lr/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε), with AMSGrad the largest v so far in place of v.
/// </summary>
internal readonly struct AdamUpdate : IParameterUpdate
{
    private readonly bool amsGrad;
    private readonly float beta1;
    private readonly float beta2;
    private readonly float gradientShare;
    private readonly float squareShare;
    private readonly float stepSize;
    private readonly float rootCorrection;
    private readonly float epsilon;
    private readonly float gradientDecay;
    private readonly float shrinkage;

    /// <summary>The update of one step; what is the same for all parameters is computed here, in double.</summary>
    /// <param name="step">t, from 1 on.</param>
    /// <param name="learningRate">lr.</param>
    /// <param name="beta1">β₁.</param>
    /// <param name="beta2">β₂.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="gradientDecay">How much of the parameter is added to its gradient: Adam's weight decay.</param>
    /// <param name="shrinkage">What the parameter is multiplied by beforehand: AdamW's weight decay.</param>
    /// <param name="amsGrad">Whether to divide by the largest second moment so far.</param>
    public AdamUpdate(
        long step,
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double gradientDecay,
        double shrinkage,
        bool amsGrad)
    {
        this.amsGrad = amsGrad;
        this.beta1 = (float)beta1;
        this.beta2 = (float)beta2;
        gradientShare = (float)(1 - beta1);
        squareShare = (float)(1 - beta2);
        stepSize = (float)(learningRate / BiasCorrection(beta1, step));
        rootCorrection = (float)(1 / Math.Sqrt(BiasCorrection(beta2, step)));
        this.epsilon = (float)epsilon;
        this.gradientDecay = (float)gradientDecay;
        this.shrinkage = (float)shrinkage;
    }

    // 1 − βᵗ, which is 1 once βᵗ ≤ exp(−(1 − β)·t) is below half of its last bit.
    private static double BiasCorrection(double beta, long step) => (1 - beta) * step > 40 ? 1 : 1 - Math.Pow(beta, step);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(
        ref Vector256<float> parameters,
        Vector256<float> gradients,
        ref Vector256<float> first,
        ref Vector256<float> second,
        ref Vector256<float> third)
    {
        gradients = Vector256.MultiplyAddEstimate(parameters, Vector256.Create(gradientDecay), gradients);
        first = Denormals.Mean(first, beta1, gradients, gradientShare);
        second = Denormals.MeanSquare(second, beta2, gradients, squareShare);
        var secondMoment = second;
        if (amsGrad)
        {
            third = Vector256.Max(third, second);
            secondMoment = third;
        }

        var denominator = Vector256.MultiplyAddEstimate(
            Vector256.Sqrt(secondMoment), Vector256.Create(rootCorrection), Vector256.Create(epsilon));
        parameters = Vector256.MultiplyAddEstimate(first / denominator, Vector256.Create(-stepSize), parameters * shrinkage);
    }
}
