using NetGen;

namespace Tabular;

/// <summary>Linear regression: what a network has to be better than.</summary>
[Network, Input(HouseTable.InputSize, Name = "house")]
[Dense(1, Name = "price")]
internal sealed partial class LinearNet;

/// <summary>Two hidden layers, for what columns mean together.</summary>
[Network, Input(HouseTable.InputSize, Name = "house")]
[Dense(32, Activation.Relu)]
[Dense(16, Activation.Relu)]
[Dense(1, Name = "price")]
internal sealed partial class HouseNet;
