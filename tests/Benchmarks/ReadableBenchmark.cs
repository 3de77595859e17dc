using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>What the readable form costs: a training step without the optimizer, in both forms, in turn.</summary>
internal static class ReadableBenchmark
{
    private const int Batch = 16;

    public static int Run(Options options)
    {
        (string Name, INetwork Fast, INetwork Readable)[] cases =
        [
            ("784-128-10 relu", new Digits(1), new ReadableDigits(1)),
            ("LeNet-5", new LeNet5(1), new ReadableLeNet5(1)),
            ("residual block of 12 channels, 20 × 20", new Block(1), new ReadableBlock(1)),
            ("LSTM-1-32-1-of-24", new SmallLstm(1), new ReadableLstm(1)),
        ];
        var table = new MarkdownTable(FormattableString.Invariant($"forward and backward pass, batch {Batch}"), "fast, µs", "readable, µs", "ratio");
        foreach (var (name, fast, readable) in cases.Where(item => item.Name.Contains(options.Filter, StringComparison.Ordinal)))
        {
            var (one, other) = (Step(fast, options), Step(readable, options));
            for (var round = 0; round < options.Rounds; round++)
            {
                one.Measure(options.Round);
                other.Measure(options.Round);
            }

            table.Add(name, Text(one.Microseconds), Text(other.Microseconds), (other.Microseconds / one.Microseconds).ToString("0", CultureInfo.InvariantCulture));
        }

        Console.Write(table);
        return 0;
    }

    private static BestTime Step(INetwork network, Options options)
    {
        var workspace = network.CreateWorkspace(Batch);
        var random = new CounterRandom(1);
        foreach (ref var value in workspace.Inputs)
            value = (float)random.NextDouble();
        foreach (ref var value in workspace.OutputGradients)
            value = (float)random.NextNormal();
        var step = new BestTime(() =>
        {
            network.Forward(workspace);
            network.Backward(workspace, network.Gradients);
        });
        step.WarmUp(options.WarmUp);
        return step;
    }

    private static string Text(double microseconds) => microseconds.ToString("N0", CultureInfo.InvariantCulture);
}
