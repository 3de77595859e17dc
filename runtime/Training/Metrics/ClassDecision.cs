using System.Globalization;

namespace NetGen;

/// <summary>
/// Which classes the outputs and the targets of a sample stand for; shared by all metrics of classification. A sample has one decision for
/// each position, or for each of several independent labels.
/// </summary>
internal sealed class ClassDecision
{
    /// <summary>The class index of a target that is not to be counted, unless a loss says otherwise; PyTorch's default for <c>ignore_index</c>.</summary>
    public const int DefaultIgnored = -100;

    private readonly ClassLayout layout;
    private readonly int outputSize;
    private readonly float threshold;

    private ClassDecision(TargetFormat format, ClassLayout layout, int outputSize, float threshold)
    {
        (Format, this.layout, this.outputSize, this.threshold) = (format, layout, outputSize, threshold);
        IsBinary = layout.Classes == 1;
        Count = outputSize / layout.Classes;
        Classes = Math.Max(2, layout.Classes);
    }

    /// <summary>How many classes there are: 2 where each output decides between yes and no.</summary>
    public int Classes { get; }

    /// <summary>Whether each output is a decision of its own, between no and yes.</summary>
    public bool IsBinary { get; }

    /// <summary>How many decisions a sample has.</summary>
    public int Count { get; }

    /// <summary>How targets are to be written.</summary>
    public TargetFormat Format { get; }

    /// <summary>What a network's loss says of its targets; where it says nothing, the sizes of output and target.</summary>
    /// <exception cref="InvalidOperationException">The output and the target stand for no classes.</exception>
    public static ClassDecision Of(MetricSource source, string metric, float? threshold)
    {
        int[] shape = [.. source.Output.Shape];
        var size = source.Output.Size;
        var operation = source.Output.LastOperation;
        var above = threshold ?? (operation is LastOperations.Sigmoid or LastOperations.HardSigmoid ? 0.5f : 0);
        var targetSize = ClassLayout.Product([.. source.TargetShape]);
        return source.Targets switch
        {
            { Kind: TargetKind.Labels or TargetKind.Signs } format => new(format, new(1, 1), size, above),
            { } format => new(format, ClassLayout.Of(shape, format.ClassAxis), size, above),
            null => Infer(ClassLayout.Of(shape, -1), size, targetSize, above)
                ?? throw new InvalidOperationException(
                    $"'{metric}' compares classes: the output {Describe.Shape(shape)} of {source.Network} has {shape[^1]} of them along its last axis, and a target is a class index "
                    + $"for each position, or as many numbers as there are outputs; but a target is {Describe.Shape(source.TargetShape)}."),
        };
    }

    /// <summary>What the sizes of a batch say, for a metric that no trainer has told anything.</summary>
    /// <exception cref="ArgumentException">The sizes stand for no classes.</exception>
    public static ClassDecision OfSizes(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch, float? threshold)
    {
        var (outputSize, targetSize) = Metric.Sizes(outputs, targets, batch);
        return Infer(new(outputSize, 1), outputSize, targetSize, threshold ?? 0)
            ?? throw new ArgumentException($"A target is a class index or {outputSize} probabilities, but it has {targetSize} floats.", nameof(targets));
    }

    /// <summary>Checks that outputs and targets are of so many samples.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public void Check(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var (givenOutput, givenTarget) = Metric.Sizes(outputs, targets, batch);
        var targetSize = Format.Kind == TargetKind.ClassIndex ? Count : outputSize;
        if (givenOutput != outputSize || givenTarget != targetSize)
            throw new ArgumentException($"The metric was started for outputs of {outputSize} and targets of {targetSize} floats, but they have {givenOutput} and {givenTarget}.", nameof(outputs));
    }

    /// <summary>The output of a class; of the only one where each is a decision of its own.</summary>
    public float Score(ReadOnlySpan<float> outputs, int decision, int index) => outputs[IsBinary ? decision : layout.At(decision, index)];

    /// <summary>The class that the outputs of a batch say.</summary>
    public int OfOutput(ReadOnlySpan<float> outputs, int decision)
        => IsBinary ? (outputs[decision] > threshold ? 1 : 0) : layout.ArgMax(outputs, decision);

    /// <summary>The class that the targets of a batch say; null where it is not counted.</summary>
    /// <exception cref="ArgumentException">The target is not a class.</exception>
    public int? OfTarget(ReadOnlySpan<float> targets, int decision)
    {
        switch (Format.Kind)
        {
            case TargetKind.Labels:
                return targets[decision] > 0.5f ? 1 : 0;
            case TargetKind.Signs:
                return targets[decision] > 0 ? 1 : 0;
            case TargetKind.ClassIndex:
                var index = targets[decision];
                if (index == Format.IgnoreIndex)
                    return null;
                if (!(index >= 0 && index < Classes) || index != MathF.Truncate(index))
                {
                    throw new ArgumentException(
                        $"The target of sample {decision / Count} of the batch is {index.ToString(CultureInfo.InvariantCulture)}, which is not a class from 0 to {Classes - 1}.");
                }

                return (int)index;
            default:
                return layout.ArgMax(targets, decision);
        }
    }

    private static ClassDecision? Infer(ClassLayout layout, int outputSize, int targetSize, float threshold)
    {
        if (targetSize == outputSize / layout.Classes)
            return new(new(TargetKind.ClassIndex) { IgnoreIndex = DefaultIgnored }, layout, outputSize, threshold);
        return targetSize == outputSize ? new(TargetFormat.Values, layout, outputSize, threshold) : null;
    }
}
