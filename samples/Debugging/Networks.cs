using NetGen;
using static NetGen.Functional;

namespace Debugging;

/// <summary>What all networks here share.</summary>
internal static class Size
{
    public const int Inputs = 2;
    public const int Classes = 3;
    public const int Depth = 10;
    public const int Width = 24;
}

/// <summary>Twelve layers with sigmoids between them, as networks were made in the 1980s.</summary>
[Network]
internal sealed partial class DeepSigmoid
{
    [Dense(Size.Width)]
    private partial Tensor First(Tensor x);

    [Dense(Size.Width, Count = Size.Depth)]
    private partial Tensor Hidden(int index, Tensor x);

    [Dense(Size.Classes)]
    private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Forward([Shape(Size.Inputs)] Tensor point)
    {
        var h = Sigmoid(First(point));
        for (var i = 0; i < Size.Depth; i++)
            h = Sigmoid(Hidden(i, h));
        return Last(h);
    }
}

/// <summary>The same with relu, and weights that keep the size of what goes through them: He's initialisation.</summary>
[Network]
internal sealed partial class DeepRelu
{
    [Dense(Size.Width, Initializer = Initializer.HeNormal)]
    private partial Tensor First(Tensor x);

    [Dense(Size.Width, Initializer = Initializer.HeNormal, Count = Size.Depth)]
    private partial Tensor Hidden(int index, Tensor x);

    [Dense(Size.Classes)]
    private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Forward([Shape(Size.Inputs)] Tensor point)
    {
        var h = Relu(First(point));
        for (var i = 0; i < Size.Depth; i++)
            h = Relu(Hidden(i, h));
        return Last(h);
    }
}

/// <summary>The sigmoid network with batch normalisation before each sigmoid, where it is steep.</summary>
[Network]
internal sealed partial class DeepNormalized
{
    [Dense(Size.Width)]
    private partial Tensor First(Tensor x);

    [Dense(Size.Width, Bias = false, Count = Size.Depth)]
    private partial Tensor Hidden(int index, Tensor x);

    [BatchNorm(Count = Size.Depth)]
    private partial Tensor Norm(int index, Tensor x);

    [Dense(Size.Classes)]
    private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Forward([Shape(Size.Inputs)] Tensor point)
    {
        var h = Sigmoid(First(point));
        for (var i = 0; i < Size.Depth; i++)
            h = Sigmoid(Norm(i, Hidden(i, h)));
        return Last(h);
    }
}

/// <summary>The sigmoid network with a way around each layer, through which gradients come back unchanged.</summary>
[Network]
internal sealed partial class DeepResidual
{
    [Dense(Size.Width)]
    private partial Tensor First(Tensor x);

    [Dense(Size.Width, Count = Size.Depth)]
    private partial Tensor Hidden(int index, Tensor x);

    [Dense(Size.Classes)]
    private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Forward([Shape(Size.Inputs)] Tensor point)
    {
        var h = Sigmoid(First(point));
        for (var i = 0; i < Size.Depth; i++)
            h = h + Sigmoid(Hidden(i, h));
        return Last(h);
    }
}

/// <summary>The relu network with batch normalisation before each relu: the size of the weights no longer matters.</summary>
[Network]
internal sealed partial class DeepNormalizedRelu
{
    [Dense(Size.Width)]
    private partial Tensor First(Tensor x);

    [Dense(Size.Width, Bias = false, Count = Size.Depth)]
    private partial Tensor Hidden(int index, Tensor x);

    [BatchNorm(Count = Size.Depth)]
    private partial Tensor Norm(int index, Tensor x);

    [Dense(Size.Classes)]
    private partial Tensor Last(Tensor x);

    [Forward]
    private Tensor Forward([Shape(Size.Inputs)] Tensor point)
    {
        var h = Relu(First(point));
        for (var i = 0; i < Size.Depth; i++)
            h = Relu(Norm(i, Hidden(i, h)));
        return Last(h);
    }
}

/// <summary>A network of usual depth.</summary>
[Network, Input(Size.Inputs, Name = "point")]
[Dense(24, Activation.Tanh)]
[Dense(24, Activation.Tanh)]
[Dense(Size.Classes)]
internal sealed partial class Shallow;

/// <summary>Far more weights than samples.</summary>
[Network, Input(Data.ManyInputs, Name = "measurements")]
[Dense(128, Activation.Relu)]
[Dense(128, Activation.Relu)]
[Dense(2)]
internal sealed partial class Wide;

/// <summary>The same, and half of what it has learned is hidden from it at every step.</summary>
[Network, Input(Data.ManyInputs, Name = "measurements")]
[Dropout(0.2)]
[Dense(128, Activation.Relu)]
[Dropout(0.6)]
[Dense(128, Activation.Relu)]
[Dropout(0.6)]
[Dense(2)]
internal sealed partial class WideDropout;
