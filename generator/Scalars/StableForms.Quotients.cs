namespace NetGen.Generator.Scalars;

/// <summary>Quotients and differences of sums of exponentials: sigmoids, tanh, softmax.</summary>
internal partial class StableForms
{
    /// <summary>factor·N/D with D &gt; 0</summary>
    private Scalar? Quotient(Scalar node)
    {
        if (reader.Read(node) is not var (factor, numerator, denominator) || Quotient(numerator, denominator) is not { } quotient)
            return null;
        return factor is null ? quotient : factor * quotient;
    }

    private Scalar? Quotient(ExponentialSum numerator, ExponentialSum denominator)
    {
        if (denominator.IsConstant)
            return null;
        if (denominator.Terms.Count == 1)
            return SumOf(numerator.Over(simplify, denominator.Terms[0]).Terms);
        if (numerator.Terms.Count == 2 && denominator.Terms.Count == 2 && OfTwo(numerator.Terms, denominator.Terms) is { } ofTwo)
            return ofTwo;
        if (!denominator.IsPositive || (numerator.Terms.Count > 1 && !(numerator.IsPositive && numerator.Terms.All(term => Own(term).Any()))))
            return null;

        // c·exp(u)/Σ dⱼ·exp(vⱼ): where exp(u) is one of the terms, the sigmoid of how far it is above the logarithm of the others.
        Scalar? sum = null;
        foreach (var (coefficient, exponent) in numerator.Terms)
        {
            var own = Own(new(coefficient, exponent)).ToArray();
            var term = own.Length == 0
                ? coefficient * new Unary(UnaryFunction.Exp, exponent - LogSum(denominator.Terms))
                : (coefficient / own[0].Coefficient) * new Unary(
                    UnaryFunction.Sigmoid, LogSum(own) - LogSum([.. denominator.Terms.Where(other => !ReferenceEquals(other.Exponent, exponent))]));
            sum = sum is null ? term : sum + term;
        }

        return sum;

        IEnumerable<ExponentialTerm> Own(ExponentialTerm term) => denominator.Terms.Where(other => ReferenceEquals(other.Exponent, term.Exponent));
    }

    /// <summary>(a·d₁·exp(v₁) + b·d₂·exp(v₂))/(d₁·exp(v₁) + d₂·exp(v₂))</summary>
    private Scalar? OfTwo(IReadOnlyList<ExponentialTerm> numerator, IReadOnlyList<ExponentialTerm> denominator)
    {
        var (first, second) = (denominator[0], denominator[1]);
        if (ReferenceEquals(numerator[0].Exponent, second.Exponent))
            (first, second) = (second, first);
        if (!ReferenceEquals(numerator[0].Exponent, first.Exponent) || !ReferenceEquals(numerator[1].Exponent, second.Exponent))
            return null;
        var (a, b) = (numerator[0].Coefficient / first.Coefficient, numerator[1].Coefficient / second.Coefficient);
        if (a == b)
            return simplify.Number(a);

        // The signs differ below: this is the reciprocal of the same with above and below exchanged.
        if (first.Coefficient * second.Coefficient < 0.0)
            return first.Coefficient == -second.Coefficient && a == -b ? a / Tanh(first.Exponent - second.Exponent) : null;
        var difference = simplify.Once(first.Exponent - second.Exponent + Math.Log(first.Coefficient / second.Coefficient));
        if (a == -b)
            return a * Tanh(difference);
        if (a * b < 0.0)
            return (0.5 * (a + b)) + ((0.5 * (a - b)) * Tanh(difference));

        // the smaller one, and what is to be added to it
        return Math.Abs(a) > Math.Abs(b)
            ? b + ((a - b) * new Unary(UnaryFunction.Sigmoid, difference))
            : a + ((b - a) * new Unary(UnaryFunction.Sigmoid, -difference));

        static Unary Tanh(Scalar twice) => new(UnaryFunction.Tanh, 0.5 * twice);
    }

    /// <summary>exp(x)·sigmoid(−x) is sigmoid(x): a product in which a term of the denominator is a factor.</summary>
    private Scalar? Product(Scalar node) =>
        node is Binary(_, var left, var right)
        && reader.Read(left) is { Factor: null, Numerator: { Terms.Count: 1, IsConstant: var leftIsConstant } }
        && reader.Read(right) is { Factor: null, Numerator: { Terms.Count: 1, IsConstant: var rightIsConstant } }
        && (!leftIsConstant || left is Unary(UnaryFunction.Sigmoid, _)) && (!rightIsConstant || right is Unary(UnaryFunction.Sigmoid, _))
        && reader.Read(node) is { Denominator.Terms.Count: > 1 } quotient
        && quotient.Denominator.Terms.Any(term => ReferenceEquals(term.Exponent, quotient.Numerator.Terms[0].Exponent))
            ? Quotient(quotient.Numerator, quotient.Denominator)
            : null;

    /// <summary>
    /// A sum of a constant and a sigmoid that is one sigmoid or tanh: 1 − sigmoid(x) is sigmoid(−x). And exp(x) − 1 and
    /// exp(x) − exp(−x), whose digits cancel near zero.
    /// </summary>
    private Scalar? Sum(Scalar node)
    {
        if (reader.Read(node) is not { Factor: null, Numerator: var numerator, Denominator: var denominator })
            return null;
        if (denominator.IsOne)
            return numerator.Terms.Count == 2 ? OfOpposites(numerator.Terms[0], numerator.Terms[1]) : null;
        if (!denominator.IsPositive || denominator.Terms.Count == 1)
            return null;
        var isTanh = numerator.Terms.Count == 2 && denominator.Terms.Count == 2
            && numerator.Terms[0].Coefficient * numerator.Terms[1].Coefficient < 0.0
            && OfTwo(numerator.Terms, denominator.Terms) is not Binary(BinaryFunction.Add, _, _);
        return isTanh || numerator.Terms.Count == 1 ? Quotient(numerator, denominator) : null;
    }

    /// <summary>Σ cᵢ·exp(uᵢ), where that needs no care or can be given it.</summary>
    private Scalar? SumOf(IReadOnlyList<ExponentialTerm> terms)
    {
        if (terms.Count == 2 && OfOpposites(terms[0], terms[1]) is { } difference)
            return difference;
        return terms.Any(term => term.Coefficient * terms[0].Coefficient < 0.0)
            ? null
            : terms.Select(static term => term.IsConstant ? term.Coefficient : term.Coefficient * new Unary(UnaryFunction.Exp, term.Exponent))
                .Aggregate(static (sum, term) => sum + term);
    }

    private Scalar? OfOpposites(ExponentialTerm first, ExponentialTerm second)
    {
        if (first.Coefficient != -second.Coefficient)
            return null;
        if (first.IsConstant || second.IsConstant)
        {
            var (coefficient, exponent) = first.IsConstant ? second : first;
            return coefficient * new Unary(UnaryFunction.Expm1, exponent);
        }

        return ReferenceEquals(first.Exponent, simplify.Once(-second.Exponent))
            ? 2.0 * first.Coefficient * new Unary(UnaryFunction.Sinh, first.Exponent)
            : null;
    }
}
