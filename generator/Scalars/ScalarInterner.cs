namespace NetGen.Generator.Scalars;

/// <summary>
/// Makes equal nodes one object, so that equality is a comparison of references: <c>a·b</c> and <c>b·a</c> count as equal.
/// Nodes are entered after their children, each at constant cost.
/// </summary>
internal sealed class ScalarInterner
{
    private readonly Dictionary<Scalar, Scalar> nodes = new(NodeComparer.Instance);

    /// <summary>The one object for a node whose children are such objects already.</summary>
    public Scalar Node(Scalar node)
    {
        if (nodes.TryGetValue(node, out var known))
            return known;
        if (node is Binary(var function, var left, var right) && function.Definition().Commutative
            && nodes.TryGetValue(new Binary(function, right, left), out known))
            return known;
        nodes.Add(node, node);
        return node;
    }

    /// <summary>The one object for a whole expression.</summary>
    public Scalar Tree(Scalar expression) => new ScalarRewriter(Node).Rewrite(expression);

    private sealed class NodeComparer : IEqualityComparer<Scalar>
    {
        public static readonly NodeComparer Instance = new();

        public bool Equals(Scalar x, Scalar y) => (x, y) switch
        {
            (Constant a, Constant b) => a.Value.Equals(b.Value) && IsNegativeZero(a.Value) == IsNegativeZero(b.Value),
            (Argument a, Argument b) => a.Index == b.Index,
            (Unary a, Unary b) => a.Function == b.Function && a.Operand == (object)b.Operand,
            (Binary a, Binary b) => a.Function == b.Function && a.Left == (object)b.Left && a.Right == (object)b.Right,
            (Select a, Select b) => a.Comparison == b.Comparison && a.Left == (object)b.Left && a.Right == (object)b.Right
                && a.WhenTrue == (object)b.WhenTrue && a.WhenFalse == (object)b.WhenFalse,
            _ => false,
        };

        public int GetHashCode(Scalar node) => node switch
        {
            Constant(var value) => value == 0.0 ? 0 : value.GetHashCode(),
            Argument(var index) => ~index,
            // That of the whole expression, which it has had since it was made. It is here once.
            _ => node.GetHashCode(),
        };

        private static bool IsNegativeZero(double value) => value == 0.0 && double.IsNegativeInfinity(1.0 / value);
    }
}
