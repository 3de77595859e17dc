using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// Training by two workers beside training by one, and by one with the batch in four shards: epochs in turn, of which the best of each counts, since other
/// processes only ever make one slower. Beside them is what the machine gives to any program: two threads that train a copy each and share nothing, and the
/// same with the time of an exchange of parameters and gradients added, which two workers need in every step.
/// </summary>
internal static class SpeedUpBenchmark
{
    private const int Batch = 64;

    public static void Run(Options options)
    {
        var table = new MarkdownTable(
            "network, batch 64, Adam",
            "one worker, µs a step",
            "two workers, µs",
            "speed-up",
            "machine: two copies",
            "exchange, µs",
            "machine, with exchange",
            "Shards = 4, one worker, µs",
            "cost",
            "Shards = 4, two workers, µs",
            "speed-up");
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
            var copies = new Copies(new Job(create(1), data, 1, null), new Job(create(1), Draw(Batch * steps), 1, null));
            var exchange = new CoreExchange(create(1).Gradients.Length);
            for (var round = 0; round < 3 + (10 * options.Rounds); round++)
            {
                foreach (var job in jobs)
                    job.Run(steps);
                copies.Run(steps);
                exchange.Measure();
            }

            if (!jobs[2].Parameters.SequenceEqual(jobs[3].Parameters))
                throw new InvalidOperationException($"{name}: two workers have learned other bits than one.");
            table.Add(
                name,
                Text(jobs[0].Best),
                Text(jobs[1].Best),
                Ratio(jobs[0].Best, jobs[1].Best),
                Ratio(2 * jobs[0].Best, copies.Best),
                Text(exchange.Microseconds),
                Ratio(jobs[0].Best, (copies.Best / 2) + exchange.Microseconds),
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

        /// <summary>Trains, and returns the time of a step.</summary>
        public double Run(int steps)
        {
            // The second of three epochs: two jobs that begin together are both at work in it from its start to its end.
            var time = trainer.Fit(data, epochs: 3).Epochs[^2].Duration.TotalMicroseconds / steps;
            Best = Math.Min(Best, time);
            return time;
        }
    }

    /// <summary>Two jobs at the same time that have nothing in common.</summary>
    private sealed class Copies(Job first, Job second)
    {
        /// <summary>The best time of a step so far, in microseconds; two are taken in it.</summary>
        public double Best { get; private set; } = double.PositiveInfinity;

        public void Run(int steps)
        {
            var other = 0.0;
            var thread = new Thread(() => other = second.Run(steps));
            thread.Start();
            var own = first.Run(steps);
            thread.Join();
            Best = Math.Min(Best, (own + other) / 2);
        }
    }
}
