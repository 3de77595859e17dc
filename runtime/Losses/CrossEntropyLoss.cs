using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>What the targets of <see cref="CrossEntropyLoss"/> are.</summary>
public enum CrossEntropyTarget
{
    /// <summary>The index of the right class: one float (a whole number) a sample.</summary>
    ClassIndex,

    /// <summary>A probability for every class: as many floats as outputs.</summary>
    Probabilities,
}

/// <summary>
/// Cross-entropy of logits: the mean over the samples of −Σ w·y·ln softmax(x), for logits x [batch × classes], class weights w and
/// targets y that are class indices [batch] or probabilities [batch × classes]; PyTorch's <c>CrossEntropyLoss</c>.
/// </summary>
/// <remarks>
/// <para>Label smoothing ε replaces the targets by (1 − ε)·y + ε/classes. With class indices the sum is divided by the weights of the
/// samples' classes; with probabilities by the number of samples.</para>
/// <para>When every sample is left out the loss is not a number and the gradient is zero, as in PyTorch.</para>
/// </remarks>
public sealed class CrossEntropyLoss : Loss
{
    private readonly float[] weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">How much each class counts, [classes]; empty when all count the same.</param>
    /// <param name="ignoreIndex">The class index that leaves its sample out.</param>
    /// <param name="labelSmoothing">ε, 0 … 1.</param>
    /// <param name="target">Whether targets are class indices or probabilities.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is outside 0 … 1, or
    /// <paramref name="target"/> is not one of the enumeration's.</exception>
    public CrossEntropyLoss(
        ReadOnlySpan<float> weight = default,
        int ignoreIndex = -100,
        float labelSmoothing = 0,
        CrossEntropyTarget target = CrossEntropyTarget.ClassIndex)
    {
        ThrowIf.NegativeOrNotFinite(weight);
        if (labelSmoothing is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "Label smoothing is between 0 and 1.");
        if (target is not (CrossEntropyTarget.ClassIndex or CrossEntropyTarget.Probabilities))
            throw new ArgumentOutOfRangeException(nameof(target), target, "Targets are class indices or probabilities.");
        this.weight = weight.ToArray();
        IgnoreIndex = ignoreIndex;
        LabelSmoothing = labelSmoothing;
        Target = target;
    }

    /// <summary>The class index that leaves its sample out.</summary>
    public int IgnoreIndex { get; }

    /// <summary>How much of a target is spread evenly over all classes, 0 … 1.</summary>
    public float LabelSmoothing { get; }

    /// <summary>Whether targets are class indices or probabilities.</summary>
    public CrossEntropyTarget Target { get; }

