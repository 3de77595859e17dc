namespace NetGen;

/// <summary>The loss of a network that says the same for every input: the best one, of some samples' targets.</summary>
internal static class ConstantGuess
{
    /// <summary>The loss; not a number for losses whose best guess is not known here.</summary>
    public static double LossOf(Loss? loss, NetworkDescription network, ReadOnlySpan<float> targets, int samples) => loss switch
    {
        MSELoss => Variance(targets, samples),
        CrossEntropyLoss { Target: CrossEntropyTarget.ClassIndex } cross => Entropy(targets, cross.IgnoreIndex),
        _ => double.NaN,
    };

    // The mean over the outputs of the variance of each.
    private static double Variance(ReadOnlySpan<float> targets, int samples)
    {
        var size = targets.Length / samples;
        var sum = 0.0;
        for (var output = 0; output < size; output++)
        {
            var (mean, squares) = (0.0, 0.0);
            for (var sample = 0; sample < samples; sample++)
            {
                double value = targets[(sample * size) + output];
                var distance = value - mean;
                mean += distance / (sample + 1);
                squares += distance * (value - mean);
            }

            sum += squares / samples;
        }

        return sum / size;
    }

    // −Σ p·ln p, with the classes' shares.
    private static double Entropy(ReadOnlySpan<float> targets, int ignored)
    {
        var counts = new Dictionary<float, int>();
        var all = 0;
        foreach (var target in targets)
        {
            if (target == ignored)
                continue;
            counts[target] = counts.GetValueOrDefault(target) + 1;
            all++;
        }

        return all == 0 ? double.NaN : -counts.Values.Sum(count => (double)count / all * Math.Log((double)count / all));
    }
}
