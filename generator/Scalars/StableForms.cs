namespace NetGen.Generator.Scalars;

/// <summary>
/// Recognises compositions that overflow on the way to a finite value, or lose all digits of a small one, and puts the function that does
/// not in their place: log(1 + exp(x)) is softplus(x), and 1/(1 + exp(−x)) is sigmoid(x).
/// </summary>
/// <remarks>
/// Quotients of sums of exponentials, their logarithms, and differences of exponentials are compared in one form
/// (<see cref="ExponentialSum"/>), so that it does not matter how they are written. Every rule is exact in real numbers, for all arguments for
/// which the expression has a value. README lists the forms.
/// </remarks>
internal sealed partial class StableForms
{
    private readonly Simplifier simplify;
    private readonly ExponentialReader reader;

    private StableForms(Simplifier simplify) => (this.simplify, reader) = (simplify, new ExponentialReader(simplify));

    /// <summary>The expression, simplified and with such compositions replaced.</summary>
    public static Scalar Of(Scalar expression) => Of(expression, new Simplifier());

    public static Scalar Of(Scalar expression, Simplifier simplifier)
    {
        var forms = new StableForms(simplifier);
        return simplifier.Apply(new ScalarRewriter(node => forms.Stable(node) ?? node).Rewrite(simplifier.Apply(expression)));
    }

    /// <summary>Whether the outermost operation of an expression is one of those that are replaced: the others need not be looked at.</summary>
    public static bool CanBeOutermost(Scalar expression) => expression
        is Unary(UnaryFunction.Log or UnaryFunction.Log1p or UnaryFunction.Log2 or UnaryFunction.Log10 or UnaryFunction.Sqrt, _)
        or Binary(BinaryFunction.Add or BinaryFunction.Subtract or BinaryFunction.Multiply or BinaryFunction.Divide, _, _);

    /// <summary>A simplified expression with its outermost operation replaced, where that is such a composition; else null. Its operands are left alone.</summary>
    public static Scalar? OfOutermost(Scalar expression, Simplifier simplifier) =>
        new StableForms(simplifier).Stable(expression) is { } stable ? simplifier.Apply(stable) : null;

    /// <summary>u, where a simplified expression is exp(u) or a sum of such with positive coefficients; else null.</summary>
    public static Scalar? Exponent(Scalar expression, Simplifier simplifier)
    {
        var forms = new StableForms(simplifier);
        return forms.IsSumOfExponentials(expression) ? forms.Logarithm(expression) : null;
    }

    /// <summary>
    /// A derivative whose outermost factors keep their digits where they are small: 1 − sigmoid(x) is sigmoid(−x), and 1 − tanh²(x) is
    /// 1/cosh²(x). Where such a difference is a term of a sum, its absolute error is all that counts.
    /// </summary>
    public static Scalar OfDerivative(Scalar derivative)
    {
        var factors = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance);
        return Visit(derivative);

