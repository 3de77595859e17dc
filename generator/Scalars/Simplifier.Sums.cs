namespace NetGen.Generator.Scalars;

internal partial class Simplifier
{
    /// <summary>Sums longer than this are not searched for like terms, to bound the cost.</summary>
    private const int LongestSum = 24;

    /// <summary>Those of the sum that is being looked at.</summary>
    private readonly List<Term> terms = [];

    public Scalar Add(Scalar left, Scalar right)
    {
        if (IsZero(left))
            return right;
        if (IsZero(right))
            return left;
        if (Collected(left, right, 1.0) is { } collected)
            return collected;
        if (IsNegative(right))
            return Subtract(left, Negate(right));
        if (IsNegative(left))
            return Subtract(right, Negate(left));
        return right is Constant ? Node(new Binary(BinaryFunction.Add, right, left)) : Node(new Binary(BinaryFunction.Add, left, right));
    }

    public Scalar Subtract(Scalar left, Scalar right)
    {
        if (IsZero(left))
            return Negate(right);
        if (IsZero(right))
            return left;
        if (Collected(left, right, -1.0) is { } collected)
            return collected;
        if (IsNegative(right))
            return Add(left, Negate(right));
        if (left is Unary(UnaryFunction.Negate, var opposite))
            return Negate(Add(opposite, right));
        return Node(new Binary(BinaryFunction.Subtract, left, right));
    }

    public Scalar Negate(Scalar operand) => operand switch
    {
        Constant(var value) => Number(value == 0.0 ? 0.0 : -value),
        Unary(UnaryFunction.Negate, var opposite) => opposite,
        Binary(BinaryFunction.Subtract, var left, var right) => Subtract(right, left),
        Binary(BinaryFunction.Multiply, Constant(var factor), var rest) => Scaled(-factor, rest),
        Binary(BinaryFunction.Divide, Constant(var factor), var divisor) => Node(new Binary(BinaryFunction.Divide, Number(-factor), divisor)),
        Binary(BinaryFunction.Divide, Binary(BinaryFunction.Multiply, Constant, _) numerator, var divisor) =>
            Node(new Binary(BinaryFunction.Divide, Negate(numerator), divisor)),
        Select(var comparison, var left, var right, Constant whenTrue, Constant whenFalse) =>
            Choose(comparison, left, right, Negate(whenTrue), Negate(whenFalse)),
        _ => Node(new Unary(UnaryFunction.Negate, operand)),
    };

    /// <summary>It is written with a minus sign in front.</summary>
    private static bool IsNegative(Scalar expression) => expression switch
    {
        Constant(var value) => value < 0.0,
        Unary(UnaryFunction.Negate, _) => true,
        Binary(BinaryFunction.Multiply, Constant(var factor), _) => factor < 0.0,
        Binary(BinaryFunction.Divide, Constant(var factor), _) => factor < 0.0,
        Binary(BinaryFunction.Divide, Binary(BinaryFunction.Multiply, Constant(var factor), _), _) => factor < 0.0,
        _ => false,
    };

    /// <summary>
    /// left + sign·right with its like terms collected; null where there are none, so that a sum keeps the order in which it was written
    /// unless that brings something.
    /// </summary>
    private Scalar? Collected(Scalar left, Scalar right, double sign)
    {
        terms.Clear();
        if (!TryAppendTerms(left, 1.0, terms) || !TryAppendTerms(right, sign, terms) || !HasLikeTerms())
            return null;

        var order = new List<Scalar?>();
        var constant = 0.0;
        var constants = 0;
        var coefficients = new Dictionary<Scalar, double>(ReferenceComparer.Instance);
        foreach (var (coefficient, rest) in terms)
        {
            if (rest is null)
            {
                constant = Meant(constant + coefficient);
                if (constants++ == 0)
                    order.Add(null);
            }
            else if (coefficients.TryGetValue(rest, out var earlier))
            {
                coefficients[rest] = Meant(earlier + coefficient);
            }
            else
            {
                coefficients.Add(rest, coefficient);
                order.Add(rest);
            }
        }

        if (order.Count == terms.Count || double.IsInfinity(constant))
            return null;
        return SumOf([.. order.Select(rest => new Term(rest is null ? constant : coefficients[rest], rest))]);
    }

    // Most sums have none, and most are short: a search from each term on is faster than a table.
    private bool HasLikeTerms()
    {
        for (var later = 1; later < terms.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (ReferenceEquals(terms[earlier].Rest, terms[later].Rest))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The sum of terms that are not alike; it starts with one that has no minus sign, if any.</summary>
    private Scalar SumOf(List<Term> terms)
    {
        terms.RemoveAll(term => term.Coefficient == 0.0);
        if (terms.Count == 0)
            return Number(0.0);
        var start = Math.Max(0, terms.FindIndex(term => term.Coefficient > 0.0));
        var sum = Scaled(terms[start].Coefficient, terms[start].Rest);
        for (var i = 0; i < terms.Count; i++)
        {
            if (i != start)
                sum = Add(sum, Scaled(terms[i].Coefficient, terms[i].Rest));
        }

        return sum;
    }

    private bool TryAppendTerms(Scalar expression, double factor, List<Term> terms)
    {
        if (terms.Count > LongestSum)
            return false;
        switch (expression)
        {
            case Binary(BinaryFunction.Add, var left, var right):
                return TryAppendTerms(left, factor, terms) && TryAppendTerms(right, factor, terms);
            case Binary(BinaryFunction.Subtract, var left, var right):
                return TryAppendTerms(left, factor, terms) && TryAppendTerms(right, -factor, terms);
            default:
                var (coefficient, rest) = TermOf(expression);
                if (rest is Binary(BinaryFunction.Add or BinaryFunction.Subtract, _, _))
                    return TryAppendTerms(rest, factor * coefficient, terms);
                terms.Add(new Term(factor * coefficient, rest));
                return true;
        }
    }

    /// <summary>A number times what has no number in front; no <see cref="Rest"/> stands for one.</summary>
    private readonly record struct Term(double Coefficient, Scalar? Rest);

    private Term TermOf(Scalar expression)
    {
        var (numerator, denominator, rest) = FactorsOf(expression);
        return new Term(numerator / denominator, rest);
    }
}
