using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Layers;

/// <summary>Makes the graph of a declared stack: its input, then layer after layer.</summary>
internal static class StackLowering
{
    public static NetworkGraph Lower(NetworkDeclaration declaration)
    {
        var graph = new GraphBuilder();
        var value = graph.Input(0, Shape.BatchOf(declaration.Input.Dimensions), new ValueName(declaration.Input.Name));
        for (var index = 0; index < declaration.Layers.Count; index++)
        {
            var (layer, input) = (declaration.Layers[index], value);
            var kind = LayerRules.Kind(layer);
            try
            {
                value = LayerRules.Add(graph, layer, input);
            }
            catch (ImpossibleShapeException impossible)
            {
                throw new RefusedDeclarationException(new(impossible.Kind, index, [kind, layer.Name, impossible.Message]));
            }

            graph.Layer(layer.Name, kind, input, value);
        }

        // The caller's input is not the network's to hand out as its output.
        if (graph[value].Operation is View or Input)
            value = graph.Map(new Argument(0), [value], graph[value].Name);
        return graph.Build([value]);
    }
}
