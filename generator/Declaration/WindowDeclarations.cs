using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration;

/// <summary>A window that moves along one axis. Its values are checked; whether it fits the axis is not.</summary>
/// <param name="Kernel">How many elements it takes.</param>
/// <param name="Stride">How far it moves.</param>
/// <param name="Dilation">The distance between the elements that it takes.</param>
/// <param name="Before">How many elements of padding are in front of the axis.</param>
/// <param name="After">How many are behind it.</param>
internal sealed record Window(int Kernel, int Stride, int Dilation, int Before, int After)
{
    /// <summary>From its first element to its last one, inclusive.</summary>
    public long Reach => (Dilation * (Kernel - 1L)) + 1;

    /// <summary>Whether there is a place for it.</summary>
    public bool Fits(int size) => Reach <= (long)size + Before + After;

    /// <summary>How many places it has on an axis that it fits.</summary>
    public int Places(int size) => (int)((((long)size + Before + After - Reach) / Stride) + 1);
}

/// <summary>A convolution, of any number of axes behind the channels.</summary>
internal abstract record ConvolutionDeclaration(
    string Name,
    int Channels,
    EquatableArray<Window> Windows,
    int Groups,
    PaddingKind PaddingMode,
    ActivationKind Activation,
    bool Bias,
    InitializerKind Initializer) : LayerDeclaration(Name)
{
    /// <summary>A function of the developer's in the place of <see cref="Activation"/>.</summary>
    public ActivationFunction? ActivationMethod { get; init; }

    public override EquatableArray<string> Parameters => Bias ? ["weight", "bias"] : ["weight"];
}

internal sealed record Conv1DDeclaration(
    string Name, int Channels, EquatableArray<Window> Windows, int Groups, PaddingKind PaddingMode, ActivationKind Activation, bool Bias, InitializerKind Initializer)
    : ConvolutionDeclaration(Name, Channels, Windows, Groups, PaddingMode, Activation, Bias, Initializer);

internal sealed record Conv2DDeclaration(
    string Name, int Channels, EquatableArray<Window> Windows, int Groups, PaddingKind PaddingMode, ActivationKind Activation, bool Bias, InitializerKind Initializer)
    : ConvolutionDeclaration(Name, Channels, Windows, Groups, PaddingMode, Activation, Bias, Initializer);

/// <summary>A transposed convolution over height and width.</summary>
/// <param name="OutputPadding">How many rows and columns are added below and to the right.</param>
internal sealed record ConvTranspose2DDeclaration(
    string Name, int Channels, EquatableArray<Window> Windows, EquatableArray<int> OutputPadding, int Groups, ActivationKind Activation, bool Bias, InitializerKind Initializer)
    : LayerDeclaration(Name)
{
    /// <summary>A function of the developer's in the place of <see cref="Activation"/>.</summary>
    public ActivationFunction? ActivationMethod { get; init; }

    public override EquatableArray<string> Parameters => Bias ? ["weight", "bias"] : ["weight"];
}

/// <summary>A pool over height and width.</summary>
internal abstract record PoolDeclaration(string Name, EquatableArray<Window> Windows) : LayerDeclaration(Name);

internal sealed record MaxPool2DDeclaration(string Name, EquatableArray<Window> Windows) : PoolDeclaration(Name, Windows);

internal sealed record AveragePool2DDeclaration(string Name, EquatableArray<Window> Windows, bool CountIncludePad) : PoolDeclaration(Name, Windows);

/// <summary>The members of the runtime's <c>PaddingMode</c>, in its order.</summary>
internal enum PaddingKind
{
    Zeros, Reflect, Replicate, Circular,
}
