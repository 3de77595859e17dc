using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// Training by two workers beside training by one, and by one with the batch in four shards: epochs in turn, of which the best of each counts, since other
/// processes only ever make one slower.
/// </summary>
internal static class SpeedUpBenchmark
{
    private const int Batch = 64;

    public static void Run(Options options)
    {
        var table = new MarkdownTable("network, batch 64, Adam", "one worker, µs a step", "two workers, µs", "speed-up", "Shards = 4, one worker, µs", "cost", "Shards = 4, two workers, µs", "speed-up");
        foreach (var (name, create, steps) in new (string, Func<ulong, INetwork>, int)[]
        {
            ("784-128-10 relu", static seed => new Digits(seed), 60),
            ("784-512-512-10 relu", static seed => new WideDigits(seed), 12),
            ("LeNet-5", static seed => new LeNet5(seed), 16),
        })
        {
            if (!name.Contains(options.Filter, StringComparison.Ordinal))
                continue;
            var data = Draw(Batch * steps);
            Job[] jobs = [new(create(1), data, 1, null), new(create(1), data, 2, null), new(create(1), data, 1, 4), new(create(1), data, 2, 4)];
            for (var round = 0; round < 3 + (10 * options.Rounds); round++)
            {
                foreach (var job in jobs)
                    job.Run(steps);
            }

            if (!jobs[2].Parameters.SequenceEqual(jobs[3].Parameters))
                throw new InvalidOperationException($"{name}: two workers have learned other bits than one.");
            table.Add(
                name,
                Text(jobs[0].Best),
                Text(jobs[1].Best),
                Ratio(jobs[0].Best, jobs[1].Best),
                Text(jobs[2].Best),
                Ratio(jobs[2].Best, jobs[0].Best),
                Text(jobs[3].Best),
                Ratio(jobs[2].Best, jobs[3].Best));
        }

        Console.WriteLine(table);
    }

    private static string Text(double microseconds) => microseconds.ToString("0", CultureInfo.InvariantCulture);

    private static string Ratio(double time, double other) => (time / other).ToString("0.00", CultureInfo.InvariantCulture);

    private static Dataset Draw(int count)
    {
        var random = new CounterRandom(3);
        var (inputs, targets) = (new float[count * 784], new float[count]);
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (float)random.NextNormal();
        for (var i = 0; i < count; i++)
            targets[i] = random.NextInt32(10);
        return new Dataset(inputs, targets, 784, 1);
    }

    private sealed class Job(INetwork network, Dataset data, int workers, int? shards)
    {
        // So short steps that parameters hardly move, as in TrainingJob.
        private readonly Trainer trainer = new(network, new CrossEntropyLoss(), new Adam(1e-10)) { BatchSize = Batch, Workers = workers, Shards = shards };

        /// <summary>The best time of a step so far, in microseconds.</summary>
        public double Best { get; private set; } = double.PositiveInfinity;

        public ReadOnlySpan<float> Parameters => network.Parameters;

        public void Run(int steps) => Best = Math.Min(Best, trainer.Fit(data, epochs: 2).Epochs[^1].Duration.TotalMicroseconds / steps);
    }
}
