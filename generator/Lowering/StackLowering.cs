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
        var output = Apply(graph, declaration, input, "");
        int? minimised = null;
        if (declaration.Objective is { } objective)
        {
            var interpreter = new TensorInterpreter(graph, new BodyDeclaration([], [declaration.Input], ["output"], objective.Program), "", new EvaluationBudget());
            minimised = ObjectiveLowering.Add(graph, interpreter, objective, [input], [output]);
        }

        return graph.Build([NetworkOutputs.Own(graph, output, [])]) with { Objective = minimised };
    }

    /// <summary>Applies the layers to a node and returns that of the last one's output.</summary>
    /// <param name="prefix">What stands before the layers' names: <c>trunk.</c>, where the stack is a layer of another network.</param>
    public static int Apply(GraphBuilder graph, NetworkDeclaration declaration, int value, string prefix)
    {
        for (var index = 0; index < declaration.Layers.Count; index++)
        {
            var layer = declaration.Layers[index];
            layer = layer with { Name = prefix + layer.Name };
            try
            {
                value = LayerRules.Apply(graph, layer, value);
            }
            catch (LayerException exception)
            {
                throw exception.At(index);
            }
        }

        return value;
    }
}
