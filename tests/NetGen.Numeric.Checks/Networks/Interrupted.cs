namespace NetGen.Numeric.Checks.Networks;

/// <summary>Whatever a training draws or remembers: noise, and running statistics.</summary>
[Network, Input(6)]
[Dense(20, Name = "first"), BatchNorm(Name = "norm"), Activation(Activation.Relu), Dropout(0.2)]
[Dense(9, Activation.Tanh, Name = "second"), Dropout(0.1)]
[Dense(3, Name = "output")]
public sealed partial class Interrupted;
