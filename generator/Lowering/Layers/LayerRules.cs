using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>Which composition of primitives each kind of layer is. A new layer is one line here and one file beside this one.</summary>
internal static class LayerRules
{
    /// <summary>Adds a layer to the graph, notes it among the layers the first time, and returns the node of its output.</summary>
    public static int Apply(GraphBuilder graph, LayerDeclaration layer, params int[] inputs) => ApplyAll(graph, layer, inputs)[0];

    /// <summary>The same of a layer that gives several tensors: the nodes of all of them.</summary>
    public static int[] ApplyAll(GraphBuilder graph, LayerDeclaration layer, params int[] inputs)
    {
        int[] outputs;
        var (isFreezing, origin) = (graph.IsFreezing, graph.Origin);
        if (layer is not NestedDeclaration)
            graph.Origin = new(layer.Name, origin?.Source ?? layer.Source ?? $"{Kind(layer)} '{layer.Name}'") { Textbook = Textbooks.Of(layer) };
        graph.IsFreezing |= layer.IsFrozen;
        try
        {
            outputs = Add(graph, layer, inputs);
        }
        catch (ParameterShapeException exception)
        {
            throw new LayerException(layer, exception.Message);
        }
        catch (ImpossibleShapeException exception)
        {
            throw new LayerException(exception.Kind, [Kind(layer), layer.Name, exception.Message]);
        }
        finally
        {
            (graph.IsFreezing, graph.Origin) = (isFreezing, origin);
        }

        // What is made of other layers is known by those.
        if (layer is not (NestedDeclaration or TransformerLayerDeclaration))
            graph.Layer(layer.Name, Kind(layer), inputs[0], outputs[0], layer is BatchNormDeclaration ? BatchNormLayer.SmallestBatch(graph[inputs[0]].Shape) : 1);
        return outputs;
    }

    private static int[] Add(GraphBuilder graph, LayerDeclaration layer, int[] inputs) => layer switch
    {
        MultiHeadAttentionDeclaration attention => [AttentionLayer.Add(graph, attention, inputs)],
        TransformerLayerDeclaration transformer => [TransformerLayer.Add(graph, transformer, inputs)],
        RecurrentDeclaration recurrent => RecurrentLayer.Add(graph, recurrent, inputs),
        _ => [Add(graph, layer, inputs[0])],
    };

    private static int Add(GraphBuilder graph, LayerDeclaration layer, int input) => layer switch
    {
        DenseDeclaration dense => DenseLayer.Add(graph, dense, input),
        ActivationDeclaration activation => ActivationLayer.Add(graph, activation.Activation, input, new ValueName(layer.Name)),
        Conv1DDeclaration convolution => ConvolutionLayer.Add(graph, convolution, convolution.PaddingMode, input),
        Conv2DDeclaration convolution => ConvolutionLayer.Add(graph, convolution, convolution.PaddingMode, input),
        ConvTranspose2DDeclaration convolution => ConvolutionLayer.AddTransposed(graph, convolution, input),
        PoolDeclaration pool => PoolLayer.Add(graph, pool, input),
        AdaptivePoolDeclaration pool => AdaptivePoolLayer.Add(graph, pool, input),
        GlobalAveragePoolDeclaration => AdaptivePoolLayer.AddGlobalMean(graph, layer, input),
        GlobalMaxPoolDeclaration => AdaptivePoolLayer.AddGlobalMaximum(graph, layer, input),
        PadDeclaration pad => PaddingLayer.Add(graph, pad, input),
        UpsampleDeclaration upsample => UpsampleLayer.Add(graph, upsample, input),
        BatchNormDeclaration norm => BatchNormLayer.Add(graph, norm, input),
        LayerNormDeclaration norm => NormalizationLayer.Add(graph, norm, input),
        RMSNormDeclaration norm => NormalizationLayer.Add(graph, norm, input),
        GroupNormDeclaration norm => NormalizationLayer.Add(graph, norm, input),
        DropoutDeclaration dropout => DropoutLayer.Add(graph, dropout, input),
        PReluDeclaration relu => PReluLayer.Add(graph, relu, input),
        EmbeddingDeclaration embedding => EmbeddingLayer.Add(graph, embedding, input),
        FlattenDeclaration => FlattenLayer.Add(graph, input, new ValueName(layer.Name)),
        SoftmaxDeclaration => SoftmaxLayer.Add(graph, input, layer.Name),
        LogSoftmaxDeclaration => SoftmaxLayer.AddLogarithmic(graph, input, layer.Name),
        NestedDeclaration nested => NestedLayer.Add(graph, nested, [input])[0],
        _ => throw new InvalidGraphException($"no rule for layer {layer.GetType().Name}"),
    };

    /// <summary>The lengths that a layer takes.</summary>
    /// <exception cref="LayerException">They are none, or those of another sequence.</exception>
    public static SequenceLengths Lengths(GraphBuilder graph, LayerDeclaration layer, int node, int steps)
        => LengthRules.Check(graph, node, steps, $"{Kind(layer)} '{layer.Name}'", static (kind, arguments) => new LayerException(kind, arguments.ToEquatableArray()));

    /// <summary>The kind as tables show it: <c>Dense</c>.</summary>
    public static string Kind(LayerDeclaration layer) => layer.GetType().Name.Replace("Declaration", "");
}
