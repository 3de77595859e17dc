using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>How an expression depends on some of its arguments.</summary>
internal enum Linearity
{
    /// <summary>It is 0, whatever they are.</summary>
    Zero,

    /// <summary>It does not depend on them.</summary>
    Constant,

    /// <summary>It is a sum of them, each times what does not depend on them; with no other summand: f(x + y) = f(x) + f(y).</summary>
    Linear,

    /// <summary>None of these.</summary>
    None,
}

/// <summary>Finds out whether an expression is linear. What is linear in a form that it does not see is taken not to be.</summary>
internal sealed class LinearityAnalysis
{
    private readonly Func<int, Linearity> ofArgument;
    private readonly Dictionary<Scalar, Linearity> known = new(ReferenceComparer.Instance);

    private LinearityAnalysis(Func<int, Linearity> ofArgument) => this.ofArgument = ofArgument;

    /// <param name="expression">The expression.</param>
    /// <param name="ofArgument">What each argument counts as: <see cref="Linearity.Linear"/> if it is one of those asked about.</param>
    public static Linearity Of(Scalar expression, Func<int, Linearity> ofArgument) => new LinearityAnalysis(ofArgument).Of(expression);

    private Linearity Of(Scalar expression)
    {
        if (known.TryGetValue(expression, out var linearity))
            return linearity;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        linearity = expression switch
        {
            Constant(var value) => value == 0 ? Linearity.Zero : Linearity.Constant,
            Argument(var index) => ofArgument(index),
            Unary(UnaryFunction.Negate, var operand) => Of(operand),
            Unary(_, var operand) => OfFunction(Of(operand)),
            Binary(BinaryFunction.Add or BinaryFunction.Subtract, var left, var right) => Sum(Of(left), Of(right)),
            Binary(BinaryFunction.Multiply, var left, var right) => Product(Of(left), Of(right)),
            Binary(BinaryFunction.Divide, var left, var right) => Of(right) is Linearity.Zero or Linearity.Constant ? Of(left) : Linearity.None,
            Binary(_, var left, var right) => OfFunction(Of(left), Of(right)),
            Select(_, var left, var right, var whenTrue, var whenFalse) =>
                OfFunction(Of(left), Of(right)) == Linearity.Constant ? Sum(Of(whenTrue), Of(whenFalse)) : Linearity.None,
            _ => Linearity.None,
        };
        known.Add(expression, linearity);
        return linearity;
    }

    private static Linearity OfFunction(params Linearity[] operands)
        => operands.All(static operand => operand is Linearity.Zero or Linearity.Constant) ? Linearity.Constant : Linearity.None;

    private static Linearity Sum(Linearity left, Linearity right)
        => left == right ? left : left == Linearity.Zero ? right : right == Linearity.Zero ? left : Linearity.None;

    private static Linearity Product(Linearity left, Linearity right) => (left, right) switch
    {
        (Linearity.Zero, _) or (_, Linearity.Zero) => Linearity.Zero,
        (Linearity.Constant, _) => right,
        (_, Linearity.Constant) => left,
        _ => Linearity.None,
    };
}
