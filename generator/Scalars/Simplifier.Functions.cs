namespace NetGen.Generator.Scalars;

internal partial class Simplifier
{
    public Scalar Function(UnaryFunction function, Scalar operand)
    {
        if (function == UnaryFunction.Negate)
            return Negate(operand);
        var definition = function.Definition();
        if (operand is Constant(var value) && Folded(definition.Evaluate(value)) is { } folded)
            return folded;
        if (definition.Parity != Parity.None && IsNegative(operand))
        {
            var positive = Function(function, Negate(operand));
            return definition.Parity == Parity.Even ? positive : Negate(positive);
        }

        return (function, operand) switch
        {
            (UnaryFunction.Abs, Unary(UnaryFunction.Abs, _)) => operand,
            (UnaryFunction.Abs, Binary(BinaryFunction.Multiply, var left, var right)) when ReferenceEquals(left, right) => operand,
            _ => Node(new Unary(function, operand)),
        };
    }

    public Scalar Function(BinaryFunction function, Scalar left, Scalar right)
    {
        switch (function)
        {
            case BinaryFunction.Add:
                return Add(left, right);
            case BinaryFunction.Subtract:
                return Subtract(left, right);
            case BinaryFunction.Multiply:
                return Multiply(left, right);
            case BinaryFunction.Divide:
                return Divide(left, right);
        }

        if (left is Constant(var x) && right is Constant(var y) && Folded(function.Definition().Evaluate(x, y)) is { } folded)
            return folded;
        return function switch
        {
            BinaryFunction.Min or BinaryFunction.Max or BinaryFunction.AtLeast or BinaryFunction.AtMost when ReferenceEquals(left, right) => left,
            // max(0, z) is max(z, 0)
            BinaryFunction.Min or BinaryFunction.Max when left is Constant => Node(new Binary(function, right, left)),
            BinaryFunction.Pow when right is Constant(var exponent) => Power(left, exponent) ?? Node(new Binary(function, left, right)),
            BinaryFunction.Pow when left is Constant(1.0) => left,
            _ => Node(new Binary(function, left, right)),
        };
    }

    /// <summary>The powers that products, quotients and a root give; null for the others.</summary>
    private Scalar? Power(Scalar x, double exponent) => exponent switch
    {
        0.0 => Number(1.0),
        1.0 => x,
        2.0 => Multiply(x, x),
        3.0 => Multiply(x, Multiply(x, x)),
        0.5 => Function(UnaryFunction.Sqrt, x),
        -1.0 => Divide(Number(1.0), x),
        -2.0 => Divide(Number(1.0), Multiply(x, x)),
        _ => null,
    };

    public Scalar Choose(Comparison comparison, Scalar left, Scalar right, Scalar whenTrue, Scalar whenFalse)
    {
        if (left is Constant(var x) && right is Constant(var y))
            return comparison.Holds(x, y) ? whenTrue : whenFalse;
        if (ReferenceEquals(whenTrue, whenFalse))
            return whenTrue;
        // The other comparisons of a value with itself tell NaN from numbers.
        if (ReferenceEquals(left, right) && comparison is (Comparison.Less or Comparison.Greater))
            return whenFalse;
        if (left is Constant)
            return Choose(comparison.Flipped(), right, left, whenTrue, whenFalse);
        if (left is Unary(UnaryFunction.Negate, var operand) && right is Constant)
            return Choose(comparison.Flipped(), operand, Negate(right), whenTrue, whenFalse);

        if (Ask(comparison, left, right) is { } answer)
            return Choose(answer, whenTrue, whenFalse);
        var condition = new Test(comparison, left, right);
        var (known, unknown) = (Where(condition, true, whenTrue), Where(condition, false, whenFalse));
        return ReferenceEquals(known, whenTrue) && ReferenceEquals(unknown, whenFalse) ? Node(new Select(comparison, left, right, whenTrue, whenFalse))
            : Choose(comparison, left, right, known, unknown);
    }
}
