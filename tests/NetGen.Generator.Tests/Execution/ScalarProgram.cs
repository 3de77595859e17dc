using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Execution;

/// <summary>
/// A scalar expression as a list of steps, each over the results of earlier ones, so that it is evaluated for many elements without being
/// looked at again. Both branches of a choice are computed.
/// </summary>
internal sealed class ScalarProgram
{
    private readonly List<Func<double[], double[], double>> steps = [];
    private readonly double[] results;

    public ScalarProgram(Scalar expression)
    {
        Add(expression, new(ReferenceComparer.Instance));
        results = new double[steps.Count];
    }

    public double Evaluate(double[] arguments)
    {
        for (var step = 0; step < results.Length; step++)
            results[step] = steps[step](results, arguments);
        return results[^1];
    }

    private int Add(Scalar node, Dictionary<Scalar, int> known)
    {
        if (known.TryGetValue(node, out var place))
            return place;
        Func<double[], double[], double> step;
        switch (node)
        {
            case Constant(var number):
                step = (_, _) => number;
                break;
            case Argument(var index):
                step = (_, arguments) => arguments[index];
                break;
            case Unary(var function, var operand):
                var (unary, x) = (function.Definition(), Add(operand, known));
                step = (values, _) => unary.Evaluate(values[x]);
                break;
            case Binary(var function, var left, var right):
                var (binary, l, r) = (function.Definition(), Add(left, known), Add(right, known));
                step = (values, _) => binary.Evaluate(values[l], values[r]);
                break;
            case Select(var comparison, var left, var right, var whenTrue, var whenFalse):
                var (a, b, yes, no) = (Add(left, known), Add(right, known), Add(whenTrue, known), Add(whenFalse, known));
                step = (values, _) => comparison.Holds(values[a], values[b]) ? values[yes] : values[no];
                break;
            default:
                throw new ArgumentException($"'{node.GetType().Name}' is not a scalar expression that can be evaluated.", nameof(node));
        }

        steps.Add(step);
        return known[node] = steps.Count - 1;
    }
}
