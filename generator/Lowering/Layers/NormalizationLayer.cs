using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// <c>y = (x − mean) / √(variance + ε) · weight + bias</c>, where mean and variance are those of some axes of each sample; the variance is
/// the biased one, as in PyTorch.
/// </summary>
internal static class NormalizationLayer
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    /// <summary>Over the last axes; weight and bias have their shape.</summary>
    public static int Add(GraphBuilder graph, LayerNormDeclaration layer, int input)
    {
        var (axes, dimensions) = LastAxes(layer, layer.Axes, graph[input].Shape);
        var normalized = Normalized(graph, layer, input, axes);
        if (!layer.Affine)
            return normalized;
        var scaled = Scaled(graph, layer, normalized, dimensions, dimensions, layer.Bias ? layer.Name + ".scaled" : layer.Name);
        return layer.Bias ? Shifted(graph, layer, scaled, dimensions, dimensions) : scaled;
    }

    /// <summary><c>y = x / √(mean(x²) + ε) · weight</c></summary>
    public static int Add(GraphBuilder graph, RMSNormDeclaration layer, int input)
    {
        var (axes, dimensions) = LastAxes(layer, layer.Axes, graph[input].Shape);
        var squares = graph.Map(new Map(X * X, Formula.Square), [input], new(layer.Name + ".squares"));
        var root = InverseRoot(graph, layer, Mean(graph, squares, axes, layer.Name + ".meanSquare"));
        var normalized = graph.Map(new Map(X * Y, Formula.Product), [input, root], NameOfNormalized(layer));
        return layer.Affine ? Scaled(graph, layer, normalized, dimensions, dimensions, layer.Name) : normalized;
    }

    /// <summary>Over each group of channels and all axes behind them; weight and bias are one number for each channel.</summary>
    public static int Add(GraphBuilder graph, GroupNormDeclaration layer, int input)
    {
        var shape = graph[input].Shape;
        var channels = shape[1].Size;
        if (channels % layer.Groups != 0)
            throw new LayerException(layer, $"{Counts.Text(channels)} channels cannot be divided into {Counts.Text(layer.Groups)} groups");
        var own = channels / layer.Groups;
        var grouped = graph.Reshape(input, Shape.BatchOf([layer.Groups, own, shape.SampleSize / channels]), graph[input].Name);
        var result = Normalized(graph, layer, grouped, [2, 3]);
        if (layer.Affine)
        {
            int[] broadcast = [layer.Groups, own, 1];
            result = Shifted(graph, layer, Scaled(graph, layer, result, [channels], broadcast, layer.Name + ".scaled"), [channels], broadcast);
        }

        return graph.Reshape(result, shape, new(layer.Name));
    }

    /// <summary>The axes, and how long they are.</summary>
    private static (int[] Axes, int[] Dimensions) LastAxes(LayerDeclaration layer, int count, Shape shape)
    {
        if (count > shape.Rank - 1)
            throw new LayerException(layer, $"it takes {Counts.Text(count)} axes, and its input has {Counts.Text(shape.Rank - 1)}: {Counts.Product(shape.SampleDimensions)}");
        int[] axes = [.. Enumerable.Range(shape.Rank - count, count)];
        return (axes, [.. axes.Select(axis => shape[axis].Size)]);
    }

    /// <summary><c>(x − mean) / √(variance + ε)</c></summary>
    private static int Normalized(GraphBuilder graph, NormalizationDeclaration layer, int input, int[] axes)
    {
        var mean = Mean(graph, input, axes, layer.Name + ".mean");
        var centered = graph.Map(new Map(X - Y, Formula.Difference), [input, mean], new(layer.Name + ".centered"));
        var squares = graph.Map(new Map(X * X, Formula.Square), [centered], new(layer.Name + ".squares"));
        var root = InverseRoot(graph, layer, Mean(graph, squares, axes, layer.Name + ".variance"));
        return graph.Map(new Map(X * Y, Formula.Product), [centered, root], NameOfNormalized(layer));
    }

    private static ValueName NameOfNormalized(NormalizationDeclaration layer) => new(layer.Affine ? layer.Name + ".normalized" : layer.Name);

    private static int Mean(GraphBuilder graph, int input, int[] axes, string name)
    {
        var count = axes.Aggregate(1.0, (product, axis) => product * graph[input].Shape[axis].Size);
        var sum = graph.Reduce(Reduction.Sum, input, axes, new(name + ".sum"));
        return graph.Map(new Map(1.0 / count * X, new($"{{0}} / {Numbers.Text(count)}")), [sum], new(name));
    }

    private static int InverseRoot(GraphBuilder graph, NormalizationDeclaration layer, int variance)
        => graph.Map(
            new Map(1.0 / new Unary(UnaryFunction.Sqrt, X + layer.Epsilon), new($"1 / √({{0}} + {Numbers.Text(layer.Epsilon)})")),
            [variance],
            new(layer.Name + ".inverseDeviation"));

    private static int Scaled(GraphBuilder graph, LayerDeclaration layer, int value, int[] dimensions, int[] broadcast, string name)
        => graph.Map(new Map(X * Y, Formula.Product), [value, Parameter(graph, layer, "weight", InitializerKind.Ones, dimensions, broadcast)], new(name));

    private static int Shifted(GraphBuilder graph, LayerDeclaration layer, int value, int[] dimensions, int[] broadcast)
        => graph.Map(new Map(X + Y, Formula.Sum), [value, Parameter(graph, layer, "bias", InitializerKind.Zeros, dimensions, broadcast)], new(layer.Name));

    private static int Parameter(GraphBuilder graph, LayerDeclaration layer, string name, InitializerKind initializer, int[] dimensions, int[] broadcast)
    {
        var tensor = graph.Parameter(new TrainableTensor($"{layer.Name}.{name}", layer.Name, dimensions.ToEquatableArray(), initializer, 1, 1, 1));
        return graph.Reshape(tensor, new(broadcast.Select(static extent => new Extent(extent)).ToEquatableArray()), graph[tensor].Name);
    }
}
