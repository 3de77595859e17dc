using static NetGen.Functional;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Normalisations, and the activation that has parameters; each a network by itself.</summary>
public static partial class Normalizations
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(31), LayerNorm", static seed => new OfFeatures(seed)),
        new("Input(5, 17), LayerNorm(Epsilon = 0.01)", static seed => new OfRows(seed)),
        new("Input(3, 5, 7), LayerNorm(Axes = 3)", static seed => new OfImages(seed)),
        new("Input(5, 17), RMSNorm(Epsilon = 0.001)", static seed => new OfMeanSquares(seed)),
        new("Input(6, 5, 7), GroupNorm(3)", static seed => new OfGroups(seed)),
        new("Input(17), PRelu", static seed => new OneSlope(seed)),
        new("Input(6, 5, 7), PRelu(6)", static seed => new SlopeOfChannels(seed)),
        new("Input(6), BatchNorm", static seed => new OfBatches(seed)),
        new("Input(17), BatchNorm(Momentum = 0.3, Epsilon = 0.01, Affine = false)", static seed => new OfBatchesWithoutWeight(seed)),
        new("Input(3, 5, 7), BatchNorm", static seed => new OfBatchesOfImages(seed)),
        new("Input(6, 4, 4), BatchNorm(Momentum = 0.5)", static seed => new OfOneImage(seed)),
        new("Input(6), BatchNorm(Momentum = 0.3) called twice", static seed => new OfBatchesTwice(seed)),
    ];

    [Network(InputGradient = true), Input(31)]
    [LayerNorm]
    public sealed partial class OfFeatures;

    [Network(InputGradient = true), Input(5, 17)]
    [LayerNorm(Epsilon = 0.01)]
    public sealed partial class OfRows;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [LayerNorm(Axes = 3)]
    public sealed partial class OfImages;

    [Network(InputGradient = true), Input(5, 17)]
    [RMSNorm(Epsilon = 0.001)]
    public sealed partial class OfMeanSquares;

    [Network(InputGradient = true), Input(6, 5, 7)]
    [GroupNorm(3)]
    public sealed partial class OfGroups;

    [Network(InputGradient = true), Input(17)]
    [PRelu]
    public sealed partial class OneSlope;

    [Network(InputGradient = true), Input(6, 5, 7)]
    [PRelu(6)]
    public sealed partial class SlopeOfChannels;

    [Network(InputGradient = true), Input(6)]
    [BatchNorm]
    public sealed partial class OfBatches;

    [Network(InputGradient = true), Input(17)]
    [BatchNorm(Momentum = 0.3, Epsilon = 0.01, Affine = false)]
    public sealed partial class OfBatchesWithoutWeight;

    [Network(InputGradient = true), Input(3, 5, 7)]
    [BatchNorm]
    public sealed partial class OfBatchesOfImages;

    [Network(InputGradient = true), Input(6, 4, 4)]
    [BatchNorm(Momentum = 0.5)]
    public sealed partial class OfOneImage;

    [Network(InputGradient = true)]
    public sealed partial class OfBatchesTwice
    {
        [BatchNorm(Momentum = 0.3, Name = "norm")] private partial Tensor Norm(Tensor x);

        [Forward]
        private Tensor Forward([Shape(6)] Tensor x) => Norm(Tanh(Norm(x)) + (2f * x));
    }
}
