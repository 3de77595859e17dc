namespace NetGen.Generator.Scalars;

/// <summary><c>Coefficient·exp(Exponent)</c>; a constant has the exponent 0.</summary>
internal readonly record struct ExponentialTerm(double Coefficient, Scalar Exponent)
{
    public bool IsConstant => Exponent is Constant(0.0);
}

/// <summary>
/// A sum of exponentials with constant coefficients: the form in which expressions are compared that overflow because an exponential in
/// them does. Exponents are those of one simplifier, each there once.
/// </summary>
internal sealed class ExponentialSum
{
    /// <summary>Longer sums are not taken apart: a product of two has as many terms as both multiplied.</summary>
    private const int MostTerms = 6;

    private ExponentialSum(IReadOnlyList<ExponentialTerm> terms) => Terms = terms;

    public IReadOnlyList<ExponentialTerm> Terms { get; }

    public bool IsOne => Terms is [{ IsConstant: true, Coefficient: 1.0 }];

    public bool IsConstant => Terms.All(static term => term.IsConstant);

    public bool IsPositive => Terms.Count > 0 && Terms.All(static term => term.Coefficient > 0.0);

    public static ExponentialSum Of(Simplifier simplify, double coefficient, Scalar exponent) =>
        Collected(simplify, [new(coefficient, exponent)])!;

    /// <summary>The same value with all its terms; null where there are too many.</summary>
    public static ExponentialSum? Collected(Simplifier simplify, IEnumerable<ExponentialTerm> terms)
    {
        var collected = new List<ExponentialTerm>();
        foreach (var (coefficient, exponent) in terms)
        {
            var (factor, own) = exponent is Constant(var number) ? (Math.Exp(number), simplify.Number(0.0)) : (1.0, exponent);
            var place = collected.FindIndex(term => ReferenceEquals(term.Exponent, own));
            if (place < 0)
                collected.Add(new(coefficient * factor, own));
            else
                collected[place] = new(collected[place].Coefficient + (coefficient * factor), own);
        }

        collected.RemoveAll(static term => term.Coefficient == 0.0);
        var isUsable = collected.Count <= MostTerms && collected.TrueForAll(static term => Math.Abs(term.Coefficient) is >= 1e-30 and <= 1e30);
        return isUsable ? new(collected) : null;
    }

    public ExponentialSum? Plus(Simplifier simplify, ExponentialSum other, double sign) =>
        Collected(simplify, Terms.Concat(other.Terms.Select(term => term with { Coefficient = sign * term.Coefficient })));

    public ExponentialSum? Times(Simplifier simplify, ExponentialSum other) => Terms.Count * other.Terms.Count > 2 * MostTerms
        ? null
        : Collected(simplify, Terms.SelectMany(_ => other.Terms, (left, right) => new ExponentialTerm(
            left.Coefficient * right.Coefficient, simplify.Once(left.Exponent + right.Exponent))));

    /// <summary>Each term divided by one.</summary>
    public ExponentialSum Over(Simplifier simplify, ExponentialTerm divisor) =>
        Collected(simplify, Terms.Select(term => new ExponentialTerm(
            term.Coefficient / divisor.Coefficient, simplify.Once(term.Exponent - divisor.Exponent)))) ?? this;

    public bool SameAs(ExponentialSum other) => Terms.Count == other.Terms.Count
        && Terms.All(term => other.Terms.Any(same => same.Coefficient == term.Coefficient && ReferenceEquals(same.Exponent, term.Exponent)));
}

/// <summary><c>Factor·Numerator/Denominator</c>, where no factor stands for 1.</summary>
internal sealed record ExponentialQuotient(Scalar? Factor, ExponentialSum Numerator, ExponentialSum Denominator);

/// <summary>Reads expressions as quotients of sums of exponentials.</summary>
internal sealed class ExponentialReader(Simplifier simplify)
{
    private readonly Dictionary<Scalar, ExponentialQuotient?> known = new(ReferenceComparer.Instance);

    private readonly ExponentialSum one = ExponentialSum.Of(simplify, 1.0, 0.0);

