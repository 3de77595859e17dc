using System.Runtime.CompilerServices;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Which values are zero above the diagonal of their last two axes, because a causal mask has hidden what is later: weights of attention, and what
/// is multiplied by them. The steps of a sum that meet those zeros need not be taken.
/// </summary>
internal sealed class CausalZeros
{
    private static readonly ConditionalWeakTable<NetworkGraph, CausalZeros> Known = new();

    private readonly NetworkGraph graph;

    // By node; a few of all nodes.
    private readonly Dictionary<int, Above> known = [];

    private CausalZeros(NetworkGraph graph)
    {
        this.graph = graph;

        // What a node is made of comes before it.
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (IsSquare(graph[id].Shape) && Of(graph[id]) is not Above.Unknown and var above)
                known.Add(id, above);
        }
    }

    /// <summary>What elements above the diagonal are known to be.</summary>
    private enum Above
    {
        Unknown,
        Zero,
        MinusInfinity,
    }

    public static CausalZeros Of(NetworkGraph graph) => Known.GetValue(graph, static graph => new(graph));

    /// <summary>Whether nothing is known to be hidden.</summary>
    public bool IsEmpty => known.Count == 0;

    /// <summary>Whether a reduction over columns is the same without those above the diagonal: a sum of zeros, or a maximum of −∞.</summary>
    /// <param name="reduction">The reduction.</param>
    /// <param name="expression">What is reduced.</param>
    /// <param name="operands">The nodes that it reads.</param>
    public bool IsNothingAbove(Reduction reduction, Scalar expression, EquatableArray<int> operands)
        => Of(expression, operands) == (reduction == Reduction.Sum ? Above.Zero : Above.MinusInfinity);

    /// <summary>The ranges of the steps that count, for an operand of a contraction.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The operand.</param>
    /// <param name="access">Which of its elements the contraction touches.</param>
    /// <param name="isKept">Whether the contraction's outputs depend on an index.</param>
    public static IEnumerable<ReducedRange> Of(NetworkGraph graph, int node, Access access, Func<int, bool> isKept)
    {
        var (shape, count) = (graph[node].Shape, access.Axes.Count);

        // A longer sum is cut into blocks, and one of them could be empty.
        if (!IsSquare(shape) || shape[count - 1].Size > SumBlocks.Products || !Of(graph).IsZero(node)
            || access.Axes[count - 2] is not { Offset: 0, Terms: [{ Coefficient: 1, Index: var row }] } || access.Axes[count - 1] is not { Offset: 0, Terms: [{ Coefficient: 1, Index: var column }] })
        {
            yield break;
        }

        // column − row < 1, or row − column ≥ 0
        if (isKept(row) && !isKept(column))
            yield return new(column, 1, row, -1, -ReducedRange.Unbounded, 1);
        else if (isKept(column) && !isKept(row))
            yield return new(row, 1, column, -1, 0, ReducedRange.Unbounded);
    }

    /// <summary>Whether the last two axes are as long as each other.</summary>
    public static bool IsSquare(Shape shape)
        => shape.Rank >= 2 && shape[shape.Rank - 1] is { IsBatch: false, Size: > 1 } last && shape[shape.Rank - 2] == last;

    private bool IsZero(int node) => known.TryGetValue(node, out var above) && above == Above.Zero;

    private Above Of(Node node) => node.Operation switch
    {
        Map { Expression: Select(Comparison.Greater, Argument(var left), Argument(var right), Constant(double.NegativeInfinity), Constant(0)) } when IsIndex(node.Inputs[left], node.Shape, 1) && IsIndex(node.Inputs[right], node.Shape, 2) => Above.MinusInfinity,
        Map map when node.Inputs.Any(known.ContainsKey) => Of(map.Expression, node.Inputs),
        Broadcast or Reshape when IsSquare(graph[node.Inputs[0]].Shape) && graph[node.Inputs[0]].Shape[graph[node.Inputs[0]].Shape.Rank - 1] == node.Shape[node.Shape.Rank - 1]
            => known.TryGetValue(node.Inputs[0], out var above) ? above : Above.Unknown,
        _ => Above.Unknown,
    };

    /// <summary>Whether the elements of a node are the index along an axis of a shape: the numbers 0, 1, 2 … that are broadcast along all others.</summary>
    private bool IsIndex(int node, Shape shape, int fromLast)
        => graph[Views.Owner(graph, node)].Operation is Literal { Elements: var numbers } && Views.Offset(graph, node) == 0
            && numbers.Select(static (number, place) => number == place).All(static isPlace => isPlace)
            && Views.Stretch(graph[node].Shape, Views.Strides(graph, node), shape).Select((stride, axis) => stride == (axis == shape.Rank - fromLast ? 1 : 0)).All(static isSo => isSo);

    /// <summary>What an expression is above the diagonal. What is not known is taken for a finite number.</summary>
    private Above Of(Scalar expression, EquatableArray<int> operands)
    {
        var values = new Dictionary<Scalar, Above>(ReferenceComparer.Instance);
        return ValueOf(expression);

        Above ValueOf(Scalar scalar)
        {
            if (values.TryGetValue(scalar, out var value))
                return value;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return values[scalar] = scalar switch
            {
                Argument(var place) => known.TryGetValue(operands[place], out var above) ? above : Above.Unknown,
                Constant(0) => Above.Zero,
                Unary(UnaryFunction.Exp, var operand) => ValueOf(operand) == Above.MinusInfinity ? Above.Zero : Above.Unknown,
                Unary(UnaryFunction.Negate, var operand) => ValueOf(operand) == Above.Zero ? Above.Zero : Above.Unknown,
                Binary(BinaryFunction.Multiply, var left, var right) => OfProduct(ValueOf(left), ValueOf(right)),
                Binary(BinaryFunction.Divide, var left, _) => ValueOf(left) == Above.Zero ? Above.Zero : Above.Unknown,
                Binary(BinaryFunction.Add, var left, var right) => OfSum(ValueOf(left), ValueOf(right)),
                Binary(BinaryFunction.Subtract, var left, var right) => ValueOf(right) == Above.MinusInfinity ? Above.Unknown : OfSum(ValueOf(left), ValueOf(right)),
                Select(_, _, _, var whenTrue, var whenFalse) => ValueOf(whenTrue) == ValueOf(whenFalse) ? ValueOf(whenTrue) : Above.Unknown,
                _ => Above.Unknown,
            };
        }

        static Above OfProduct(Above left, Above right)
            => left == Above.MinusInfinity || right == Above.MinusInfinity ? Above.Unknown
                : left == Above.Zero || right == Above.Zero ? Above.Zero : Above.Unknown;

        static Above OfSum(Above left, Above right)
            => left == Above.MinusInfinity || right == Above.MinusInfinity ? Above.MinusInfinity
                : left == Above.Zero && right == Above.Zero ? Above.Zero : Above.Unknown;
    }
}