        Scalar Visit(Scalar node)
        {
            if (factors.TryGetValue(node, out var known))
                return known;
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            return factors[node] = node switch
            {
                Unary(UnaryFunction.Negate, _) or Binary(BinaryFunction.Multiply, _, _) => ScalarRewriter.WithChildren(node, Visit),
                Binary(BinaryFunction.Divide, var left, _) => ScalarRewriter.WithChildren(node, child => ReferenceEquals(child, left) ? Visit(left) : child),
                _ => Complement(node) ?? node,
            };
        }
    }

    private static Scalar? Complement(Scalar difference) => difference switch
    {
        Binary(BinaryFunction.Subtract, Constant(1.0), Unary(UnaryFunction.Sigmoid, var x)) => new Unary(UnaryFunction.Sigmoid, -x),
        Binary(BinaryFunction.Subtract, Constant(1.0), var square) when TanhSquared(square) is { } x => Squared(1.0 / new Unary(UnaryFunction.Cosh, x)),
        Binary(BinaryFunction.Subtract, var square, Constant(1.0)) when TanhSquared(square) is { } x => -Squared(1.0 / new Unary(UnaryFunction.Cosh, x)),
        _ => null,
    };

    private static Scalar? TanhSquared(Scalar square) =>
        square is Binary(BinaryFunction.Multiply, Unary(UnaryFunction.Tanh, var x) root, var same) && ReferenceEquals(root, same) ? x : null;

    private static Scalar Squared(Scalar scalar) => scalar * scalar;

    private Scalar? Stable(Scalar node) => node switch
    {
        Unary(UnaryFunction.Log, var operand) => Logarithm(operand) ?? LogarithmOfSum(operand),
        Unary(UnaryFunction.Log2, var operand) => Logarithm(operand) is { } logarithm ? (1.0 / Math.Log(2.0)) * logarithm : null,
        Unary(UnaryFunction.Log10, var operand) => Logarithm(operand) is { } logarithm ? (1.0 / Math.Log(10.0)) * logarithm : null,
        Unary(UnaryFunction.Log1p, var operand) => Logarithm(simplify.Once(1.0 + operand)),
        Unary(UnaryFunction.Sqrt, var operand) => Length(operand),
        Binary(BinaryFunction.Divide, var numerator, Binary(BinaryFunction.Multiply, var left, var right))
            when IsSumOfExponentials(left) && IsSumOfExponentials(right) => Divided(Divided(numerator, left), right),
        Binary(BinaryFunction.Divide, _, _) => Quotient(node),
        Binary(BinaryFunction.Multiply, _, _) => Product(node),
        Binary(BinaryFunction.Add or BinaryFunction.Subtract, _, _) => Shifted(node) ?? Sum(node),
        _ => null,
    };

    private bool IsSumOfExponentials(Scalar node) =>
        reader.Read(node) is { Factor: null, Denominator.IsOne: true, Numerator: { IsPositive: true, IsConstant: false } };

    private Scalar Divided(Scalar numerator, Scalar denominator)
    {
        var quotient = simplify.Once(numerator / denominator);
        return Stable(quotient) is { } stable ? simplify.Once(stable) : quotient;
    }

    /// <summary>√(x² + y²) as a length, whose squares do not overflow. One square alone is a magnitude; c + x² is left as it is.</summary>
    private Scalar? Length(Scalar operand)
    {
        var (constant, lengths) = (0.0, new List<Scalar>());
        if (!TryAddSquares(operand))
            return null;
        if (lengths.Count == 1)
            return constant == 0.0 ? new Unary(UnaryFunction.Abs, lengths[0]) : null;
        if (lengths.Count > 1 && constant > 0.0)
            lengths.Add(Math.Sqrt(constant));
        return lengths.Count > 1 ? lengths.Aggregate((length, next) => new Binary(BinaryFunction.Hypot, length, next)) : null;

        bool TryAddSquares(Scalar term)
        {
            switch (term)
            {
                case Constant(var value) when value >= 0.0 && !double.IsInfinity(value):
                    constant += value;
                    return true;
                case Binary(BinaryFunction.Add, var left, var right):
                    return lengths.Count < 8 && TryAddSquares(left) && TryAddSquares(right);
                case Binary(BinaryFunction.Multiply, var x, var same) when ReferenceEquals(x, same):
                    lengths.Add(x);
                    return true;
                case Binary(BinaryFunction.Multiply, Constant(var factor), Binary(BinaryFunction.Multiply, var x, var same))
                    when factor is >= 1e-30 and <= 1e30 && ReferenceEquals(x, same):
                    lengths.Add(Math.Sqrt(factor) * x);
                    return true;
                case Binary(BinaryFunction.Divide, Binary(BinaryFunction.Multiply, var x, var same), Constant(var divisor))
                    when divisor is >= 1e-30 and <= 1e30 && ReferenceEquals(x, same):
                    lengths.Add(x / Math.Sqrt(divisor));
                    return true;
                default:
                    return false;
            }
        }
    }
}
