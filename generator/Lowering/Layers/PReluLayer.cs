using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary><c>y = x ≤ 0 ? weight · x : x</c>, with one weight for all or one for each channel, as PyTorch's <c>PReLU</c>.</summary>
internal static class PReluLayer
{
    public static int Add(GraphBuilder graph, PReluDeclaration layer, int input)
    {
        var shape = graph[input].Shape;
        if (layer.Slopes != 1 && layer.Slopes != shape[1].Size)
            throw new LayerException(layer, $"{Counts.Text(layer.Slopes)} slopes for {Counts.Text(shape[1].Size)} channels; there is one for all, or one for each");
        var weight = graph.Parameter(
            new TrainableTensor(layer.Name + ".weight", layer.Name, [layer.Slopes], InitializerKind.Default, 1, 1, 1) { Start = layer.Start });
        var slopes = new Shape(Enumerable.Repeat(1, shape.Rank - 2).Prepend(layer.Slopes).Select(static extent => new Extent(extent)).ToEquatableArray());
        var (x, slope) = (new Argument(0), new Argument(1));
        return graph.Map(
            new Map(new Select(Comparison.LessOrEqual, x, 0, slope * x, x), Formula.Closed("prelu({0}, {1})")),
            [input, graph.Reshape(weight, slopes, graph[weight].Name)],
            new(layer.Name));
    }
}
