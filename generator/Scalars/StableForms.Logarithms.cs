namespace NetGen.Generator.Scalars;

/// <summary>Logarithms of sums, products, quotients and powers of exponentials.</summary>
internal partial class StableForms
{
    private static readonly double MinusLogarithmOf2 = -Math.Log(2.0);

    private readonly Dictionary<Scalar, Scalar?> logarithms = new(ReferenceComparer.Instance);

    /// <summary>log(operand) without the exponentials in it; null where there are none that can go.</summary>
    private Scalar? Logarithm(Scalar operand) =>
        logarithms.TryGetValue(operand, out var known) ? known : logarithms[operand] = LogarithmOf(operand);

    private Scalar? LogarithmOf(Scalar operand)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (reader.Read(operand) is { Numerator.IsConstant: false } or { Denominator.IsConstant: false }
            && reader.Read(operand) is var (factor, numerator, denominator) && OfQuotient(numerator, denominator) is { } logarithm)
            return factor is null ? logarithm : logarithm + (Logarithm(factor) ?? new Unary(UnaryFunction.Log, factor));

        switch (operand)
        {
            case Binary(BinaryFunction.Multiply, var left, var right) when Logarithm(left) is not null || Logarithm(right) is not null:
                return LogarithmOrCall(left) + LogarithmOrCall(right);
            case Binary(BinaryFunction.Divide, var left, var right) when Logarithm(left) is not null || Logarithm(right) is not null:
                return LogarithmOrCall(left) - LogarithmOrCall(right);
            case Binary(BinaryFunction.Pow, var @base, var exponent) when IsPositive(@base) && Logarithm(@base) is { } power:
                return exponent * power;
            case Unary(UnaryFunction.Sqrt, var radicand) when IsPositive(radicand) && Logarithm(radicand) is { } root:
                return 0.5 * root;
            default:
                return null;
        }
    }

    /// <summary>log(x) where nothing is known of it: of c·x with a negative c, log(c) alone would not be a number.</summary>
    private Scalar LogarithmOrCall(Scalar operand) => Logarithm(operand) ?? new Unary(UnaryFunction.Log, operand);

    private bool IsPositive(Scalar node) => reader.Read(node) is { Factor: null, Numerator.IsPositive: true, Denominator.IsPositive: true };

    /// <summary>log(1 + x) keeps the digits of a small x as log1p(x).</summary>
    private static Unary? LogarithmOfSum(Scalar operand) => operand switch
    {
        Binary(BinaryFunction.Add, Constant(1.0), var x) when x is not Constant => new Unary(UnaryFunction.Log1p, x),
        Binary(BinaryFunction.Subtract, Constant(1.0), var x) => new Unary(UnaryFunction.Log1p, -x),
        _ => null,
    };

    private Scalar? OfQuotient(ExponentialSum numerator, ExponentialSum denominator)
    {
        if (!denominator.IsPositive)
            return null;
        if (denominator.Terms.Count == 1)
            numerator = numerator.Over(simplify, denominator.Terms[0]);
        if (!numerator.IsPositive)
            return denominator.Terms.Count == 1 ? OfDifference(numerator) : null;
        if (denominator.Terms.Count == 1)
            return LogSum(numerator.Terms);
        return numerator.Terms.Count == 1
            ? -LogSum(denominator.Over(simplify, numerator.Terms[0]).Terms)
            : LogSum(numerator.Terms) - LogSum(denominator.Terms);
    }

    /// <summary>
    /// log(1 − exp(x)): where the exponential is near 1 by expm1, elsewhere by log1p. (Mächler, Accurately computing log(1 − exp(−|a|)), 2012)
    /// </summary>
    private Scalar? OfDifference(ExponentialSum difference)
    {
        if (difference.Terms.Count != 2)
            return null;
        var constant = difference.Terms.FirstOrDefault(static term => term.IsConstant);
        var other = difference.Terms.FirstOrDefault(static term => !term.IsConstant);
        if (constant.Exponent is null || other.Exponent is null || constant.Coefficient <= 0.0 || other.Coefficient != -constant.Coefficient)
            return null;
        return Logarithm(constant.Coefficient) + new Select(
            Comparison.Greater,
            other.Exponent,
            MinusLogarithmOf2,
            new Unary(UnaryFunction.Log, -new Unary(UnaryFunction.Expm1, other.Exponent)),
            new Unary(UnaryFunction.Log1p, -new Unary(UnaryFunction.Exp, other.Exponent)));
    }

    /// <summary>log Σ cᵢ·exp(uᵢ) with positive coefficients.</summary>
    private Scalar LogSum(IReadOnlyList<ExponentialTerm> terms)
    {
        if (terms is [{ } a, { } b] && ReferenceEquals(a.Exponent, simplify.Once(-b.Exponent)) && a.Coefficient == b.Coefficient)
            return Logarithm(2.0 * a.Coefficient) + new Unary(UnaryFunction.LogCosh, a.Exponent);

        // log(c + Σ) = log(c) + softplus(log(Σ/c))
        var constant = terms.FirstOrDefault(static term => term.IsConstant);
        if (constant.Exponent is not null && terms.Count > 1)
        {
            var others = terms.Where(static term => !term.IsConstant).Select(term => term with { Coefficient = term.Coefficient / constant.Coefficient });
            return Logarithm(constant.Coefficient) + new Unary(UnaryFunction.Softplus, LogSum([.. others]));
        }

        return terms.Select(static term => term.Exponent + Logarithm(term.Coefficient))
            .Aggregate((sum, next) => new Binary(BinaryFunction.LogAddExp, simplify.Once(sum), simplify.Once(next)));
    }

    private static Scalar Logarithm(double coefficient) => Math.Log(coefficient);

    /// <summary>x − log(exp(x) + exp(y)) is −softplus(y − x), in which no large numbers cancel: the logarithm of a softmax.</summary>
    private Scalar? Shifted(Scalar node)
    {
        return node is not Binary(var function, var left, var right) ? null
            : function == BinaryFunction.Subtract && Without(right, left) is { } rest ? -rest
            : function == BinaryFunction.Subtract ? Without(left, right)
            : left is Unary(UnaryFunction.Negate, var subtracted) ? Without(right, subtracted)
            : null;

        // logSum − term
        Scalar? Without(Scalar logSum, Scalar term)
        {
            var leaves = new List<Scalar>();
            AddLeaves(logSum, leaves);
            var own = leaves.FindIndex(leaf => ReferenceEquals(leaf, term));
            if (own < 0 || leaves.Count < 2)
                return null;
            leaves.RemoveAt(own);
            return new Unary(UnaryFunction.Softplus, LogSum([.. leaves.Select(static leaf => new ExponentialTerm(1.0, leaf))]) - term);
        }

        void AddLeaves(Scalar logSum, List<Scalar> leaves)
        {
            switch (logSum)
            {
                case Binary(BinaryFunction.LogAddExp, var a, var b) when leaves.Count < 8:
                    AddLeaves(a, leaves);
                    AddLeaves(b, leaves);
                    break;
                case Unary(UnaryFunction.Softplus, var x) when leaves.Count < 8:
                    leaves.Add(simplify.Number(0.0));
                    AddLeaves(x, leaves);
                    break;
                default:
                    leaves.Add(logSum);
                    break;
            }
        }
    }
}
