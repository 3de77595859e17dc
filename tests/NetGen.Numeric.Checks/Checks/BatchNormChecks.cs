using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>The running statistics of batch normalisation: what they become by one workspace or several, and by training.</summary>
public static class BatchNormChecks
{
    private const int Features = 6;
    private const int Samples = 60;

    public static IEnumerable<Check> All()
    {
        yield return new Check("running statistics: several workspaces count by their weights", SeveralWorkspaces);
        foreach (var workers in (int[])[1, 3])
            yield return new Check($"running statistics: training with {workers} workers moves them to those of the data", () => Training(workers));
    }

    private static void SeveralWorkspaces()
    {
        const float Weight = 0.75f;
        var network = new Normalizations.OfBatches(1);
        var first = Forward(network, 12, seed: 1);
        var second = Forward(network, 4, seed: 2);
        var expected = new double[2 * Features];
        foreach (var (workspace, weight) in (ReadOnlySpan<(Workspace, float)>)[(first, Weight), (second, 1 - Weight)])
        {
            var alone = new Normalizations.OfBatches(1);
            alone.UpdateState(workspace);
            for (var place = 0; place < expected.Length; place++)
                expected[place] += weight * StateOf(alone)[place];
        }

        network.UpdateState(first, Weight);
        network.UpdateState(second, 1 - Weight, isFirst: false);
        Expect.Close("running statistics", StateOf(network), expected, 1e-6, 0, "Running statistics of two workspaces");
    }

    private static void Training(int workers)
    {
        var network = new Normalizations.OfBatches(1);
        var inputs = Inputs();
        new Trainer(network, new MSELoss(), new SGD(1e-3)) { BatchSize = Trainer.FullBatch, Workers = workers, Seed = 1 }
            .Fit(new Dataset(inputs, new float[inputs.Length], Features, Features), epochs: 200);

        // Every sample is in every step, and 0.9²⁰⁰ of where they started is nothing. Each worker has the variance of its part.
        var expected = new double[2 * Features];
        for (var feature = 0; feature < Features; feature++)
        {
            var values = Enumerable.Range(0, Samples).Select(sample => (double)inputs[(sample * Features) + feature]).ToArray();
            var mean = values.Average();
            expected[feature] = mean;
            expected[Features + feature] = values.Sum(value => (value - mean) * (value - mean)) / (Samples - 1);
        }

        var state = StateOf(network);
        Expect.Close("running statistics", state.AsSpan(0, Features), expected.AsSpan(0, Features), 1e-5, 0, "Running means after training");
        Expect.Close("running statistics", state.AsSpan(Features), expected.AsSpan(Features), workers == 1 ? 1e-5 : 0.1, 0, "Running variances after training");
    }

    private static Workspace Forward(Normalizations.OfBatches network, int batch, ulong seed)
    {
        var workspace = network.CreateWorkspace(batch);
        Draw.Normals(batch * Features, seed).CopyTo(workspace.Inputs);
        network.Forward(workspace);
        return workspace;
    }

    /// <summary>Samples whose features have other means and other deviations.</summary>
    private static float[] Inputs()
    {
        var inputs = Draw.Normals(Samples * Features, 3);
        for (var place = 0; place < inputs.Length; place++)
            inputs[place] = (inputs[place] * (1 + (place % Features))) + (10 * (place % Features));
        return inputs;
    }

    /// <summary>The means, then the variances.</summary>
    private static float[] StateOf(Normalizations.OfBatches network)
        => [.. network.BatchNorm1RunningMean.ToArray(), .. network.BatchNorm1RunningVar.ToArray()];
}
