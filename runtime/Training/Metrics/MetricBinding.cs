namespace NetGen;

/// <summary>A metric with the output and the target of a network that it compares, found by their names.</summary>
internal sealed class MetricBinding
{
    private readonly Metric metric;
    private readonly TensorInfo output;
    private readonly int[] outputShape;
    private readonly string quotedName;
    private readonly int[] targetShape;
    private readonly int rowSize;
    private readonly int targetStart;
    private readonly int targetSize;
    private readonly int? weightPlace;
    private float[] targets = [];
    private float[] weights = [];

    private MetricBinding(Metric metric, NetworkDescription network, Loss? loss)
    {
        this.metric = metric;
        Output = FindOutput(metric, network);
        output = network.Outputs[Output];
        (outputShape, quotedName) = ([.. output.Shape], $"'{Name}'");
        var rowShape = loss is null ? [network.Targets.Sum(static target => target.Size)] : loss.TargetShape([.. output.Shape]).ToArray();
        rowSize = ClassLayout.Product(rowShape);
        if (loss is WeightedLoss weighted)
        {
            weightPlace = rowSize - 1;
            loss = weighted.Loss;
            rowShape = loss.TargetShape([.. output.Shape]).ToArray();
        }

        weightPlace ??= FindWeight(metric, network, hasObjective: loss is null);
        var wholeTarget = loss is null ? rowSize : ClassLayout.Product(rowShape);
        (targetStart, targetSize) = FindTarget(metric, network, output.Name, hasObjective: loss is null, wholeTarget);
        targetShape = targetSize == wholeTarget && (loss is not null || network.Targets.Count != 1)
            ? rowShape
            : [.. network.Targets.First(target => target.Size == targetSize && Start(network, target) == targetStart).Shape];
        metric.Start(new MetricSource(network.Name, output, targetShape, loss));
    }

    /// <summary>What reports call it: after its output, where it says one.</summary>
    public string Name => NameOf(metric);

    /// <summary>Which output it is of.</summary>
    public int Output { get; }

    /// <summary>What reports call a metric.</summary>
    public static string NameOf(Metric metric) => metric.ReportedAs ?? (metric.Output is null ? metric.Name : $"{metric.Output} {metric.Name}");

    /// <exception cref="InvalidOperationException">A metric does not say which of several it is of, or names one that is not there, or two have one name.</exception>
    public static MetricBinding[] Of(ReadOnlySpan<Metric> metrics, INetwork network, Loss? loss)
    {
        var bindings = new MetricBinding[metrics.Length];
        for (var i = 0; i < bindings.Length; i++)
        {
            // Reports, logs and what is watched know a metric by its name alone.
            var name = NameOf(metrics[i]);
            if (name is "" or "loss")
                throw new InvalidOperationException($"A metric cannot be called '{name}'; give it another {nameof(Metric.ReportedAs)}.");
            foreach (var earlier in metrics[..i])
            {
                if (NameOf(earlier) == name)
                {
                    throw new InvalidOperationException(
                        $"Two metrics are called '{name}', so that nobody could tell them apart; give one of them a name of its own: "
                        + $"new {metrics[i].GetType().Name} {{ {nameof(Metric.ReportedAs)} = \"another {name}\" }}.");
                }
            }

            bindings[i] = new MetricBinding(metrics[i], network.Description, loss);
        }

        return bindings;
    }

