namespace NetGen.Numeric.Checks.Networks;

/// <summary>The networks that <c>tests/Fixtures/record_networks.py</c> has recorded from PyTorch.</summary>
public static partial class Recorded
{
    [Network, Input(31)]
    [Dense(17, Activation.Relu, Name = "hidden")]
    [Dense(10, Name = "output")]
    public sealed partial class Classifier;

    [Network, Input(13)]
    [Dense(9, Activation.Tanh, Name = "first")]
    [Dense(8, Activation.Gelu, Name = "second")]
    [Dense(1, Name = "price")]
    public sealed partial class Regressor;

    [Network, Input(7)]
    [Dense(33, Activation.Silu, Name = "first")]
    [Dense(5, Name = "second"), LogSoftmax]
    public sealed partial class Logarithmic;

    [Network, Input(6)]
    [Dense(10, Activation.Mish, Name = "a")]
    [Dense(11, Activation.Softplus, Name = "b")]
    [Dense(9, Activation.Elu, Name = "c")]
    [Dense(7, Activation.GeluTanh, Name = "d")]
    [Dense(3, Activation.Softsign, Name = "e")]
    public sealed partial class Smooth;

    [Network, Input(6)]
    [Dense(19, Activation.LeakyRelu, Name = "a")]
    [Dense(18, Activation.Selu, Name = "b")]
    [Dense(12, Activation.HardSwish, Name = "c")]
    [Dense(10, Activation.HardSigmoid, Name = "d")]
    [Dense(4, Activation.HardTanh, Name = "e")]
    public sealed partial class Pieces;

    [Network, Input(3, 5)]
    [Dense(9, Bias = false, Name = "token"), Softmax, Flatten]
    [Dense(2, Activation.Sigmoid, Name = "output")]
    public sealed partial class Axes;

    [Network, Input(1, 28, 28)]
    [Conv2D(6, 5, Activation.Relu, Name = "conv1"), MaxPool2D(2)]
    [Conv2D(16, 5, Activation.Relu, Name = "conv2"), MaxPool2D(2), Flatten]
    [Dense(120, Activation.Relu, Name = "fc1")]
    [Dense(84, Activation.Relu, Name = "fc2")]
    [Dense(10, Name = "output")]
    public sealed partial class LeNet;
}
