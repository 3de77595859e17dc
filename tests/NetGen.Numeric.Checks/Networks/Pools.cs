namespace NetGen.Numeric.Checks.Networks;

/// <summary>Pools, over windows and over everything; each a network by itself.</summary>
public static partial class Pools
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(3, 28, 28), MaxPool2D(2)", static seed => new MaxOfImage(seed)),
        new("Input(3, 7, 31), MaxPool2D(3, Stride = 2, Padding = 1)", static seed => new MaxOfOverlapping(seed)),
        new("Input(1, 17, 16), MaxPool2D(5, Stride = 3)", static seed => new MaxOfLarge(seed)),
        new("Input(3, 7, 5), MaxPool2D(2)", static seed => new MaxWithRest(seed)),
        new("Input(3, 7, 5), AveragePool2D(2)", static seed => new AverageWithRest(seed)),
        new("Input(3, 7, 7), AveragePool2D(3, Stride = 2, Padding = 1)", static seed => new AverageOfOverlapping(seed)),
        new("Input(3, 7, 7), AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePad = false)", static seed => new AverageWithoutPadding(seed)),
        new("Input(1, 31, 28), AveragePool2D(7, 4)", static seed => new AverageOfRectangles(seed)),
        new("Input(3, 7, 6), AdaptiveAveragePool2D(3)", static seed => new AverageOfParts(seed)),
        new("Input(6, 5, 7), GlobalAveragePool", static seed => new AverageOfAll(seed)),
        new("Input(6, 5, 7), GlobalMaxPool", static seed => new MaxOfAll(seed)),
    ];

    [Network(InputGradient = true), Input(3, 28, 28)]
    [MaxPool2D(2)]
    public sealed partial class MaxOfImage;

    [Network(InputGradient = true), Input(3, 7, 31)]
    [MaxPool2D(3, Stride = 2, Padding = 1)]
    public sealed partial class MaxOfOverlapping;

    [Network(InputGradient = true), Input(1, 17, 16)]
    [MaxPool2D(5, Stride = 3)]
    public sealed partial class MaxOfLarge;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [MaxPool2D(2)]
    public sealed partial class MaxWithRest;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [AveragePool2D(2)]
    public sealed partial class AverageWithRest;

    [Network(InputGradient = true), Input(3, 7, 7)]
    [AveragePool2D(3, Stride = 2, Padding = 1)]
    public sealed partial class AverageOfOverlapping;

    [Network(InputGradient = true), Input(3, 7, 7)]
    [AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePad = false)]
    public sealed partial class AverageWithoutPadding;

    [Network(InputGradient = true), Input(1, 31, 28)]
    [AveragePool2D(7, 4)]
    public sealed partial class AverageOfRectangles;

    [Network(InputGradient = true), Input(3, 7, 6)]
    [AdaptiveAveragePool2D(3)]
    public sealed partial class AverageOfParts;

    [Network(InputGradient = true), Input(6, 5, 7)]
    [GlobalAveragePool]
    public sealed partial class AverageOfAll;

    [Network(InputGradient = true), Input(6, 5, 7)]
    [GlobalMaxPool]
    public sealed partial class MaxOfAll;
}
