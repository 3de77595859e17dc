using System.Numerics;
using System.Runtime.InteropServices;
using NetGen.Numerics;

namespace NetGen;

/// <summary>What the targets of <see cref="CrossEntropyLoss"/> are.</summary>
public enum CrossEntropyTarget
{
    /// <summary>The index of the right class: one float (a whole number) for each position.</summary>
    ClassIndex,

    /// <summary>A probability for every class: as many floats as outputs.</summary>
    Probabilities,
}

/// <summary>
/// Cross-entropy of logits: the mean over the positions of −Σ w·y·ln softmax(x), with class weights w, for logits x [batch × … × classes]
/// and targets y that are class indices [batch × …] or probabilities [batch × … × classes]; PyTorch's <c>CrossEntropyLoss</c>.
/// </summary>
/// <remarks>
/// <para>The last axis of an output has the classes, and every other position wants a target: an output [10] wants one, an output [12, 10] wants
/// 12. <see cref="ClassAxis"/> chooses another axis: 0 for pictures [classes, height, width], as PyTorch has them.</para>
/// <para>Label smoothing ε replaces the targets by (1 − ε)·y + ε/classes. With class indices the sum is divided by the weights of the
/// positions' classes; with probabilities by the number of positions.</para>
/// <para>Of sequences of different lengths, the targets behind a sample's end are the index that is ignored: the loss is the mean over the positions that there are, and no gradient comes
/// from the others.</para>
/// <para>When every position is left out, or has weight 0, the loss is not a number, as in PyTorch, and the gradient is zero.</para>
/// </remarks>
public sealed class CrossEntropyLoss : Loss
{
    private readonly float[] weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">How much each class counts, [classes]; empty when all count the same.</param>
    /// <param name="ignoreIndex">The class index that leaves its position out.</param>
    /// <param name="labelSmoothing">ε, 0 … 1.</param>
    /// <param name="target">Whether targets are class indices or probabilities.</param>
    /// <param name="classAxis">Which axis of a sample's output has the classes: from 0, or from −1 backwards. The last unless given.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="labelSmoothing"/> is outside 0 … 1, or
    /// <paramref name="target"/> is not one of the enumeration's.</exception>
    public CrossEntropyLoss(
        ReadOnlySpan<float> weight = default,
        int ignoreIndex = -100,
        float labelSmoothing = 0,
        CrossEntropyTarget target = CrossEntropyTarget.ClassIndex,
        int classAxis = -1)
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
        Targets = target == CrossEntropyTarget.ClassIndex
            ? new(TargetKind.ClassIndex) { ClassAxis = classAxis, IgnoreIndex = ignoreIndex }
            : new(TargetKind.Probabilities) { ClassAxis = classAxis };
    }

    /// <summary>The class index that leaves its position out.</summary>
    public int IgnoreIndex { get; }

    /// <summary>How much of a target is spread evenly over all classes, 0 … 1.</summary>
    public float LabelSmoothing { get; }

    /// <summary>Whether targets are class indices or probabilities.</summary>
    public CrossEntropyTarget Target { get; }

    /// <summary>Which axis of a sample's output has the classes: from 0, or from −1 backwards.</summary>
    public int ClassAxis => Targets.ClassAxis;

    /// <summary>A class index for each position, or a probability for each output.</summary>
    public override TargetFormat Targets { get; }

    /// <summary>For class indices the shape without its classes; for probabilities the same shape.</summary>
    public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape)
        => Target == CrossEntropyTarget.ClassIndex ? ClassLayout.Positions(outputShape, ClassAxis) : outputShape;

    /// <inheritdoc/>
    public override string? Objection(TensorInfo output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return LastOperations.ObjectionToLogits(output, ClassAxis);
    }

    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float}, int, ReadOnlySpan{int})"/>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, int batch)
    {
        CheckGradients(outputs, targets, gradients);
        return Evaluate(outputs, targets, gradients, batch, [OutputSize(outputs, batch)]).Mean;
    }

    /// <inheritdoc cref="Loss.Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, int)"/>
    /// <exception cref="InvalidOperationException">The targets of this loss are probabilities.</exception>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int batch)
        => Evaluate(outputs, targets, [], batch, [OutputSize(outputs, batch)]).Mean;

    /// <inheritdoc cref="Loss.Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, ReadOnlySpan{int})"/>
    /// <exception cref="InvalidOperationException">The targets of this loss are probabilities.</exception>
    public LossValue Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        if (Target != CrossEntropyTarget.ClassIndex)
            throw new InvalidOperationException("This CrossEntropyLoss takes probabilities as targets, not class indices.");
        CheckLengths(outputs, targets.Length, batch, outputShape);
        if (!gradients.IsEmpty)
            CheckGradients(outputs, targets, gradients);
        ClassIndices.Check(this, targets, outputShape);
        return IndexMean(outputs, targets, gradients, ClassLayout.Of(outputShape, ClassAxis));
    }

    /// <inheritdoc/>
    public override string ToString() => WithSettings(("weight", weight), ("ignoreIndex", IgnoreIndex), ("labelSmoothing", LabelSmoothing), ("target", Target), ("classAxis", ClassAxis));

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        var layout = ClassLayout.Of(outputShape, ClassAxis);
        return Target == CrossEntropyTarget.ClassIndex
            ? IndexMean(outputs, targets, gradients, layout)
            : ProbabilityMean(outputs, targets, gradients, layout);
    }

    private LossValue IndexMean<T>(ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, ClassLayout layout)
        where T : struct, INumberBase<T>
    {
        var classes = layout.Classes;
        ClassIndices.CheckWeights(this, weight, classes);
        var total = ClassIndices.TotalWeight(targets, IgnoreIndex, weight);
        if (total == 0)
        {
            gradients.Clear();
            return default;
        }

        if (classes <= ShortRows.Longest && layout.Inner == 1 && LabelSmoothing == 0)
            return new LossValue(ShortRows.Sum(outputs, targets, gradients, classes, IgnoreIndex, weight, total), total);

        // The loops are methods of their own: beside the end of 'using' their variables would lie on the stack.
        using var scratch = new ClassScratch(layout, 2);
        return new LossValue(IndexSum(outputs, targets, gradients, layout, scratch.Row(0), scratch.Row(1), total), total);
    }

    private double IndexSum<T>(
        ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, ClassLayout layout, Span<float> gradientRow, Span<float> logitRow, double total)
        where T : struct, INumberBase<T>
    {
        var classes = layout.Classes;
        var row = new SoftmaxRow(classes);
        var smoothing = new SoftTarget(weight, [], 0, LabelSmoothing / classes);
        var sum = 0.0;
        for (var position = 0; position < targets.Length; position++)
        {
            var gradient = layout.Target(gradients, position, gradientRow);
            var index = ClassIndices.Read(targets[position]);
            if (index == IgnoreIndex)
            {
                gradient.Clear();
            }
            else
            {
                var logits = layout.Read(outputs, position, logitRow);
                var classWeight = ClassIndices.Weight(weight, index) * (1.0 - LabelSmoothing);
                sum += LabelSmoothing == 0
                    ? HardRow(row, logits, index, classWeight, gradient, total)
                    : SoftRow(row, logits, smoothing, index, classWeight, gradient, total);
            }

            layout.Write(gradient, gradients, position);
        }

        return sum;
    }

    private LossValue ProbabilityMean(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, ClassLayout layout)
    {
        var classes = layout.Classes;
        ClassIndices.CheckWeights(this, weight, classes);
        using var scratch = new ClassScratch(layout, 3);
        var positions = outputs.Length / classes;
        return new LossValue(ProbabilitySum(outputs, targets, gradients, layout, scratch.Row(0), scratch.Row(1), scratch.Row(2), positions), positions);
    }

    private double ProbabilitySum(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> targets,
        Span<float> gradients,
        ClassLayout layout,
        Span<float> gradientRow,
        Span<float> logitRow,
        Span<float> targetRow,
        int positions)
    {
        var classes = layout.Classes;
        var row = new SoftmaxRow(classes);
        var sum = 0.0;
        for (var position = 0; position < positions; position++)
        {
            var probabilities = layout.Read(targets, position, targetRow);
            var target = new SoftTarget(weight, probabilities, 1 - LabelSmoothing, LabelSmoothing / classes);
            var gradient = layout.Target(gradients, position, gradientRow);
            sum += SoftRow(row, layout.Read(outputs, position, logitRow), target, 0, 0, gradient, positions);
            layout.Write(gradient, gradients, position);
        }

        return sum;
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
            gradient[index] = Denormals.Round((float)atIndex);
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
