namespace NetGen.Numeric.Checks.Networks;

/// <summary>Pools, over windows and over everything; each a network by itself.</summary>
public static partial class Pools
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(3, 7, 31), MaxPool2D(3, Stride = 2, Padding = 1)", static seed => new MaxOfOverlapping(seed)),
        new("Input(3, 7, 5), MaxPool2D(2)", static seed => new MaxWithRest(seed)),
        new("Input(3, 7, 5), AveragePool2D(2)", static seed => new AverageWithRest(seed)),
        new("Input(3, 7, 7), AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePad = false)", static seed => new AverageWithoutPadding(seed)),
        new("Input(3, 7, 6), AdaptiveAveragePool2D(3)", static seed => new AverageOfParts(seed)),
        new("Input(6, 5, 7), GlobalAveragePool", static seed => new AverageOfAll(seed)),
        new("Input(6, 5, 7), GlobalMaxPool", static seed => new MaxOfAll(seed)),
        new("Input(2, 28, 7), AdaptiveMaxPool2D(4, 3)", static seed => new MaxOfParts(seed)),
        new("Input(2, 31), MaxPool1D(3, Stride = 2, Padding = 1)", static seed => new MaxOfOverlappingSpans(seed)),
        new("Input(2, 31), MaxPool1D(2, Stride = 1)", static seed => new MaxOfNeighbours(seed)),
        new("Input(3, 28), MaxPool1D(2, Stride = 3, Padding = 1)", static seed => new MaxWithGaps(seed)),
        new("Input(2, 31), AveragePool1D(3, Stride = 2, Padding = 1, CountIncludePad = false)", static seed => new AverageOfSpansWithoutPadding(seed)),
        new("Input(3, 7), AdaptiveAveragePool1D(3)", static seed => new AverageOfUnequalSpans(seed)),
        new("Input(2, 31), AdaptiveMaxPool1D(5)", static seed => new MaxOfUnequalSpans(seed)),
#if COMPLETE_TESTS
        new("Input(3, 28, 28), MaxPool2D(2)", static seed => new MaxOfImage(seed)),
        new("Input(1, 17, 16), MaxPool2D(5, Stride = 3)", static seed => new MaxOfLarge(seed)),
        new("Input(3, 7, 7), AveragePool2D(3, Stride = 2, Padding = 1)", static seed => new AverageOfOverlapping(seed)),
        new("Input(1, 31, 28), AveragePool2D(7, 4)", static seed => new AverageOfRectangles(seed)),
        new("Input(2, 5, 6), AdaptiveMaxPool2D(1)", static seed => new MaxOfOnePart(seed)),
        new("Input(3, 28), MaxPool1D(2)", static seed => new MaxOfSequence(seed)),
        new("Input(3, 7), MaxPool1D(2)", static seed => new MaxOfSequenceWithRest(seed)),
        new("Input(1, 28), MaxPool1D(3)", static seed => new MaxOfOneSequence(seed)),
        new("Input(3, 7), MaxPool1D(5, Stride = 1, Padding = 2)", static seed => new MaxOfEverySpan(seed)),
        new("Input(2, 28), MaxPool1D(5, Stride = 3)", static seed => new MaxOfLargeSpans(seed)),
        new("Input(1, 31), MaxPool1D(12, Stride = 5)", static seed => new MaxOfLargestSpans(seed)),
        new("Input(3, 28), AveragePool1D(2)", static seed => new AverageOfSequence(seed)),
        new("Input(2, 31), AveragePool1D(3, Stride = 2, Padding = 1)", static seed => new AverageOfOverlappingSpans(seed)),
        new("Input(3, 7), AveragePool1D(5, Stride = 1, Padding = 2, CountIncludePad = false)", static seed => new AverageOfEverySpanWithoutPadding(seed)),
        new("Input(1, 28), AveragePool1D(5, Stride = 3)", static seed => new AverageOfLargeSpans(seed)),
        new("Input(1, 31), AveragePool1D(12, Padding = 6)", static seed => new AverageOfLargestSpans(seed)),
        new("Input(3, 28), AdaptiveAveragePool1D(7)", static seed => new AverageOfEqualSpans(seed)),
        new("Input(3, 28), AdaptiveMaxPool1D(7)", static seed => new MaxOfEqualSpans(seed)),
        new("Input(5, 31), GlobalAveragePool", static seed => new AverageOfWholeSequence(seed)),
        new("Input(5, 31), GlobalMaxPool", static seed => new MaxOfWholeSequence(seed)),
