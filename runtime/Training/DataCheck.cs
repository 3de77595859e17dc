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
        if (loss is WeightedLoss && data.TargetSize == targetSize - 1)
        {
            throw new ArgumentException(
                $"{loss.GetType().Name} expects {targetSize} floats of targets, the last of them the sample's weight, but those of '{argument}' have {data.TargetSize}. Add the weights: data.WithWeights(weights).", argument);
        }

        var message = $"{loss.GetType().Name} expects a target {Describe.Shape(targetShape.ToArray())}, {targetSize} floats, for an output {Describe.Shape(outputShape)} of {network.Name}, "
            + $"but those of '{argument}' have {data.TargetSize}.";
        if (loss.Targets is { Kind: TargetKind.ClassIndex } format && targetSize > 1)
        {
            var classes = ClassLayout.Of(outputShape, format.ClassAxis).Classes;
            message += $" It takes axis {(format.ClassAxis < 0 ? format.ClassAxis + outputShape.Length : format.ClassAxis)} of the output as {classes} classes, and wants a target for each other position. "
                + "For one class of a whole sample, put [Flatten] before the first dense layer; for classes along another axis, set classAxis.";
        }

        if (loss is CrossEntropyLoss && data.TargetSize == ClassLayout.Product(outputShape))
            message += " Targets with a probability for each class, such as one-hot ones, need new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities).";
        else if (loss is CrossEntropyLoss { Targets.Kind: TargetKind.Probabilities })
            message += " Class indices need CrossEntropyTarget.ClassIndex, or become one-hot targets by data.WithOneHotTargets(classes).";
        throw new ArgumentException(message, argument);
    }

    /// <summary>
    /// Checks a dataset in memory: that all numbers are finite, and all targets those that the loss and the metrics allow. Others are checked as they are read, by the reader that
    /// <see cref="Read"/> gives.
    /// </summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void Values(NetworkDescription network, Loss? loss, MetricBinding[] metrics, IDataset samples, string argument)
    {
        if (samples is Dataset data)
            new SampleCheck(network, loss, metrics, argument).Check(data.Inputs.Span, data.Targets.Span, data.InputSize, data.TargetSize, sample => samples.NameOf(sample, argument));
    }

    /// <summary>Checks that some target of a dataset in memory counts, where all may be left out.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    public static void SomeTargetCounts(Loss? loss, IDataset samples, string argument)
    {
        if (samples is Dataset data && !SampleCheck.SomeCount(loss, data.Targets.Span, data.TargetSize))
            throw SampleCheck.NoneCounts(loss, argument);
    }

    /// <summary>A reader of samples for a training.</summary>
    /// <inheritdoc cref="Read"/>
    public static IBatchReader ReadToTrain(INetwork network, Loss? loss, MetricBinding[] metrics, IDataset data, int batchSize, bool dropLast)
        => Read(network, loss, metrics, data, batchSize, dropLast, "train", network.Description.SmallestBatch);

    /// <summary>A reader that checks each batch, where the dataset is not in memory and was checked before.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">What it is trained for; null for its own objective.</param>
    /// <param name="metrics">What else reads the targets.</param>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">How many samples a batch has.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    /// <param name="argument">Of which argument the samples are.</param>
    /// <param name="smallestBatch">How many samples a batch must have.</param>
    public static IBatchReader Read(INetwork network, Loss? loss, MetricBinding[] metrics, IDataset data, int batchSize, bool dropLast, string argument, int smallestBatch = 1)
    {
        var reader = data.Read(batchSize, dropLast);
        return data is Dataset ? reader : new CheckedReader(reader, data, batchSize, network.Description, loss, new SampleCheck(network.Description, loss, metrics, argument), smallestBatch);
    }
}