    /// <summary>1 for a class index, as many as outputs for probabilities.</summary>
    public override int TargetSize(int outputSize) => Target == CrossEntropyTarget.ClassIndex ? 1 : outputSize;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
        => Mean(outputs, targets, gradients, CheckLengths(outputs, targets, gradients, batch));

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        => Mean(outputs, targets, [], CheckLengths(outputs, targets, batch));

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>
    /// <exception cref="InvalidOperationException">The targets of this loss are probabilities.</exception>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, int batch)
    {
        CheckTakesIndices();
        return IndexMean(outputs, targets, gradients, CheckLengths(outputs, targets, gradients, batch));
    }

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, int)"/>
    /// <exception cref="InvalidOperationException">The targets of this loss are probabilities.</exception>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int batch)
    {
        CheckTakesIndices();
        return IndexMean(outputs, targets, [], CheckLengths(outputs, targets, batch));
    }

    private void CheckTakesIndices()
    {
        if (Target != CrossEntropyTarget.ClassIndex)
            throw new InvalidOperationException("This CrossEntropyLoss takes probabilities as targets, not class indices.");
    }

    private double Mean(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int classes)
        => Target == CrossEntropyTarget.ClassIndex
            ? IndexMean(outputs, targets, gradients, classes)
            : ProbabilityMean(outputs, targets, gradients, classes);

    private double IndexMean<T>(ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, int classes)
        where T : struct, INumberBase<T>
    {
        var total = ClassIndices.TotalWeight(this, targets, classes, IgnoreIndex, weight);
        var row = new SoftmaxRow(classes);
        var smoothing = new SoftTarget(weight, [], 0, LabelSmoothing / classes);
        var sum = 0.0;
        for (var sample = 0; sample < targets.Length; sample++)
        {
            var logits = outputs.Slice(sample * classes, classes);
            var gradient = gradients.IsEmpty ? [] : gradients.Slice(sample * classes, classes);
            var index = ClassIndices.Read(targets[sample]);
            if (index == IgnoreIndex)
            {
                gradient.Clear();
                continue;
            }

            var classWeight = ClassIndices.Weight(weight, index) * (1.0 - LabelSmoothing);
            sum += LabelSmoothing == 0
                ? HardRow(row, logits, index, classWeight, gradient, total)
                : SoftRow(row, logits, smoothing, index, classWeight, gradient, total);
        }

        return sum / total;
    }

    private double ProbabilityMean(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int classes)
    {
        ClassIndices.CheckWeights(this, weight, classes);
        var row = new SoftmaxRow(classes);
        var batch = outputs.Length / classes;
        var sum = 0.0;
        for (var start = 0; start < outputs.Length; start += classes)
        {
            var target = new SoftTarget(weight, targets.Slice(start, classes), 1 - LabelSmoothing, LabelSmoothing / classes);
            var gradient = gradients.IsEmpty ? [] : gradients.Slice(start, classes);
            sum += SoftRow(row, outputs.Slice(start, classes), target, 0, 0, gradient, batch);
        }

        return sum / batch;
    }

    // loss = w·(ln Σ exp x − x[y]);   ∂loss/∂x = w·(softmax(x) − onehot(y)) / total
    private static double HardRow(
        in SoftmaxRow row, ReadOnlySpan<float> logits, int index, double classWeight, Span<float> gradient, double total)
    {
        ref var first = ref MemoryMarshal.GetReference(logits);
        ref var firstGradient = ref MemoryMarshal.GetReference(gradient);
        var wantsGradient = !gradient.IsEmpty;
        var maximum = row.Maximum(ref first);
        var sum = row.ExponentialSum(ref first, maximum, ref firstGradient, wantsGradient);
        if (wantsGradient)
        {
            var scale = classWeight / (sum * total);
            // In double: when the class is nearly certain, p − 1 has its digits behind those of a float.
            var atIndex = (gradient[index] - sum) * scale;
            row.Scale(ref firstGradient, (float)scale);
            gradient[index] = (float)atIndex;
        }

        return classWeight * (Math.Log(sum) - ((double)logits[index] - maximum));
    }

    // loss = Σ aₖ·(ln Σ exp x − xₖ);   ∂loss/∂x = (Σ aₖ · softmax(x) − a) / total,
    // with the coefficients a of the soft target, and indexWeight on top at one class.
    private static double SoftRow(
        in SoftmaxRow row,
        ReadOnlySpan<float> logits,
        SoftTarget target,
        int index,
        double indexWeight,
        Span<float> gradient,
        double total)
    {
        ref var first = ref MemoryMarshal.GetReference(logits);
        ref var firstGradient = ref MemoryMarshal.GetReference(gradient);
        var wantsGradient = !gradient.IsEmpty;
        var maximum = row.Maximum(ref first);
        var sum = row.ExponentialSum(ref first, maximum, ref firstGradient, wantsGradient);
        var (coefficients, product) = row.Weigh(target, ref first, maximum);
        coefficients += indexWeight;
        product += indexWeight * ((double)logits[index] - maximum);
        if (wantsGradient)
        {
            row.ScaleAndSubtract(ref firstGradient, (float)(coefficients / (sum * total)), target, (float)(1 / total));
            gradient[index] -= (float)(indexWeight / total);
        }

        return (coefficients * Math.Log(sum)) - product;
    }
}
