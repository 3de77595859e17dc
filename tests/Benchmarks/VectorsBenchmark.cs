using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>Training steps and predictions with vectors of 256 and of 512 bits, side by side in one run, with PyTorch beside them.</summary>
internal static class VectorsBenchmark
{
    public static int Run(Options options)
    {
        var absence = "it was not asked for";
        using var torch = options.Alone ? null : PyTorchPeer.TryStart(out absence);
        Console.WriteLine(torch is null ? $"PyTorch is absent ({absence}): its columns stay empty." : $"PyTorch {torch.Version}, its times from the same run. One thread each.");
        Row[] rows = [.. Wide.Cases.Where(of => of.Narrow.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase)).Select(of => new Row(of.Narrow, of.Wide, torch))];
        BestTime[] peaks = [FmaPeak.Time(256), FmaPeak.Time(512)];
        foreach (var time in peaks.Concat(rows.SelectMany(static row => row.Times)))
            time.WarmUp(options.WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var peak in peaks)
                peak.Measure(options.Round);
            foreach (var row in rows)
                row.Measure(options.Round);
        }

        Console.WriteLine($"FMA peak of a core: {Number(FmaPeak.Gigaflops(256, peaks[0]))} GFLOP/s with 256 bits, {Number(FmaPeak.Gigaflops(512, peaks[1]))} with 512. Best of {options.Rounds} rounds.\n");
        var steps = new MarkdownTable("training step", "batch", "256 bits, µs", "512 bits, µs", "ratio", "PyTorch, µs", "ratio of 256", "ratio of 512");
        var predictions = new MarkdownTable("prediction by a predictor", "batch", "256 bits, µs", "512 bits, µs", "ratio", "PyTorch, µs", "ratio of 256", "ratio of 512");
        foreach (var row in rows)
        {
            steps.Add(row.Cells(row.Steps, row.TorchStep));
            predictions.Add(row.Cells(row.Predictions, row.TorchForward));
        }

        Console.WriteLine(steps);
        Console.Write(predictions);
        return 0;
    }

    private static string Number(double value, int digits = 1) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    /// <summary>A network in both widths.</summary>
    private sealed class Row
    {
        private readonly NetworkCase of;
        private readonly PyTorchPeer? torch;

        public Row(NetworkCase narrow, NetworkCase wide, PyTorchPeer? torch)
        {
            (of, this.torch) = (narrow, torch);
            TrainingJob[] jobs = [new(narrow), new(wide)];
            Steps = [.. jobs.Select(static job => new BestTime(job.Step))];
            Predictions = [.. jobs.Select(static job => new BestTime(job.PredictPrepared))];
        }

        /// <summary>With 256 bits, and with 512.</summary>
        public BestTime[] Steps { get; }

        public BestTime[] Predictions { get; }

        public IEnumerable<BestTime> Times => Steps.Concat(Predictions);

        public double TorchStep { get; private set; } = double.PositiveInfinity;

        public double TorchForward { get; private set; } = double.PositiveInfinity;

        public void Measure(TimeSpan duration)
        {
            foreach (var step in Steps)
                step.Measure(duration);
            TorchStep = Math.Min(TorchStep, torch?.Measure(of, "step", duration) ?? TorchStep);
            foreach (var prediction in Predictions)
                prediction.Measure(duration);
            TorchForward = Math.Min(TorchForward, torch?.Measure(of, "forward", duration) ?? TorchForward);
        }

        public string[] Cells(BestTime[] times, double peer)
        {
            var (narrow, wide) = (times[0].Microseconds, times[1].Microseconds);
            return
            [
                of.Name, of.Batch.ToString(CultureInfo.InvariantCulture), Time(narrow), Time(wide), Number(wide / narrow, 3),
                .. double.IsFinite(peer) ? [Time(peer), Number(narrow / peer, 3), Number(wide / peer, 3)] : new[] { "", "", "" },
            ];
        }

        private static string Time(double microseconds) => Number(microseconds, microseconds < 10 ? 2 : microseconds < 1000 ? 1 : 0);
    }
}
