using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>
/// Multiplies a number with the factor of a product that is known first: 400·(valley·x) becomes (400·x)·valley, where the number need
/// not wait for the valley. Products that are used elsewhere too stay as they are.
/// </summary>
internal sealed class ConstantFactors
{
    private readonly Dictionary<Scalar, int> uses = new(ReferenceComparer.Instance);
    private readonly Dictionary<Scalar, int> heights = new(ReferenceComparer.Instance);
    private readonly ScalarRewriter rewriter;
    private readonly ScalarInterner interner = new();

    /// <summary>Prepares for expressions that are computed together.</summary>
    public ConstantFactors(IEnumerable<Scalar> scalars)
    {
        rewriter = new(Rebuild);
        foreach (var scalar in scalars)
            Count(interner.Tree(scalar));
    }

    /// <summary>One of the expressions, or a part of one, in that form.</summary>
    public Scalar Apply(Scalar scalar) => rewriter.Rewrite(interner.Tree(scalar));

    private void Count(Scalar node)
    {
        uses.TryGetValue(node, out var count);
        uses[node] = count + 1;
        if (count > 0)
            return;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ScalarRewriter.WithChildren(node, child =>
        {
            Count(child);
            return child;
        });
    }

    private Scalar Rebuild(Scalar node) => node switch
    {
        Binary(BinaryFunction.Multiply, Constant(var number), Binary(BinaryFunction.Multiply, var left, var right) product)
            when uses.TryGetValue(product, out var count) && count == 1 && Height(left) != Height(right) =>
            Height(left) < Height(right) ? number * left * right : number * right * left,
        _ => node,
    };

    /// <summary>How many operations follow one another until the value is known.</summary>
    private int Height(Scalar node)
    {
        if (heights.TryGetValue(node, out var known))
            return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var height = 0;
        ScalarRewriter.WithChildren(node, child =>
        {
            height = Math.Max(height, Height(child) + 1);
            return child;
        });
        return heights[node] = height;
    }
}
