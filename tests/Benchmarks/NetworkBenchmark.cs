using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>
/// Training steps and predictions of all networks, on one thread, beside PyTorch's. Rounds go through all networks, and through both
/// frameworks at each of them, so that a machine that slows down for a while slows all of them down.
/// </summary>
internal static class NetworkBenchmark
{
    public static int Run(Options options)
    {
        var cases = NetworkCase.All.Where(of => of.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No network's name contains '{options.Filter}'.");
            return 2;
        }

        var absence = "it was not asked for";
        using var peer = options.Alone ? null : PyTorchPeer.TryStart(out absence);
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        Console.WriteLine(peer is null
            ? $"PyTorch is absent ({absence}): its columns stay empty."
            : $"PyTorch {peer.Version}, its times from the same run. One thread each.");
        if (peer is { HasReferenceBlas: true })
            Console.WriteLine("WARNING: the ratios say little, since this PyTorch multiplies matrices many times slower than with OpenBLAS (libopenblas0-pthread).");

        var peak = new BestTime(FmaPeak.Run);
        peak.WarmUp(options.WarmUp);
        var measurements = cases.Select(of => new Measurement(of)).ToArray();
        foreach (var measurement in measurements)
            measurement.WarmUp(options);
        for (var round = 0; round < options.Rounds; round++)
        {
            peak.Measure(options.Round);
            foreach (var measurement in measurements)
                measurement.Round(options, peer);
        }

        var gigaflops = FmaPeak.Operations / peak.Microseconds / 1e3;
        Console.WriteLine($"FMA peak of a core: {Number(gigaflops, 1)} GFLOP/s. Best of {options.Rounds} rounds.");
        Console.WriteLine();
        Report(measurements, gigaflops);
        return 0;
    }

    private static void Report(Measurement[] measurements, double peak)
    {
        var steps = new MarkdownTable("training step", "batch", "µs", "GFLOP/s", "of peak", "bytes", "PyTorch µs", "ratio");
        var forwards = new MarkdownTable("prediction", "batch", "µs", "GFLOP/s", "of peak", "bytes", "PyTorch µs", "ratio");
        var parts = new MarkdownTable("parts of a step, µs", "batch", "forward", "loss", "backward", "Adam");
        foreach (var measurement in measurements)
        {
            var of = measurement.Case;
            steps.Add(Row(of, measurement.Step, of.StepOperations, peak, measurement.PeerStep));
            forwards.Add(Row(of, measurement.Predict, of.ForwardOperations, peak, measurement.PeerForward));
            parts.Add([of.Name, Number(of.Batch, 0), .. measurement.Parts.Select(static part => Time(part.Microseconds))]);
        }

        Console.WriteLine(steps);
        Console.WriteLine(forwards);
        Console.Write(parts);
    }

    private static string[] Row(NetworkCase of, BestTime time, double operations, double peak, double peer)
    {
        var gigaflops = operations / time.Microseconds / 1e3;
        var hasPeer = double.IsFinite(peer);
        return
        [
            of.Name,
            Number(of.Batch, 0),
            Time(time.Microseconds),
            Number(gigaflops, 1),
            Number(100 * gigaflops / peak, 0) + "%",
            Number(time.AllocatedBytes(), 0),
            hasPeer ? Time(peer) : "",
            hasPeer ? Number(time.Microseconds / peer, 3) : "",
        ];
    }

    private static string Time(double microseconds) => Number(microseconds, microseconds < 10 ? 2 : microseconds < 1000 ? 1 : 0);

    private static string Number(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    /// <summary>One network and its times so far.</summary>
    private sealed class Measurement
    {
        public Measurement(NetworkCase of)
        {
            Case = of;
            var job = new TrainingJob(of);
            Step = new(job.Step);
            Predict = new(job.Predict);
            Parts = [new(job.Forward), new(job.EvaluateLoss), new(job.Backward), new(job.Optimize)];
        }

        public NetworkCase Case { get; }

        public BestTime Step { get; }

        public BestTime Predict { get; }

        /// <summary>Forward, loss, backward, Adam.</summary>
        public IReadOnlyList<BestTime> Parts { get; }

        public double PeerStep { get; private set; } = double.PositiveInfinity;

        public double PeerForward { get; private set; } = double.PositiveInfinity;

        public void WarmUp(Options options)
        {
            foreach (var time in Parts.Prepend(Predict).Prepend(Step))
                time.WarmUp(options.WarmUp);
        }

        public void Round(Options options, PyTorchPeer? peer)
        {
            Step.Measure(options.Round);
            if (peer is not null)
                PeerStep = Math.Min(PeerStep, peer.Measure(Case, "step", options.Round));
            Predict.Measure(options.Round);
            if (peer is not null)
                PeerForward = Math.Min(PeerForward, peer.Measure(Case, "forward", options.Round));
            foreach (var part in Parts)
                part.Measure(options.Round / 3);
        }
    }
}
