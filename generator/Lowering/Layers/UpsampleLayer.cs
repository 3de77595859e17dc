using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>An image made larger by a whole number, as PyTorch's <c>Upsample</c> with <c>align_corners=False</c>.</summary>
internal static class UpsampleLayer
{
    public static int Add(GraphBuilder graph, UpsampleDeclaration layer, int input)
    {
        WindowShapes.Sizes(layer, graph[input].Shape, 2);
        if (layer.Scale == 1)
            return input;
        return layer.Mode == UpsampleKind.Nearest
            ? Repeated(graph, layer, input)
            : Interpolated(graph, layer, Interpolated(graph, layer, input, 3, layer.Name + ".columns"), 2, layer.Name);
    }

    /// <summary><c>output[y, x] = input[⌊y / scale⌋, ⌊x / scale⌋]</c></summary>
    private static int Repeated(GraphBuilder graph, UpsampleDeclaration layer, int input)
    {
        var (shape, name) = (graph[input].Shape, new ValueName(layer.Name));
        int[] Sample(int repetitions) => [shape[1].Size, shape[2].Size, repetitions, shape[3].Size, repetitions];
        var elements = graph.Reshape(input, Shape.BatchOf(Sample(1)), graph[input].Name);
        var repeated = graph.Broadcast(elements, Shape.BatchOf(Sample(layer.Scale)), name);
        return graph.Reshape(repeated, shape.With(2, shape[2].Size * layer.Scale).With(3, shape[3].Size * layer.Scale), name);
    }

    /// <summary>
    /// Element i·scale + phase lies at place <c>i + (phase + ½)/scale − ½</c> of the input, between two neighbours, and is what a line through
    /// them has there. The first and the last element go on beyond the ends.
    /// </summary>
    private static int Interpolated(GraphBuilder graph, UpsampleDeclaration layer, int input, int axis, string name)
    {
        var shape = graph[input].Shape;
        var size = shape[axis].Size;
        var continued = PaddingLayer.Add(graph, layer, input, axis, 1, 1, PaddingKind.Replicate, new(name + ".continued"));
        var extents = graph[continued].Shape.Extents.ToList();
        extents.Insert(axis + 1, 1);
        var elements = graph.Reshape(continued, new(extents.ToEquatableArray()), graph[continued].Name);
        var phases = Enumerable.Range(0, layer.Scale).Select(phase =>
        {
            var offset = ((phase + 0.5) / layer.Scale) - 0.5;
            var first = offset < 0 ? 0 : 1;
            var share = offset < 0 ? 1 + offset : offset;
            int Neighbour(int start) => graph.Slice(elements, axis, start, size, graph[continued].Name);
            return share == 0
                ? graph.Copy(Neighbour(first), new(name))
                : graph.Map(((1 - share) * new Argument(0)) + (share * new Argument(1)), [Neighbour(first), Neighbour(first + 1)], new(name));
        });
        return graph.Reshape(graph.Concatenate([.. phases], axis + 1, new(name)), shape.With(axis, size * layer.Scale), new(name));
    }
}
