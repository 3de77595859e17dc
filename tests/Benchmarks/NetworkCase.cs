namespace NetGen.Benchmarks;

/// <summary>A network with the batch and the loss it is measured with.</summary>
/// <param name="Widths">Its widths from input to output, such as <c>784-128-10</c>, or <c>LeNet-5</c>; PyTorch builds its own from them.</param>
/// <param name="Activation">The activation of the hidden layers.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Batch">How many samples a step has.</param>
/// <param name="Create">Makes the network.</param>
internal sealed record NetworkCase(string Widths, string Activation, Loss Loss, int Batch, Func<INetwork> Create)
{
    public static IReadOnlyList<NetworkCase> All { get; } =
    [
        new("2-8-2", "tanh", new CrossEntropyLoss(), 4, static () => new Toy()),
        new("4-16-3", "relu", new CrossEntropyLoss(), 16, static () => new Flowers()),
        new("4-32-16-4", "tanh", new MSELoss(), 10_000, static () => new Reconstruction()),
        new("13-64-32-1", "relu", new MSELoss(), 32, static () => new Price()),
        new("784-128-10", "relu", new CrossEntropyLoss(), 64, static () => new Digits()),
        new("784-512-512-10", "relu", new CrossEntropyLoss(), 64, static () => new WideDigits()),
        new(LeNet, "relu", new CrossEntropyLoss(), 64, static () => new LeNet5()),
        new(StridedConvolutions, "relu", new CrossEntropyLoss(), 64, static () => new Strided()),
        new("1024-1024-1024-10", "relu", new CrossEntropyLoss(), 256, static () => new Large()),
    ];

    private const string LeNet = "LeNet-5";
    private const string StridedConvolutions = "strided-16-32-64-64";

    /// <summary>The case as it is shown, and as <c>--filter</c> finds it.</summary>
    public string Name => $"{Widths} {Activation}{(Loss is MSELoss ? ", MSE" : "")}";

    /// <summary>The case as the PyTorch peer is told.</summary>
    public string PeerArguments => $"{Widths} {Activation} {(Loss is MSELoss ? "mse" : "cross-entropy")} {Batch}";

    /// <summary>Floating-point operations of a forward pass: two for each multiply-add of the matrix products; activations are not counted.</summary>
    public double ForwardOperations => 2.0 * Batch * Products.Sum();

    /// <summary>
    /// Floating-point operations of a training step: the forward pass, as much for the weights' gradients, and as much again for the
    /// gradients of every layer's input but the first's. Loss and optimizer are not counted.
    /// </summary>
    public double StepOperations => 2.0 * Batch * ((3 * Products.Sum()) - Products.First());

    private IEnumerable<double> Products
    {
        get
        {
            // Of convolutions, output elements times the elements of a kernel.
            if (Widths == LeNet)
                return [6 * 24 * 24 * 25, 16 * 8 * 8 * 6 * 25, 256 * 120, 120 * 84, 84 * 10];
            if (Widths == StridedConvolutions)
                return [16 * 28 * 28 * 9, 32 * 14 * 14 * 16 * 9, 64 * 7 * 7 * 32 * 9, 64 * 7 * 7 * 64 * 9, 64 * 10];
            var widths = Widths.Split('-').Select(static width => double.Parse(width, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
            return widths.Zip(widths.Skip(1), static (input, output) => input * output);
        }
    }
}
