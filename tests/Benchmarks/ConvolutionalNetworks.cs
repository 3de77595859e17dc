using static NetGen.Functional;

namespace NetGen.Benchmarks;

/// <summary>ResNet-18 for pictures of 32 × 32 (He et al. 2015): a stem of 3 × 3, four stages of two residual blocks, of which three halve the picture.</summary>
[Network]
public sealed partial class SmallResNet
{
    [Conv2D(64, 3, Padding = 1, Bias = false)] private partial Tensor Stem(Tensor x);

    [Conv2D(64, 3, Padding = 1, Bias = false, Count = 4)] private partial Tensor Of64(int index, Tensor x);

    [Conv2D(128, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Halve128(Tensor x);

    [Conv2D(128, 1, Stride = 2, Bias = false)] private partial Tensor Shortcut128(Tensor x);

    [Conv2D(128, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Of128(int index, Tensor x);

    [Conv2D(256, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Halve256(Tensor x);

    [Conv2D(256, 1, Stride = 2, Bias = false)] private partial Tensor Shortcut256(Tensor x);

    [Conv2D(256, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Of256(int index, Tensor x);

    [Conv2D(512, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Halve512(Tensor x);

    [Conv2D(512, 1, Stride = 2, Bias = false)] private partial Tensor Shortcut512(Tensor x);

    [Conv2D(512, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Of512(int index, Tensor x);

    [BatchNorm(Count = 20)] private partial Tensor Norm(int index, Tensor x);

    [GlobalAveragePool] private partial Tensor Pool(Tensor x);

    [Dense(10)] private partial Tensor Output(Tensor x);

    [Forward]
    private Tensor Forward([Shape(3, 32, 32)] Tensor picture)
    {
        var x = Relu(Norm(0, Stem(picture)));
        for (var block = 0; block < 2; block++)
            x = Relu(x + Norm((2 * block) + 2, Of64((2 * block) + 1, Relu(Norm((2 * block) + 1, Of64(2 * block, x))))));
        x = Relu(Norm(5, Shortcut128(x)) + Norm(6, Of128(0, Relu(Norm(7, Halve128(x))))));
        x = Relu(x + Norm(9, Of128(2, Relu(Norm(8, Of128(1, x))))));
        x = Relu(Norm(10, Shortcut256(x)) + Norm(11, Of256(0, Relu(Norm(12, Halve256(x))))));
        x = Relu(x + Norm(14, Of256(2, Relu(Norm(13, Of256(1, x))))));
        x = Relu(Norm(15, Shortcut512(x)) + Norm(16, Of512(0, Relu(Norm(17, Halve512(x))))));
        x = Relu(x + Norm(19, Of512(2, Relu(Norm(18, Of512(1, x))))));
        return Output(Flatten(Pool(x)));
    }
}

/// <summary>ResNet-18 for pictures of 224 × 224 and 1,000 classes (He et al. 2015).</summary>
[Network]
public sealed partial class LargeResNet
{
    [Conv2D(64, 7, Stride = 2, Padding = 3, Bias = false)] private partial Tensor Stem(Tensor x);

    [MaxPool2D(3, Stride = 2, Padding = 1)] private partial Tensor StemPool(Tensor x);

    [Conv2D(64, 3, Padding = 1, Bias = false, Count = 4)] private partial Tensor Of64(int index, Tensor x);

    [Conv2D(128, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Halve128(Tensor x);

    [Conv2D(128, 1, Stride = 2, Bias = false)] private partial Tensor Shortcut128(Tensor x);

    [Conv2D(128, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Of128(int index, Tensor x);

    [Conv2D(256, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Halve256(Tensor x);

    [Conv2D(256, 1, Stride = 2, Bias = false)] private partial Tensor Shortcut256(Tensor x);

    [Conv2D(256, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Of256(int index, Tensor x);

    [Conv2D(512, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Halve512(Tensor x);

    [Conv2D(512, 1, Stride = 2, Bias = false)] private partial Tensor Shortcut512(Tensor x);

    [Conv2D(512, 3, Padding = 1, Bias = false, Count = 3)] private partial Tensor Of512(int index, Tensor x);

    [BatchNorm(Count = 20)] private partial Tensor Norm(int index, Tensor x);

    [GlobalAveragePool] private partial Tensor Pool(Tensor x);

    [Dense(1000)] private partial Tensor Output(Tensor x);

    [Forward]
    private Tensor Forward([Shape(3, 224, 224)] Tensor picture)
    {
        var x = StemPool(Relu(Norm(0, Stem(picture))));
        for (var block = 0; block < 2; block++)
            x = Relu(x + Norm((2 * block) + 2, Of64((2 * block) + 1, Relu(Norm((2 * block) + 1, Of64(2 * block, x))))));
        x = Relu(Norm(5, Shortcut128(x)) + Norm(6, Of128(0, Relu(Norm(7, Halve128(x))))));
        x = Relu(x + Norm(9, Of128(2, Relu(Norm(8, Of128(1, x))))));
        x = Relu(Norm(10, Shortcut256(x)) + Norm(11, Of256(0, Relu(Norm(12, Halve256(x))))));
        x = Relu(x + Norm(14, Of256(2, Relu(Norm(13, Of256(1, x))))));
        x = Relu(Norm(15, Shortcut512(x)) + Norm(16, Of512(0, Relu(Norm(17, Halve512(x))))));
        x = Relu(x + Norm(19, Of512(2, Relu(Norm(18, Of512(1, x))))));
        return Output(Flatten(Pool(x)));
    }
}

/// <summary>
/// MobileNetV2 (Sandler et al. 2018): seventeen blocks that widen six times, convolve each channel by itself, and narrow again. Layers are named by
/// how many channels they give.
/// </summary>
[Network]
public sealed partial class MobileNet
{
    [Conv2D(32, 3, Stride = 2, Padding = 1, Bias = false)] private partial Tensor Stem(Tensor x);

    [Conv2D(96, 1, Bias = false)] private partial Tensor Widen96(Tensor x);

    [Conv2D(144, 1, Bias = false, Count = 2)] private partial Tensor Widen144(int index, Tensor x);

    [Conv2D(192, 1, Bias = false, Count = 3)] private partial Tensor Widen192(int index, Tensor x);

    [Conv2D(384, 1, Bias = false, Count = 4)] private partial Tensor Widen384(int index, Tensor x);

    [Conv2D(576, 1, Bias = false, Count = 3)] private partial Tensor Widen576(int index, Tensor x);

    [Conv2D(960, 1, Bias = false, Count = 3)] private partial Tensor Widen960(int index, Tensor x);

    [Conv2D(32, 3, Padding = 1, Groups = 32, Bias = false)] private partial Tensor Each32(Tensor x);

    [Conv2D(96, 3, Stride = 2, Padding = 1, Groups = 96, Bias = false)] private partial Tensor Halve96(Tensor x);

    [Conv2D(144, 3, Padding = 1, Groups = 144, Bias = false)] private partial Tensor Each144(Tensor x);

    [Conv2D(144, 3, Stride = 2, Padding = 1, Groups = 144, Bias = false)] private partial Tensor Halve144(Tensor x);

    [Conv2D(192, 3, Padding = 1, Groups = 192, Bias = false, Count = 2)] private partial Tensor Each192(int index, Tensor x);

    [Conv2D(192, 3, Stride = 2, Padding = 1, Groups = 192, Bias = false)] private partial Tensor Halve192(Tensor x);

    [Conv2D(384, 3, Padding = 1, Groups = 384, Bias = false, Count = 4)] private partial Tensor Each384(int index, Tensor x);

    [Conv2D(576, 3, Padding = 1, Groups = 576, Bias = false, Count = 2)] private partial Tensor Each576(int index, Tensor x);

    [Conv2D(576, 3, Stride = 2, Padding = 1, Groups = 576, Bias = false)] private partial Tensor Halve576(Tensor x);

    [Conv2D(960, 3, Padding = 1, Groups = 960, Bias = false, Count = 3)] private partial Tensor Each960(int index, Tensor x);

    [Conv2D(16, 1, Bias = false)] private partial Tensor Narrow16(Tensor x);

    [Conv2D(24, 1, Bias = false, Count = 2)] private partial Tensor Narrow24(int index, Tensor x);

    [Conv2D(32, 1, Bias = false, Count = 3)] private partial Tensor Narrow32(int index, Tensor x);

    [Conv2D(64, 1, Bias = false, Count = 4)] private partial Tensor Narrow64(int index, Tensor x);

    [Conv2D(96, 1, Bias = false, Count = 3)] private partial Tensor Narrow96(int index, Tensor x);

    [Conv2D(160, 1, Bias = false, Count = 3)] private partial Tensor Narrow160(int index, Tensor x);

    [Conv2D(320, 1, Bias = false)] private partial Tensor Narrow320(Tensor x);

    [Conv2D(1280, 1, Bias = false)] private partial Tensor Head(Tensor x);

    [BatchNorm(Count = 16)] private partial Tensor WideNorm(int block, Tensor x);

    [BatchNorm(Count = 17)] private partial Tensor EachNorm(int block, Tensor x);

    [BatchNorm(Count = 17)] private partial Tensor NarrowNorm(int block, Tensor x);

    [BatchNorm(Count = 2)] private partial Tensor Norm(int index, Tensor x);

    [GlobalAveragePool] private partial Tensor Pool(Tensor x);

    [Dense(1000)] private partial Tensor Output(Tensor x);

    [Differentiable]
    public static float Relu6(float x) => MathF.Min(MathF.Max(x, 0), 6);

    private Tensor Wide(int block, Tensor widened) => Map(WideNorm(block, widened), Relu6);

    private Tensor Each(int block, Tensor convolved) => Map(EachNorm(block, convolved), Relu6);

    [Forward]
    private Tensor Forward([Shape(3, 224, 224)] Tensor picture)
    {
        var x = Map(Norm(0, Stem(picture)), Relu6);
        x = NarrowNorm(0, Narrow16(Each(0, Each32(x))));
        x = NarrowNorm(1, Narrow24(0, Each(1, Halve96(Wide(0, Widen96(x))))));
        x = x + NarrowNorm(2, Narrow24(1, Each(2, Each144(Wide(1, Widen144(0, x))))));
        x = NarrowNorm(3, Narrow32(0, Each(3, Halve144(Wide(2, Widen144(1, x))))));
        for (var i = 0; i < 2; i++)
            x = x + NarrowNorm(4 + i, Narrow32(1 + i, Each(4 + i, Each192(i, Wide(3 + i, Widen192(i, x))))));
        x = NarrowNorm(6, Narrow64(0, Each(6, Halve192(Wide(5, Widen192(2, x))))));
        for (var i = 0; i < 3; i++)
            x = x + NarrowNorm(7 + i, Narrow64(1 + i, Each(7 + i, Each384(i, Wide(6 + i, Widen384(i, x))))));
        x = NarrowNorm(10, Narrow96(0, Each(10, Each384(3, Wide(9, Widen384(3, x))))));
        for (var i = 0; i < 2; i++)
            x = x + NarrowNorm(11 + i, Narrow96(1 + i, Each(11 + i, Each576(i, Wide(10 + i, Widen576(i, x))))));
        x = NarrowNorm(13, Narrow160(0, Each(13, Halve576(Wide(12, Widen576(2, x))))));
        for (var i = 0; i < 2; i++)
            x = x + NarrowNorm(14 + i, Narrow160(1 + i, Each(14 + i, Each960(i, Wide(13 + i, Widen960(i, x))))));
        x = NarrowNorm(16, Narrow320(Each(16, Each960(2, Wide(15, Widen960(2, x))))));
        return Output(Flatten(Pool(Map(Norm(1, Head(x)), Relu6))));
    }
}

/// <summary>DS-CNN, which spots keywords (Zhang et al. 2017): four pairs of a convolution of each channel by itself and one across channels.</summary>
[Network]
public sealed partial class KeywordSpotter
{
    [Conv2D(64, 10, 4, StrideHeight = 2, StrideWidth = 2, PaddingHeight = 5, PaddingWidth = 1, Bias = false)] private partial Tensor Stem(Tensor x);

    [Conv2D(64, 3, Padding = 1, Groups = 64, Bias = false, Count = 4)] private partial Tensor Each(int index, Tensor x);

    [Conv2D(64, 1, Bias = false, Count = 4)] private partial Tensor Across(int index, Tensor x);

    [BatchNorm(Count = 9)] private partial Tensor Norm(int index, Tensor x);

    [GlobalAveragePool] private partial Tensor Pool(Tensor x);

    [Dense(12)] private partial Tensor Output(Tensor x);

    [Forward]
    private Tensor Forward([Shape(1, 49, 10)] Tensor coefficients)
    {
        var x = Relu(Norm(0, Stem(coefficients)));
        for (var i = 0; i < 4; i++)
            x = Relu(Norm((2 * i) + 2, Across(i, Relu(Norm((2 * i) + 1, Each(i, x))))));
        return Output(Flatten(Pool(x)));
    }
}

/// <summary>Convolutions over time, for the six channels of a phone's sensors and six activities.</summary>
[Network, Input(6, 128)]
[Conv1D(64, 3, Activation.Relu)]
[Conv1D(64, 3, Activation.Relu)]
[MaxPool1D(2)]
[Conv1D(128, 3, Activation.Relu)]
[Conv1D(128, 3, Activation.Relu)]
[MaxPool1D(2)]
[Flatten]
[Dense(100, Activation.Relu)]
[Dense(6)]
public sealed partial class Activities;
