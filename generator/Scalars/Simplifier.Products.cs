namespace NetGen.Generator.Scalars;

internal partial class Simplifier
{
    public Scalar Multiply(Scalar left, Scalar right)
    {
        if (IsZero(left) || IsZero(right))
            return Number(0.0);
        var a = FactorsOf(left);
        var b = FactorsOf(right);
        var numerator = Meant(a.Numerator * b.Numerator);
        var denominator = Meant(a.Denominator * b.Denominator);
        if (!IsComfortable(numerator) || !IsComfortable(denominator))
        {
            return right is Constant && left is not Constant
                ? Node(new Binary(BinaryFunction.Multiply, right, left))
                : left is Constant(var x) && right is Constant(var y) && Folded(x * y) is { } folded
                    ? folded
                    : Node(new Binary(BinaryFunction.Multiply, left, right));
        }

        var rest = a.Rest is null ? b.Rest : b.Rest is null ? a.Rest : ProductOf(a.Rest, b.Rest);
        return Scaled(numerator, denominator, rest);
    }

    public Scalar Divide(Scalar left, Scalar right)
    {
        if (left is Constant(var x) && right is Constant(var y) && Folded(Meant(x / y)) is { } folded)
            return folded;
        if (right is Constant(0.0))
            return Node(new Binary(BinaryFunction.Divide, left, right));
        if (IsZero(left))
            return left;
        var a = FactorsOf(left);
        var b = FactorsOf(right);
        var numerator = Meant(a.Numerator * b.Denominator);
        var denominator = Meant(a.Denominator * b.Numerator);
        if (!IsComfortable(numerator) || !IsComfortable(denominator))
            return Node(new Binary(BinaryFunction.Divide, left, right));
        return Scaled(numerator, denominator, b.Rest is null ? a.Rest : QuotientOf(a.Rest ?? Number(1.0), b.Rest));
    }

    private Scalar ProductOf(Scalar left, Scalar right)
    {
        switch (left, right)
        {
            // x·sign(x) = |x|
            case (_, Unary(UnaryFunction.Sign, var operand)) when ReferenceEquals(left, operand):
                return Function(UnaryFunction.Abs, left);
            case (Unary(UnaryFunction.Sign, var operand), _) when ReferenceEquals(right, operand):
                return Function(UnaryFunction.Abs, right);
            // |x|·|x| = x·x
            case (Unary(UnaryFunction.Abs, var operand), _) when ReferenceEquals(left, right):
                return Multiply(operand, operand);
            // a·(1/b) = a/b
            case (_, Binary(BinaryFunction.Divide, Constant(1.0), var divisor)):
                return Divide(left, divisor);
            case (Binary(BinaryFunction.Divide, Constant(1.0), var divisor), _):
                return Divide(right, divisor);
            // a·(c ? 0 : b) = c ? 0 : a·b, which is what makes a gradient through relu a selection
            case (_, Select select) when HasZero(select):
                return Choose(select, branch => Multiply(left, branch));
            case (Select select, _) when HasZero(select):
                return Choose(select, branch => Multiply(branch, right));
            default:
                return Node(new Binary(BinaryFunction.Multiply, left, right));
        }
    }

    private Scalar QuotientOf(Scalar left, Scalar right) => (left, right) switch
    {
        // a/(1/b) = a·b
        (_, Binary(BinaryFunction.Divide, Constant(1.0), var divisor)) => Multiply(left, divisor),
        (Select select, _) when HasZero(select) => Choose(select, branch => Divide(branch, right)),
        _ => Node(new Binary(BinaryFunction.Divide, left, right)),
    };

    private static bool HasZero(Select select) => IsZero(select.WhenTrue) || IsZero(select.WhenFalse);

    private Scalar Choose(Select select, Func<Scalar, Scalar> map) =>
        Choose(select.Comparison, select.Left, select.Right, map(select.WhenTrue), map(select.WhenFalse));

    /// <summary>
    /// Numerator/Denominator·Rest, where no number can be taken from the rest; no rest stands for one. A division by a constant stays one:
    /// x/6 is a number of few digits, 0.16666666666666666·x is not.
    /// </summary>
    private readonly record struct Factors(double Numerator, double Denominator, Scalar? Rest);

