using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary><c>y = weight[x]</c>: for each whole number its row, as PyTorch's <c>Embedding</c>: weight [vocabulary, width], N(0, 1) at first.</summary>
internal static class EmbeddingLayer
{
    public static int Add(GraphBuilder graph, EmbeddingDeclaration layer, int input)
    {
        IndexRules.Check(graph, input, layer.Vocabulary, $"{LayerRules.Kind(layer)} '{layer.Name}'", static (kind, arguments) => new LayerException(kind, arguments.ToEquatableArray()));
        return graph.Gather(Weight(graph, layer), input, layer.Padding, new ValueName(layer.Name));
    }

    private static int Weight(GraphBuilder graph, EmbeddingDeclaration layer)
        => graph.Parameter(new TrainableTensor(layer.Name + ".weight", layer.Name, [layer.Vocabulary, layer.Width], InitializerKind.Normal, layer.Vocabulary, layer.Width, layer.Deviation)
        {
            ZeroRow = layer.Padding,
        });
}
