using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>A block of the backward pass.</summary>
/// <param name="Frame">What the loop around keeps; null outside of loops.</param>
internal sealed record Region(Region? Outer, Frame? Frame)
{
    /// <summary>The adjoints that have a value.</summary>
    public HashSet<(int, int)> Declared { get; } = [];

    /// <summary>Those that are zero here, and still have the value of the round that was before.</summary>
    public HashSet<(int, int)> Pending { get; } = [];

    /// <summary>What the forward pass has computed here that takes many cycles.</summary>
    public Dictionary<Scalar, int> Known { get; } = new(ReferenceComparer.Instance);

    /// <summary>What the forward pass has divided 1 by here.</summary>
    public Dictionary<int, int> Reciprocals { get; } = [];

    /// <summary>An expression in which what the forward pass has computed is not computed once more.</summary>
    public Scalar WithKnown(Scalar scalar) => Rewrite(scalar);

    private Scalar Rewrite(Scalar node)
    {
        if (node is Constant or Argument)
            return node;
        if (Find(node) is { } known)
            return new Argument(known);
        return node is Binary(BinaryFunction.Divide, var dividend, Argument(var divisor)) && FindReciprocal(divisor) is { } reciprocal
            ? Rewrite(dividend) * new Argument(reciprocal)
            : ScalarRewriter.WithChildren(node, Rewrite);
    }

    private int? Find(Scalar node) => Known.TryGetValue(node, out var variable) ? variable : Outer?.Find(node);

    private int? FindReciprocal(int divisor) => Reciprocals.TryGetValue(divisor, out var variable) ? variable : Outer?.FindReciprocal(divisor);

    public bool IsDeclared((int, int) key) => Declared.Contains(key) || Outer?.IsDeclared(key) == true;
}
