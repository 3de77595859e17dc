using System.Diagnostics;
using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// Training from a file of 2 GB beside training from the same samples in memory: samples a second, and the most memory that the process had. Each training is a process of its
/// own, one kind after the other, several times; the best time counts, and the most memory. A quick look takes a tenth of the file and three epochs of it: the first
/// lasts for half a second, and in it a file is slower only because nothing has compiled its reader before, while filling the memory has.
/// </summary>
internal static class StreamingBenchmark
{
    /// <summary>What the command line of such a process starts with.</summary>
    public const string TrainingOption = "--streaming-training";

    private const int Pixels = 784;
    private const int Batch = 64;
    private const long FullBytes = 2_000_000_000;

    public static int Run(Options options)
    {
        var bytes = options.Rounds < 12 ? FullBytes / 10 : FullBytes;
        var (rounds, epochs) = options.Rounds < 12 ? (1, 3) : (3, 1);
        var count = (int)(bytes / (sizeof(float) * (Pixels + 1)));
        var folder = Directory.CreateTempSubdirectory("netgen-streaming");
        try
        {
            var path = Path.Combine(folder.FullName, "samples.data");
            var started = Stopwatch.GetTimestamp();
            DataFile.Write(path, new GeneratedDataset(count, Pixels, 1, Draw));
            Console.WriteLine(Text($"{count:N0} samples of {Pixels} floats, {new FileInfo(path).Length / 1e9:0.00} GB, written in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s. 784-128-10, Adam, batches of {Batch}, shuffled, {(epochs == 1 ? "one epoch" : $"the best of {epochs} epochs")}.\n"));
            var table = new MarkdownTable("training from", "workers", "samples/s", "of memory's", "peak memory, MB", "loss");
            foreach (var workers in (int[])[1, 2])
            {
                var results = new Dictionary<string, (double Rate, double Peak, string Loss)> { ["memory"] = default, ["file"] = default };
                for (var round = 0; round < rounds; round++)
                {
                    foreach (var kind in (string[])["memory", "file"])
                    {
                        var (rate, peak, loss) = Measure(kind, path, workers, epochs);
                        results[kind] = (Math.Max(results[kind].Rate, rate), Math.Max(results[kind].Peak, peak), loss);
                    }
                }

                foreach (var (kind, (rate, peak, loss)) in results)
                    table.Add(kind, Text($"{workers}"), Text($"{rate:N0}"), Text($"{rate / results["memory"].Rate:0.00}"), Text($"{peak:N0}"), loss);
            }

            Console.WriteLine(table);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One training, whose figures are the last line: samples a second, the most bytes in memory, the loss.</summary>
    public static int Train(string kind, string path, int workers, int epochs)
    {
        IDataset data = DataFile.Open(path);
        if (kind == "memory")
            data = Load(data);
        var trainer = new Trainer(new Digits(1), new CrossEntropyLoss(), new Adam()) { BatchSize = Batch, Workers = workers };
        var reports = trainer.Fit(data, epochs).Epochs;
        Console.WriteLine(Text($"{reports.Max(static report => report.SamplesPerSecond):R} {PeakBytes()} {reports[^1].TrainLoss:0.0000}"));
        return 0;
    }

    private static (double Rate, double Peak, string Loss) Measure(string kind, string path, int workers, int epochs)
    {
        var program = Environment.ProcessPath!;
        string[] arguments = [TrainingOption, kind, path, Text($"{workers}"), Text($"{epochs}")];
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            arguments = [Path.Combine(AppContext.BaseDirectory, "Benchmarks.dll"), .. arguments];
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var parts = output.Trim().Split(' ');
        return process.ExitCode == 0 && parts.Length == 3
            ? (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture) / 1e6, parts[2])
            : throw new PeerException($"The training from {kind} ended with {process.ExitCode}.");
    }

    // Resident pages, those of the runtime and of mapped files among them.
    private static long PeakBytes()
    {
        const string Label = "VmHWM:";
        var line = OperatingSystem.IsLinux() ? File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith(Label, StringComparison.Ordinal)) : null;
        return line is null ? Process.GetCurrentProcess().PeakWorkingSet64 : 1024 * long.Parse(line.AsSpan(Label.Length).Trim(" \tkB"), CultureInfo.InvariantCulture);
    }

    private static Dataset Load(IDataset file)
    {
        var (inputs, targets) = (new float[file.Count!.Value * Pixels], new float[file.Count.Value]);
        using var reader = file.Read(Batch, dropLast: false);
        for (var start = 0; reader.MoveNext(); start += reader.Count)
            reader.CopyTo(0, reader.Count, inputs.AsSpan(start * Pixels, reader.Count * Pixels), targets.AsSpan(start, reader.Count));
        return new Dataset(inputs, targets, Pixels, 1);
    }

    /// <summary>A class, as a pattern of stripes in noise.</summary>
    private static void Draw(long index, Span<float> input, Span<float> target)
    {
        var random = new CounterRandom((ulong)index);
        var kind = random.NextInt32(10);
        target[0] = kind;
        for (var i = 0; i < input.Length; i++)
            input[i] = (i % (kind + 2) == 0 ? 0.5f : 0) + random.NextSingle();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
