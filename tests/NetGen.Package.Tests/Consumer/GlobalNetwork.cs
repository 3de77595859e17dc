using NetGen;

/// <summary>A network in no namespace.</summary>
[Network, Input(2)]
[Dense(8, Activation.Tanh)]
[Dense(2)]
public sealed partial class GlobalNetwork;
