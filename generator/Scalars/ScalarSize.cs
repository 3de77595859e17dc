namespace NetGen.Generator.Scalars;

/// <summary>How much work an expression is.</summary>
internal static class ScalarSize
{
    /// <summary>How many operations it has.</summary>
    public static int Of(Scalar expression) => expression switch
    {
        Unary unary => 1 + Of(unary.Operand),
        Binary binary => 1 + Of(binary.Left) + Of(binary.Right),
        Select select => 1 + Of(select.Left) + Of(select.Right) + Of(select.WhenTrue) + Of(select.WhenFalse),
        _ => 0,
    };

    /// <summary>Whether it has a function that is computed by a polynomial: an exponential, a logarithm and their like.</summary>
    public static bool IsTranscendental(Scalar expression) => expression switch
    {
        Unary unary => unary.Function is not (UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Sign or UnaryFunction.Sqrt)
            || IsTranscendental(unary.Operand),
        Binary binary => binary.Function is BinaryFunction.Pow || IsTranscendental(binary.Left) || IsTranscendental(binary.Right),
        Select select => IsTranscendental(select.Left) || IsTranscendental(select.Right)
            || IsTranscendental(select.WhenTrue) || IsTranscendental(select.WhenFalse),
        _ => false,
    };
}