    private Factors FactorsOf(Scalar expression)
    {
        switch (expression)
        {
            case Constant(var value):
                return new Factors(value, 1.0, null);
            case Unary(UnaryFunction.Negate, var operand):
                var (numerator, denominator, rest) = FactorsOf(operand);
                return new Factors(-numerator, denominator, rest);
            case Binary(BinaryFunction.Multiply, Constant(var factor), var other) when IsComfortable(factor):
                return new Factors(factor, 1.0, other);
            case Binary(BinaryFunction.Divide, var dividend, Constant(var divisor)) when IsComfortable(divisor):
                var inner = FactorsOf(dividend);
                return new Factors(inner.Numerator, inner.Denominator * divisor, inner.Rest);
            case Binary(BinaryFunction.Divide, Constant(var factor), var divisor) when factor != 1.0 && IsComfortable(factor):
                return new Factors(factor, 1.0, Node(new Binary(BinaryFunction.Divide, Number(1.0), divisor)));
            case Binary(BinaryFunction.Divide, Binary(BinaryFunction.Multiply, Constant(var factor), var other), var divisor) when IsComfortable(factor):
                return new Factors(factor, 1.0, Node(new Binary(BinaryFunction.Divide, other, divisor)));
            default:
                return new Factors(1.0, 1.0, expression);
        }
    }

    private Scalar Scaled(double numerator, double denominator, Scalar? rest)
    {
        if (rest is null || denominator == 1.0 || FactorsOf(rest) is not { Numerator: 1.0, Denominator: 1.0 })
            return Scaled(Meant(numerator / denominator), rest);
        if (denominator < 0.0)
            (numerator, denominator) = (-numerator, -denominator);
        // as one number, if it or its reciprocal is a short one
        var quotient = Meant(numerator / denominator);
        var divisor = Meant(denominator / numerator);
        if (Numbers.Text(quotient).Length <= 6 || Numbers.Text(divisor).Length > 6)
            return Scaled(quotient, rest);
        var quotientOfRest = Node(new Binary(BinaryFunction.Divide, rest, Number(Math.Abs(divisor))));
        return divisor < 0.0 ? Negate(quotientOfRest) : quotientOfRest;
    }

    /// <summary>A number times what may have a number in front itself, although it rarely has.</summary>
    private Scalar Scaled(double coefficient, Scalar? rest)
    {
        if (rest is null || coefficient == 0.0)
            return Number(coefficient);
        if (coefficient == 1.0)
            return rest;
        if (rest is Constant(var value))
            return Number(Meant(coefficient * value));
        if (FactorsOf(rest) is var factors && (factors.Numerator != 1.0 || factors.Denominator != 1.0)
            && IsComfortable(coefficient * factors.Numerator))
            return Scaled(Meant(coefficient * factors.Numerator), factors.Denominator, factors.Rest);
        if (rest is Select select && (HasZero(select) || select is { WhenTrue: Constant, WhenFalse: Constant }))
            return Choose(select, branch => Multiply(Number(coefficient), branch));
        if (coefficient == -1.0)
            return Negate(rest);
        if (rest is Binary(BinaryFunction.Divide, var dividend, var divisor) && divisor is not Constant)
            return Node(new Binary(BinaryFunction.Divide, Scaled(coefficient, dividend), divisor));
        return Distributed(coefficient, rest) ?? Node(new Binary(BinaryFunction.Multiply, Number(coefficient), rest));
    }

    /// <summary>2·(x/2 + y) = x + 2·y: a factor moves into a sum where it meets its reciprocal.</summary>
    private Scalar? Distributed(double coefficient, Scalar rest)
    {
        if (rest is not Binary(BinaryFunction.Add or BinaryFunction.Subtract, _, _))
            return null;
        var terms = new List<Term>();
        if (!TryAppendTerms(rest, 1.0, terms))
            return null;
        if (!terms.Exists(term => term.Rest is not null && Meant(Math.Abs(term.Coefficient * coefficient)) == 1.0))
            return null;
        return SumOf(terms.ConvertAll(term => term with { Coefficient = Meant(term.Coefficient * coefficient) }));
    }
}
