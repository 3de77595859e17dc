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

/// <summary>LeNet-5, with relu and the largest of four where it had sigmoids and means.</summary>
[Network, Input(1, 28, 28, Name = "pixels")]
[Conv2D(6, 5, Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(120, Activation.Relu)]
[Dense(84, Activation.Relu)]
[Dense(10, Name = "output")]
internal sealed partial class LeNet5;
