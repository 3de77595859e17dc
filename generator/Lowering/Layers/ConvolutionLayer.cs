using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>Convolutions, and transposed ones, as one contraction over <see cref="ConvolutionSpace"/> and what follows it.</summary>
internal static class ConvolutionLayer
{
    /// <summary>
    /// <c>y[o, y, x] = activation(bias[o] + Σ weight[o, i, ky, kx] · padded[i, y·stride + ky·dilation, x·stride + kx·dilation])</c>, as
    /// PyTorch's <c>Conv1d</c> and <c>Conv2d</c>: weight [channels, inputs / groups, kernel height, kernel width], bias [channels].
    /// </summary>
    public static int Add(GraphBuilder graph, ConvolutionDeclaration layer, PaddingKind padding, int input)
    {
        var sizes = WindowShapes.Sizes(layer, graph[input].Shape, layer.Windows.Count);
        var (groups, inputs, outputs) = Channels(layer, graph[input].Shape[1].Size);
        var places = WindowShapes.Places(layer, layer.Windows, sizes);
        var space = new ConvolutionSpace(groups, new("output", outputs), new("channel", inputs), layer.Windows, places, sizes);

        var padded = PaddingLayer.Add(
            graph, layer, layer.Windows, padding, graph.Reshape(input, space.WindowShape, graph[input].Name), new(layer.Name + ".padded"));
        var weight = Weight(graph, layer, groups * outputs, inputs);
        var sum = graph.Contract(
            new(space.Indices, space.AtPlaces, space.UnderWindow, space.Weight),
            padded,
            graph.Reshape(weight, space.WeightShape, graph[weight].Name),
            space.PlacesShape,
            NameOfSum(layer));
        return Finish(graph, layer, sum, inputs, places);
    }

    /// <summary>
    /// <c>sum[o, y·stride + ky·dilation, x·stride + kx·dilation] = Σ weight[i, o, ky, kx] · input[i, y, x]</c>, of which the padding is cut
    /// off, as PyTorch's <c>ConvTranspose2d</c>: weight [inputs, channels / groups, kernel height, kernel width], bias [channels].
    /// </summary>
    public static int AddTransposed(GraphBuilder graph, ConvTranspose2DDeclaration layer, int input)
    {
        var places = WindowShapes.Sizes(layer, graph[input].Shape, layer.Windows.Count);
        var (groups, inputs, outputs) = Channels(layer, graph[input].Shape[1].Size);
        var sizes = WindowShapes.Transposed(layer, places);
        int[] whole = [.. layer.Windows.Select((window, axis) => (int)(((places[axis] - 1L) * window.Stride) + window.Reach))];
        var space = new ConvolutionSpace(groups, new("channel", inputs), new("output", outputs), layer.Windows, places, whole);

        var weight = Weight(graph, layer, groups * inputs, outputs);
        var sum = graph.Contract(
            new(space.Indices, space.UnderWindow, space.AtPlaces, space.Weight),
            graph.Reshape(input, space.PlacesShape, graph[input].Name),
            graph.Reshape(weight, space.WeightShape, graph[weight].Name),
            space.WindowShape,
            NameOfSum(layer));
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            var (own, before) = (graph[sum].Shape.Rank - sizes.Length + axis, layer.Windows[axis].Before);
            var missing = Math.Max(0, before + sizes[axis] - whole[axis]);
            sum = graph.Slice(sum, own, before, sizes[axis] - missing, graph[sum].Name);
            sum = graph.Pad(sum, own, 0, missing, graph[sum].Name);
        }

        return Finish(graph, layer, sum, outputs, sizes);
    }

    /// <summary>How many groups there are, and how many channels each has.</summary>
    /// <exception cref="LayerException">A group would have part of a channel.</exception>
    private static (int Groups, int Inputs, int Outputs) Channels(ConvolutionDeclaration layer, int inputs)
    {
        var (groups, outputs) = (layer.Channels.Groups, layer.Channels.Outputs);
        if (inputs % groups != 0)
            throw new LayerException(layer, $"{Counts.Text(inputs)} input channels cannot be divided into {Counts.Text(groups)} groups");
        if (outputs % groups != 0)
            throw new LayerException(layer, $"{Counts.Text(outputs)} output channels cannot be divided into {Counts.Text(groups)} groups");
        return (groups, inputs / groups, outputs / groups);
    }

    private static int Weight(GraphBuilder graph, ConvolutionDeclaration layer, int first, int second)
        => graph.Parameter(Tensor(layer, "weight", [first, second, .. layer.Windows.Select(static window => window.Kernel)], second, first, layer.Channels.Initializer));

    /// <summary>The fans are PyTorch's: those of a weight's second and first axis, whatever the direction.</summary>
    private static TrainableTensor Tensor(
        ConvolutionDeclaration layer, string name, EquatableArray<int> dimensions, int fanIn, int fanOut, InitializerKind initializer)
    {
        var field = layer.Windows.Aggregate(1, static (product, window) => product * window.Kernel);
        var gain = Activation(layer)?.Gain ?? 1.0;
        return new($"{layer.Name}.{name}", layer.Name, dimensions, initializer, fanIn * field, fanOut * field, gain);
    }

    private static ActivationDefinition? Activation(ConvolutionDeclaration layer)
        => ActivationLayer.DefinitionOf(layer.Channels.Activation, layer.Channels.ActivationMethod);

    private static ValueName NameOfSum(ConvolutionDeclaration layer) => layer.Channels.Bias ? new(layer.Name + ".product") : NameOfZ(layer);

    private static ValueName NameOfZ(ConvolutionDeclaration layer) => new(Activation(layer) is null ? layer.Name : layer.Name + ".z");

    /// <summary>Bias and activation; the axes between the batch and the places become the channels.</summary>
    private static int Finish(GraphBuilder graph, ConvolutionDeclaration layer, int sum, int fanIn, int[] places)
    {
        var channels = layer.Channels;
        if (channels.Bias)
        {
            var initializer = channels.Initializer == InitializerKind.Default ? InitializerKind.Default : InitializerKind.Zeros;
            var bias = graph.Parameter(Tensor(layer, "bias", [channels.Outputs], fanIn, channels.Outputs, initializer));
            var axes = graph[sum].Shape.Extents.Skip(1).Take(graph[sum].Shape.Rank - 1 - places.Length).Concat(places.Select(static _ => new Extent(1)));
            sum = graph.Map(
                new Map(new Argument(0) + new Argument(1), Formula.Sum), [sum, graph.Reshape(bias, new(axes.ToEquatableArray()), graph[bias].Name)], NameOfZ(layer));
        }

        var result = ActivationLayer.Add(graph, Activation(layer), sum, new ValueName(layer.Name));
        return graph.Reshape(result, Shape.BatchOf([channels.Outputs, .. places]), new ValueName(layer.Name));
    }
}
