using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>Whether the windows of a layer fit its input, and what is said where they do not.</summary>
internal static class WindowShapes
{
    private static readonly string[] Axes = ["length", "height × width", "depth × height × width"];

    /// <summary>How many elements each axis behind the channels has.</summary>
    /// <exception cref="LayerException">There is another number of axes than the layer has windows.</exception>
    public static int[] Sizes(LayerDeclaration layer, Shape input, int windows)
    {
        if (input.Rank != windows + 2)
            throw new LayerException(layer, $"it takes channels × {Axes[windows - 1]}, and its input is {Counts.Product(input.SampleDimensions)}");
        return [.. input.SampleDimensions.Skip(1)];
    }

    /// <summary>How many places the windows have along each axis.</summary>
    /// <exception cref="LayerException">A window is larger than the input and its padding.</exception>
    public static int[] Places(LayerDeclaration layer, EquatableArray<Window> windows, int[] sizes)
    {
        if (windows.Where((window, axis) => !window.Fits(sizes[axis])).Any())
            throw new LayerException(layer, Arithmetic(windows, sizes));
        return [.. windows.Select((window, axis) => window.Places(sizes[axis]))];
    }

    /// <summary>How many elements a transposed convolution makes along each axis.</summary>
    /// <exception cref="LayerException">Its padding cuts off all.</exception>
    public static int[] Transposed(ConvTranspose2DDeclaration layer, int[] places)
    {
        long[] sizes =
            [.. layer.Windows.Select((window, axis) => ((places[axis] - 1L) * window.Stride) + window.Reach - (2L * window.Before) + layer.OutputPadding[axis])];
        if (sizes.Any(static size => size < 1))
            throw new LayerException(layer, $"{Arithmetic(layer.Windows, places)} leaves {string.Join("×", sizes.Select(Counts.Text))} of its output");
        return sizes.Any(static size => size > Shape.Largest)
            ? throw new ImpossibleShapeException(ProblemKind.TooLarge, $"{string.Join(" × ", sizes.Select(Counts.Text))} outputs")
            : [.. sizes.Select(static size => (int)size)];
    }

    /// <summary><c>5×5 kernel on 4×4 input with padding 0</c></summary>
    private static string Arithmetic(EquatableArray<Window> windows, int[] sizes)
    {
        var dilation = windows.All(static window => window.Dilation == 1) ? "" : $" with dilation {Text(windows.Select(static window => window.Dilation), isShort: true)}";
        var padding = Text(windows.Select(static window => window.Before), isShort: true);
        return $"{Text(windows.Select(static window => window.Kernel))} kernel{dilation} on {Text(sizes)} input with padding {padding}";
    }

    private static string Text(IEnumerable<int> numbers, bool isShort = false)
        => string.Join("×", (isShort && numbers.Distinct().Count() == 1 ? numbers.Take(1) : numbers).Select(static number => Counts.Text(number)));
}
