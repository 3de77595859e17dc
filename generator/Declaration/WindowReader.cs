using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration;

/// <summary>Reads the windows of convolutions and pools: over two axes, one number for both or one for each, or over one.</summary>
internal static class WindowReader
{
    /// <summary>The windows over height and width.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="stride">The stride that is not given; null for the kernel's size.</param>
    public static EquatableArray<Window> OfTwoAxes(AttributeReader attribute, int? stride)
    {
        var kernels = attribute.Size("kernel", "kernelHeight", "kernelWidth");
        var strides = attribute.SizeIfGiven("Stride", "StrideHeight", "StrideWidth");
        var dilations = attribute.SizeIfGiven("Dilation", "DilationHeight", "DilationWidth");
        var paddings = attribute.CountIfGiven("Padding", "PaddingHeight", "PaddingWidth");
        return
        [
            Of(attribute, kernels.First, strides.First ?? stride, dilations.First, paddings.First, "Height"),
            Of(attribute, kernels.Second, strides.Second ?? stride, dilations.Second, paddings.Second, "Width"),
        ];
    }

    /// <summary>The window over the one axis of a sequence.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="stride">The stride that is not given; null for the kernel's size.</param>
    public static EquatableArray<Window> OfOneAxis(AttributeReader attribute, int? stride)
        =>
        [
            Of(
                attribute, attribute.Size("kernel"), attribute.SizeIfGiven("Stride") ?? stride, attribute.SizeIfGiven("Dilation"), attribute.CountIfGiven("Padding"), ""),
        ];

    private static Window Of(AttributeReader attribute, int kernel, int? stride, int? dilation, int? padding, string axis)
    {
        var window = new Window(kernel, stride ?? kernel, dilation ?? 1, padding ?? 0, padding ?? 0);
        if (!attribute.Flag("SamePadding", otherwise: false))
            return window;
        if (window.Stride != 1)
            attribute.Refuse(attribute.Given("Stride" + axis, "Stride"), "a stride of 1 beside SamePadding", Numbers.Text(window.Stride));
        if (padding is > 0)
            attribute.Refuse(attribute.Given("Padding" + axis, "Padding"), "no other padding beside SamePadding", Numbers.Text(padding.Value));
        var total = (int)Math.Min(window.Reach - 1, Shape.Largest);
        return window with { Before = total / 2, After = total - (total / 2) };
    }
}
