using NetGen;
using static NetGen.Functional;

namespace Shapes;

/// <summary>Too simple: all it sees of a picture is how bright its four quarters are.</summary>
[Network, Input(1, Pictures.Size, Pictures.Size)]
[AveragePool2D(Pictures.Size / 2)]
[Flatten]
[Dense(Pictures.Classes)]
internal sealed partial class QuarterNet;

/// <summary>Two residual blocks of convolutions, with batch normalisation after each and dropout before the last layer.</summary>
[Network]
internal sealed partial class ShapeNet
{
    [Conv2D(12, 3, Padding = 1)]
    private partial Tensor Stem(Tensor x);

    [Conv2D(12, 3, Padding = 1, Bias = false, Count = 4)]
    private partial Tensor Conv(int index, Tensor x);

    [BatchNorm(Count = 4)]
    private partial Tensor Norm(int index, Tensor x);

    [MaxPool2D(2)]
    private partial Tensor Halve(Tensor x);

    [GlobalAveragePool]
    private partial Tensor Pool(Tensor x);

    [Dropout(0.2)]
    private partial Tensor Drop(Tensor x);

    [Dense(Pictures.Classes)]
    private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Forward([Shape(1, Pictures.Size, Pictures.Size)] Tensor picture)
    {
        var h = Halve(Relu(Stem(picture)));
        h = Residual(0, h);
        h = Residual(1, Halve(h));
        return Head(Drop(Reshape(Pool(h), 12)));
    }

    private Tensor Residual(int block, Tensor h)
    {
        var inner = Relu(Norm(2 * block, Conv(2 * block, h)));
        return Relu(h + Norm((2 * block) + 1, Conv((2 * block) + 1, inner)));
    }
}

/// <summary>The same without batch normalisation and dropout.</summary>
[Network]
internal sealed partial class BareNet
{
    [Conv2D(12, 3, Padding = 1)]
    private partial Tensor Stem(Tensor x);

    [Conv2D(12, 3, Padding = 1, Count = 4)]
    private partial Tensor Conv(int index, Tensor x);

    [MaxPool2D(2)]
    private partial Tensor Halve(Tensor x);

    [GlobalAveragePool]
    private partial Tensor Pool(Tensor x);

    [Dense(Pictures.Classes)]
    private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Forward([Shape(1, Pictures.Size, Pictures.Size)] Tensor picture)
    {
        var h = Halve(Relu(Stem(picture)));
        h = Residual(0, h);
        h = Residual(1, Halve(h));
        return Head(Reshape(Pool(h), 12));
    }

    private Tensor Residual(int block, Tensor h) => Relu(h + Conv((2 * block) + 1, Relu(Conv(2 * block, h))));
}

/// <summary>A weight for every pixel and feature, enough to overfit, and nothing against it.</summary>
[Network, Input(1, Pictures.Size, Pictures.Size)]
[Flatten]
[Dense(256, Activation.Relu)]
[Dense(256, Activation.Relu)]
[Dense(Pictures.Classes)]
internal sealed partial class DenseNet;