    /// <summary>Checks the targets that the metric reads, where it has other demands than the loss.</summary>
    /// <param name="rows">The targets of whole samples.</param>
    /// <param name="nameOf">What the message calls a sample.</param>
    /// <param name="argument">Of which argument they are.</param>
    /// <exception cref="ArgumentException">One is not allowed.</exception>
    public void CheckTargets(ReadOnlySpan<float> rows, Func<int, string> nameOf, string argument)
    {
        // What metrics demand beside the loss are classes; of an objective with several targets they see a part of the row.
        if (metric.Targets.Kind is TargetKind.Any or TargetKind.Values)
            return;
        var check = new TargetCheck(metric.Targets, outputShape);
        if (targetSize == rowSize)
        {
            var found = check.Find(rows);
            if (found >= 0)
                throw new ArgumentException(check.Explain(rows, found, targetShape, quotedName, nameOf), argument);
            return;
        }

        for (var sample = 0; sample < rows.Length / rowSize; sample++)
        {
            var row = rows.Slice((sample * rowSize) + targetStart, targetSize);
            var place = check.Find(row);
            if (place >= 0)
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"The target of {nameOf(sample)} is {row[place]} in element {targetStart + place}, which is not what {quotedName} expects."), argument);
            }
        }
    }

    public static void Reset(MetricBinding[] metrics)
    {
        foreach (var binding in metrics)
            binding.metric.Reset();
    }

    /// <summary>The values at this moment.</summary>
    public static MetricValue[] Values(MetricBinding[] metrics)
        => Array.ConvertAll(metrics, static binding => new MetricValue(binding.Name, binding.metric.Value) { Reason = binding.metric.UndefinedReason });

    /// <summary>Takes a batch into account: its part of the outputs, and whole rows of targets, from which it takes its own.</summary>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> rows, int batch)
    {
        if (targetSize == rowSize)
        {
            metric.Add(outputs, rows, Weights(rows, batch), batch);
            return;
        }

        if (targets.Length < batch * targetSize)
            targets = new float[checked(batch * targetSize)];
        for (var i = 0; i < batch; i++)
            rows.Slice((i * rowSize) + targetStart, targetSize).CopyTo(targets.AsSpan(i * targetSize));
        metric.Add(outputs, targets.AsSpan(0, batch * targetSize), Weights(rows, batch), batch);
    }

    private ReadOnlySpan<float> Weights(ReadOnlySpan<float> rows, int batch)
    {
        if (weightPlace is not { } place)
            return [];
        if (weights.Length < batch)
            weights = new float[batch];
        for (var i = 0; i < batch; i++)
            weights[i] = rows[(i * rowSize) + place];
        return weights.AsSpan(0, batch);
    }

    private static int? FindWeight(Metric metric, NetworkDescription network, bool hasObjective)
    {
        if (metric.SampleWeight is not { } name)
            return null;
        if (!hasObjective)
            throw new InvalidOperationException($"'{metric.Name}' takes its weights from the target '{name}', but only targets of an objective have names. With a loss, the weights are those of a WeightedLoss.");
        var index = Find(network.Targets, name);
        if (index < 0)
            throw new InvalidOperationException($"The objective of {network.Name} has no target '{name}' with the weights of '{metric.Name}'; it has {Describe.Tensors(network.Targets)}.");
        return network.Targets[index].Size == 1
            ? network.Targets.Take(index).Sum(static target => target.Size)
            : throw new InvalidOperationException($"'{metric.Name}' takes a weight for each sample from the target '{name}', but that has {network.Targets[index].Size} floats: {Describe.Shape(network.Targets[index].Shape)}.");
    }

    private static int FindOutput(Metric metric, NetworkDescription network)
    {
        if (metric.Output is null)
        {
            return network.Outputs.Count == 1
                ? 0
                : throw new InvalidOperationException(
                    $"{network.Name} has the outputs {Describe.Tensors(network.Outputs)}; say which one '{metric.Name}' is of: new {metric.GetType().Name} {{ Output = \"{network.Outputs[0].Name}\" }}.");
        }

        var index = Find(network.Outputs, metric.Output);
        return index >= 0
            ? index
            : throw new InvalidOperationException($"{network.Name} has no output '{metric.Output}' for '{metric.Name}'; it has {Describe.Tensors(network.Outputs)}.");
    }

    /// <summary>Where in a row of targets a metric's own lies.</summary>
    private static (int Start, int Size) FindTarget(Metric metric, NetworkDescription network, string output, bool hasObjective, int rowSize)
    {
        if (!hasObjective)
        {
            return metric.Target is null
                ? (0, rowSize)
                : throw new InvalidOperationException($"'{metric.Name}' is of the target '{metric.Target}', but only those of an objective have names.");
        }

        if (network.Targets.Count == 0)
            throw new InvalidOperationException($"'{metric.Name}' compares an output with its target, but the objective of {network.Name} has no targets.");
        var index = Find(network.Targets, metric.Target ?? output);
        if (index >= 0)
            return (network.Targets.Take(index).Sum(static target => target.Size), network.Targets[index].Size);
        if (metric.Target is not null)
            throw new InvalidOperationException($"The objective of {network.Name} has no target '{metric.Target}' for '{metric.Name}'; it has {Describe.Tensors(network.Targets)}.");
        return network.Targets.Count == 1 || network.Outputs.Count == 1
            ? (0, rowSize)
            : throw new InvalidOperationException(
                $"The objective of {network.Name} has the targets {Describe.Tensors(network.Targets)}; say which one '{metric.Name}' compares '{output}' with: "
                + $"new {metric.GetType().Name} {{ Output = \"{output}\", Target = \"{network.Targets[0].Name}\" }}.");
    }

    private static int Start(NetworkDescription network, TensorInfo target) => network.Targets.TakeWhile(other => !ReferenceEquals(other, target)).Sum(static other => other.Size);

    private static int Find(IReadOnlyList<TensorInfo> tensors, string name)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (tensors[i].Name == name)
                return i;
        }

        return -1;
    }
}
