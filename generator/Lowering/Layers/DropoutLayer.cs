using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary><c>y = u &lt; rate ? 0 : x / (1 − rate)</c> in training, with u uniform in [0, 1) for every element or every channel; <c>y = x</c> in prediction.</summary>
internal static class DropoutLayer
{
    public static int Add(GraphBuilder graph, DropoutDeclaration layer, int input)
    {
        var shape = graph[input].Shape;
        if (layer is Dropout2DDeclaration)
        {
            WindowShapes.Sizes(layer, shape, 2);
            shape = shape.With(2, 1).With(3, 1);
        }

        if (layer.Rate == 0)
            return input;
        var random = graph.Random(RandomDistribution.Uniform, shape, new(layer.Name + ".random"));
        var (x, u) = (new Argument(0), new Argument(1));
        var dropped = graph.Map(
            new Map(new Select(Comparison.Less, u, layer.Rate, 0, 1 / (1 - layer.Rate) * x), Formula.Closed($"({{1}} < {Numbers.Text(layer.Rate)} ? 0 : {{0}} / {Numbers.Text(1 - layer.Rate)})")),
            [input, random],
            new(layer.Name));
        return graph.WhenTraining(dropped, input, new(layer.Name));
    }
}
