using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Layers, and tensors of the network's own.</summary>
internal sealed partial class TensorInterpreter
{
    private Value Apply(MemberExpression expression)
    {
        var member = body.Members[expression.Member];
        var index = expression.Index is { } indexExpression ? Integer(indexExpression) : 0;
        if (member.Count is { } count && (index < 0 || index >= count))
        {
            throw new EvaluationException(
                ProblemKind.ImpossibleConstant, expression.Place, $"There is no '{member.Layer.Name}.{Counts.Text(index)}': Count is {Counts.Text(count)}");
        }

        CheckOperations(expression.Place);
        var layer = member.Count is null ? member.Layer : member.At(index);
        Used.Add((expression.Member, index));
        layer = layer with { Name = prefix + layer.Name };
        foreach (var parameter in layer.ParameterNames)
        {
            if (!Places.ContainsKey(parameter))
                Places.Add(parameter, expression.Place);
        }

        if (layer is ParameterDeclaration tensor)
            return Parameter(tensor);
        var inputs = expression.Arguments.Select(argument => (argument.Place, Value: Evaluate(argument))).ToArray();
        for (var number = 0; number < inputs.Length; number++)
        {
            // Rows of a table may be the same for all samples: those of places. So may the states before the first step.
            var (place, input) = inputs[number];
            if (input is TensorValue { Node: var node } && (graph[node].Shape.IsBatched || layer is EmbeddingDeclaration || (layer is RecurrentDeclaration && number > 0)))
                continue;
            if (input is not (TensorValue or NumberValue))
                throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"'{layer.Name}' takes a tensor, and this is not set");
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, $"'{layer.Name}' takes what depends on an input, and this depends on none");
        }

        int[] nodes = [.. inputs.Select(static input => ((TensorValue)input.Value).Node)];
        try
        {
            IReadOnlyList<int> given = layer is NestedDeclaration nested ? NestedLayer.Add(graph, nested, nodes, Budget) : LayerRules.ApplyAll(graph, layer, nodes);
            Value[] outputs = [.. given.Select(static output => new TensorValue(output))];
            return outputs.Length == 1 ? outputs[0] : new TupleValue(outputs);
        }
        catch (LayerException exception)
        {
            throw new EvaluationException(exception.Kind, expression.Place, [.. exception.Arguments]);
        }
    }

    /// <summary>The weight of a layer that has been applied.</summary>
    private TensorValue Weight(MemberWeightExpression expression)
    {
        var member = body.Members[expression.Member];
        var index = expression.Index is { } indexExpression ? Integer(indexExpression) : 0;
        var name = prefix + (member.Count is null ? member.Layer : member.At(index)).Name;
        return graph.ParameterNode(name + ".weight") is { } node
            ? new TensorValue(node)
            : throw new EvaluationException(ProblemKind.ImpossibleConstant, expression.Place, $"'{name}' has no weight here: apply the layer before, and it has one if it is a single one");
    }

    /// <summary>The fans are those of a weight [outputs, inputs, …], as PyTorch counts them.</summary>
    private TensorValue Parameter(ParameterDeclaration tensor)
    {
        var field = tensor.Dimensions.Skip(2).Aggregate(1, static (product, extent) => product * extent);
        var outputs = tensor.Dimensions[0];
        var inputs = tensor.Dimensions.Count > 1 ? tensor.Dimensions[1] : outputs;
        var node = graph.Parameter(new TrainableTensor(
            tensor.Name, tensor.Name, tensor.Dimensions, tensor.Initializer, inputs * field, outputs * field, 1));
        graph.Layer(tensor.Name, LayerRules.Kind(tensor), node, node);
        return new TensorValue(node);
    }
}
