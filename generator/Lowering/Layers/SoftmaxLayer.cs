using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// Softmax and its logarithm over the last axis. The largest element is subtracted first, so that no exponential overflows; it
/// cancels in the result, so no gradient needs to flow through it.
/// </summary>
internal static class SoftmaxLayer
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    /// <summary><c>yᵢ = exp(xᵢ − max x) / Σⱼ exp(xⱼ − max x)</c></summary>
    public static int Add(GraphBuilder graph, int input, string name)
    {
        var (exponential, sum, _) = Exponentials(graph, input, name);
        return graph.Map(new Map(X / Y, Formula.Quotient), [exponential, sum], new ValueName(name));
    }

    /// <summary>
    /// The same of what may be −∞ everywhere, which is 0 everywhere then. A sum that has a term is at least 1, the exponential of the largest.
    /// </summary>
    public static int AddOfSome(GraphBuilder graph, int input, string name)
    {
        var (exponential, sum, _) = Exponentials(graph, input, name, maximum => new Binary(BinaryFunction.Max, maximum, (double)float.MinValue));
        return graph.Map(new Map(X / new Binary(BinaryFunction.Max, Y, 0.5), new("{0} / max({1}, 0.5)")), [exponential, sum], new ValueName(name));
    }

    /// <summary><c>yᵢ = (xᵢ − max x) − log Σⱼ exp(xⱼ − max x)</c></summary>
    public static int AddLogarithmic(GraphBuilder graph, int input, string name)
    {
        var (_, sum, shifted) = Exponentials(graph, input, name);
        var logarithm = graph.Map(new Map(new Unary(UnaryFunction.Log, X), Formula.Call("log")), [sum], new ValueName(name + ".logSum"));
        return graph.Map(new Map(X - Y, Formula.Difference), [shifted, logarithm], new ValueName(name));
    }

    private static (int Exponential, int Sum, int Shifted) Exponentials(GraphBuilder graph, int input, string name, Func<Scalar, Scalar>? limited = null)
    {
        var last = graph[input].Shape.Rank - 1;
        var largest = graph.Reduce(Reduction.Max, input, [last], new ValueName(limited is null ? name + ".maximum" : name + ".largest"));
        var maximum = graph.StopGradient(limited is null ? largest : graph.Map(limited(X), [largest], new ValueName(name + ".maximum")));
        var shifted = graph.Map(new Map(X - Y, Formula.Difference), [input, maximum], new ValueName(name + ".shifted"));
        var exponential = graph.Map(new Map(new Unary(UnaryFunction.Exp, X), Formula.Call("exp")), [shifted], new ValueName(name + ".exponential"));
        var sum = graph.Reduce(Reduction.Sum, exponential, [last], new ValueName(name + ".sum"));
        return (exponential, sum, shifted);
    }
}
