namespace NetGen.Generator.Scalars;

/// <summary>Which arguments an expression uses.</summary>
internal static class ScalarArguments
{
    /// <summary>The indices in ascending order.</summary>
    public static SortedSet<int> Of(Scalar expression)
    {
        var indices = new SortedSet<int>();
        if (!AddFew(expression, depth: 6, indices))
        {
            new ScalarRewriter(node =>
            {
                if (node is Argument(var index))
                    indices.Add(index);
                return node;
            }).Rewrite(expression);
        }

        return indices;
    }

    /// <summary>Adds those of a shallow expression, without a table of what has been seen; false for another, of which some may be missing.</summary>
    private static bool AddFew(Scalar expression, int depth, SortedSet<int> indices)
    {
        switch (expression)
        {
            case Argument(var index):
                indices.Add(index);
                return true;
            case Constant:
                return true;
            case Unary(_, var operand):
                return depth > 0 && AddFew(operand, depth - 1, indices);
            case Binary(_, var left, var right):
                return depth > 0 && AddFew(left, depth - 1, indices) && AddFew(right, depth - 1, indices);
            case Select(_, var left, var right, var whenTrue, var whenFalse):
                return depth > 1 && AddFew(left, depth - 2, indices) && AddFew(right, depth - 2, indices) && AddFew(whenTrue, depth - 2, indices) && AddFew(whenFalse, depth - 2, indices);
            default:
                return false;
        }
    }
}

/// <summary>Puts expressions in the place of arguments: composes functions, and renumbers arguments.</summary>
internal static class Substitution
{
    public static Scalar Substitute(Scalar expression, Func<int, Scalar> replacement) =>
        expression is Argument(var only) ? replacement(only) : new ScalarRewriter(node => node is Argument(var index) ? replacement(index) : node).Rewrite(expression);
}
