namespace NetGen.Benchmarks;

/// <summary>The networks of the benchmark once more, for vectors of 512 bits.</summary>
internal static partial class Wide
{
    /// <summary>What is measured in both widths.</summary>
    public static IReadOnlyList<(NetworkCase Narrow, NetworkCase Wide)> Cases { get; } =
    [
        Both("2-8-2", static () => new Toy()),
        Both("4-16-3", static () => new Flowers()),
        Both("4-32-16-4", static () => new Reconstruction()),
        Both("13-64-32-1", static () => new Price()),
        Both("784-128-10", static () => new Digits()),
        Both("784-512-512-10", static () => new WideDigits()),
        Both("LeNet-5", static () => new LeNet5()),
        Both("strided-16-32-64-64", static () => new Strided()),
        Both("1024-1024-1024-10", static () => new Large()),
        Both("LSTM-64-128-65-of-64", static () => new LongLstm()),
    ];

    private static (NetworkCase Narrow, NetworkCase Wide) Both(string widths, Func<INetwork> wide)
    {
        var narrow = NetworkCase.All.Concat(NetworkCase.Recurrent).First(of => of.Widths == widths);
        return (narrow, narrow with { Create = wide });
    }

    [Network(VectorWidth = VectorWidth.Bits512), Input(2)]
    [Dense(8, Activation.Tanh)]
    [Dense(2)]
    public sealed partial class Toy;

    [Network(VectorWidth = VectorWidth.Bits512), Input(4)]
    [Dense(16, Activation.Relu)]
    [Dense(3)]
    public sealed partial class Flowers;

    [Network(VectorWidth = VectorWidth.Bits512), Input(4)]
    [Dense(32, Activation.Tanh)]
    [Dense(16, Activation.Tanh)]
    [Dense(4)]
    public sealed partial class Reconstruction;

    [Network(VectorWidth = VectorWidth.Bits512), Input(13)]
    [Dense(64, Activation.Relu)]
    [Dense(32, Activation.Relu)]
    [Dense(1)]
    public sealed partial class Price;

    [Network(VectorWidth = VectorWidth.Bits512), Input(784)]
    [Dense(128, Activation.Relu)]
    [Dense(10)]
    public sealed partial class Digits;

    [Network(VectorWidth = VectorWidth.Bits512), Input(784)]
    [Dense(512, Activation.Relu)]
    [Dense(512, Activation.Relu)]
    [Dense(10)]
    public sealed partial class WideDigits;

    [Network(VectorWidth = VectorWidth.Bits512), Input(1024)]
    [Dense(1024, Activation.Relu)]
    [Dense(1024, Activation.Relu)]
    [Dense(10)]
    public sealed partial class Large;

    [Network(VectorWidth = VectorWidth.Bits512), Input(1, 28, 28)]
    [Conv2D(6, 5, Activation.Relu)]
    [MaxPool2D(2)]
    [Conv2D(16, 5, Activation.Relu)]
    [MaxPool2D(2)]
    [Flatten]
    [Dense(120, Activation.Relu)]
    [Dense(84, Activation.Relu)]
    [Dense(10, Name = "output")]
    public sealed partial class LeNet5;

    [Network(VectorWidth = VectorWidth.Bits512), Input(1, 28, 28)]
    [Conv2D(16, 3, Activation.Relu, Padding = 1)]
    [Conv2D(32, 3, Activation.Relu, Stride = 2, Padding = 1)]
    [Conv2D(64, 3, Activation.Relu, Stride = 2, Padding = 1)]
    [Conv2D(64, 3, Activation.Relu, Padding = 1)]
    [GlobalAveragePool]
    [Flatten]
    [Dense(10, Name = "output")]
    public sealed partial class Strided;

    [Network(VectorWidth = VectorWidth.Bits512), Input(64, 64), Lstm(128), Dense(65)]
    public sealed partial class LongLstm;

    [Network(VectorWidth = VectorWidth.Bits512), Input(784), Dense(512, Bias = false)]
    public sealed partial class Product784x512;

    [Network(InputGradient = true, VectorWidth = VectorWidth.Bits512), Input(784), Dense(512, Bias = false)]
    public sealed partial class Product784x512Input;

    [Network(VectorWidth = VectorWidth.Bits512), Input(512), Dense(512, Bias = false)]
    public sealed partial class Product512x512;

    [Network(InputGradient = true, VectorWidth = VectorWidth.Bits512), Input(512), Dense(512, Bias = false)]
    public sealed partial class Product512x512Input;

    [Network(VectorWidth = VectorWidth.Bits512), Input(1024), Dense(1024, Bias = false)]
    public sealed partial class Product1024x1024;

    [Network(InputGradient = true, VectorWidth = VectorWidth.Bits512), Input(1024), Dense(1024, Bias = false)]
    public sealed partial class Product1024x1024Input;

    [Network(VectorWidth = VectorWidth.Bits512), Input(64, 128), Dense(512, Bias = false)]
    public sealed partial class Product128x512;

    [Network(InputGradient = true, VectorWidth = VectorWidth.Bits512), Input(64, 128), Dense(512, Bias = false)]
    public sealed partial class Product128x512Input;
}
