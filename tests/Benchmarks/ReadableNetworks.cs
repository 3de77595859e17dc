namespace NetGen.Benchmarks;

/// <summary>The network of samples/Digits, in the readable form.</summary>
[Network(Code = EmittedCode.Readable), Input(784)]
[Dense(128, Activation.Relu)]
[Dense(10)]
public sealed partial class ReadableDigits;

/// <summary>LeNet-5, in the readable form.</summary>
[Network(Code = EmittedCode.Readable), Input(1, 28, 28)]
[Conv2D(6, 5, Activation.Relu)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.Relu)]
[MaxPool2D(2)]
[Flatten]
[Dense(120, Activation.Relu)]
[Dense(84, Activation.Relu)]
[Dense(10, Name = "output")]
public sealed partial class ReadableLeNet5;

/// <summary>A residual block with batch normalisation.</summary>
[Network]
public sealed partial class Block
{
    [Conv2D(12, 3, Padding = 1)] private partial Tensor Stem(Tensor x);

    [Conv2D(12, 3, Padding = 1, Bias = false, Count = 2)] private partial Tensor Conv(int index, Tensor x);

    [BatchNorm(Count = 2)] private partial Tensor Norm(int index, Tensor x);

    [Dense(5)] private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Forward([Shape(1, 20, 20)] Tensor picture)
    {
        var h = Functional.Relu(Stem(picture));
        h = Functional.Relu(h + Norm(1, Conv(1, Functional.Relu(Norm(0, Conv(0, h))))));
        return Head(Functional.Flatten(h));
    }
}

/// <summary>The same in the readable form.</summary>
[Network(Code = EmittedCode.Readable)]
public sealed partial class ReadableBlock
{
    [Conv2D(12, 3, Padding = 1)] private partial Tensor Stem(Tensor x);

    [Conv2D(12, 3, Padding = 1, Bias = false, Count = 2)] private partial Tensor Conv(int index, Tensor x);

    [BatchNorm(Count = 2)] private partial Tensor Norm(int index, Tensor x);

    [Dense(5)] private partial Tensor Head(Tensor x);

    [Forward]
    private Tensor Forward([Shape(1, 20, 20)] Tensor picture)
    {
        var h = Functional.Relu(Stem(picture));
        h = Functional.Relu(h + Norm(1, Conv(1, Functional.Relu(Norm(0, Conv(0, h))))));
        return Head(Functional.Flatten(h));
    }
}

/// <summary>An LSTM over 24 hours, in the readable form.</summary>
[Network(Code = EmittedCode.Readable), Input(24, 1)]
[Lstm(32)]
[Dense(1)]
public sealed partial class ReadableLstm;
