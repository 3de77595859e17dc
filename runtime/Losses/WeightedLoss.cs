using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// Another loss, with a weight for each sample: <c>Σ w·s / Σ w·n</c>, with s the sum that the other loss has for the sample alone, and n what it divides it by. Each target ends with
/// the sample's weight, [target + 1]; <see cref="Dataset.WithWeights"/> adds them. Metrics take the same weights. A sample of weight 0 does not count, whatever its outputs are.
/// </summary>
/// <remarks>For losses that are a sum over the samples, as all ready ones are. With all weights 1 it is the other loss.</remarks>
public sealed class WeightedLoss : Loss
{
    // The last shape that was asked for: a step asks for it, and allocates nothing. It is never changed, so that several threads may replace it.
    private int[] targetShape = [0];

    /// <summary>Weighs the samples of a loss.</summary>
    /// <exception cref="ArgumentException">It is weighted already.</exception>
    public WeightedLoss(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        Loss = loss is WeightedLoss ? throw new ArgumentException("The loss has weights already.", nameof(loss)) : loss;
    }

    /// <summary>The loss of a sample.</summary>
    public Loss Loss { get; }

    /// <summary>Those of <see cref="Loss"/>, with a weight behind each; what is no target of it is refused.</summary>
    public override TargetFormat Targets => TargetFormat.Any;

    /// <summary>The floats of a target of <see cref="Loss"/>, and one for the weight.</summary>
    public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape)
    {
        var (size, shape) = (Loss.TargetSize(outputShape) + 1, targetShape);
        if (shape[0] != size)
            targetShape = shape = [size];
        return shape;
    }

    /// <inheritdoc/>
    public override string? Objection(TensorInfo output) => Loss.Objection(output);

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({Loss})";

    /// <summary>The place of the first weight that is negative or not finite, or −1.</summary>
    /// <param name="values">Floats, among which are weights.</param>
    /// <param name="first">Where the first weight is.</param>
    /// <param name="step">How far the next one is from it.</param>
    internal static int FindWeight(ReadOnlySpan<float> values, int first, int step)
    {
        for (var place = first; place < values.Length; place += step)
        {
            if (!(values[place] >= 0) || float.IsPositiveInfinity(values[place]))
                return place;
        }

        return -1;
    }

    private protected override void CheckTargets(ReadOnlySpan<float> targets, ReadOnlySpan<int> outputShape)
    {
        var size = Loss.TargetSize(outputShape) + 1;
        var place = FindWeight(targets, size - 1, size);
        if (place >= 0)
            throw new ArgumentException(FormattableString.Invariant($"The weight of sample {place / size} of the batch, the last float of its target, is {targets[place]}; a weight is finite and not negative."), nameof(targets));
    }

    /// <inheritdoc/>
    protected override LossValue Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        var outputSize = outputs.Length / batch;
        var targetSize = targets.Length / batch;
        var (sum, total) = (0.0, 0.0);
        for (var sample = 0; sample < batch; sample++)
        {
            var row = targets.Slice(sample * targetSize, targetSize);
            var gradient = gradients.IsEmpty ? gradients : gradients.Slice(sample * outputSize, outputSize);
            if (row[^1] == 0)
            {
                gradient.Clear();
                continue;
            }

            var value = Loss.Evaluate(outputs.Slice(sample * outputSize, outputSize), row[..^1], gradient, 1, outputShape);
            sum += row[^1] * value.Sum;
            total += row[^1] * value.Count;

            // That of w·s; the division by the total follows when it is known.
            Scale(gradient, row[^1] * value.Count);
        }

        Scale(gradients, total == 0 ? 0 : 1 / total);
        return new LossValue(sum, total);
    }

    private static void Scale(Span<float> values, double factor)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = Denormals.Round((float)(values[i] * factor));
    }
}
