using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// Attention and two dense layers, each added to what goes into it: <c>norm(x + f(x))</c>, or <c>x + f(norm(x))</c> where the normalisation stands first; PyTorch's
/// <c>TransformerEncoderLayer</c> and <c>TransformerDecoderLayer</c>. Its parts are layers with names of their own.
/// </summary>
internal static class TransformerLayer
{
    public static int Add(GraphBuilder graph, TransformerLayerDeclaration layer, int[] inputs)
    {
        if (graph[inputs[0]].Shape.Rank != 3)
            throw new LayerException(layer, $"it takes sequences [length × width], and gets {Bodies.Shapes.Text(graph[inputs[0]].Shape)}");
        var width = graph[inputs[0]].Shape[2].Size;
        var number = 0;
        int[] padding = layer.HasKeyPadding ? [inputs[1]] : [];
        int[] lengths = layer.HasLengths ? [inputs[inputs.Length - 1]] : [];
        var value = Residual(inputs[0], x => LayerRules.Apply(graph, layer.SelfAttention, [x, .. padding, .. layer.IsDecoder ? [] : lengths]));
        if (layer.IsDecoder)
            value = Residual(value, x => LayerRules.Apply(graph, layer.CrossAttention, [x, inputs[1], .. lengths]));
        return Residual(value, x => LayerRules.Apply(graph, layer.Second(width), Dropped(LayerRules.Apply(graph, layer.First, x), "dropout")));

        int Residual(int x, Func<int, int> part)
        {
            var norm = layer.Norm(++number);
            var own = number;
            var result = Dropped(part(layer.NormFirst ? LayerRules.Apply(graph, norm, x) : x), "dropout" + Numbers.Text(own));
            var sum = graph.Map(new Map(new Argument(0) + new Argument(1), Formula.Sum), [x, result], new($"{layer.Name}.residual{Numbers.Text(own)}"));
            return layer.NormFirst ? sum : LayerRules.Apply(graph, norm, sum);
        }

        int Dropped(int x, string name) => DropoutLayer.Add(graph, new DropoutDeclaration($"{layer.Name}.{name}", layer.Dropout), x);
    }
}
