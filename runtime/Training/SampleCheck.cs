using System.Globalization;

namespace NetGen;

/// <summary>Checks that samples have numbers that are finite, and targets that the loss and the metrics allow. Allocates nothing where they have.</summary>
internal sealed class SampleCheck
{
    private readonly MetricBinding[] metrics;
    private readonly string reader;
    private readonly int[] outputShape;
    private readonly int[] targetShape;
    private readonly TargetFormat format;
    private readonly bool isWeighted;

    // Targets without their weights.
    private float[] unweighted = [];

    /// <param name="network">The network.</param>
    /// <param name="loss">What it is trained for; null for its own objective.</param>
    /// <param name="metrics">What else reads the targets.</param>
    /// <param name="argument">Of which argument the samples are.</param>
    public SampleCheck(NetworkDescription network, Loss? loss, MetricBinding[] metrics, string argument)
    {
        (this.metrics, Argument) = (metrics, argument);
        if (loss is WeightedLoss weighted)
            (isWeighted, loss) = (true, weighted.Loss);
        reader = loss?.GetType().Name ?? network.Name;
        var size = network.Targets.Sum(static target => target.Size);
        outputShape = loss is null ? [size] : [.. network.OutputShape];
        targetShape = loss is null ? [size] : loss.TargetShape(outputShape).ToArray();
        format = loss?.Targets ?? TargetFormat.Values;
    }

    /// <summary>Of which argument the samples are.</summary>
    public string Argument { get; }

    /// <summary>Checks samples that are one behind another.</summary>
    /// <param name="inputs">Their inputs, [count × input].</param>
    /// <param name="targets">Their targets, [count × target].</param>
    /// <param name="inputSize">How many floats an input has.</param>
    /// <param name="targetSize">How many floats a target has.</param>
    /// <param name="nameOf">What messages call a sample.</param>
    /// <exception cref="ArgumentException">One is not allowed.</exception>
    public void Check(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int inputSize, int targetSize, Func<int, string> nameOf)
    {
        if (!FlatVector.AllFinite(inputs))
        {
            var place = FlatVector.FirstNonFinite(inputs);
            throw new ArgumentException(
                $"The input of {nameOf(place / inputSize)} has {inputs[place].ToString(CultureInfo.InvariantCulture)} in feature {(place % inputSize).ToString(CultureInfo.InvariantCulture)}.", Argument);
        }

        if (isWeighted && WeightedLoss.Objection(targets, targetSize, nameOf) is { } objection)
            throw new ArgumentException(objection, Argument);
        if (targetSize > 0)
        {
            var read = isWeighted ? Unweighted(targets, targetSize) : targets;
            var check = new TargetCheck(format, outputShape);
            var place = check.Find(read);
            if (place >= 0)
                throw new ArgumentException(check.Explain(read, place, targetShape, reader, nameOf), Argument);
        }

        foreach (var metric in metrics)
            metric.CheckTargets(targets, nameOf, Argument);
    }

    /// <summary>Whether some of these targets is not left out.</summary>
    /// <param name="loss">What reads them.</param>
    /// <param name="targets">Targets of whole samples.</param>
    /// <param name="targetSize">How many floats one has.</param>
    public static bool SomeCount(Loss? loss, ReadOnlySpan<float> targets, int targetSize)
    {
        if (loss is not WeightedLoss weighted)
            return Ignored(loss) is not { } ignored || targets.IndexOfAnyExcept((float)ignored) >= 0;
        for (var start = 0; start < targets.Length; start += targetSize)
        {
            var row = targets.Slice(start, targetSize);
            if (row[^1] > 0 && SomeCount(weighted.Loss, row[..^1], targetSize - 1))
                return true;
        }

        return false;
    }

    /// <summary>What to say where no target of a whole dataset counts.</summary>
    public static ArgumentException NoneCounts(Loss? loss, string argument)
    {
        var consequence = $"so that there is nothing to {(argument == "train" ? "learn" : "measure")}.";
        return loss is WeightedLoss
            ? new($"All samples of '{argument}' have weight 0, {consequence}", argument)
            : new($"All targets of '{argument}' are {Ignored(loss)?.ToString(CultureInfo.InvariantCulture)}, which {loss?.GetType().Name} leaves out, {consequence}", argument);
    }

    private static int? Ignored(Loss? loss) => loss?.Targets is { Kind: TargetKind.ClassIndex, IgnoreIndex: { } ignored } ? ignored : null;

    private ReadOnlySpan<float> Unweighted(ReadOnlySpan<float> targets, int targetSize)
    {
        var length = targets.Length / targetSize * (targetSize - 1);
        if (unweighted.Length < length)
            unweighted = new float[length];
        WeightedLoss.RemoveWeights(targets, targetSize, unweighted);
        return unweighted.AsSpan(0, length);
    }
}
