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
        foreach (var layer in declaration.Layers)
        {
            var input = value;
            value = LayerRules.Add(graph, layer, input);
            graph.Layer(layer.Name, LayerRules.Kind(layer), input, value);
        }

        // The caller's input is not the network's to hand out as its output.
        if (graph[value].Operation is View or Input)
            value = graph.Map(new Argument(0), [value], graph[value].Name);
        return graph.Build([value]);
    }
}
