using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>
/// Equality of expressions as the trees that they spell, at the cost of their nodes: a pair of nodes is compared once, and hashes, which nodes have from
/// their beginning, tell most that differ apart.
/// </summary>
internal static class ScalarEquality
{
    /// <summary>From so many pairs on, those that were compared are remembered. Most expressions are smaller.</summary>
    private const int Small = 32;

    /// <summary>The hash of an operation on operands.</summary>
    public static int Hash(int operation, Scalar operand) => Mixed(operation, operand);

    /// <inheritdoc cref="Hash(int, Scalar)"/>
    public static int Hash(int operation, Scalar left, Scalar right) => Mixed(Mixed(operation, left), right);

    /// <inheritdoc cref="Hash(int, Scalar)"/>
    public static int Hash(int operation, Scalar left, Scalar right, Scalar whenTrue, Scalar whenFalse)
        => Mixed(Mixed(Hash(operation, left, right), whenTrue), whenFalse);

    public static bool AreEqual(Scalar left, Scalar? right)
    {
        var compared = 0;
        HashSet<(Scalar, Scalar)>? seen = null;
        return right is not null && Same(left, right);

        bool Same(Scalar a, Scalar b)
        {
            if (ReferenceEquals(a, b))
                return true;
            if (a.GetHashCode() != b.GetHashCode())
                return false;

            // A pair that differs ends the comparison: one that was seen before is equal, as far as is known.
            if (a is not (Constant or Argument) && ++compared > Small && !(seen ??= new(PairComparer.Instance)).Add((a, b)))
                return true;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return (a, b) switch
            {
                (Constant x, Constant y) => x.Equals(y),
                (Argument x, Argument y) => x.Index == y.Index,
                (Unary x, Unary y) => x.Function == y.Function && Same(x.Operand, y.Operand),
                (Binary x, Binary y) => x.Function == y.Function && Same(x.Left, y.Left) && Same(x.Right, y.Right),
                (Select x, Select y) => x.Comparison == y.Comparison && Same(x.Left, y.Left) && Same(x.Right, y.Right)
                    && Same(x.WhenTrue, y.WhenTrue) && Same(x.WhenFalse, y.WhenFalse),
                _ => false,
            };
        }
    }

    private static int Mixed(int hash, Scalar operand) => unchecked((hash * 16777619) ^ (operand.GetHashCode() * 31));

    /// <summary>Two pairs are the same if they are of the same objects.</summary>
    private sealed class PairComparer : IEqualityComparer<(Scalar, Scalar)>
    {
        public static readonly PairComparer Instance = new();

        public bool Equals((Scalar, Scalar) x, (Scalar, Scalar) y) => ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

        public int GetHashCode((Scalar, Scalar) pair) => unchecked((RuntimeHelpers.GetHashCode(pair.Item1) * 31) + RuntimeHelpers.GetHashCode(pair.Item2));
    }
}
