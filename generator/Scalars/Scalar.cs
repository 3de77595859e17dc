namespace NetGen.Generator.Scalars;

/// <summary>
/// A scalar expression over numbered arguments. It is what a <c>Map</c> computes for every element: an activation, an arithmetic
/// operator, a derivative of either.
/// </summary>
/// <remarks>
/// Expressions share parts: a derivative repeats its function, and as a tree a chain of fifty rectifiers has 2⁵⁰ parts. Whatever walks an
/// expression therefore remembers the nodes it has seen by reference (<see cref="ScalarRewriter"/>). Equality and hash of the records are
/// those of the whole tree, but cost no more than the nodes (<see cref="ScalarEquality"/>).
/// </remarks>
internal abstract record Scalar
{
    private readonly int hash;

    /// <param name="hash">
    /// The hash of the whole expression: a node is made after its operands, which have theirs. So operands cannot be exchanged afterwards.
    /// </param>
    protected Scalar(int hash) => this.hash = hash;

    public override int GetHashCode() => hash;

    public static Scalar operator +(Scalar left, Scalar right) => new Binary(BinaryFunction.Add, left, right);

    public static Scalar operator -(Scalar left, Scalar right) => new Binary(BinaryFunction.Subtract, left, right);

    public static Scalar operator *(Scalar left, Scalar right) => new Binary(BinaryFunction.Multiply, left, right);

    public static Scalar operator /(Scalar left, Scalar right) => new Binary(BinaryFunction.Divide, left, right);

    public static Scalar operator -(Scalar operand) => new Unary(UnaryFunction.Negate, operand);

    public static implicit operator Scalar(double value) => new Constant(value);

    /// <summary>As mathematics, with arguments called <c>x0</c>, <c>x1</c> …: for debuggers and failing tests.</summary>
    public sealed override string ToString()
    {
        var last = ScalarArguments.Of(this) is { Count: > 0 } indices ? indices.Max : -1;
        return ScalarText.Mathematics(this, [.. Enumerable.Range(0, last + 1).Select(index => "x" + index)]);
    }
}

/// <summary>A number.</summary>
internal sealed record Constant(double Value) : Scalar(Value == 0.0 ? 0 : Value.GetHashCode());

/// <summary>The element of the map's input number <paramref name="Index"/>.</summary>
internal sealed record Argument(int Index) : Scalar(~Index);

/// <summary>A function of one value.</summary>
internal sealed record Unary(UnaryFunction Function, Scalar Operand) : Scalar(ScalarEquality.Hash((int)Function, Operand))
{
    public Scalar Operand { get; } = Operand;

    public bool Equals(Unary? other) => ScalarEquality.AreEqual(this, other);

    public override int GetHashCode() => base.GetHashCode();
}

/// <summary>A function of two values.</summary>
internal sealed record Binary(BinaryFunction Function, Scalar Left, Scalar Right) : Scalar(ScalarEquality.Hash(~(int)Function, Left, Right))
{
    public Scalar Left { get; } = Left;

    public Scalar Right { get; } = Right;

    public bool Equals(Binary? other) => ScalarEquality.AreEqual(this, other);

    public override int GetHashCode() => base.GetHashCode();
}

/// <summary><c>comparison(Left, Right) ? WhenTrue : WhenFalse</c>; as in C#, a comparison with NaN is false, except that NaN is not equal to anything.</summary>
internal sealed record Select(Comparison Comparison, Scalar Left, Scalar Right, Scalar WhenTrue, Scalar WhenFalse)
    : Scalar(ScalarEquality.Hash(1000 + (int)Comparison, Left, Right, WhenTrue, WhenFalse))
{
    public Scalar Left { get; } = Left;

    public Scalar Right { get; } = Right;

    public Scalar WhenTrue { get; } = WhenTrue;

    public Scalar WhenFalse { get; } = WhenFalse;

    public bool Equals(Select? other) => ScalarEquality.AreEqual(this, other);

    public override int GetHashCode() => base.GetHashCode();
}

internal enum UnaryFunction
{
    Negate, Abs, Sign, Sqrt, Exp, Expm1, Log, Log1p, Tanh, Sigmoid, Softplus, LogCosh, Erf, Sin, Cos,
    Tan, Asin, Acos, Atan, Sinh, Cosh, Asinh, Acosh, Atanh, Exp2, Log2, Log10, Cbrt, Floor, Ceiling, Round, Truncate,
    SinPi, CosPi, TanPi, ReciprocalEstimate, ReciprocalSqrtEstimate,
}

internal enum BinaryFunction
{
    Add, Subtract, Multiply, Divide, Remainder, Min, Max, AtLeast, AtMost, Pow, LogOfBase, Atan2, LogAddExp, Hypot, CopySign, IeeeRemainder, ScaleB, RootN,
}

internal enum Comparison
{
    Less, LessOrEqual, Greater, GreaterOrEqual, Equal, NotEqual,
}
