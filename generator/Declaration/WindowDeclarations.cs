using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

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

/// <summary>The channels of a convolution, and what follows the sum.</summary>
/// <param name="Outputs">How many channels the output has.</param>
/// <param name="Groups">Into how many groups they are divided.</param>
/// <param name="ActivationMethod">A function of the developer's in the place of <paramref name="Activation"/>.</param>
internal sealed record ConvolutionChannels(
    int Outputs, int Groups, ActivationKind Activation, ActivationFunction? ActivationMethod, bool Bias, InitializerKind Initializer);

/// <summary>A convolution over the axes behind the channels.</summary>
internal abstract record ConvolutionDeclaration(string Name, ConvolutionChannels Channels, EquatableArray<Window> Windows) : LayerDeclaration(Name)
{
    public override EquatableArray<string> Parameters => Channels.Bias ? ["weight", "bias"] : ["weight"];
}

internal sealed record Conv1DDeclaration(string Name, ConvolutionChannels Channels, EquatableArray<Window> Windows, PaddingKind PaddingMode)
    : ConvolutionDeclaration(Name, Channels, Windows);

internal sealed record Conv2DDeclaration(string Name, ConvolutionChannels Channels, EquatableArray<Window> Windows, PaddingKind PaddingMode)
    : ConvolutionDeclaration(Name, Channels, Windows);

/// <param name="OutputPadding">How many rows and columns are added to the output.</param>
internal sealed record ConvTranspose2DDeclaration(string Name, ConvolutionChannels Channels, EquatableArray<Window> Windows, EquatableArray<int> OutputPadding)
    : ConvolutionDeclaration(Name, Channels, Windows);

/// <summary>A pool over the axes behind the channels.</summary>
internal abstract record PoolDeclaration(string Name, EquatableArray<Window> Windows) : LayerDeclaration(Name);

internal abstract record MaxPoolDeclaration(string Name, EquatableArray<Window> Windows) : PoolDeclaration(Name, Windows);

internal sealed record MaxPool1DDeclaration(string Name, EquatableArray<Window> Windows) : MaxPoolDeclaration(Name, Windows);

internal sealed record MaxPool2DDeclaration(string Name, EquatableArray<Window> Windows) : MaxPoolDeclaration(Name, Windows);

/// <param name="CountIncludePad">Whether the zeros of the padding count.</param>
internal abstract record AveragePoolDeclaration(string Name, EquatableArray<Window> Windows, bool CountIncludePad) : PoolDeclaration(Name, Windows);

internal sealed record AveragePool1DDeclaration(string Name, EquatableArray<Window> Windows, bool CountIncludePad)
    : AveragePoolDeclaration(Name, Windows, CountIncludePad);

internal sealed record AveragePool2DDeclaration(string Name, EquatableArray<Window> Windows, bool CountIncludePad)
    : AveragePoolDeclaration(Name, Windows, CountIncludePad);

/// <summary>As many windows as are asked for.</summary>
/// <param name="Places">How many along each axis behind the channels.</param>
internal abstract record AdaptivePoolDeclaration(string Name, EquatableArray<int> Places) : LayerDeclaration(Name);

internal sealed record AdaptiveAveragePool1DDeclaration(string Name, EquatableArray<int> Places) : AdaptivePoolDeclaration(Name, Places);

internal sealed record AdaptiveAveragePool2DDeclaration(string Name, EquatableArray<int> Places) : AdaptivePoolDeclaration(Name, Places);

internal sealed record AdaptiveMaxPool1DDeclaration(string Name, EquatableArray<int> Places) : AdaptivePoolDeclaration(Name, Places);

internal sealed record AdaptiveMaxPool2DDeclaration(string Name, EquatableArray<int> Places) : AdaptivePoolDeclaration(Name, Places);

internal sealed record GlobalAveragePoolDeclaration(string Name) : LayerDeclaration(Name);

internal sealed record GlobalMaxPoolDeclaration(string Name) : LayerDeclaration(Name);

/// <summary>Elements around an image, or at both ends of a sequence.</summary>
/// <param name="Widths">How many before and after each axis behind the channels: above, below, left and right, or left and right.</param>
internal abstract record PadDeclaration(string Name, EquatableArray<int> Widths) : LayerDeclaration(Name)
{
    /// <summary>What they are.</summary>
    public abstract PaddingKind Mode { get; }
}

internal sealed record ZeroPad1DDeclaration(string Name, EquatableArray<int> Widths) : PadDeclaration(Name, Widths)
{
    public override PaddingKind Mode => PaddingKind.Zeros;
}

internal sealed record ReflectionPad1DDeclaration(string Name, EquatableArray<int> Widths) : PadDeclaration(Name, Widths)
{
    public override PaddingKind Mode => PaddingKind.Reflect;
}

internal sealed record ZeroPad2DDeclaration(string Name, EquatableArray<int> Widths) : PadDeclaration(Name, Widths)
{
    public override PaddingKind Mode => PaddingKind.Zeros;
}

internal sealed record ReflectionPad2DDeclaration(string Name, EquatableArray<int> Widths) : PadDeclaration(Name, Widths)
{
    public override PaddingKind Mode => PaddingKind.Reflect;
}

internal sealed record UpsampleDeclaration(string Name, int Scale, UpsampleKind Mode) : LayerDeclaration(Name);

/// <summary>The members of the runtime's <c>UpsampleMode</c>, in its order.</summary>
internal enum UpsampleKind
{
    Nearest, Bilinear,
}

/// <summary>The members of the runtime's <c>PaddingMode</c>, in its order.</summary>
internal enum PaddingKind
{
    Zeros, Reflect, Replicate, Circular,
}
