using NetGen;

namespace Inspect;

/// <summary>LeNet-5 of LeCun et al., 1998, with relu and maximum pools. All gradients are kept for looking at them.</summary>
[Network(KeepGradients = true), Input(1, 28, 28)]
[Conv2D(6, 5, Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(120, Activation.Relu)]
[Dense(84, Activation.Relu)]
[Dense(10)]
public sealed partial class LeNet5;

/// <summary>The same to read, to step through, and to check the fast form with.</summary>
[Network(Code = EmittedCode.Readable), Input(1, 28, 28)]
[Conv2D(6, 5, Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(120, Activation.Relu)]
[Dense(84, Activation.Relu)]
[Dense(10)]
public sealed partial class LeNet5ToRead;
