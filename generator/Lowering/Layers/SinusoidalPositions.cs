using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// <c>sin(place / 10000^(2k/width))</c> in column 2k and the cosine in column 2k + 1, [length × width]. It is computed, since a table of it would be as much text as it has numbers: a cosine
/// is a sine a quarter of a turn on.
/// </summary>
internal static class SinusoidalPositions
{
    public static int Add(GraphBuilder graph, int length, int width, ValueName name)
    {
        var columns = Enumerable.Range(0, width).ToArray();
        var places = graph.Reshape(CausalMask.Numbers(graph, length, Part("place")), Shape.Of(length, 1), Part("place"));
        var frequencies = graph.Literal(columns.Select(column => (float)Math.Pow(10_000, -2.0 * (column / 2) / width)).ToEquatableArray(), Shape.Of(width), Part("frequency"));
        var phases = graph.Literal(columns.Select(static column => column % 2 == 0 ? 0 : (float)(Math.PI / 2)).ToEquatableArray(), Shape.Of(width), Part("phase"));
        return graph.Map(new Unary(UnaryFunction.Sin, (new Argument(0) * new Argument(1)) + new Argument(2)), [places, frequencies, phases], name);

        ValueName Part(string part) => new($"{name.Text}.{part}");
    }
}
