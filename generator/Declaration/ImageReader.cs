using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>Reads the layers that work on channels, most of them on images.</summary>
internal static class ImageReader
{
    private static readonly string[] Ends = ["left", "right"];
    private static readonly string[] Sides = ["top", "bottom", .. Ends];

    public static LayerDeclaration Conv1D(string name, AttributeReader attribute)
        => new Conv1DDeclaration(name, Channels(attribute), WindowReader.OfOneAxis(attribute, stride: 1), attribute.Member<PaddingKind>("PaddingMode"));

    public static LayerDeclaration Conv2D(string name, AttributeReader attribute)
        => new Conv2DDeclaration(name, Channels(attribute), WindowReader.OfTwoAxes(attribute, stride: 1), attribute.Member<PaddingKind>("PaddingMode"));

    public static LayerDeclaration ConvTranspose2D(string name, AttributeReader attribute)
    {
        var windows = WindowReader.OfTwoAxes(attribute, stride: 1);
        var (height, width) = attribute.CountIfGiven("OutputPadding", "OutputPaddingHeight", "OutputPaddingWidth");
        return new ConvTranspose2DDeclaration(
            name,
            Channels(attribute),
            windows,
            [OutputPadding(attribute, "Height", windows[0], height ?? 0), OutputPadding(attribute, "Width", windows[1], width ?? 0)]);
    }

    public static LayerDeclaration MaxPool1D(string name, AttributeReader attribute)
        => new MaxPool1DDeclaration(name, Pooled(attribute, WindowReader.OfOneAxis(attribute, stride: null)));

    public static LayerDeclaration MaxPool2D(string name, AttributeReader attribute)
        => new MaxPool2DDeclaration(name, Pooled(attribute, WindowReader.OfTwoAxes(attribute, stride: null)));

    public static LayerDeclaration AveragePool1D(string name, AttributeReader attribute)
        => new AveragePool1DDeclaration(name, Pooled(attribute, WindowReader.OfOneAxis(attribute, stride: null)), CountIncludePad(attribute));

    public static LayerDeclaration AveragePool2D(string name, AttributeReader attribute)
        => new AveragePool2DDeclaration(name, Pooled(attribute, WindowReader.OfTwoAxes(attribute, stride: null)), CountIncludePad(attribute));

    public static LayerDeclaration AdaptiveAveragePool1D(string name, AttributeReader attribute)
        => new AdaptiveAveragePool1DDeclaration(name, [attribute.Size("size")]);

    public static LayerDeclaration AdaptiveAveragePool2D(string name, AttributeReader attribute)
        => new AdaptiveAveragePool2DDeclaration(name, Places(attribute));

    public static LayerDeclaration AdaptiveMaxPool1D(string name, AttributeReader attribute)
        => new AdaptiveMaxPool1DDeclaration(name, [attribute.Size("size")]);

    public static LayerDeclaration AdaptiveMaxPool2D(string name, AttributeReader attribute)
        => new AdaptiveMaxPool2DDeclaration(name, Places(attribute));

    public static LayerDeclaration ZeroPad1D(string name, AttributeReader attribute) => new ZeroPad1DDeclaration(name, Widths(attribute, Ends));

    public static LayerDeclaration ReflectionPad1D(string name, AttributeReader attribute) => new ReflectionPad1DDeclaration(name, Widths(attribute, Ends));

    public static LayerDeclaration ZeroPad2D(string name, AttributeReader attribute) => new ZeroPad2DDeclaration(name, Widths(attribute, Sides));

    public static LayerDeclaration ReflectionPad2D(string name, AttributeReader attribute) => new ReflectionPad2DDeclaration(name, Widths(attribute, Sides));

    public static LayerDeclaration Upsample(string name, AttributeReader attribute)
    {
        var scale = attribute.Size("scale");
        if (scale == 1)
            attribute.AdviseNoEffect("scale", "it gives out what goes in");
        return new UpsampleDeclaration(name, scale, attribute.Member<UpsampleKind>("mode"));
    }

    private static EquatableArray<Window> Pooled(AttributeReader attribute, EquatableArray<Window> windows)
    {
        if (windows.All(static window => window is { Kernel: 1, Stride: 1, Before: 0 }))
            attribute.AdviseNoEffect("kernel", "it gives out what goes in");
        return windows;
    }

    private static bool CountIncludePad(AttributeReader attribute) => attribute.Flag("CountIncludePad", otherwise: true);

    private static EquatableArray<int> Places(AttributeReader attribute)
    {
        var (rows, columns) = attribute.Size("size", "height", "width");
        return [rows, columns];
    }

    private static ConvolutionChannels Channels(AttributeReader attribute)
    {
        var activation = attribute.Member<ActivationKind>("activation");
        return new(
            attribute.Size("channels"),
            attribute.SizeIfGiven("Groups") ?? 1,
            activation,
            attribute.ActivationMethod("ActivationMethod", activation),
            attribute.Flag("Bias", otherwise: true),
            attribute.Member<InitializerKind>("Initializer"));
    }

    /// <summary>It chooses among the sizes that a convolution brings to the same one; more than that would be zeros.</summary>
    private static int OutputPadding(AttributeReader attribute, string axis, Window window, int padding)
    {
        var limit = Math.Max(window.Stride, window.Dilation);
        if (padding < limit)
            return padding;
        attribute.Refuse(
            attribute.Given("OutputPadding" + axis, "OutputPadding"), $"output padding of less than the stride or the dilation, {Counts.Text(limit)}", Counts.Text(padding));
        return 0;
    }

    /// <summary>On every side, in the order of the axes.</summary>
    private static EquatableArray<int> Widths(AttributeReader attribute, string[] sides)
        => attribute.CountIfGiven("padding") is { } all
            ? [.. sides.Select(_ => all)]
            : [.. sides.Select(side => attribute.CountIfGiven(side) ?? 0)];
}
