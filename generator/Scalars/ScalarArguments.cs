namespace NetGen.Generator.Scalars;

/// <summary>Which arguments an expression uses.</summary>
internal static class ScalarArguments
{
    /// <summary>The indices in ascending order.</summary>
    public static SortedSet<int> Of(Scalar expression)
    {
        var indices = new SortedSet<int>();
        new ScalarRewriter(node =>
        {
            if (node is Argument(var index))
                indices.Add(index);
            return node;
        }).Rewrite(expression);
        return indices;
    }
}

/// <summary>Puts expressions in the place of arguments: composes functions, and renumbers arguments.</summary>
internal static class Substitution
{
    public static Scalar Substitute(Scalar expression, Func<int, Scalar> replacement) =>
        new ScalarRewriter(node => node is Argument(var index) ? replacement(index) : node).Rewrite(expression);
}
