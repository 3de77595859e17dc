namespace NetGen;

/// <summary>Which classes the targets of a trainer's loss stand for; null where they are numbers.</summary>
internal sealed class TargetClasses
{
    private readonly TargetFormat format;
    private readonly ClassLayout layout;

    private readonly int positions;

    private TargetClasses(TargetFormat format, ClassLayout layout, int outputSize)
        => (this.format, this.layout, positions, Count) = (format, layout, outputSize / layout.Classes, Math.Max(2, layout.Classes));

    /// <summary>How many classes there are: 2 for outputs that each decide between yes and no.</summary>
    public int Count { get; }

    /// <summary>Whether each output decides between yes and no.</summary>
    public bool AreDecisions => format.Kind is TargetKind.Labels or TargetKind.Signs;

    /// <summary>How many floats of a target say what is right; the weight of a sample comes after them.</summary>
    public static int Columns(Trainer trainer, IDataset data) => data.TargetSize - (trainer.Loss is WeightedLoss ? 1 : 0);

    public static TargetClasses? Of(Trainer trainer)
    {
        int[] shape = [.. trainer.Network.Description.OutputShape];
        return (trainer.Loss is WeightedLoss weighted ? weighted.Loss : trainer.Loss)?.Targets switch
        {
            { Kind: TargetKind.ClassIndex or TargetKind.Probabilities } format => new(format, ClassLayout.Of(shape, format.ClassAxis), ClassLayout.Product(shape)),
            { Kind: TargetKind.Labels or TargetKind.Signs } format => new(format, new ClassLayout(1, 1), ClassLayout.Product(shape)),
            _ => null,
        };
    }

    /// <summary>Counts the classes of a sample's target. Positions that are left out do not count.</summary>
    /// <returns>The class of the target, where it has only one position; else −1.</returns>
    public int Tally(ReadOnlySpan<float> target, long[] counts)
    {
        var last = -1;
        for (var position = 0; position < positions; position++)
        {
            last = format.Kind switch
            {
                TargetKind.ClassIndex => target[position] == format.IgnoreIndex ? -1 : (int)target[position],
                TargetKind.Probabilities => layout.ArgMax(target, position),
                TargetKind.Labels => target[position] > 0.5f ? 1 : 0,
                _ => target[position] > 0 ? 1 : 0,
            };
            if (last >= 0 && last < counts.Length)
                counts[last]++;
        }

        return positions == 1 ? last : -1;
    }
}
