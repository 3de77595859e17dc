using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Bodies;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering;

/// <summary>Makes the graph of a declared stack: its input, then layer after layer.</summary>
internal static class StackLowering
{
    /// <exception cref="LayerException">A layer does not fit what goes into it.</exception>
    public static NetworkGraph Lower(NetworkDeclaration declaration)
    {
        var graph = new GraphBuilder { HasUniqueNames = declaration.Objective is not null };
        var input = graph.Input(0, Shape.BatchOf(declaration.Input.Dimensions), new ValueName(declaration.Input.Name), declaration.Input.Vocabulary);
        int[] inputs = declaration.Lengths is { } lengths ? [input, graph.Input(1, Shape.BatchOf(lengths.Dimensions), new ValueName(lengths.Name), null, lengths.Longest)] : [input];
        var output = Apply(graph, declaration, inputs, "");
        int? minimised = null;
        if (declaration.Objective is { } objective)
        {
            var interpreter = new TensorInterpreter(graph, new BodyDeclaration([], declaration.Inputs, ["output"], objective.Program), "", new EvaluationBudget());
            minimised = ObjectiveLowering.Add(graph, interpreter, objective, inputs, [output]);
        }

        return graph.Build([NetworkOutputs.Own(graph, output, [])]) with { Objective = minimised };
    }

    /// <summary>Applies the layers to the input, whose samples may have lengths, and returns the node of the last one's output.</summary>
    /// <param name="prefix">What stands before the layers' names: <c>trunk.</c>, where the stack is a layer of another network.</param>
    public static int Apply(GraphBuilder graph, NetworkDeclaration declaration, IReadOnlyList<int> inputs, string prefix)
    {
        var value = inputs[0];
        for (var index = 0; index < declaration.Layers.Count; index++)
        {
            var layer = declaration.Layers[index];
            // By its number and not by a line: an edit that leaves the layers as they are changes nothing.
            layer = layer with { Name = prefix + layer.Name, Source = $"layer {Numbers.Text(index + 1)} of {declaration.Class.Name}: {LayerRules.Kind(layer)} '{prefix}{layer.Name}'" };
            try
            {
                var withLengths = inputs.Count > 1 ? layer.WithLengths() : null;
                value = withLengths is null ? LayerRules.Apply(graph, layer, value) : LayerRules.Apply(graph, withLengths, value, inputs[1]);
            }
            catch (LayerException exception)
            {
                throw exception.At(index);
            }
        }

        return value;
    }
}
