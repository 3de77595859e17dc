namespace NetGen.Benchmarks;

/// <summary>A toy: the cost of a step is that of its calls.</summary>
[Network, Input(2)]
[Dense(8, Activation.Tanh)]
[Dense(2)]
public sealed partial class Toy;

/// <summary>The size of iris.</summary>
[Network, Input(4)]
[Dense(16, Activation.Relu)]
[Dense(3)]
public sealed partial class Flowers;

/// <summary>Narrow layers and a large batch: all is elementwise.</summary>
[Network, Input(4)]
[Dense(32, Activation.Tanh)]
[Dense(16, Activation.Tanh)]
[Dense(4)]
public sealed partial class Reconstruction;

/// <summary>The size of the housing data.</summary>
[Network, Input(13)]
[Dense(64, Activation.Relu)]
[Dense(32, Activation.Relu)]
[Dense(1)]
public sealed partial class Price;

/// <summary>The network of samples/Digits.</summary>
[Network, Input(784)]
[Dense(128, Activation.Relu)]
[Dense(10)]
public sealed partial class Digits;

/// <summary>Digits with wide layers: parameters no longer fit the second cache.</summary>
[Network, Input(784)]
[Dense(512, Activation.Relu)]
[Dense(512, Activation.Relu)]
[Dense(10)]
public sealed partial class WideDigits;

/// <summary>Large enough that only the matrix products count.</summary>
[Network, Input(1024)]
[Dense(1024, Activation.Relu)]
[Dense(1024, Activation.Relu)]
[Dense(10)]
public sealed partial class Large;

/// <summary>LeNet-5 as samples/Digits has it.</summary>
[Network, Input(1, 28, 28)]
[Conv2D(6, 5, Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(120, Activation.Relu)]
[Dense(84, Activation.Relu)]
[Dense(10, Name = "output")]
public sealed partial class LeNet5;

/// <summary>A convolutional network that halves its pictures by strides, down to 7 × 7.</summary>
[Network, Input(1, 28, 28)]
[Conv2D(16, 3, Activation.Relu, Padding = 1)]
[Conv2D(32, 3, Activation.Relu, Stride = 2, Padding = 1)]
[Conv2D(64, 3, Activation.Relu, Stride = 2, Padding = 1)]
[Conv2D(64, 3, Activation.Relu, Padding = 1)]
[GlobalAveragePool]
[Flatten]
[Dense(10, Name = "output")]
public sealed partial class Strided;
