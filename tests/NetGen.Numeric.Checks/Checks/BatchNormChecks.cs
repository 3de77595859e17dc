using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>Batch normalisation in training: what the running statistics become, and that several workers have those of the whole batch.</summary>
public static class BatchNormChecks
{
    private const int Features = 6;
    private const int Samples = 60;
    private static readonly int[] WorkerCounts = [1, 2, 3, 4, 8];

    public static IEnumerable<Check> All()
    {
        foreach (var workers in WorkerCounts)
            yield return new Check($"running statistics: training with {workers} workers moves them to those of the data", () => Training(workers));
        yield return new Check("batch normalisation: several workers train as one does", SameTraining);
        yield return new Check("batch normalisation: nothing is allocated by steps of several workers", NothingAllocated);
    }

    private static void Training(int workers)
    {
        var network = new Normalizations.OfBatches(1);
        var inputs = Inputs();
        new Trainer(network, new MSELoss(), new SGD(1e-3)) { BatchSize = Trainer.FullBatch, Workers = workers, Seed = 1 }
            .Fit(new Dataset(inputs, new float[inputs.Length], Features, Features), epochs: 200);

        // Every sample is in every step, and 0.9²⁰⁰ of where they started is nothing.
        var expected = new double[2 * Features];
        for (var feature = 0; feature < Features; feature++)
        {
            var values = Enumerable.Range(0, Samples).Select(sample => (double)inputs[(sample * Features) + feature]).ToArray();
            var mean = values.Average();
            expected[feature] = mean;
            expected[Features + feature] = values.Sum(value => (value - mean) * (value - mean)) / (Samples - 1);
        }

        float[] state = [.. network.BatchNorm1RunningMean.ToArray(), .. network.BatchNorm1RunningVar.ToArray()];
        Expect.Close("running statistics", state, expected, 1e-5, 0, "Running statistics after training");
    }

    private static void SameTraining()
    {
        var one = Losses(1);
        foreach (var workers in WorkerCounts)
        {
            var several = Losses(workers);
            for (var step = 0; step < one.Length; step++)
                Expect.True(Math.Abs(one[step] - several[step]) <= 1e-5 * one[step], $"The loss of step {step} is {several[step]} with {workers} workers, and {one[step]} with one.");
        }

        // 50 = 4 · 11 + 6: unequal parts in each batch, and 6 samples for 8 workers.
        static double[] Losses(int workers)
        {
            var network = new Combinations.BatchNormalized(seed: 2);
            var losses = new List<double>();
            new Trainer(network, new MSELoss(), new SGD(0.01)) { BatchSize = 11, Workers = workers }.Fit(Draw.Samples(network, 50, 4), epochs: 2, onStep: step => losses.Add(step.Loss));
            return [.. losses];
        }
    }

    private static void NothingAllocated()
    {
        const int Steps = 20;
        var network = new Combinations.BatchNormalized(seed: 2);
        var trainer = new Trainer(network, new MSELoss(), new Adam()) { Workers = 3 };
        var (inputs, targets) = (Draw.Normals(9 * network.Description.InputSize, 1), Draw.Normals(9 * network.Description.OutputSize, 2));
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 6 && least > 0; attempt++)
        {
            for (var step = 0; step < Steps; step++)
                Step(9 - (step % 8));
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < Steps; step++)
                Step(9 - (step % 8));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Expect.True(least == 0, $"{Steps} steps allocate {least} bytes.");

        // The second normalisation has six places in an image, so that one sample is enough.
        void Step(int batch) => trainer.Step(inputs.AsSpan(0, batch * network.Description.InputSize), targets.AsSpan(0, batch * network.Description.OutputSize));
    }

    /// <summary>Samples whose features have other means and other deviations.</summary>
    private static float[] Inputs()
    {
        var inputs = Draw.Normals(Samples * Features, 3);
        for (var place = 0; place < inputs.Length; place++)
            inputs[place] = (inputs[place] * (1 + (place % Features))) + (10 * (place % Features));
        return inputs;
    }
}
