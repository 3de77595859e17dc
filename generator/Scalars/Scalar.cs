namespace NetGen.Generator.Scalars;

/// <summary>
/// A scalar expression over numbered arguments. It is what a <c>Map</c> computes for every element: an activation, an arithmetic
/// operator, a derivative of either.
/// </summary>
internal abstract record Scalar
{
    public static Scalar operator +(Scalar left, Scalar right) => new Binary(BinaryFunction.Add, left, right);

    public static Scalar operator -(Scalar left, Scalar right) => new Binary(BinaryFunction.Subtract, left, right);

    public static Scalar operator *(Scalar left, Scalar right) => new Binary(BinaryFunction.Multiply, left, right);

    public static Scalar operator /(Scalar left, Scalar right) => new Binary(BinaryFunction.Divide, left, right);

    public static Scalar operator -(Scalar operand) => new Unary(UnaryFunction.Negate, operand);

    public static implicit operator Scalar(double value) => new Constant(value);
}

/// <summary>A number.</summary>
internal sealed record Constant(double Value) : Scalar;

/// <summary>The element of the map's input number <paramref name="Index"/>.</summary>
internal sealed record Argument(int Index) : Scalar;

/// <summary>A function of one value.</summary>
internal sealed record Unary(UnaryFunction Function, Scalar Operand) : Scalar;

/// <summary>A function of two values.</summary>
internal sealed record Binary(BinaryFunction Function, Scalar Left, Scalar Right) : Scalar;

/// <summary><c>comparison(Left, Right) ? WhenTrue : WhenFalse</c>; a comparison with NaN is false.</summary>
internal sealed record Select(Comparison Comparison, Scalar Left, Scalar Right, Scalar WhenTrue, Scalar WhenFalse) : Scalar;

internal enum UnaryFunction
{
    Negate, Abs, Sign, Sqrt, Exp, Expm1, Log, Log1p, Tanh, Sigmoid, Softplus, Erf, Sin, Cos,
}

internal enum BinaryFunction
{
    Add, Subtract, Multiply, Divide, Min, Max, Pow,
}

internal enum Comparison
{
    Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual,
}
