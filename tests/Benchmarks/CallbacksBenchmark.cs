using System.Diagnostics;
using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// What callbacks cost: epochs of 784-128-10, batch 64, with none, with the progress display in a terminal that is drawn to memory, and with the others, in turn, so that what
/// else the machine does hits all alike.
/// </summary>
internal static class CallbacksBenchmark
{
    private const int Samples = 64 * 400;

    public static int Run(Options options)
    {
        var data = Draw();
        var folder = Directory.CreateTempSubdirectory("netgen-callbacks");
        try
        {
            using var screen = new Screen();
            (string Name, Trainer Trainer)[] cases =
            [
                ("none", Make()),
                ("progress display in a terminal", Make(new ProgressDisplay { Output = screen, IsTerminal = true, Width = 120, UsesColor = true })),
                ("progress display as plain lines", Make(new ProgressDisplay { Output = screen, IsTerminal = false })),
                ("meter, without a listener", Make(null, new TrainingMeter())),
                ("time limit", Make(null, new TimeLimit(TimeSpan.FromDays(1)))),
                ("exponential moving average", Make(null, new ExponentialMovingAverage())),
                ("JSON lines, every 10 steps", Make(null, new JsonLinesLog(Path.Combine(folder.FullName, "log.jsonl"), 10))),
            ];
            var best = new double[cases.Length];
            Array.Fill(best, double.PositiveInfinity);
            for (var round = 0; round <= options.Rounds; round++)
            {
                for (var i = 0; i < cases.Length; i++)
                {
                    var started = Stopwatch.GetTimestamp();
                    cases[i].Trainer.Fit(data, epochs: 1);
                    if (round > 0)
                        best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(started).TotalMicroseconds / (Samples / 64));
                }
            }

            var table = new MarkdownTable("784-128-10 relu, batch 64, Adam, one worker", "µs a step", "ratio");
            for (var i = 0; i < cases.Length; i++)
                table.Add(cases[i].Name, best[i].ToString("0.0", CultureInfo.InvariantCulture), (best[i] / best[0]).ToString("0.000", CultureInfo.InvariantCulture));
            Console.Write(table);
            Console.WriteLine(FormattableString.Invariant($"\nThe display drew {screen.Written} characters."));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Trainer Make(ProgressDisplay? progress = null, params ITrainingCallback[] callbacks)
        => new(new Digits(1), new CrossEntropyLoss(), new Adam(1e-5)) { BatchSize = 64, Metrics = [new Accuracy()], Progress = progress, Callbacks = [.. callbacks] };

    private static Dataset Draw()
    {
        var random = new CounterRandom(1);
        var (inputs, targets) = (new float[Samples * 784], new float[Samples]);
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (float)random.NextDouble();
        for (var i = 0; i < Samples; i++)
            targets[i] = i % 10;
        return new Dataset(inputs, targets, 784, 1);
    }

    /// <summary>Takes what is drawn, as a terminal does, and keeps the last line.</summary>
    private sealed class Screen : TextWriter
    {
        private readonly char[] line = new char[4096];

        public long Written { get; private set; }

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value) => Written++;

        public override void Write(char[] buffer, int index, int count)
        {
            Array.Copy(buffer, index, line, 0, Math.Min(count, line.Length));
            Written += count;
        }
    }
}
