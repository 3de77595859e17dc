using System.Numerics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Negative log-likelihood of log-probabilities (a network that ends in log-softmax): Σ −w[y]·x[y] / Σ w[y] over the positions, with class
/// weights w, for outputs x [batch × … × classes] and class indices y [batch × …]; PyTorch's <c>NLLLoss</c>.
/// </summary>
/// <remarks>
/// <para>The last axis of an output has the classes, and every other position wants a target; <see cref="ClassAxis"/> chooses another axis, as in
/// <see cref="CrossEntropyLoss"/>.</para>
/// <para>When every position is left out, or has weight 0, the loss is not a number, as in PyTorch, and the gradient is zero.</para>
/// </remarks>
public sealed class NLLLoss : Loss
{
    private readonly float[] weight;

    /// <summary>Makes the loss.</summary>
    /// <param name="weight">How much each class counts, [classes]; empty when all count the same.</param>
    /// <param name="ignoreIndex">The target that leaves its position out.</param>
    /// <param name="classAxis">Which axis of a sample's output has the classes: from 0, or from −1 backwards. The last unless given.</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite.</exception>
    public NLLLoss(ReadOnlySpan<float> weight = default, int ignoreIndex = -100, int classAxis = -1)
    {
        ThrowIf.NegativeOrNotFinite(weight);
        this.weight = weight.ToArray();
        IgnoreIndex = ignoreIndex;
        Targets = new(TargetKind.ClassIndex) { ClassAxis = classAxis, IgnoreIndex = ignoreIndex };
    }

    /// <summary>The target that leaves its position out.</summary>
    public int IgnoreIndex { get; }

    /// <summary>Which axis of a sample's output has the classes: from 0, or from −1 backwards.</summary>
    public int ClassAxis => Targets.ClassAxis;

    /// <summary>A class index for each position.</summary>
    public override TargetFormat Targets { get; }

    /// <summary>The shape without its classes.</summary>
    public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape) => ClassLayout.Positions(outputShape, ClassAxis);

    /// <inheritdoc/>
    public override string? Objection(TensorInfo output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return LastOperations.ObjectionToLogProbabilities(output, ClassAxis);
    }

    /// <inheritdoc cref="Loss.Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, int batch)
    {
        CheckGradients(outputs, targets, gradients);
        return Evaluate(outputs, targets, gradients, batch, [OutputSize(outputs, batch)]).Mean;
    }

    /// <inheritdoc cref="Loss.Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, int)"/>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, int batch)
        => Evaluate(outputs, targets, [], batch, [OutputSize(outputs, batch)]).Mean;

    /// <inheritdoc cref="Loss.Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int, ReadOnlySpan{int})"/>
    public LossValue Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        CheckLengths(outputs, targets.Length, batch, outputShape);
        if (!gradients.IsEmpty)
            CheckGradients(outputs, targets, gradients);
        ClassIndices.Check(this, targets, outputShape);
        return Sum(outputs, targets, gradients, ClassLayout.Of(outputShape, ClassAxis));
    }

    /// <inheritdoc/>
    public override string ToString() => WithSettings(("weight", weight), ("ignoreIndex", IgnoreIndex), ("classAxis", ClassAxis));

    /// <inheritdoc/>
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        => Sum(outputs, targets, gradients, ClassLayout.Of(outputShape, ClassAxis));

    private LossValue Sum<T>(ReadOnlySpan<float> outputs, ReadOnlySpan<T> targets, Span<float> gradients, ClassLayout layout)
        where T : struct, INumberBase<T>
    {
        ClassIndices.CheckWeights(this, weight, layout.Classes);
        var total = ClassIndices.TotalWeight(targets, IgnoreIndex, weight);
        gradients.Clear();
        if (total == 0)
            return default;
        var sum = 0.0;
        for (var position = 0; position < targets.Length; position++)
        {
            var index = ClassIndices.Read(targets[position]);
            if (index == IgnoreIndex)
                continue;
            double classWeight = ClassIndices.Weight(weight, index);
            var element = layout.At(position, index);
            sum -= classWeight * outputs[element];
            if (!gradients.IsEmpty)
                gradients[element] = Denormals.Round((float)(-classWeight / total));
        }

        return new LossValue(sum, total);
    }
}