#endif
    ];
    [Network(InputGradient = true), Input(3, 7, 31)]
    [MaxPool2D(3, Stride = 2, Padding = 1)]
    public sealed partial class MaxOfOverlapping;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [MaxPool2D(2)]
    public sealed partial class MaxWithRest;

    [Network(InputGradient = true), Input(3, 7, 5)]
    [AveragePool2D(2)]
    public sealed partial class AverageWithRest;

    [Network(InputGradient = true), Input(3, 7, 7)]
    [AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePad = false)]
    public sealed partial class AverageWithoutPadding;

    [Network(InputGradient = true), Input(3, 7, 6)]
    [AdaptiveAveragePool2D(3)]
    public sealed partial class AverageOfParts;

    [Network(InputGradient = true), Input(6, 5, 7)]
    [GlobalAveragePool]
    public sealed partial class AverageOfAll;

    [Network(InputGradient = true), Input(6, 5, 7)]
    [GlobalMaxPool]
    public sealed partial class MaxOfAll;

    [Network(InputGradient = true), Input(2, 28, 7)]
    [AdaptiveMaxPool2D(4, 3)]
    public sealed partial class MaxOfParts;

    [Network(InputGradient = true), Input(2, 31)]
    [MaxPool1D(3, Stride = 2, Padding = 1)]
    public sealed partial class MaxOfOverlappingSpans;

    [Network(InputGradient = true), Input(2, 31)]
    [MaxPool1D(2, Stride = 1)]
    public sealed partial class MaxOfNeighbours;

    [Network(InputGradient = true), Input(3, 28)]
    [MaxPool1D(2, Stride = 3, Padding = 1)]
    public sealed partial class MaxWithGaps;

    [Network(InputGradient = true), Input(2, 31)]
    [AveragePool1D(3, Stride = 2, Padding = 1, CountIncludePad = false)]
    public sealed partial class AverageOfSpansWithoutPadding;

    [Network(InputGradient = true), Input(3, 7)]
    [AdaptiveAveragePool1D(3)]
    public sealed partial class AverageOfUnequalSpans;

    [Network(InputGradient = true), Input(2, 31)]
    [AdaptiveMaxPool1D(5)]
    public sealed partial class MaxOfUnequalSpans;

#if COMPLETE_TESTS
    [Network(InputGradient = true), Input(3, 28, 28)]
    [MaxPool2D(2)]
    public sealed partial class MaxOfImage;

    [Network(InputGradient = true), Input(1, 17, 16)]
    [MaxPool2D(5, Stride = 3)]
    public sealed partial class MaxOfLarge;

    [Network(InputGradient = true), Input(3, 7, 7)]
    [AveragePool2D(3, Stride = 2, Padding = 1)]
    public sealed partial class AverageOfOverlapping;

    [Network(InputGradient = true), Input(1, 31, 28)]
    [AveragePool2D(7, 4)]
    public sealed partial class AverageOfRectangles;

    [Network(InputGradient = true), Input(2, 5, 6)]
    [AdaptiveMaxPool2D(1)]
    public sealed partial class MaxOfOnePart;

    [Network(InputGradient = true), Input(3, 28)]
    [MaxPool1D(2)]
    public sealed partial class MaxOfSequence;

    [Network(InputGradient = true), Input(3, 7)]
    [MaxPool1D(2)]
    public sealed partial class MaxOfSequenceWithRest;

    [Network(InputGradient = true), Input(1, 28)]
    [MaxPool1D(3)]
    public sealed partial class MaxOfOneSequence;

    [Network(InputGradient = true), Input(3, 7)]
    [MaxPool1D(5, Stride = 1, Padding = 2)]
    public sealed partial class MaxOfEverySpan;

    [Network(InputGradient = true), Input(2, 28)]
    [MaxPool1D(5, Stride = 3)]
    public sealed partial class MaxOfLargeSpans;

    [Network(InputGradient = true), Input(1, 31)]
    [MaxPool1D(12, Stride = 5)]
    public sealed partial class MaxOfLargestSpans;

    [Network(InputGradient = true), Input(3, 28)]
    [AveragePool1D(2)]
    public sealed partial class AverageOfSequence;

    [Network(InputGradient = true), Input(2, 31)]
    [AveragePool1D(3, Stride = 2, Padding = 1)]
    public sealed partial class AverageOfOverlappingSpans;

    [Network(InputGradient = true), Input(3, 7)]
    [AveragePool1D(5, Stride = 1, Padding = 2, CountIncludePad = false)]
    public sealed partial class AverageOfEverySpanWithoutPadding;

    [Network(InputGradient = true), Input(1, 28)]
    [AveragePool1D(5, Stride = 3)]
    public sealed partial class AverageOfLargeSpans;

    [Network(InputGradient = true), Input(1, 31)]
    [AveragePool1D(12, Padding = 6)]
    public sealed partial class AverageOfLargestSpans;

    [Network(InputGradient = true), Input(3, 28)]
    [AdaptiveAveragePool1D(7)]
    public sealed partial class AverageOfEqualSpans;

    [Network(InputGradient = true), Input(3, 28)]
    [AdaptiveMaxPool1D(7)]
    public sealed partial class MaxOfEqualSpans;

    [Network(InputGradient = true), Input(5, 31)]
    [GlobalAveragePool]
    public sealed partial class AverageOfWholeSequence;

    [Network(InputGradient = true), Input(5, 31)]
    [GlobalMaxPool]
    public sealed partial class MaxOfWholeSequence;
#endif
}
