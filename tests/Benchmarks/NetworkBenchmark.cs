using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>
/// Training steps and predictions of all networks, on one thread, beside PyTorch's, and predictions beside ONNX Runtime's. Rounds go through
/// all networks, and through all frameworks at each of them, so that a machine that slows down for a while slows all of them down.
/// </summary>
internal static class NetworkBenchmark
{
    public static int Run(Options options)
    {
        var cases = (options.Convolutional ? NetworkCase.Convolutional : options.Recurrent ? NetworkCase.Recurrent : options.Likelihoods ? NetworkCase.Likelihoods : NetworkCase.All).Where(of => of.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"No network's name contains '{options.Filter}'.");
            return 2;
        }

        var (absence, onnxAbsence) = ("it was not asked for", "it was not asked for");
        using var torch = options.Alone ? null : PyTorchPeer.TryStart(out absence);
        using var onnx = options.Alone ? null : OnnxRuntimePeer.TryStart(out onnxAbsence);
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}");
        Console.WriteLine(torch is null
            ? $"PyTorch is absent ({absence}): its columns stay empty."
            : $"PyTorch {torch.Version}, its times from the same run. One thread each.");
        if (torch is { HasReferenceBlas: true })
            Console.WriteLine("WARNING: the ratios say little, since this PyTorch multiplies matrices many times slower than with OpenBLAS (libopenblas0-pthread).");

        Console.WriteLine(onnx is null
            ? $"ONNX Runtime is absent ({onnxAbsence}): its columns stay empty."
            : $"ONNX Runtime {onnx.Version} through node, its times from the same run, its outputs compared with ours. One thread, all optimisations.");

        var peak = FmaPeak.Time(FmaPeak.BitsOfBuild);
        peak.WarmUp(options.WarmUp);
        var measurements = cases.Select(of => new Measurement(of, torch, onnx)).ToArray();
        foreach (var measurement in measurements)
            measurement.WarmUp(options);
        var onnxCall = double.PositiveInfinity;
        for (var round = 0; round < options.Rounds; round++)
        {
            peak.Measure(options.Round);
            onnxCall = Math.Min(onnxCall, onnx?.MeasureCall(options.Round / 3) ?? onnxCall);
            foreach (var measurement in measurements)
                measurement.Round(options);
        }

        var gigaflops = FmaPeak.Gigaflops(FmaPeak.BitsOfBuild, peak);
        Console.WriteLine($"FMA peak of a core: {Number(gigaflops, 1)} GFLOP/s with vectors of {FmaPeak.BitsOfBuild} bits. Best of {options.Rounds} rounds.");
        if (onnx is not null)
            Console.WriteLine($"A call of ONNX Runtime that computes nothing takes {Number(onnxCall, 1)} µs through node. It is in its times, and in the ratios.");
        Console.WriteLine();
        Report(measurements, gigaflops);
        return 0;
    }

    private static void Report(Measurement[] measurements, double peak)
    {
        var steps = new MarkdownTable("training step", "batch", "µs", "GFLOP/s", "of peak", "bytes", "PyTorch µs", "ratio");
        var forwards = new MarkdownTable("prediction by a predictor", "batch", "µs", "GFLOP/s", "of peak", "bytes", "PyTorch µs", "ratio", "ONNX Runtime µs", "ratio", "by the network, µs");
        var parts = new MarkdownTable("parts of a step, µs", "batch", "forward", "loss", "backward", "Adam");
        foreach (var measurement in measurements)
        {
            var of = measurement.Case;
            steps.Add(Row(of, measurement.Step, measurement.Job.StepOperations, peak, measurement.TorchStep));
            forwards.Add([
                .. Row(of, measurement.Prepared, measurement.Job.ForwardOperations, peak, measurement.TorchForward, measurement.OnnxForward),
                Time(measurement.Predict.Microseconds),
            ]);
            parts.Add([of.Name, Number(of.Batch, 0), .. measurement.Parts.Select(static part => Time(part.Microseconds))]);
        }

        Console.WriteLine(steps);
        if (measurements.FirstOrDefault(static measurement => measurement.Job.ShareOfSteps < 1) is { } packed && measurements.FirstOrDefault(other => packed.Case.Widths.EndsWith("-" + other.Case.Widths, StringComparison.Ordinal)) is { } full)
        {
            Console.WriteLine(
                $"{packed.Case.Widths}: {Number(100 * packed.Job.ShareOfSteps, 1)}% of the steps are real, and one takes {Number(packed.Step.Microseconds / packed.Job.ShareOfSteps / full.Step.Microseconds, 3)} "
                + "times as long as one of full sequences.");
            Console.WriteLine();
        }

        Console.WriteLine(forwards);
        Console.Write(parts);
    }

    private static string[] Row(NetworkCase of, BestTime time, double operations, double peak, params double[] peers)
    {
        var gigaflops = operations / time.Microseconds / 1e3;
        return
        [
            of.Name,
            Number(of.Batch, 0),
            Time(time.Microseconds),
            Number(gigaflops, 1),
            Number(100 * gigaflops / peak, 0) + "%",
            Number(time.AllocatedBytes(), 0),
            .. peers.SelectMany(peer => double.IsFinite(peer) ? [Time(peer), Number(time.Microseconds / peer, 3)] : new[] { "", "" }),
        ];
    }

    private static string Time(double microseconds) => Number(microseconds, microseconds < 10 ? 2 : microseconds < 1000 ? 1 : 0);

    private static string Number(double value, int digits) => value.ToString("F" + digits, CultureInfo.InvariantCulture);

    /// <summary>One network and its times so far.</summary>
    private sealed class Measurement
    {
        private readonly PyTorchPeer? torch;
        private readonly OnnxRuntimePeer? onnx;

        public Measurement(NetworkCase of, PyTorchPeer? torch, OnnxRuntimePeer? onnx)
        {
            (Case, this.torch, this.onnx) = (of, torch, onnx);
            Job = new(of);
            Step = new(Job.Step);
            Predict = new(Job.Predict);
            Prepared = new(Job.PredictPrepared);
            if (of.HasOnnxModel)
                onnx?.Load(of, Job);
            Parts = [new(Job.Forward), new(Job.EvaluateLoss), new(Job.BackwardAgain), new(Job.Optimize)];
        }

        public NetworkCase Case { get; }

        public TrainingJob Job { get; }

        public BestTime Step { get; }

        public BestTime Predict { get; }

        public BestTime Prepared { get; }

        /// <summary>Forward, loss, backward, Adam.</summary>
        public IReadOnlyList<BestTime> Parts { get; }

        public double TorchStep { get; private set; } = double.PositiveInfinity;

        public double TorchForward { get; private set; } = double.PositiveInfinity;

        public double OnnxForward { get; private set; } = double.PositiveInfinity;

        public void WarmUp(Options options)
        {
            foreach (var time in Parts.Prepend(Prepared).Prepend(Predict).Prepend(Step))
                time.WarmUp(options.WarmUp);
        }

        public void Round(Options options)
        {
            Step.Measure(options.Round);
            TorchStep = Math.Min(TorchStep, torch?.Measure(Case, "step", options.Round) ?? TorchStep);
            Predict.Measure(options.Round);
            Prepared.Measure(options.Round);
            TorchForward = Math.Min(TorchForward, torch?.Measure(Case, "forward", options.Round) ?? TorchForward);
            if (Case.HasOnnxModel)
                OnnxForward = Math.Min(OnnxForward, onnx?.Measure(Case, options.Round) ?? OnnxForward);
            foreach (var part in Parts)
                part.Measure(options.Round / 3);
        }
    }
}
