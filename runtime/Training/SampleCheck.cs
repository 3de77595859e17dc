using System.Globalization;

namespace NetGen;

/// <summary>Checks that samples have numbers that are finite, and targets that the loss and the metrics allow. Allocates nothing where they have.</summary>
internal sealed class SampleCheck
{
    private readonly NetworkDescription network;
    private readonly MetricBinding[] metrics;
    private readonly string reader;
    private readonly int[] outputShape;
    private readonly int[] targetShape;
    private readonly TargetFormat format;
    private readonly bool isWeighted;

    /// <param name="network">The network.</param>
    /// <param name="loss">What it is trained for; null for its own objective.</param>
    /// <param name="metrics">What else reads the targets.</param>
    /// <param name="argument">Of which argument the samples are.</param>
    public SampleCheck(NetworkDescription network, Loss? loss, MetricBinding[] metrics, string argument)
    {
        (this.network, this.metrics, Argument) = (network, metrics, argument);

        // The weight behind each target is no part of it.
        isWeighted = loss is WeightedLoss;
        loss = (loss as WeightedLoss)?.Loss ?? loss;
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

        CheckIndices(network.Inputs, inputs, inputSize, nameOf);
        if (network.Targets.Count > 0)
            CheckIndices(network.Targets, targets, targetSize, nameOf);
        if (isWeighted)
        {
            CheckWeighted(targets, targetSize, nameOf);
        }
        else if (targetSize > 0)
        {
            var check = new TargetCheck(format, outputShape);
            var place = check.Find(targets);
            if (place >= 0)
                throw new ArgumentException(check.Explain(targets, place, targetShape, reader, nameOf), Argument);
        }

        foreach (var metric in metrics)
            metric.CheckTargets(targets, nameOf, Argument);
    }

    /// <summary>Whether some of these targets is not left out.</summary>
    public static bool SomeCount(Loss? loss, ReadOnlySpan<float> targets, int targetSize)
    {
        if (loss is not WeightedLoss weighted)
            return Ignored(loss) is not { } ignored || targets.IndexOfAnyExcept((float)ignored) >= 0;
        for (var row = targets; !row.IsEmpty; row = row[targetSize..])
        {
            if (row[targetSize - 1] > 0 && SomeCount(weighted.Loss, row[..(targetSize - 1)], targetSize - 1))
                return true;
        }

        return false;
    }

    /// <summary>What to say where no target of a whole dataset counts.</summary>
    public static ArgumentException NoneCounts(Loss? loss, string argument)
        => loss is WeightedLoss
            ? new($"All samples of '{argument}' have weight 0, or a target that the loss leaves out, so that there is nothing to {(argument == "train" ? "learn" : "measure")}.", argument)
            : new($"All targets of '{argument}' are {Ignored(loss)?.ToString(CultureInfo.InvariantCulture)}, which {loss?.GetType().Name} leaves out, so that there is nothing to {(argument == "train" ? "learn" : "measure")}.", argument);

    private void CheckWeighted(ReadOnlySpan<float> targets, int targetSize, Func<int, string> nameOf)
    {
        var check = new TargetCheck(format, outputShape);
        for (var sample = 0; sample < targets.Length / targetSize; sample++)
        {
            var row = targets.Slice(sample * targetSize, targetSize);
            var place = check.Find(row[..^1]);
            if (place >= 0)
                throw new ArgumentException(check.Explain(row[..^1], place, targetShape, reader, NameOf(sample, nameOf)), Argument);
            if (WeightedLoss.FindWeight(row, targetSize - 1, 1) >= 0)
                throw new ArgumentException(FormattableString.Invariant($"The weight of {nameOf(sample)}, the last float of its target, is {row[^1]}; a weight is finite and not negative."), Argument);
        }

        static Func<int, string> NameOf(int sample, Func<int, string> nameOf) => _ => nameOf(sample);
    }

    private static int? Ignored(Loss? loss) => loss?.Targets is { Kind: TargetKind.ClassIndex, IgnoreIndex: { } ignored } ? ignored : null;

    /// <summary>Whole numbers are in their vocabularies: a row of a sample has all tensors, one behind another.</summary>
    private void CheckIndices(IReadOnlyList<TensorInfo> tensors, ReadOnlySpan<float> rows, int rowSize, Func<int, string> nameOf)
    {
        var start = 0;
        for (var i = 0; i < tensors.Count; start += tensors[i++].Size)
        {
            if (Indices.Bounds(tensors[i]) is not var (first, last))
                continue;
            for (var row = 0; row * rowSize < rows.Length; row++)
            {
                var place = Indices.FindOutside(rows.Slice((row * rowSize) + start, tensors[i].Size), first, last);
                if (place >= 0)
                    throw new ArgumentException($"'{tensors[i].Name}' of {nameOf(row)} has {rows[(row * rowSize) + start + place].ToString("R", CultureInfo.InvariantCulture)} at place {place.ToString(CultureInfo.InvariantCulture)}, but {Indices.Expected(network, tensors[i])}.", Argument);
            }
        }
    }
}
