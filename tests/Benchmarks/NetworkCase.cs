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
        new("LeNet-5", "relu", new CrossEntropyLoss(), 64, static () => new LeNet5()),
        new("strided-16-32-64-64", "relu", new CrossEntropyLoss(), 64, static () => new Strided()),
        new("1024-1024-1024-10", "relu", new CrossEntropyLoss(), 256, static () => new Large()),
    ];

    /// <summary>Networks for pictures and sounds that people ship, and one for the sensors of a phone.</summary>
    public static IReadOnlyList<NetworkCase> Convolutional { get; } =
    [
        new("ResNet-18-at-32", "relu", new CrossEntropyLoss(), 64, static () => new SmallResNet()),
        new("ResNet-18-at-32", "relu", new CrossEntropyLoss(), 1, static () => new SmallResNet()),
        new("ResNet-18-at-224", "relu", new CrossEntropyLoss(), 4, static () => new LargeResNet()),
        new("MobileNetV2", "relu6", new CrossEntropyLoss(), 4, static () => new MobileNet()),
        new("DS-CNN", "relu", new CrossEntropyLoss(), 64, static () => new KeywordSpotter()),
        new("activities-1-D", "relu", new CrossEntropyLoss(), 64, static () => new Activities()),
    ];

    /// <summary>Recurrent networks, with an output for each step.</summary>
    public static IReadOnlyList<NetworkCase> Recurrent { get; } =
    [
        new("LSTM-1-32-1-of-24", "tanh", new MSELoss(), 32, static () => new SmallLstm()) { HasOnnxModel = false },
        new("LSTM-64-128-65-of-64", "tanh", new MSELoss(), 32, static () => new LongLstm()) { HasOnnxModel = false },
        new("packed-LSTM-64-128-65-of-64", "tanh", new MSELoss(), 32, static () => new PackedLstm()) { HasOnnxModel = false },
        new("GRU-64-128-65-of-64", "tanh", new MSELoss(), 32, static () => new LongGru()) { HasOnnxModel = false },
        new("LSTM-128-256-65-of-64", "tanh", new MSELoss(), 64, static () => new WideLstm()) { HasOnnxModel = false },
        new("RNN-8-64-4-of-50", "tanh", new MSELoss(), 32, static () => new SmallRnn()) { HasOnnxModel = false },
    ];

    /// <summary>ADBench's objectives as networks that are trained by a likelihood.</summary>
    public static IReadOnlyList<NetworkCase> Likelihoods { get; } =
    [
        new("mixture-10-5", "exp", new LikelihoodLosses.LikelihoodLoss(), 1000, static () => new SmallMixture()) { HasOnnxModel = false },
        new("mixture-64-25", "exp", new LikelihoodLosses.LikelihoodLoss(), 1000, static () => new LargeMixture()) { HasOnnxModel = false },
        new("element-LSTM-2x14-128", "tanh", new LikelihoodLosses.NextElementLoss(), 1, static () => new ElementLstm()) { HasOnnxModel = false },
    ];

    /// <summary>Whether the benchmark can write it as an ONNX model: of the layers that <see cref="OnnxModel"/> knows, as a stack or as <see cref="OnnxForward"/> has it.</summary>
    public bool HasOnnxModel { get; init; } = true;

    /// <summary>The case as it is shown, and as <c>--filter</c> finds it.</summary>
    public string Name => $"{Widths} {Activation}{(Loss is MSELoss ? ", MSE" : "")}";

    /// <summary>The case as the PyTorch peer is told.</summary>
    public string PeerArguments => $"{Widths} {Activation} {LossName} {Batch}";

    private string LossName => Loss switch
    {
        MSELoss => "mse",
        LikelihoodLosses.LikelihoodLoss => "likelihood",
        LikelihoodLosses.NextElementLoss => "next-element",
        _ => "cross-entropy",
    };
}
