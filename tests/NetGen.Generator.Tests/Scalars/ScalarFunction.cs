using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

/// <summary>An expression as a delegate, for what computes it for many elements. It gives what <see cref="ScalarEvaluator"/> gives.</summary>
internal sealed class ScalarFunction
{
    private readonly Dictionary<Scalar, Func<double>> nodes = new(ReferenceComparer.Instance);
    private readonly double[] arguments;
    private long evaluation;

    private ScalarFunction(double[] arguments) => this.arguments = arguments;

    /// <summary>The function of what its arguments are at each call.</summary>
    public static Func<double> Of(Scalar expression, Func<double>[] arguments)
    {
        var values = new double[arguments.Length];
        var function = new ScalarFunction(values);
        var root = function.ValueOf(expression);
        return () =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i] = arguments[i]();
            function.evaluation++;
            return root();
        };
    }

    private Func<double> ValueOf(Scalar node)
    {
        if (nodes.TryGetValue(node, out var known))
            return known;
        return nodes[node] = node switch
        {
            Constant(var number) => () => number,
            Argument(var index) => () => arguments[index],
            Unary(var function, var operand) => Once(Of(function.Definition(), ValueOf(operand))),
            Binary(var function, var left, var right) => Once(Of(function.Definition(), ValueOf(left), ValueOf(right))),
            Select(var comparison, var left, var right, var whenTrue, var whenFalse) => Once(Of(comparison, ValueOf(left), ValueOf(right), ValueOf(whenTrue), ValueOf(whenFalse))),
            _ => throw new ArgumentException($"'{node.GetType().Name}' is not a scalar expression that can be evaluated.", nameof(node)),
        };
    }

    private static Func<double> Of(UnaryDefinition definition, Func<double> operand) => () => definition.Evaluate(operand());

    private static Func<double> Of(BinaryDefinition definition, Func<double> left, Func<double> right) => () => definition.Evaluate(left(), right());

    private static Func<double> Of(Comparison comparison, Func<double> left, Func<double> right, Func<double> whenTrue, Func<double> whenFalse)
        => () => comparison.Holds(left(), right()) ? whenTrue() : whenFalse();

    // What several parts share is computed once in an evaluation.
    private Func<double> Once(Func<double> compute)
    {
        var (last, value) = (0L, 0.0);
        return () =>
        {
            if (last != evaluation)
                (last, value) = (evaluation, compute());
            return value;
        };
    }
}
