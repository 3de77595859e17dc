using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Bodies;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering;

/// <summary>Another network in the place of a layer: its graph, with all names below the layer's.</summary>
internal static class NestedLayer
{
    public static IReadOnlyList<int> Add(GraphBuilder graph, NestedDeclaration layer, IReadOnlyList<int> inputs, EvaluationBudget? budget = null)
    {
        var network = layer.Network;
        var declared = network.Inputs;
        for (var index = 0; index < inputs.Count; index++)
        {
            var shape = graph[inputs[index]].Shape;
            var expected = Shape.BatchOf(declared[index].Dimensions);
            if (shape != expected)
                throw new LayerException(layer, $"'{declared[index].Name}' of {network.Class.Name} is {Shapes.Text(expected)}, and it gets {Shapes.Text(shape)}");
            if (declared[index].Vocabulary is { } vocabulary)
                IndexRules.Check(graph, inputs[index], vocabulary, $"'{declared[index].Name}' of {network.Class.Name}", static (kind, arguments) => new LayerException(kind, arguments.ToEquatableArray()));
            if (declared[index].Longest is { } steps)
                LengthRules.Check(graph, inputs[index], steps, $"'{declared[index].Name}' of {network.Class.Name}", static (kind, arguments) => new LayerException(kind, arguments.ToEquatableArray()));
        }

        var isFreezing = graph.IsFreezing;
        graph.IsFreezing |= layer.IsFrozen;
        try
        {
            return network.Body is { } body
                ? BodyLowering.Apply(graph, body, inputs, layer.Name + ".", network.Objective is not null, budget ?? new EvaluationBudget())
                : [StackLowering.Apply(graph, network, inputs, layer.Name + ".")];
        }
        catch (EvaluationException exception) when (exception.Kind is ProblemKind.EvaluationLimit or ProblemKind.EndlessLoop)
        {
            // Alone it may be small enough.
            throw new LayerException(exception.Kind!.Value, exception.Arguments.ToEquatableArray());
        }
        catch (Exception exception) when (exception is LayerException or EvaluationException or UnusedMemberException)
        {
            // It is the same where the network stands alone, and told there.
            throw EvaluationException.ToldElsewhere(-1);
        }
        finally
        {
            graph.IsFreezing = isFreezing;
        }
    }
}
