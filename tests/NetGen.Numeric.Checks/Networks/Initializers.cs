namespace NetGen.Numeric.Checks.Networks;

/// <summary>Every initialiser, before activations of different gain; large enough for statistics.</summary>
public static partial class Initializers
{
    [Network, Input(96)]
    [Dense(128, Activation.Relu, Initializer = Initializer.Default, Name = "first")]
    [Dense(100, Initializer = Initializer.Default, Name = "second")]
    public sealed partial class ByDefault;

    [Network, Input(96)]
    [Dense(128, Activation.Tanh, Initializer = Initializer.XavierUniform, Name = "first")]
    [Dense(100, Initializer = Initializer.XavierUniform, Name = "second")]
    public sealed partial class ByXavierUniform;

    [Network, Input(96)]
    [Dense(128, Activation.Relu, Initializer = Initializer.XavierNormal, Name = "first")]
    [Dense(100, Activation.Sigmoid, Initializer = Initializer.XavierNormal, Name = "second")]
    public sealed partial class ByXavierNormal;

    [Network, Input(96)]
    [Dense(128, Activation.Relu, Initializer = Initializer.HeUniform, Name = "first")]
    [Dense(100, Activation.Tanh, Initializer = Initializer.HeUniform, Name = "second")]
    public sealed partial class ByHeUniform;

    [Network, Input(96)]
    [Dense(128, Activation.Relu, Initializer = Initializer.HeNormal, Name = "first")]
    [Dense(100, Activation.Tanh, Initializer = Initializer.HeNormal, Name = "second")]
    public sealed partial class ByHeNormal;

    [Network, Input(96)]
    [Dense(128, Activation.Relu, Initializer = Initializer.Zeros, Name = "first")]
    [Dense(100, Initializer = Initializer.Default, Name = "second")]
    public sealed partial class ByZeros;
}
