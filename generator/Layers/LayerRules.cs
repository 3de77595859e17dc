using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Layers;

/// <summary>Which composition of primitives each kind of layer is. A new layer is one line here and one file beside this one.</summary>
internal static class LayerRules
{
    /// <summary>Adds a layer to the graph and returns the node of its output.</summary>
    public static int Add(GraphBuilder graph, LayerDeclaration layer, int input) => layer switch
    {
        DenseDeclaration dense => DenseLayer.Add(graph, dense, input),
        ActivationDeclaration activation => ActivationLayer.Add(graph, activation.Activation, input, new ValueName(layer.Name)),
        FlattenDeclaration => FlattenLayer.Add(graph, input, new ValueName(layer.Name)),
        SoftmaxDeclaration => SoftmaxLayer.Add(graph, input, layer.Name),
        LogSoftmaxDeclaration => SoftmaxLayer.AddLogarithmic(graph, input, layer.Name),
        _ => throw new InvalidGraphException($"no rule for layer {layer.GetType().Name}"),
    };

    /// <summary>The kind as tables show it: <c>Dense</c>.</summary>
    public static string Kind(LayerDeclaration layer) => layer.GetType().Name.Replace("Declaration", "");
}
