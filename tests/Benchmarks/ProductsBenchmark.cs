using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>
/// The three products of large dense layers, as parts of the FMA peak in the same run: outputs, gradients of weights, and gradients of inputs. The
/// last is what a backward pass takes longer if it computes that gradient too, with the copy of the weights that it needs.
/// </summary>
internal static class ProductsBenchmark
{
    public static int Run(Options options)
    {
        Product[] products = options.Vectors ? OfWide() :
        [
            .. new[] { 64, 256 }.SelectMany(static batch => new Product[]
            {
                new("784 × 512", batch, 784 * 512, new Product784x512(), new Product784x512Input()),
                new("512 × 512", batch, 512 * 512, new Product512x512(), new Product512x512Input()),
                new("1024 × 1024", batch, 1024 * 1024, new Product1024x1024(), new Product1024x1024Input()),
            }),
            new("128 × 384, 64 rows", 12, 64 * 128 * 384, new Product128x384(), new Product128x384Input()),
            new("128 × 512, 64 rows", 12, 64 * 128 * 512, new Product128x512(), new Product128x512Input()),
            new("512 × 128, 64 rows", 12, 64 * 512 * 128, new Product512x128(), new Product512x128Input()),
        ];
        products = [.. products.Where(product => product.Name.Contains(options.Filter, StringComparison.OrdinalIgnoreCase))];
        var bits = options.Vectors ? 512 : FmaPeak.BitsOfBuild;
        var peak = FmaPeak.Time(bits);
        peak.WarmUp(options.WarmUp);
        foreach (var time in products.SelectMany(static product => product.Times))
            time.WarmUp(options.WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            peak.Measure(options.Round);
            foreach (var time in products.SelectMany(static product => product.Times))
                time.Measure(options.Round);
        }

        var gigaflops = FmaPeak.Gigaflops(bits, peak);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"FMA peak of a core: {gigaflops:F1} GFLOP/s with vectors of {bits} bits. Best of {options.Rounds} rounds.\n"));
        var table = new MarkdownTable("product, of the FMA peak", "batch", "forward", "weight gradient", "input gradient");
        foreach (var product in products)
        {
            string OfPeak(double microseconds) => string.Create(CultureInfo.InvariantCulture, $"{100 * 2 * product.MultiplyAdds * product.Batch / microseconds / 1e3 / gigaflops:F0}%");
            table.Add(
                product.Name, product.Batch.ToString(CultureInfo.InvariantCulture), OfPeak(product.Forward.Microseconds), OfPeak(product.OfWeight.Microseconds),
                OfPeak(product.OfBoth.Microseconds - product.OfWeight.Microseconds));
        }

        Console.Write(table);
        return 0;
    }

    /// <summary>With vectors of 512 bits.</summary>
    private static Product[] OfWide() =>
    [
        .. new[] { 64, 256 }.SelectMany(static batch => new Product[]
        {
            new("784 × 512, 512 bits", batch, 784 * 512, new Wide.Product784x512(), new Wide.Product784x512Input()),
            new("512 × 512, 512 bits", batch, 512 * 512, new Wide.Product512x512(), new Wide.Product512x512Input()),
            new("1024 × 1024, 512 bits", batch, 1024 * 1024, new Wide.Product1024x1024(), new Wide.Product1024x1024Input()),
        }),
        new("128 × 512, 64 rows, 512 bits", 12, 64 * 128 * 512, new Wide.Product128x512(), new Wide.Product128x512Input()),
    ];

    /// <summary>A dense layer alone, with and without the gradient of its input.</summary>
    private sealed class Product
    {
        public Product(string name, int batch, double multiplyAdds, INetwork weight, INetwork both)
        {
            (Name, Batch, MultiplyAdds) = (name, batch, multiplyAdds);
            var (workspace, other) = (Filled(weight), Filled(both));
            Forward = new(() => weight.Forward(workspace));
            OfWeight = new(() => Backward(weight, workspace));
            OfBoth = new(() => Backward(both, other));
        }

        public string Name { get; }

        public int Batch { get; }

        /// <summary>Of one sample.</summary>
        public double MultiplyAdds { get; }

        public BestTime Forward { get; }

        public BestTime OfWeight { get; }

        public BestTime OfBoth { get; }

        public IEnumerable<BestTime> Times => [Forward, OfWeight, OfBoth];

        /// <summary>The backward pass alone: no gradient of these networks takes the memory of what the forward pass has left.</summary>
        private static void Backward(INetwork network, Workspace workspace)
        {
            workspace.EndForward();
            network.Backward(workspace, network.Gradients);
        }

        private Workspace Filled(INetwork network)
        {
            var (workspace, random) = (network.CreateWorkspace(Batch), new Random(1));
            foreach (ref var input in workspace.Inputs)
                input = random.NextSingle() - 0.5f;
            network.Forward(workspace);
            foreach (ref var gradient in workspace.OutputGradients)
                gradient = random.NextSingle() - 0.5f;
            return workspace;
        }
    }
}

[Network, Input(784), Dense(512, Bias = false)]
internal sealed partial class Product784x512;

[Network(InputGradient = true), Input(784), Dense(512, Bias = false)]
internal sealed partial class Product784x512Input;

[Network, Input(512), Dense(512, Bias = false)]
internal sealed partial class Product512x512;

[Network(InputGradient = true), Input(512), Dense(512, Bias = false)]
internal sealed partial class Product512x512Input;

[Network, Input(1024), Dense(1024, Bias = false)]
internal sealed partial class Product1024x1024;

[Network(InputGradient = true), Input(1024), Dense(1024, Bias = false)]
internal sealed partial class Product1024x1024Input;

[Network, Input(64, 128), Dense(384, Bias = false)]
internal sealed partial class Product128x384;

[Network(InputGradient = true), Input(64, 128), Dense(384, Bias = false)]
internal sealed partial class Product128x384Input;

[Network, Input(64, 128), Dense(512, Bias = false)]
internal sealed partial class Product128x512;

[Network(InputGradient = true), Input(64, 128), Dense(512, Bias = false)]
internal sealed partial class Product128x512Input;

[Network, Input(64, 512), Dense(128, Bias = false)]
internal sealed partial class Product512x128;

[Network(InputGradient = true), Input(64, 512), Dense(128, Bias = false)]
internal sealed partial class Product512x128Input;
