namespace NetGen.Generator.Scalars;

/// <summary>Computes an expression in double; shared parts once.</summary>
internal static class ScalarEvaluator
{
    public static double Evaluate(Scalar expression, params double[] arguments)
    {
        var values = new Dictionary<Scalar, double>(ReferenceComparer.Instance);
        return ValueOf(expression);

        double ValueOf(Scalar node)
        {
            if (values.TryGetValue(node, out var known))
                return known;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            var value = node switch
            {
                Constant(var number) => number,
                Argument(var index) => arguments[index],
                Unary(var function, var operand) => function.Definition().Evaluate(ValueOf(operand)),
                Binary(var function, var left, var right) => function.Definition().Evaluate(ValueOf(left), ValueOf(right)),
                Select(var comparison, var left, var right, var whenTrue, var whenFalse) =>
                    comparison.Holds(ValueOf(left), ValueOf(right)) ? ValueOf(whenTrue) : ValueOf(whenFalse),
                _ => throw new ArgumentException($"'{node.GetType().Name}' is not a scalar expression that can be evaluated.", nameof(expression)),
            };
            values[node] = value;
            return value;
        }
    }
}
