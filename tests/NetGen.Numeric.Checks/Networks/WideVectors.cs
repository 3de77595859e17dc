using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Networks of every kind for vectors of 512 bits, with widths on both sides of sixteen lanes. NetGen.Numeric.Wide has all networks in this width.</summary>
public static partial class WideVectors
{
    /// <summary>Those with a reference beside them.</summary>
    public static IReadOnlyList<DenseSubject> Dense { get; } =
    [
        new("17-33-3-15-40, 512 bits", static seed => new Widths(seed), ReferenceNetwork.From(17).Dense(33, Activation.Tanh).Dense(3, Activation.Relu).Dense(15, Activation.Gelu).Dense(40)),
#if COMPLETE_TESTS
        new("100-16-2 without bias, 512 bits", static seed => new Plain(seed), ReferenceNetwork.From(100).Dense(16, Activation.Relu, bias: false).Dense(2, bias: false)),
#endif
    ];

    public static IReadOnlyList<Subject> Others { get; } =
    [
        new("convolutions, pools and normalisations, 512 bits", static seed => new Pictures(seed)),
        new("channels as vectors, 512 bits", static seed => new Channels(seed)),
#if COMPLETE_TESTS
        new("strides and a transpose, 512 bits", static seed => new Strides(seed)),
        new("a transformer, 512 bits", static seed => new Transformer(seed)),
        new("recurrences, 512 bits", static seed => new Recurrent(seed)),
        new("long sums, 512 bits", static seed => new LongSums(seed)),
#endif
    ];

    [Network(VectorWidth = VectorWidth.Bits512), Input(17)]
    [Dense(33, Activation.Tanh), Dense(3, Activation.Relu), Dense(15, Activation.Gelu), Dense(40)]
    public sealed partial class Widths;

    [Network(VectorWidth = VectorWidth.Bits512), Input(3, 11, 7)]
    [Conv2D(18, 3, Activation.Silu, Padding = 1), MaxPool2D(2), GroupNorm(2)]
    [Conv2D(7, 2, Activation.Relu), AveragePool2D(2, Stride = 1), Flatten]
    [Dense(21), LayerNorm, Softmax]
    public sealed partial class Pictures;

    [Network(VectorWidth = VectorWidth.Bits512), Input(6, 14, 14)]
    [Conv2D(32, 3, Activation.Silu, Stride = 2, Padding = 1), Conv2D(16, 3), Flatten, Dense(5)]
    public sealed partial class Channels;

#if COMPLETE_TESTS
    [Network(VectorWidth = VectorWidth.Bits512), Input(100)]
    [Dense(16, Activation.Relu, Bias = false), Dense(2, Bias = false)]
    public sealed partial class Plain;

    [Network(VectorWidth = VectorWidth.Bits512), Input(4, 9, 9)]
    [Conv2D(6, 3, Activation.Sigmoid, Stride = 2, Padding = 1, Groups = 2)]
    [ConvTranspose2D(3, 3, Stride = 2), GlobalMaxPool, Flatten]
    [Dense(19, Activation.Softplus), Dense(5), LogSoftmax]
    public sealed partial class Strides;

    [Network(VectorWidth = VectorWidth.Bits512), Input(5, 12)]
    [TransformerEncoderLayer(3, 20, Dropout = 0, Causal = true, Activation = Activation.Gelu), RMSNorm, Flatten, Dense(3)]
    public sealed partial class Transformer;

    [Network(VectorWidth = VectorWidth.Bits512), Input(6, 5)]
    [Lstm(18), Gru(7, LastStep = true), Dense(2)]
    public sealed partial class Recurrent;

    [Network(VectorWidth = VectorWidth.Bits512), Input(1300)]
    [LayerNorm, Dense(3, Activation.Tanh), Dense(4)]
    public sealed partial class LongSums;
#endif
}
