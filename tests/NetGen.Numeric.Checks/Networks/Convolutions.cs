namespace NetGen.Numeric.Checks.Networks;

/// <summary>Convolutions: their strides, paddings, dilations, groups and modes of padding, and their transposes; each a network by itself.</summary>
public static partial class Convolutions
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(1, 28, 28), Conv2D(6, 5)", static seed => new ConvImage(seed)),
        new("Input(16, 5, 5), Conv2D(17, 1)", static seed => new ConvPointwise(seed)),
        new("Input(17, 7, 5), Conv2D(6, 3, Stride = 2, Padding = 1)", static seed => new ConvStrided(seed)),
        new("Input(3, 7, 5), Conv2D(6, 3, StrideWidth = 2, PaddingHeight = 2, DilationHeight = 2)", static seed => new ConvUnequalAxes(seed)),
        new("Input(6, 7, 7), Conv2D(6, 3, Groups = 6, Padding = 2, Dilation = 2)", static seed => new ConvDepthwise(seed)),
        new("Input(16, 7, 5), Conv2D(16, 3, Groups = 4, Stride = 2)", static seed => new ConvGrouped(seed)),
        new("Input(3, 7, 5), Conv2D(3, 4, SamePadding = true)", static seed => new ConvSamePadding(seed)),
        new("Input(3, 5, 7), Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.Reflect)", static seed => new ConvReflected(seed)),
        new("Input(3, 5, 7), Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.Circular)", static seed => new ConvCircular(seed)),
        new("Input(3, 31), Conv1D(16, 7, Stride = 2, Padding = 3)", static seed => new ConvSequence(seed)),
        new("Input(6, 17), Conv1D(6, 3, Groups = 2, Dilation = 3)", static seed => new ConvSequenceGrouped(seed)),
        new("Input(3, 5, 7), ConvTranspose2D(6, 3, Stride = 2, Padding = 1, OutputPadding = 1)", static seed => new TransposedOutputPadding(seed)),
        new("Input(6, 5, 5), ConvTranspose2D(6, 5, Stride = 3, Padding = 2, Groups = 2)", static seed => new TransposedGrouped(seed)),
#if COMPLETE_TESTS
        new("Input(3, 31, 31), Conv2D(3, 7, Stride = 3, Padding = 3)", static seed => new ConvLargeKernel(seed)),
        new("Input(6, 7, 7), Conv2D(16, 3, Padding = 1)", static seed => new ConvPadded(seed)),
        new("Input(3, 28, 31), Conv2D(1, 5, Stride = 2, Dilation = 2)", static seed => new ConvDilated(seed)),
        new("Input(3, 5, 7), Conv2D(6, 5, 3, Bias = false)", static seed => new ConvWithoutBias(seed)),
        new("Input(3, 5, 5), Conv2D(6, 3, Groups = 3)", static seed => new ConvMultipliedChannels(seed)),
        new("Input(3, 5, 7), Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.Replicate)", static seed => new ConvReplicated(seed)),
        new("Input(3, 7, 5), ConvTranspose2D(6, 3)", static seed => new Transposed(seed)),
        new("Input(16, 5, 5), ConvTranspose2D(3, 2, Stride = 2)", static seed => new TransposedStrided(seed)),
        new("Input(3, 5, 5), ConvTranspose2D(3, 3, Dilation = 2, Bias = false)", static seed => new TransposedDilated(seed)),
#endif
    ];

    [Network(InputGradient = true), Input(1, 28, 28)]
    [Conv2D(6, 5)]
    public sealed partial class ConvImage;

    [Network(InputGradient = true), Input(16, 5, 5)]
    [Conv2D(17, 1)]
    public sealed partial class ConvPointwise;

    [Network(InputGradient = true), Input(17, 7, 5)]
    [Conv2D(6, 3, Stride = 2, Padding = 1)]
    public sealed partial class ConvStrided;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [Conv2D(6, 3, StrideWidth = 2, PaddingHeight = 2, DilationHeight = 2)]
    public sealed partial class ConvUnequalAxes;

    [Network(InputGradient = true), Input(6, 7, 7)]
    [Conv2D(6, 3, Groups = 6, Padding = 2, Dilation = 2)]
    public sealed partial class ConvDepthwise;

    [Network(InputGradient = true), Input(16, 7, 5)]
    [Conv2D(16, 3, Groups = 4, Stride = 2)]
    public sealed partial class ConvGrouped;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [Conv2D(3, 4, SamePadding = true)]
    public sealed partial class ConvSamePadding;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.Reflect)]
    public sealed partial class ConvReflected;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.Circular)]
    public sealed partial class ConvCircular;

    [Network(InputGradient = true), Input(3, 31)]
    [Conv1D(16, 7, Stride = 2, Padding = 3)]
    public sealed partial class ConvSequence;

    [Network(InputGradient = true), Input(6, 17)]
    [Conv1D(6, 3, Groups = 2, Dilation = 3)]
    public sealed partial class ConvSequenceGrouped;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [ConvTranspose2D(6, 3, Stride = 2, Padding = 1, OutputPadding = 1)]
    public sealed partial class TransposedOutputPadding;

    [Network(InputGradient = true), Input(6, 5, 5)]
    [ConvTranspose2D(6, 5, Stride = 3, Padding = 2, Groups = 2)]
    public sealed partial class TransposedGrouped;

#if COMPLETE_TESTS
    [Network(InputGradient = true), Input(3, 31, 31)]
    [Conv2D(3, 7, Stride = 3, Padding = 3)]
    public sealed partial class ConvLargeKernel;

    [Network(InputGradient = true), Input(6, 7, 7)]
    [Conv2D(16, 3, Padding = 1)]
    public sealed partial class ConvPadded;

    [Network(InputGradient = true), Input(3, 28, 31)]
    [Conv2D(1, 5, Stride = 2, Dilation = 2)]
    public sealed partial class ConvDilated;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [Conv2D(6, 5, 3, Bias = false)]
    public sealed partial class ConvWithoutBias;

    [Network(InputGradient = true), Input(3, 5, 5)]
    [Conv2D(6, 3, Groups = 3)]
    public sealed partial class ConvMultipliedChannels;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [Conv2D(3, 3, Padding = 2, PaddingMode = PaddingMode.Replicate)]
    public sealed partial class ConvReplicated;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [ConvTranspose2D(6, 3)]
    public sealed partial class Transposed;

    [Network(InputGradient = true), Input(16, 5, 5)]
    [ConvTranspose2D(3, 2, Stride = 2)]
    public sealed partial class TransposedStrided;

    [Network(InputGradient = true), Input(3, 5, 5)]
    [ConvTranspose2D(3, 3, Dilation = 2, Bias = false)]
    public sealed partial class TransposedDilated;
#endif
}
