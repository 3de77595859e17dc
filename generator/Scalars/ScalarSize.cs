using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>How much work an expression is.</summary>
internal static class ScalarSize
{
    /// <summary>
    /// How many operations it has when it is written out as a tree, as it is in mathematics and in a fused kernel; <see cref="int.MaxValue"/>
    /// for more than that, which a few shared parts of shared parts suffice for.
    /// </summary>
    public static int Of(Scalar expression)
    {
        var few = Few(expression, depth: 6);
        return few >= 0 ? few : Of(expression, new(ReferenceComparer.Instance));
    }

    /// <summary>Of a shallow expression, without a table of what is known; −1 for another.</summary>
    private static int Few(Scalar expression, int depth)
    {
        switch (expression)
        {
            case Constant or Argument:
                return 0;
            case Unary(_, var operand) when depth > 0:
                return Few(operand, depth - 1) is >= 0 and var size ? size + 1 : -1;
            case Binary(_, var first, var second) when depth > 0:
                return Few(first, depth - 1) is >= 0 and var left && Few(second, depth - 1) is >= 0 and var right ? left + right + 1 : -1;
            default:
                return -1;
        }
    }

    /// <summary>The same, where the sizes of some parts are known; those of all parts are added to them.</summary>
    public static int Of(Scalar expression, Dictionary<Scalar, long> sizes)
    {
        return (int)SizeOf(expression);

        long SizeOf(Scalar node)
        {
            if (sizes.TryGetValue(node, out var known))
                return known;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            var size = node is Constant or Argument ? 0L : 1L;
            ScalarRewriter.WithChildren(node, child =>
            {
                size += SizeOf(child);
                return child;
            });
            return sizes[node] = Math.Min(size, int.MaxValue);
        }
    }

    /// <summary>Whether it has a function that is computed by a polynomial: an exponential, a logarithm and their like.</summary>
    public static bool IsTranscendental(Scalar expression)
    {
        var isTranscendental = false;
        new ScalarRewriter(node =>
        {
            isTranscendental |= IsTranscendentalItself(node);
            return node;
        }).Rewrite(expression);
        return isTranscendental;
    }

    /// <summary>Whether it is such a function, whatever it is of.</summary>
    public static bool IsTranscendentalItself(Scalar expression)
        => expression is Binary(BinaryFunction.Pow, _, _)
            || (expression is Unary(var function, _) && function is not (UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Sign or UnaryFunction.Sqrt));
}
