namespace NetGen.Generator.Scalars;

/// <summary>The type on which emitted C# computes.</summary>
internal enum CSharpTarget
{
    /// <summary><c>float</c></summary>
    Single,

    /// <summary><c>double</c></summary>
    Double,

    /// <summary><c>Vector256&lt;float&gt;</c></summary>
    Vector256,

    /// <summary><c>Vector256&lt;double&gt;</c></summary>
    Vector256OfDouble,

    /// <summary><c>Vector512&lt;float&gt;</c></summary>
    Vector512,
}

internal static class CSharpTargets
{
    public static bool IsVector(this CSharpTarget target) => target is CSharpTarget.Vector256 or CSharpTarget.Vector256OfDouble or CSharpTarget.Vector512;

    /// <summary>The class with the functions of a target's vectors.</summary>
    public static string VectorClass(this CSharpTarget target) => "global::System.Runtime.Intrinsics." + (target == CSharpTarget.Vector512 ? "Vector512" : "Vector256");

    public static bool IsDouble(this CSharpTarget target) => target is CSharpTarget.Double or CSharpTarget.Vector256OfDouble;

    public static Spelling? Spelling(this UnaryDefinition definition, CSharpTarget target) => target switch
    {
        CSharpTarget.Single => definition.Single,
        CSharpTarget.Double => definition.Double,
        CSharpTarget.Vector256OfDouble when !definition.HasDoubleVector => null,
        _ => definition.Vector?.On(target.VectorClass()),
    };

    public static Spelling? Spelling(this BinaryDefinition definition, CSharpTarget target) => target switch
    {
        CSharpTarget.Single => definition.Single,
        CSharpTarget.Double => definition.Double,
        CSharpTarget.Vector256OfDouble when !definition.HasDoubleVector => null,
        _ => definition.Vector?.On(target.VectorClass()),
    };

    /// <summary>
    /// The expression in the functions that the target has: those it lacks as their compositions, and a division by a power of two as the
    /// product with its reciprocal, which is exact.
    /// </summary>
    /// <exception cref="NotSupportedException">A function has neither a spelling nor a composition for the target.</exception>
    public static Scalar Lower(this CSharpTarget target, Scalar expression)
    {
        return new ScalarRewriter(Lowered).Rewrite(expression);

        Scalar Lowered(Scalar node) => node switch
        {
            Unary(var function, var operand) when function.Definition().Spelling(target) is null =>
                // what a composition is made of may be lacking itself
                target.Lower((function.Definition().Composition ?? throw Missing(function, target))(operand)),
            Binary(BinaryFunction.Divide, var dividend, Constant(var divisor)) when IsPowerOfTwo(divisor) => (1.0 / divisor) * dividend,
            Binary(var function, _, _) when function.Definition().Spelling(target) is null => throw Missing(function, target),
            _ => node,
        };
    }

    /// <summary>The functions in an expression that have no form on the target, for a diagnostic that names them.</summary>
    public static IReadOnlyList<string> Unsupported(this CSharpTarget target, Scalar expression)
    {
        var functions = new SortedSet<string>(StringComparer.Ordinal);
        new ScalarRewriter(node =>
        {
            if (node is Unary(var unary, var operand) && unary.Definition() is var ofOne && ofOne.Spelling(target) is null
                && (ofOne.Composition is not { } composition || target.Unsupported(composition(operand)).Count > 0))
                functions.Add(unary.ToString());
            if (node is Binary(var binary, _, _) && binary.Definition().Spelling(target) is null)
                functions.Add(binary.ToString());
            return node;
        }).Rewrite(expression);
        return [.. functions];
    }

    private static NotSupportedException Missing(object function, CSharpTarget target) =>
        new($"'{function}' has no form on {target}.");

    /// <summary>Within the range in which the reciprocal is a normal float.</summary>
    private static bool IsPowerOfTwo(double value)
    {
        const long fraction = 0xFFFFFFFFFFFFF;
        return Math.Abs(value) is >= 1e-30 and <= 1e30 && (BitConverter.DoubleToInt64Bits(value) & fraction) == 0;
    }
}
