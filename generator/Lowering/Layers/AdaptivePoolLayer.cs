using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// Means and maxima over parts whose number is given, as PyTorch's <c>AdaptiveAvgPool2d</c> and <c>AdaptiveMaxPool2d</c> and those over one axis,
/// and what is made of all of a channel.
/// </summary>
internal static class AdaptivePoolLayer
{
    /// <summary>Part i of n along an axis goes from ⌊i·size/n⌋ up to ⌈(i + 1)·size/n⌉, exclusive.</summary>
    public static int Add(GraphBuilder graph, AdaptivePoolDeclaration layer, int input)
    {
        WindowShapes.Sizes(layer, graph[input].Shape, layer.Places.Count);
        for (var axis = layer.Places.Count - 1; axis >= 0; axis--)
        {
            var (sumName, name) = axis == 0 ? (layer.Name + ".sum", layer.Name) : (layer.Name + ".columns", layer.Name + ".rows");
            input = layer is AdaptiveMaxPool1DDeclaration or AdaptiveMaxPool2DDeclaration
                ? Maxima(graph, input, axis + 2, layer.Places[axis], new(name))
                : Means(graph, input, axis + 2, layer.Places[axis], sumName, name);
        }

        return input;
    }

    /// <summary>The mean of every channel, [batch × channels].</summary>
    public static int AddGlobalMean(GraphBuilder graph, LayerDeclaration layer, int input)
    {
        var axes = AxesOfChannels(layer, graph[input].Shape);
        var count = axes.Aggregate(1.0, (product, axis) => product * graph[input].Shape[axis].Size);
        var sum = graph.Reduce(Reduction.Sum, input, axes, new(layer.Name + ".sum"));
        return Channels(graph, Scaled(graph, sum, count, layer.Name), layer.Name);
    }

    /// <summary>The largest element of every channel, [batch × channels].</summary>
    public static int AddGlobalMaximum(GraphBuilder graph, LayerDeclaration layer, int input)
        => Channels(graph, graph.Reduce(Reduction.Max, input, AxesOfChannels(layer, graph[input].Shape), new(layer.Name)), layer.Name);

    private static int[] AxesOfChannels(LayerDeclaration layer, Shape shape)
        => shape.Rank > 2
            ? [.. Enumerable.Range(2, shape.Rank - 2)]
            : throw new LayerException(layer, $"it takes channels and at least one axis behind them, and its input is {Counts.Product(shape.SampleDimensions)}");

    private static int Channels(GraphBuilder graph, int reduced, string name) => graph.Reshape(reduced, Shape.BatchOf([graph[reduced].Shape[1].Size]), new(name));

    private static int Maxima(GraphBuilder graph, int input, int axis, int count, ValueName name)
    {
        var shape = graph[input].Shape;
        var size = shape[axis].Size;
        if (size == count)
            return input;
        if (size % count == 0)
        {
            var window = new Window(size / count, size / count, Dilation: 1, Before: 0, After: 0);
            return graph.Reshape(PoolLayer.Maximum(graph, PoolLayer.Elements(graph, input, [(axis, window, count)]), name), shape.With(axis, count), name);
        }

        var parts = Enumerable.Range(0, count).Select(place =>
        {
            var (start, end) = Part(place, count, size);
            return PoolLayer.Maximum(
                graph, [.. Enumerable.Range(start, end - start).Select(element => graph.Slice(input, axis, element, 1, graph[input].Name))], name);
        });
        return graph.Concatenate([.. parts], axis, name);
    }

    private static (int Start, int End) Part(int place, int count, int size)
        => ((int)((long)place * size / count), (int)((((place + 1L) * size) + count - 1) / count));

    private static int Means(GraphBuilder graph, int input, int axis, int count, string sumName, string name)
    {
        var shape = graph[input].Shape;
        var size = shape[axis].Size;
        if (size == count)
            return input;
        if (size % count == 0)
        {
            var split = shape.Extents.Take(axis).Concat([count, size / count]).Concat(shape.Extents.Skip(axis + 1)).ToEquatableArray();
            var sums = graph.Reduce(Reduction.Sum, graph.Reshape(input, new(split), graph[input].Name), [axis + 1], new(sumName));
            return graph.Reshape(Scaled(graph, sums, size / count, name), shape.With(axis, count), new(name));
        }

        // The parts are not of one length, and neighbours have an element in common.
        var parts = Enumerable.Range(0, count).Select(place =>
        {
            var (start, end) = Part(place, count, size);
            var part = graph.Slice(input, axis, start, end - start, graph[input].Name);
            return Scaled(graph, graph.Reduce(Reduction.Sum, part, [axis], new(sumName)), end - start, name);
        });
        return graph.Concatenate([.. parts], axis, new(name));
    }

    private static int Scaled(GraphBuilder graph, int sum, double count, string name)
        => graph.Map(new Map(1.0 / count * new Argument(0), new($"{{0}} / {Numbers.Text(count)}")), [sum], new(name));
}
