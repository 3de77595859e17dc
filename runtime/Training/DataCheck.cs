using System.Globalization;

namespace NetGen;

/// <summary>Checks a dataset before anything is trained on it, so that what is wrong is told by the number of the sample.</summary>
internal static class DataCheck
{
    /// <summary>Checks that a dataset's samples have the sizes that a network and a loss, or the network's objective, take.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void Sizes(NetworkDescription network, Loss? loss, IDataset data, string argument)
    {
        ArgumentNullException.ThrowIfNull(data, argument);
        if (data.Count == 0)
            throw new ArgumentException($"There is no sample to give {network.Name}.", argument);
        var inputSize = network.Inputs.Sum(static input => input.Size);
        if (data.InputSize != inputSize)
        {
            var shapes = network.Inputs.Count > 1 ? Describe.Tensors(network.Inputs) : Describe.Shape(network.InputShape);
            throw new ArgumentException($"{network.Name} expects inputs of {inputSize} floats {shapes}, but those of '{argument}' have {data.InputSize}.", argument);
        }

        if (loss is null)
        {
            var size = network.Targets.Sum(static target => target.Size);
            if (data.TargetSize != size)
                throw new ArgumentException($"The objective of {network.Name} expects targets of {size} floats, but those of '{argument}' have {data.TargetSize}.", argument);
            return;
        }

        int[] outputShape = [.. network.OutputShape];
        var targetShape = loss.TargetShape(outputShape);
        var targetSize = ClassLayout.Product(targetShape);
        if (data.TargetSize == targetSize)
            return;
        var message = $"{loss.GetType().Name} expects a target {Describe.Shape(targetShape.ToArray())}, {targetSize} floats, for an output {Describe.Shape(outputShape)} of {network.Name}, "
            + $"but those of '{argument}' have {data.TargetSize}.";
        if (loss.Targets is { Kind: TargetKind.ClassIndex } format && targetSize > 1)
        {
            var classes = ClassLayout.Of(outputShape, format.ClassAxis).Classes;
            message += $" It takes axis {(format.ClassAxis < 0 ? format.ClassAxis + outputShape.Length : format.ClassAxis)} of the output as {classes} classes, and wants a target for each other position. "
                + "For one class of a whole sample, put [Flatten] before the first dense layer; for classes along another axis, set classAxis.";
        }

        throw new ArgumentException(message, argument);
    }

    /// <summary>Checks that all numbers are finite, and all targets those that the loss and the metrics allow.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void Values(NetworkDescription network, Loss? loss, ReadOnlySpan<MetricBinding> metrics, IDataset samples, string argument)
    {
        if (samples is not Dataset data)
            return;
        if (!FlatVector.AllFinite(data.Inputs.Span))
        {
            var place = FlatVector.FirstNonFinite(data.Inputs.Span);
            throw new ArgumentException(
                $"The input of sample {Number(place / data.InputSize)} of '{argument}' has {data.Inputs.Span[place].ToString(CultureInfo.InvariantCulture)} in feature {Number(place % data.InputSize)}.", argument);
        }

        if (data.TargetSize > 0 && loss is null)
            Targets(network.Name, TargetFormat.Values, [data.TargetSize], [data.TargetSize], data, argument);
        if (loss is not null)
        {
            int[] outputShape = [.. network.OutputShape];
            Targets(loss.GetType().Name, loss.Targets, outputShape, loss.TargetShape(outputShape), data, argument);
        }

        foreach (var metric in metrics)
            metric.CheckTargets(data, argument);
    }

    /// <summary>Checks the targets of a dataset.</summary>
    /// <exception cref="ArgumentException">One is not allowed.</exception>
    public static void Targets(string reader, TargetFormat format, ReadOnlySpan<int> outputShape, ReadOnlySpan<int> targetShape, Dataset data, string argument)
    {
        var targets = data.Targets.Span;
        var check = new TargetCheck(format, outputShape);
        var place = check.Find(targets);
        if (place >= 0)
            throw new ArgumentException(check.Explain(targets, place, targetShape, reader, $"'{argument}'"), argument);
    }

    /// <summary>Checks that some target counts, where all may be left out.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    public static void SomeTargetCounts(Loss? loss, IDataset samples, string argument)
    {
        if (samples is not Dataset data)
            return;
        if (loss?.Targets is { Kind: TargetKind.ClassIndex, IgnoreIndex: { } ignored } && data.Targets.Span.IndexOfAnyExcept((float)ignored) < 0)
            throw new ArgumentException($"All targets of '{argument}' are {Number(ignored)}, which {loss.GetType().Name} leaves out, so that there is nothing to {(argument == "train" ? "learn" : "measure")}.", argument);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
