using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Layers;

/// <summary>
/// <c>y[o, y, x] = activation(bias[o] + Σ weight[o, i, ky, kx] · padded[i, y·stride + ky·dilation, x·stride + kx·dilation])</c>, as PyTorch's
/// <c>Conv1d</c> and <c>Conv2d</c>: weight [channels, inputs / groups, kernel height, kernel width], bias [channels].
/// </summary>
internal static class ConvolutionLayer
{
    public static int Add(GraphBuilder graph, ConvolutionDeclaration layer, int input)
    {
        var shape = graph[input].Shape;
        var sizes = WindowShapes.Sizes(layer, shape, layer.Windows.Count);
        var channels = shape[1].Size;
        CheckGroups(layer, layer.Groups, channels, layer.Channels);
        var places = WindowShapes.Places(layer, layer.Windows, sizes);

        var (inputs, outputs) = (channels / layer.Groups, layer.Channels / layer.Groups);
        var space = new ConvolutionSpace(layer.Groups, new("output", outputs), new("input", inputs), layer.Windows, places, sizes);
        var padded = PaddingLayer.Add(
            graph, layer, layer.Windows, layer.PaddingMode, graph.Reshape(input, space.WindowShape, graph[input].Name), new(layer.Name + ".padded"));
        var activation = ActivationLayer.DefinitionOf(layer.Activation, layer.ActivationMethod);
        var field = layer.Windows.Aggregate(1, static (product, window) => product * window.Kernel);
        TrainableTensor Tensor(string name, EquatableArray<int> dimensions, InitializerKind initializer)
            => new($"{layer.Name}.{name}", layer.Name, dimensions, initializer, inputs * field, layer.Channels * field, activation?.Gain ?? 1.0);

        var weight = graph.Parameter(Tensor("weight", [layer.Channels, inputs, .. layer.Windows.Select(static window => window.Kernel)], layer.Initializer));
        var z = new ValueName(activation is null ? layer.Name : layer.Name + ".z");
        var sum = graph.Contract(
            new(space.Indices, space.AtPlaces, space.UnderWindow, space.Weight),
            padded,
            graph.Reshape(weight, space.WeightShape, graph[weight].Name),
            space.PlacesShape,
            layer.Bias ? new ValueName(layer.Name + ".product") : z);
        if (layer.Bias)
        {
            var initializer = layer.Initializer == InitializerKind.Default ? InitializerKind.Default : InitializerKind.Zeros;
            sum = AddBias(graph, sum, graph.Parameter(Tensor("bias", [layer.Channels], initializer)), layer.Windows.Count, z);
        }

        var result = ActivationLayer.Add(graph, activation, sum, new ValueName(layer.Name));
        return graph.Reshape(result, Shape.BatchOf([layer.Channels, .. places]), new ValueName(layer.Name));
    }

    /// <exception cref="LayerException">A group would have part of a channel.</exception>
    public static void CheckGroups(LayerDeclaration layer, int groups, int inputs, int outputs)
    {
        if (inputs % groups != 0)
            throw new LayerException(layer, $"{Counts.Text(inputs)} input channels cannot be divided into {Counts.Text(groups)} groups");
        if (outputs % groups != 0)
            throw new LayerException(layer, $"{Counts.Text(outputs)} output channels cannot be divided into {Counts.Text(groups)} groups");
    }

    /// <summary>Adds one number to each channel; the channels are all axes between the batch and the places.</summary>
    public static int AddBias(GraphBuilder graph, int sum, int bias, int places, ValueName name)
    {
        var channels = graph[sum].Shape.SampleDimensions.Take(graph[sum].Shape.Rank - 1 - places);
        var shape = new Shape(channels.Concat(Enumerable.Repeat(1, places)).Select(static extent => new Extent(extent)).ToEquatableArray());
        return graph.Map(new Map(new Argument(0) + new Argument(1), "{0} + {1}"), [sum, graph.Reshape(bias, shape, graph[bias].Name)], name);
    }
}