    /// <summary>The expression as such a quotient; null where no factor of it is one.</summary>
    public ExponentialQuotient? Read(Scalar node)
    {
        if (known.TryGetValue(node, out var quotient))
            return quotient;
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return known[node] = node switch
        {
            Constant(var value) when Math.Abs(value) is >= 1e-30 and <= 1e30 => Sum((value, 0.0)),
            Unary(UnaryFunction.Negate, var operand) => Product(Read(operand), operand, Sum((-1.0, 0.0)), operand),
            Unary(UnaryFunction.Exp, var x) => Sum((1.0, x)),
            Unary(UnaryFunction.Expm1, var x) => Sum((1.0, x), (-1.0, 0.0)),
            Unary(UnaryFunction.Sinh, var x) => Sum((0.5, x), (-0.5, -x)),
            Unary(UnaryFunction.Cosh, var x) => Sum((0.5, x), (0.5, -x)),
            Unary(UnaryFunction.Sigmoid, var x) => new(null, one, Sum((1.0, 0.0), (1.0, -x)).Numerator),
            Binary(BinaryFunction.Add, var left, var right) => Sum(Read(left), Read(right), 1.0),
            Binary(BinaryFunction.Subtract, var left, var right) => Sum(Read(left), Read(right), -1.0),
            Binary(BinaryFunction.Multiply, var left, var right) => Product(Read(left), left, Read(right), right),
            Binary(BinaryFunction.Divide, var left, var right) => Quotient(Read(left), left, Read(right), right),
            _ => null,
        };
    }

    private ExponentialQuotient Sum(params (double Coefficient, Scalar Exponent)[] terms) =>
        new(null, ExponentialSum.Collected(simplify, terms.Select(term => new ExponentialTerm(term.Coefficient, simplify.Once(term.Exponent))))!, one);

    private ExponentialQuotient? Sum(ExponentialQuotient? left, ExponentialQuotient? right, double sign)
    {
        if (left is not { Factor: null, Numerator: var a, Denominator: var b } || right is not { Factor: null, Numerator: var c, Denominator: var d })
            return null;
        if (b.SameAs(d))
            return Of(null, a.Plus(simplify, c, sign), b);
        return !b.IsOne && !d.IsOne
            ? null
            : Of(null, a.Times(simplify, d) is { } own && c.Times(simplify, b) is { } other ? own.Plus(simplify, other, sign) : null, b.IsOne ? d : b);
    }

    private ExponentialQuotient? Product(ExponentialQuotient? left, Scalar leftNode, ExponentialQuotient? right, Scalar rightNode)
    {
        if (left is null && right is null)
            return null;
        if (left is null)
            return right! with { Factor = Product(leftNode, right.Factor) };
        if (right is null)
            return left with { Factor = Product(left.Factor, rightNode) };
        return Of(Product(left.Factor, right.Factor), left.Numerator.Times(simplify, right.Numerator), OneOf(left.Denominator, right.Denominator));
    }

    private ExponentialQuotient? Quotient(ExponentialQuotient? left, Scalar leftNode, ExponentialQuotient? right, Scalar rightNode)
    {
        if (left is null && right is null)
            return null;
        if (right is null)
            return left! with { Factor = (left.Factor ?? 1.0) / rightNode };
        var factor = left is null ? leftNode : left.Factor;
        if (right.Factor is { } divisor)
            factor = (factor ?? 1.0) / divisor;
        return Of(factor, (left?.Numerator ?? one).Times(simplify, right.Denominator), OneOf(left?.Denominator ?? one, right.Numerator));
    }

    /// <summary>The product of two denominators: not taken apart, since (1 + exp(x))² is known better as what it is.</summary>
    private ExponentialSum? OneOf(ExponentialSum left, ExponentialSum right) =>
        left.IsOne ? right : right.IsOne ? left : left.Terms.Count == 1 || right.Terms.Count == 1 ? left.Times(simplify, right) : null;

    private static Scalar? Product(Scalar? left, Scalar? right) => left is null ? right : right is null ? left : left * right;

    private static ExponentialQuotient? Of(Scalar? factor, ExponentialSum? numerator, ExponentialSum? denominator) =>
        numerator is { Terms.Count: > 0 } && denominator is { Terms.Count: > 0 } ? new(factor, numerator, denominator) : null;
}
