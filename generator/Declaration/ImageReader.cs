using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration;

/// <summary>Reads the layers that work on channels, most of them on images.</summary>
internal static class ImageReader
{
    private static readonly string[] Sides = ["top", "bottom", "left", "right"];

    public static LayerDeclaration Conv1D(string name, AttributeReader attribute)
        => new Conv1DDeclaration(name, Channels(attribute), WindowReader.OfOneAxis(attribute), attribute.Member<PaddingKind>("PaddingMode"));

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

    public static LayerDeclaration MaxPool2D(string name, AttributeReader attribute)
        => new MaxPool2DDeclaration(name, Windows(attribute));

    public static LayerDeclaration AveragePool2D(string name, AttributeReader attribute)
        => new AveragePool2DDeclaration(name, Windows(attribute), attribute.Flag("CountIncludePad", otherwise: true));

    public static LayerDeclaration AdaptiveAveragePool2D(string name, AttributeReader attribute)
    {
        var (rows, columns) = attribute.Size("size", "height", "width");
        return new AdaptiveAveragePool2DDeclaration(name, [rows, columns]);
    }

    public static LayerDeclaration ZeroPad2D(string name, AttributeReader attribute) => new ZeroPad2DDeclaration(name, Widths(attribute));

    public static LayerDeclaration ReflectionPad2D(string name, AttributeReader attribute) => new ReflectionPad2DDeclaration(name, Widths(attribute));

    public static LayerDeclaration Upsample(string name, AttributeReader attribute)
    {
        var scale = attribute.Size("scale");
        if (scale == 1)
            attribute.AdviseNoEffect("scale", "it gives out what goes in");
        return new UpsampleDeclaration(name, scale, attribute.Member<UpsampleKind>("mode"));
    }

    private static EquatableArray<Window> Windows(AttributeReader attribute)
    {
        var windows = WindowReader.OfTwoAxes(attribute, stride: null);
        if (windows.All(static window => window is { Kernel: 1, Stride: 1, Before: 0 }))
            attribute.AdviseNoEffect("kernel", "it gives out what goes in");
        return windows;
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

    /// <summary>Above, below, left and right.</summary>
    private static EquatableArray<int> Widths(AttributeReader attribute)
        => attribute.CountIfGiven("padding") is { } all
            ? [all, all, all, all]
            : [.. Sides.Select(side => attribute.CountIfGiven(side) ?? 0)];
}
