using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// <c>y = activation(x · weightᵀ + bias)</c> over the last axis, as PyTorch's <c>Linear</c>: weight [units, features], bias [units].
/// </summary>
internal static class DenseLayer
{
    public static int Add(GraphBuilder graph, DenseDeclaration layer, int input)
    {
        var shape = graph[input].Shape;
        var features = shape[shape.Rank - 1].Size;
        var activation = ActivationLayer.DefinitionOf(layer.Activation, layer.ActivationMethod);
        var gain = activation?.Gain ?? 1.0;
        var weight = graph.Parameter(new TrainableTensor(
            layer.Name + ".weight", layer.Name, [layer.Units, features], layer.Initializer, features, layer.Units, gain));

        var z = new ValueName(activation is null ? layer.Name : layer.Name + ".z");
        var sum = Product(graph, input, weight, layer.Bias ? new ValueName(layer.Name + ".product") : z);
        if (layer.Bias)
        {
            var initializer = layer.Initializer == InitializerKind.Default ? InitializerKind.Default : InitializerKind.Zeros;
            var bias = graph.Parameter(new TrainableTensor(
                layer.Name + ".bias", layer.Name, [layer.Units], initializer, features, layer.Units, gain));
            sum = graph.Map(new Map(new Argument(0) + new Argument(1), Formula.Sum), [sum, bias], z);
        }

        return ActivationLayer.Add(graph, activation, sum, new ValueName(layer.Name));
    }

    /// <summary><c>x · weightᵀ</c> over the last axis.</summary>
    /// <param name="weight">[units × features]</param>
    public static int Product(GraphBuilder graph, int input, int weight, ValueName name)
    {
        var shape = graph[input].Shape;
        var units = graph[weight].Shape[0];

        // One index for every axis that is kept, then the output and the input feature.
        var kept = Enumerable.Range(0, shape.Rank - 1).ToArray();
        var output = kept.Length;
        var feature = kept.Length + 1;
        var indices = kept
            .Select(axis => new IndexVariable(axis == 0 ? "sample" : shape.Rank == 3 ? "position" : $"position{Numbers.Text(axis)}", shape[axis]))
            .Append(new IndexVariable("output", units))
            .Append(new IndexVariable("feature", shape[shape.Rank - 1]));
        var contract = new Contract(
            indices.ToEquatableArray(), Access.Of([.. kept, output]), Access.Of([.. kept, feature]), Access.Of(output, feature));
        return graph.Contract(contract, input, weight, shape.With(shape.Rank - 1, units), name);
    }
}
