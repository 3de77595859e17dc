using System.Diagnostics;
using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// Batch normalisation by 1, 2, 4 and 8 workers at a batch of 16: each of 8 workers has two samples of a batch, and the statistics are those of
/// all 16.
/// </summary>
internal static class WorkersBenchmark
{
    private const int Features = 20;
    private const int Classes = 6;

    public static int Run(Options options)
    {
        SpeedUpBenchmark.Run(options);
        var (train, test) = (Draw(2000, seed: 1), Draw(2000, seed: 2));
        var table = new MarkdownTable("workers", "accuracy", "loss of the last epoch", "largest difference from one worker in the first 20 losses", "µs a step");
        var first = Array.Empty<double>();
        foreach (var workers in (int[])[1, 2, 4, 8])
        {
            var losses = new List<double>();
            var trainer = new Trainer(new Normalized(seed: 1), new CrossEntropyLoss(), new Adam(0.003)) { BatchSize = 16, Workers = workers, Seed = 1 };
            var started = Stopwatch.GetTimestamp();
            var history = trainer.Fit(train, epochs: 10, onStep: step => losses.Add(step.Loss));
            var time = Stopwatch.GetElapsedTime(started).TotalMicroseconds / losses.Count;
            if (workers == 1)
                first = [.. losses];
            var difference = losses.Zip(first).Take(20).Max(static pair => Math.Abs(pair.First - pair.Second) / pair.Second);
            table.Add(
                Text($"{workers}"),
                Text($"{trainer.Evaluate(test, new Accuracy())["accuracy"]:0.0000}"),
                Text($"{history.Epochs[^1].TrainLoss:0.000000}"),
                Text($"{difference:0.0e-0}"),
                Text($"{time:0}"));
        }

        Console.WriteLine("20-64-64-6 with batch normalisation, batches of 16, Adam, 10 epochs of 2000 samples\n");
        Console.WriteLine(table);
        return 0;
    }

    /// <summary>Clouds around two centres for each class, whose features have other means and deviations.</summary>
    private static Dataset Draw(int count, ulong seed)
    {
        var random = new CounterRandom(7);
        var centres = Enumerable.Range(0, 2 * Classes * Features).Select(_ => (float)random.NextNormal()).ToArray();
        random = new CounterRandom(seed);
        var (inputs, targets) = (new float[count * Features], new float[count]);
        for (var sample = 0; sample < count; sample++)
        {
            var cloud = random.NextInt32(2 * Classes);
            targets[sample] = cloud % Classes;
            for (var feature = 0; feature < Features; feature++)
                inputs[(sample * Features) + feature] = (float)((centres[(cloud * Features) + feature] + (1.1 * random.NextNormal())) * (1 + feature)) + (5 * feature);
        }

        return new Dataset(inputs, targets, Features, 1);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Batch normalisation after each hidden layer.</summary>
[Network, Input(20)]
[Dense(64, Bias = false), BatchNorm, Activation(Activation.Relu)]
[Dense(64, Bias = false), BatchNorm, Activation(Activation.Relu)]
[Dense(6)]
public sealed partial class Normalized;
