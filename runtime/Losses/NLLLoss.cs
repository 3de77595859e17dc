using System.Numerics;

namespace NetGen;

/// <summary>
/// Negative log-likelihood of log-probabilities (a network ending in log-softmax): Σ −w[y]·x[y] / Σ w[y] over the samples, for outputs x
/// [batch × classes] and class indices y [batch] with class weights w; PyTorch's <c>NLLLoss</c>.
/// </summary>
/// <remarks>When every sample is left out the loss is not a number and the gradient is zero, as in PyTorch.</remarks>
public sealed class NLLLoss : Loss
{
    private readonly float[] weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">How much each class counts, [classes]; empty when all count the same.</param>
    /// <param name="ignoreIndex">The target that leaves its sample out.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public NLLLoss(ReadOnlySpan<float> weight = default, int ignoreIndex = -100)
    {
        ThrowIf.NegativeOrNotFinite(weight);
        this.weight = weight.ToArray();
        IgnoreIndex = ignoreIndex;
    }

    /// <summary>The target that leaves its sample out.</summary>
    public int IgnoreIndex { get; }

    /// <summary>1: the class index.</summary>
    public override int TargetSize(int outputSize) => 1;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
        => Mean(outputs, targets, gradients, CheckLengths(outputs, targets, gradients, batch));

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        => Mean(outputs, targets, [], CheckLengths(outputs, targets, batch));

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, int batch)
        => Mean(outputs, targets, gradients, CheckLengths(outputs, targets, gradients, batch));

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, int)"/>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int batch)
        => Mean(outputs, targets, [], CheckLengths(outputs, targets, batch));

    private double Mean<T>(ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, int classes)
        where T : struct, INumberBase<T>
    {
        var total = ClassIndices.TotalWeight(this, targets, classes, IgnoreIndex, weight);
        gradients.Clear();
        var sum = 0.0;
        for (var sample = 0; sample < targets.Length; sample++)
        {
            var index = ClassIndices.Read(targets[sample]);
            if (index == IgnoreIndex)
                continue;
            double classWeight = ClassIndices.Weight(weight, index);
            var element = (sample * classes) + index;
            sum -= classWeight * outputs[element];
            if (!gradients.IsEmpty)
                gradients[element] = (float)(-classWeight / total);
        }

        return sum / total;
    }
}
