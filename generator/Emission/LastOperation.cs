using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>
/// What computes an output last, as the runtime's losses have to know it: a loss that takes logits refuses a softmax. It is read from the
/// graph, so that a layer, an activation and a forward method that writes it out are all recognised.
/// </summary>
internal static class LastOperation
{
    private const string Softmax = "Softmax";
    private const string LogSoftmax = "LogSoftmax";
    private const string Linear = "Linear";

    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    private static readonly (string Name, Scalar Function)[] Named =
    [
        .. Enum.GetValues(typeof(ActivationKind)).Cast<ActivationKind>().Where(static kind => kind != ActivationKind.None)
            .Select(static kind => (kind.ToString(), Activations.Of(kind).Function)),
    ];

    /// <summary>Softmax, LogSoftmax, the name of an activation, Linear for a matrix product, or null for anything else.</summary>
    public static string? Of(NetworkGraph graph, int output)
    {
        var node = graph[Source(graph, output)];
        switch (node.Operation)
        {
            case Contract:
                return Linear;
            case Map map when node.Inputs.Count == 1:
                if (IsFunction(map, UnaryFunction.Log) && Of(graph, node.Inputs[0]) == Softmax)
                    return LogSoftmax;
                return Named.FirstOrDefault(named => named.Function.Equals(map.Expression)).Name;
            case Map map when node.Inputs.Count == 2:
                var (left, right) = (Source(graph, node.Inputs[0]), Source(graph, node.Inputs[1]));
                if (map.Expression.Equals(X + Y) && (IsProductWithBias(graph, left, right) || IsProductWithBias(graph, right, left)))
                    return Linear;
                if (map.Expression.Equals(X / Y) && IsExponential(graph, left) && IsSumOf(graph, right, left))
                    return Softmax;
                return map.Expression.Equals(X - Y) && IsLogarithmOfSum(graph, right, left) ? LogSoftmax : null;
            default:
                return null;
        }
    }

    /// <summary>The node whose elements these are: behind views, copies, and what only stops gradients.</summary>
    private static int Source(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View or StopGradient || (graph[node].Operation is Map { Expression: Argument } && graph[node].Inputs.Count == 1))
            node = graph[node].Inputs[0];
        return node;
    }

    private static bool IsProductWithBias(NetworkGraph graph, int product, int bias) => graph[product].Operation is Contract && graph[bias].Operation is Parameter;

    private static bool IsFunction(Operation operation, UnaryFunction function) => operation is Map { Expression: Unary { Operand: Argument } unary } && unary.Function == function;

    private static bool IsExponential(NetworkGraph graph, int node) => IsFunction(graph[node].Operation, UnaryFunction.Exp);

    private static bool IsSumOf(NetworkGraph graph, int sum, int terms)
        => graph[sum].Operation is Reduce { Reduction: Reduction.Sum } && Source(graph, graph[sum].Inputs[0]) == terms;

    // log Σ exp(x)
    private static bool IsLogarithmOfSum(NetworkGraph graph, int logarithm, int x)
    {
        if (!IsFunction(graph[logarithm].Operation, UnaryFunction.Log))
            return false;
        var sum = Source(graph, graph[logarithm].Inputs[0]);
        if (graph[sum].Operation is not Reduce { Reduction: Reduction.Sum })
            return false;
        var exponential = Source(graph, graph[sum].Inputs[0]);
        return IsExponential(graph, exponential) && Source(graph, graph[exponential].Inputs[0]) == x;
    }
}
