namespace NetGen.Generator.Scalars;

/// <summary>
/// Where an expression jumps. Two kernels may round the same value differently, since one has a product and a sum as one instruction and the other has not. Mostly that is an error as
/// small as any rounding. At a jump it is as large as the jump: a comparison holds in one of them alone.
/// </summary>
internal static class Discontinuities
{
    /// <summary>The arguments at which an expression may jump.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="isGradient">
    /// Whether it is a gradient. Where it compares with a constant, its function has a kink there and both one-sided derivatives are right, or the function compares the same value itself.
    /// </param>
    public static IReadOnlyCollection<int> ArgumentsOf(Scalar expression, bool isGradient)
    {
        var arguments = new SortedSet<int>();
        new ScalarRewriter(node =>
        {
            foreach (var operand in JumpsAt(node, isGradient))
                arguments.UnionWith(ScalarArguments.Of(operand));
            return node;
        }).Rewrite(expression);
        return arguments;
    }

    /// <summary>Whether an expression only chooses between its arguments, their opposites and whole numbers near them, so that nothing is rounded in it.</summary>
    public static bool IsExact(Scalar expression)
    {
        var isExact = true;
        new ScalarRewriter(node =>
        {
            isExact &= node is Constant or Argument or Select
                or Unary(UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Sign or UnaryFunction.Floor or UnaryFunction.Ceiling or UnaryFunction.Round or UnaryFunction.Truncate, _)
                or Binary(BinaryFunction.Min or BinaryFunction.Max or BinaryFunction.AtLeast or BinaryFunction.AtMost or BinaryFunction.CopySign, _, _);
            return node;
        }).Rewrite(expression);
        return isExact;
    }

    private static IEnumerable<Scalar> JumpsAt(Scalar node, bool isGradient) => node switch
    {
        Select { Right: Constant } when isGradient => [],
        Select select => Meets(select) ? [] : [select.Left, select.Right],
        Unary(UnaryFunction.Sign or UnaryFunction.Floor or UnaryFunction.Ceiling or UnaryFunction.Round or UnaryFunction.Truncate, var operand) => [operand],
        Binary(BinaryFunction.Remainder or BinaryFunction.IeeeRemainder, var left, var right) => [left, right],
        Binary(BinaryFunction.CopySign, _, var sign) => [sign],
        _ => [],
    };

    /// <summary>Whether both branches are equal where both sides of the comparison are, as those of relu are at 0.</summary>
    private static bool Meets(Select select)
    {
        if (select.Left is not Argument(var index))
            return false;
        var simplifier = new Simplifier();
        return ReferenceEquals(AtTheBound(select.WhenTrue), AtTheBound(select.WhenFalse));

        // Equal results of one simplifier are one object.
        Scalar AtTheBound(Scalar branch) => simplifier.Apply(Substitution.Substitute(branch, argument => argument == index ? select.Right : new Argument(argument)));
    }
}
