using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// Turns the halves of each row, as pairs, by its place: <c>(a, b) → (a·cos φ − b·sin φ, b·cos φ + a·sin φ)</c> with <c>φ = place / base^(2k/width)</c>, so that products of rows depend on
/// how far apart they are.
/// </summary>
internal static class RotaryPositions
{
    public const double Base = 10_000;

    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    /// <param name="axis">The axis of the places; the last axis is turned.</param>
    public static int Add(GraphBuilder graph, int input, int axis, double wavelength, ValueName name)
    {
        var shape = graph[input].Shape;
        var last = shape.Rank - 1;
        var half = shape[last].Size / 2;
        var frequencies = Enumerable.Range(0, half).Select(k => (float)Math.Pow(wavelength, -2.0 * k / shape[last].Size)).ToEquatableArray();
        var places = graph.Reshape(
            CausalMask.Numbers(graph, shape[axis].Size, Part("place")), new(Enumerable.Range(axis, last - axis + 1).Select(own => own == axis ? shape[axis] : 1).ToEquatableArray()), Part("place"));
        var angle = graph.Map(X * Y, [places, graph.Literal(frequencies, Shape.Of(half), Part("frequency"))], Part("angle"));
        var (cosine, sine) = (graph.Map(new Unary(UnaryFunction.Cos, X), [angle], Part("cosine")), graph.Map(new Unary(UnaryFunction.Sin, X), [angle], Part("sine")));
        var (first, second) = (graph.Slice(input, last, 0, half, graph[input].Name), graph.Slice(input, last, half, half, graph[input].Name));
        Scalar A = X, B = Y, C = new Argument(2), S = new Argument(3);
        return graph.Concatenate(
            [graph.Map((A * C) - (B * S), [first, second, cosine, sine], Part("first")), graph.Map((B * C) + (A * S), [first, second, cosine, sine], Part("second"))], last, name);

        ValueName Part(string part) => new($"{name.Text}.{part}");
    }
}
