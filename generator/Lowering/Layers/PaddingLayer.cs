using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>Elements added before and after those of an axis.</summary>
internal static class PaddingLayer
{
    /// <summary>The input with the padding of a layer's windows along its last axes.</summary>
    public static int Add(GraphBuilder graph, LayerDeclaration layer, EquatableArray<Window> windows, PaddingKind mode, int input, ValueName name)
    {
        var channels = graph[input].Shape.Rank - windows.Count;
        for (var axis = windows.Count - 1; axis >= 0; axis--)
            input = Add(graph, layer, input, channels + axis, windows[axis].Before, windows[axis].After, mode, axis == 0 ? name : Within(name));
        return input;
    }

    /// <summary>What is padded along some axes and not yet along all.</summary>
    public static ValueName Within(ValueName name) => name with { Text = name.Text + GraphBuilder.PartlyPadded };

    /// <summary>Elements around an image, or at both ends of a sequence.</summary>
    public static int Add(GraphBuilder graph, PadDeclaration layer, int input)
    {
        var axes = layer.Widths.Count / 2;
        WindowShapes.Sizes(layer, graph[input].Shape, axes);
        for (var axis = axes - 1; axis >= 0; axis--)
            input = Add(graph, layer, input, axis + 2, layer.Widths[2 * axis], layer.Widths[(2 * axis) + 1], layer.Mode, axis == 0 ? new(layer.Name) : Within(new(layer.Name)));
        return input;
    }

    /// <exception cref="LayerException">The axis is too short to be continued in this way.</exception>
    public static int Add(GraphBuilder graph, LayerDeclaration layer, int input, int axis, int before, int after, PaddingKind mode, ValueName name)
    {
        var size = graph[input].Shape[axis].Size;
        var (most, verb) = mode switch
        {
            PaddingKind.Reflect => (size - 1, "mirrored"),
            PaddingKind.Circular => (size, "repeated"),
            _ => (int.MaxValue, ""),
        };
        if (Math.Max(before, after) > most)
        {
            throw new LayerException(
                layer, $"{Counts.Text(size)} elements along an axis cannot be {verb} by {Counts.Text(Math.Max(before, after))}, but by {Counts.Text(most)} at most");
        }

        int Element(int place) => graph.Slice(input, axis, place, 1, name);
        int[] parts = mode switch
        {
            PaddingKind.Reflect =>
                [.. Enumerable.Range(1, before).Reverse().Select(Element), input, .. Enumerable.Range(1, after).Select(place => Element(size - 1 - place))],
            PaddingKind.Replicate =>
                [.. Enumerable.Repeat(0, before).Select(Element), input, .. Enumerable.Repeat(size - 1, after).Select(Element)],
            PaddingKind.Circular =>
                [.. Ends(before, size - before), input, .. Ends(after, 0)],
            _ => [],
        };
        return mode == PaddingKind.Zeros ? graph.Pad(input, axis, before, after, name) : graph.Concatenate(parts, axis, name);

        int[] Ends(int length, int start) => length == 0 ? [] : [graph.Slice(input, axis, start, length, name)];
    }
}
