using static NetGen.Functional;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>Layers of every other kind behind one another, among them those that are one thing in training and another in a prediction.</summary>
public static partial class Combinations
{
    public static IReadOnlyList<Subject> All { get; } =
    [
        new("convolutions and pools", static seed => new Pooled(seed)),
        new("groups, strides and a transpose", static seed => new Transposed(seed)),
        new("images made larger", static seed => new Enlarged(seed)),
        new("normalisations of samples", static seed => new Normalized(seed)),
        new("batch normalisation", static seed => new BatchNormalized(seed)) { Inference = static () => new BatchNormalizedInference(), MixesSamples = true },
        new("dropout", static seed => new Dropped(seed)) { Inference = static () => new DroppedInference() },
        new("dropout of channels", static seed => new ChannelsDropped(seed)) { Inference = static () => new ChannelsDroppedInference() },
    ];

    [Network, Input(3, 9, 7)]
    [Conv2D(5, 3, Activation.Relu, Padding = 1), MaxPool2D(2)]
    [Conv2D(9, 2, Activation.Tanh), Flatten]
    [Dense(3)]
    public sealed partial class Pooled;

    [Network, Input(4, 7, 5)]
    [Conv2D(6, 3, Activation.Silu, Stride = 2, Padding = 1, Groups = 2)]
    [ConvTranspose2D(3, 3, Stride = 2)]
    [AveragePool2D(3, Stride = 2, Padding = 1), GlobalAveragePool]
    [Dense(2)]
    public sealed partial class Transposed;

    [Network, Input(2, 4, 3)]
    [ReflectionPad2D(1, 1, 2, 0)]
    [Conv2D(3, 3, Activation.Sigmoid)]
    [Upsample(2, UpsampleMode.Bilinear)]
    [Conv2D(2, 3, Padding = 2, PaddingMode = PaddingMode.Circular)]
    [AdaptiveAveragePool2D(3), Flatten]
    [Dense(5)]
    public sealed partial class Enlarged;

    [Network, Input(3, 6, 5)]
    [Conv2D(8, 3), GroupNorm(2), PRelu(8), GlobalMaxPool]
    [Dense(11), LayerNorm, Activation(Activation.Gelu)]
    [Dense(9), RMSNorm]
    [Dense(3)]
    public sealed partial class Normalized;

    [Network, Input(3, 6, 5)]
    [Conv2D(5, 3, Bias = false, Name = "first"), BatchNorm(Momentum = 0.3, Name = "firstNorm"), Activation(Activation.Relu)]
    [Conv2D(9, 2, Name = "second"), BatchNorm(Momentum = 0.6, Epsilon = 0.01, Affine = false, Name = "secondNorm")]
    [MaxPool2D(2), Flatten]
    [Dense(4, Name = "output")]
    public sealed partial class BatchNormalized;

    [Network, Input(3, 6, 5)]
    [Conv2D(5, 3, Bias = false, Name = "first"), Nested(typeof(FirstNormFormula), Name = "firstNorm"), Activation(Activation.Relu)]
    [Conv2D(9, 2, Name = "second"), Nested(typeof(SecondNormFormula), Name = "secondNorm")]
    [MaxPool2D(2), Flatten]
    [Dense(4, Name = "output")]
    public sealed partial class BatchNormalizedInference;

    /// <summary>Batch normalisation out of training, by its formula; what is kept of the batches is a parameter like others here.</summary>
    [Network]
    public sealed partial class FirstNormFormula
    {
        [Parameter(5, 1, 1)] private partial Tensor Weight();

        [Parameter(5, 1, 1)] private partial Tensor Bias();

        [Parameter(5, 1, 1, Name = "running_mean")] private partial Tensor Mean();

        [Parameter(5, 1, 1, Name = "running_var")] private partial Tensor Variance();

        [Forward]
        private Tensor Forward([Shape(5, 4, 3)] Tensor x) => ((x - Mean()) / Sqrt(Variance() + 1e-5f) * Weight()) + Bias();
    }

    /// <inheritdoc cref="FirstNormFormula"/>
    [Network]
    public sealed partial class SecondNormFormula
    {
        [Parameter(9, 1, 1, Name = "running_mean")] private partial Tensor Mean();

        [Parameter(9, 1, 1, Name = "running_var")] private partial Tensor Variance();

        [Forward]
        private Tensor Forward([Shape(9, 3, 2)] Tensor x) => (x - Mean()) / Sqrt(Variance() + 0.01f);
    }

    [Network, Input(11)]
    [Dense(17, Activation.Relu), Dropout(0.3)]
    [Dense(9, Activation.Tanh), Dropout(0.5)]
    [Dense(4)]
    public sealed partial class Dropped;

    [Network, Input(11)]
    [Dense(17, Activation.Relu)]
    [Dense(9, Activation.Tanh)]
    [Dense(4)]
    public sealed partial class DroppedInference;

    [Network, Input(3, 5, 4)]
    [Conv2D(6, 3, Activation.Gelu, Padding = 1), Dropout2D(0.25), Flatten]
    [Dense(5)]
    public sealed partial class ChannelsDropped;

    [Network, Input(3, 5, 4)]
    [Conv2D(6, 3, Activation.Gelu, Padding = 1), Flatten]
    [Dense(5)]
    public sealed partial class ChannelsDroppedInference;
}
