using NetGen;

namespace Digits;

/// <summary>The network of this sample: 784 pixels, 128 hidden features, a logit for each digit.</summary>
[Network, Input(28 * 28, Name = "pixels")]
[Dense(128, Activation.Relu, Name = "hidden")]
[Dense(10, Name = "output")]
internal sealed partial class DigitNet;

/// <summary>Softmax regression, to see how far one gets without a hidden layer.</summary>
[Network, Input(28 * 28, Name = "pixels")]
[Dense(10, Name = "output")]
internal sealed partial class LinearNet;
