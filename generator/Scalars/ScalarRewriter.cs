using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>
/// Rewrites an expression from its leaves up: every node is offered with its children already rewritten. A node that is shared is
/// rewritten once, so that the cost is that of the nodes and not of the tree they spell.
/// </summary>
internal sealed class ScalarRewriter(Func<Scalar, Scalar> rewriteNode)
{
    private readonly Dictionary<Scalar, Scalar> rewritten = new(ReferenceComparer.Instance);

    public Scalar Rewrite(Scalar expression)
    {
        if (rewritten.TryGetValue(expression, out var known))
            return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var result = rewriteNode(WithChildren(expression, Rewrite));
        rewritten[expression] = result;
        return result;
    }

    /// <summary>The node with each child replaced; the node itself where none changes.</summary>
    public static Scalar WithChildren(Scalar node, Func<Scalar, Scalar> replace)
    {
        switch (node)
        {
            case Unary(var function, var operand):
                var newOperand = replace(operand);
                return ReferenceEquals(newOperand, operand) ? node : new Unary(function, newOperand);
            case Binary(var function, var left, var right):
                var (newLeft, newRight) = (replace(left), replace(right));
                return ReferenceEquals(newLeft, left) && ReferenceEquals(newRight, right) ? node : new Binary(function, newLeft, newRight);
            case Select(var comparison, var left, var right, var whenTrue, var whenFalse):
                var (a, b, c, d) = (replace(left), replace(right), replace(whenTrue), replace(whenFalse));
                return ReferenceEquals(a, left) && ReferenceEquals(b, right) && ReferenceEquals(c, whenTrue) && ReferenceEquals(d, whenFalse)
                    ? node
                    : new Select(comparison, a, b, c, d);
            default:
                return node;
        }
    }
}

/// <summary>Two nodes are the same if they are the same object.</summary>
internal sealed class ReferenceComparer : IEqualityComparer<Scalar>
{
    public static readonly ReferenceComparer Instance = new();

    public bool Equals(Scalar x, Scalar y) => ReferenceEquals(x, y);

    public int GetHashCode(Scalar node) => RuntimeHelpers.GetHashCode(node);
}
