namespace NetGen.Generator.Scalars;

/// <summary>
/// Rewrites the derivative of a function so that it uses the function's own output in place of its argument. The backward pass then needs
/// the output only, which the next layer keeps anyway: tanh′ = 1 − y², sigmoid′ = y·(1 − y), relu′ = y ≤ 0 ? 0 : 1.
/// </summary>
internal sealed class SavedOutput
{
    private readonly Simplifier simplify = new();
    private readonly Scalar function;
    private readonly Scalar output;
    private readonly int argument;

    private SavedOutput(Scalar function, int argument, int output)
    {
        this.function = simplify.Apply(function);
        this.argument = argument;
        this.output = simplify.Apply(new Argument(output));
    }

    /// <summary>
    /// The derivative in terms of the function's output, <c>Argument(output)</c>; the derivative as it is where it would still need the
    /// argument beside the output, since keeping both saves nothing.
    /// </summary>
    /// <param name="function">The function.</param>
    /// <param name="derivative">Its derivative by <paramref name="argument"/>; it may use other arguments, such as the gradient that comes in.</param>
    /// <param name="argument">The argument to get rid of.</param>
    /// <param name="output">The number of the argument that holds the function's value; not used in either expression.</param>
    public static Scalar RewriteInTermsOfOutput(Scalar function, Scalar derivative, int argument, int output)
    {
        var saved = new SavedOutput(function, argument, output);
        var simplified = saved.simplify.Apply(derivative);
        if (!ScalarArguments.Of(simplified).Contains(argument))
            return simplified;
        var rewritten = saved.simplify.Apply(saved.Rewrite(simplified, saved.function));
        return ScalarArguments.Of(rewritten).Contains(argument) ? simplified : rewritten;
    }

    /// <summary>Rewrites a part of the derivative where the function has the given form: in a branch, that of the branch.</summary>
    private Scalar Rewrite(Scalar derivative, Scalar form)
    {
        var replacements = Replacements(form);
        return Visit(derivative);

        // Whatever has been visited is a replacement too.
        Scalar Visit(Scalar node)
        {
            if (!replacements.TryGetValue(node, out var replacement))
                replacements[node] = replacement = node is Select select ? VisitSelect(select) : ScalarRewriter.WithChildren(node, Visit);
            return replacement;
        }

        Select VisitSelect(Select select)
        {
            var (whenTrue, whenFalse) = form is Select branches && SameCondition(select, branches)
                ? (Rewrite(select.WhenTrue, branches.WhenTrue), Rewrite(select.WhenFalse, branches.WhenFalse))
                : (Visit(select.WhenTrue), Visit(select.WhenFalse));
            var left = OutputComparison.Agrees(function, argument, select) ? output : Visit(select.Left);
            return new Select(select.Comparison, left, Visit(select.Right), whenTrue, whenFalse);
        }
    }

    /// <summary>
    /// What the output y says of other expressions. For y = c·f(u): f(u) = y/c, and f′(u) where the table knows it from f's value, which
    /// for elu is exp(x) = y + 1.
    /// </summary>
    private Dictionary<Scalar, Scalar> Replacements(Scalar form)
    {
        var replacements = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance);
        if (form is Constant)
            return replacements;
        replacements[form] = output;
        if (ReferenceEquals(form, function) is false)
            replacements[function] = output;
        var (factor, rest) = form is Binary(BinaryFunction.Multiply, Constant(var number), var scaled) ? (number, scaled) : (1.0, form);
        var value = simplify.Divide(output, simplify.Number(factor));
        replacements[rest] = value;
        // y = 1/√u: √u is 1/y.
        if (rest is Binary(BinaryFunction.Divide, Constant(var dividend), Unary(UnaryFunction.Sqrt, _) root))
            replacements[root] = simplify.Divide(simplify.Number(dividend), value);
        if (rest is Unary(var inner, var operand) && inner.Definition() is { DerivativeFromValue: { } fromValue } definition)
        {
            var slope = simplify.Apply(definition.Derivative(operand, rest));
            replacements[slope] = simplify.Apply(fromValue(value));
            // c·f′(u) as one term: y + c is shorter, and more precise, than c·(y/c + 1)
            replacements[simplify.Multiply(simplify.Number(factor), slope)] =
                simplify.Multiply(simplify.Number(factor), replacements[slope]);
        }

        return replacements;
    }

    private static bool SameCondition(Select a, Select b) =>
        a.Comparison == b.Comparison && ReferenceEquals(a.Left, b.Left) && ReferenceEquals(a.Right, b.Right);
}
