namespace NetGen.Generator.Scalars;

/// <summary>
/// Recognises compositions that overflow on the way to a finite value, and puts the function that does not in their place:
/// log(1 + exp(x)) is softplus(x), and 1/(1 + exp(−x)) is sigmoid(x).
/// </summary>
internal static class StableForms
{
    /// <summary>The expression, simplified and with such compositions replaced.</summary>
    public static Scalar Of(Scalar expression) => Of(expression, new Simplifier());

    public static Scalar Of(Scalar expression, Simplifier simplifier) =>
        simplifier.Apply(new ScalarRewriter(node => Stable(node) ?? node).Rewrite(simplifier.Apply(expression)));

    private static Scalar? Stable(Scalar node) => node switch
    {
        Unary(UnaryFunction.Log, var operand) when OnePlusExponential(operand) is { } x => new Unary(UnaryFunction.Softplus, x),
        Unary(UnaryFunction.Log1p, Unary(UnaryFunction.Exp, var x)) => new Unary(UnaryFunction.Softplus, x),
        Unary(UnaryFunction.Log, Unary(UnaryFunction.Sigmoid, var x)) => -new Unary(UnaryFunction.Softplus, -x),
        Binary(BinaryFunction.Divide, var numerator, var denominator) when OnePlusExponential(denominator) is { } x => Logistic(numerator, x),
        _ => null,
    };

    /// <summary>numerator/(1 + exp(x)); an exp(x) in the numerator is no factor beside the sigmoid, but turns it round.</summary>
    private static Scalar Logistic(Scalar numerator, Scalar x)
    {
        return numerator switch
        {
            Constant(1.0) => new Unary(UnaryFunction.Sigmoid, -x),
            _ when IsExponential(numerator) => new Unary(UnaryFunction.Sigmoid, x),
            Binary(BinaryFunction.Multiply, var left, var right) when IsExponential(right) => left * new Unary(UnaryFunction.Sigmoid, x),
            Binary(BinaryFunction.Multiply, var left, var right) when IsExponential(left) => right * new Unary(UnaryFunction.Sigmoid, x),
            _ => numerator * new Unary(UnaryFunction.Sigmoid, -x),
        };

        bool IsExponential(Scalar expression) => expression is Unary(UnaryFunction.Exp, var exponent) && ReferenceEquals(exponent, x);
    }

    private static Scalar? OnePlusExponential(Scalar expression) =>
        expression is Binary(BinaryFunction.Add, Constant(1.0), Unary(UnaryFunction.Exp, var x)) ? x : null;
}
