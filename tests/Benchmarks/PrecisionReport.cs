using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>Batch normalisation of large images.</summary>
[Network, Input(3, 256, 256)]
[BatchNorm]
public sealed partial class NormalizedImages;

/// <summary>A bias for each of two outputs, whose gradient is a sum over the batch.</summary>
[Network, Input(1)]
[Dense(2)]
public sealed partial class TwoBiases;

/// <summary>What long sums in float lose, beside the same sums in double.</summary>
internal static class PrecisionReport
{
    public static int Run()
    {
        var table = new MarkdownTable("long sums", "error");
        Add(table, "batch normalisation of 3 × 256 × 256, values 1 … 1.1, batch 64: largest of an output", BatchNormalization());
        Add(table, "bias gradient, 4 million samples: relative", BiasGradient(4_000_000, static number => (float)(0.1 * number)));
        Add(table, "bias gradient, 60 million equal samples: relative", BiasGradient(60_000_000, static _ => 0.1f));
        Console.Write(table);
        return 0;
    }

    private static void Add(MarkdownTable table, string name, double error) => table.Add(name, error.ToString("0.0e+00", CultureInfo.InvariantCulture));

    private static double BatchNormalization()
    {
        const int Batch = 64;
        const int Places = 256 * 256;
        var network = new NormalizedImages();
        var workspace = network.CreateWorkspace(Batch);
        var random = new CounterRandom(1);
        foreach (ref var element in workspace.Inputs)
            element = (float)(1 + (0.1 * random.NextDouble()));
        network.Forward(workspace);

        var inputs = workspace.Inputs;
        var outputs = workspace.Outputs;
        var error = 0.0;
        for (var channel = 0; channel < 3; channel++)
        {
            var (sum, squares) = (0.0, 0.0);
            for (var i = 0; i < Batch * Places; i++)
                sum += inputs[At(i)];
            var mean = sum / (Batch * Places);
            for (var i = 0; i < Batch * Places; i++)
                squares += Math.Pow(inputs[At(i)] - mean, 2);
            var deviation = Math.Sqrt((squares / (Batch * Places)) + 1e-5);
            for (var i = 0; i < Batch * Places; i++)
                error = Math.Max(error, Math.Abs(outputs[At(i)] - ((inputs[At(i)] - mean) / deviation)));

            int At(int i) => (((i / Places * 3) + channel) * Places) + (i % Places);
        }

        return error;
    }

    private static double BiasGradient(int samples, Func<double, float> draw)
    {
        var network = new TwoBiases();
        var workspace = network.CreateWorkspace(samples);
        var random = new CounterRandom(1);
        var sum = 0.0;
        var gradients = workspace.OutputGradients;
        for (var i = 0; i < gradients.Length; i++)
        {
            gradients[i] = draw(random.NextDouble());
            if (i % 2 == 0)
                sum += gradients[i];
        }

        network.Forward(workspace);
        network.Backward(workspace);
        return Math.Abs(network.Dense1BiasGradient[0] - sum) / sum;
    }
}
