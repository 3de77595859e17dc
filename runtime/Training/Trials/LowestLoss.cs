namespace NetGen;

/// <summary>The lowest loss that any network could have on some samples. Samples with the same inputs have the same outputs, whatever their targets are.</summary>
internal static class LowestLoss
{
    private const int Steps = 400;

    /// <summary>The loss, or null where it is not known: of an objective, or of a loss of somebody's own, which may have no bound.</summary>
    public static double? Of(Trainer trainer, Dataset samples)
    {
        if (trainer.Loss is not { } loss || loss.GetType().Assembly != typeof(Loss).Assembly)
            return null;

        // Their outputs are log-probabilities, which are not free of one another.
        var ofSample = loss is WeightedLoss weighted ? weighted.Loss : loss;
        if (ofSample.GetType().Assembly != typeof(Loss).Assembly)
            return null;
        if (ofSample is NLLLoss or KLDivLoss)
            return 0;

        int[] shape = [.. trainer.Network.Description.OutputShape];
        var size = ClassLayout.Product(shape);
        var groups = Groups(samples);
        var outputs = new float[samples.Count * size];
        var gradients = new float[outputs.Length];
        var free = new float[(groups.Max() + 1) * size];
        var freeGradients = new float[free.Length];

        // Numbers are reached from where they are, classes from where nothing is known.
        if (TargetClasses.Columns(trainer, samples) == size && ofSample.Targets.Kind == TargetKind.Values)
            StartAtMeans(samples, groups, free, size);
        var lowest = double.PositiveInfinity;
        var optimizer = new Adam(0.5);
        for (var step = 0; step < Steps; step++)
        {
            for (var sample = 0; sample < groups.Length; sample++)
                free.AsSpan(groups[sample] * size, size).CopyTo(outputs.AsSpan(sample * size));
            var value = loss.Evaluate(outputs, samples.Targets.Span, gradients, samples.Count, shape);
            if (value.Count == 0)
                return null;
            lowest = Math.Min(lowest, value.Mean);
            Array.Clear(freeGradients);
            for (var sample = 0; sample < groups.Length; sample++)
                FlatVector.Add(freeGradients.AsSpan(groups[sample] * size, size), gradients.AsSpan(sample * size, size));

            // Shorter and shorter, so that it comes to rest.
            optimizer.LearningRate = 0.5f * (1 - (step / (float)Steps));
            optimizer.Step(free, freeGradients);
        }

        return Math.Max(0, lowest);
    }

    private static int[] Groups(Dataset samples)
    {
        var numbers = new Dictionary<RowKey, int>();
        var groups = new int[samples.Count];
        for (var sample = 0; sample < groups.Length; sample++)
        {
            var key = RowKey.Of(samples.Input(sample));
            if (!numbers.TryGetValue(key, out groups[sample]))
                numbers.Add(key, groups[sample] = numbers.Count);
        }

        return groups;
    }

    private static void StartAtMeans(Dataset samples, int[] groups, float[] free, int size)
    {
        var counts = new int[free.Length / size];
        foreach (var group in groups)
            counts[group]++;
        for (var sample = 0; sample < groups.Length; sample++)
        {
            for (var i = 0; i < size; i++)
                free[(groups[sample] * size) + i] += samples.Target(sample)[i] / counts[groups[sample]];
        }
    }
}
