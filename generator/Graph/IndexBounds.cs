using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>
/// Finds how large the numbers of a tensor can be, by how it is computed. A row of a table is read at an address that is computed from such a number, so that
/// it has to be known to be in the table: the runtime checks inputs that have a vocabulary, and everything else has to follow from them.
/// </summary>
internal static class IndexBounds
{
    /// <summary>The largest whole number up to which every one has a float of its own.</summary>
    public const int LargestVocabulary = 1 << 24;

    /// <summary>The largest number that a node can have where none is below 0; null where that is not known.</summary>
    public static int? Of(IReadOnlyList<Node> nodes, int node)
        => Find(nodes, node, []) is { Low: >= 0 } range && range.High < LargestVocabulary ? (int)range.High : null;

    private static Range? Find(IReadOnlyList<Node> nodes, int id, Dictionary<int, Range?> known)
    {
        if (known.TryGetValue(id, out var found))
            return found;
        var node = nodes[id];
        Range? Of(int input) => Find(nodes, node.Inputs[input], known);
        var range = node.Operation switch
        {
            Input { Vocabulary: { } vocabulary } => new Range(0, vocabulary - 1),
            Input { Longest: { } longest } => new Range(1, longest),
            Rearrange { Order: RowOrder.Unpack } => Of(0)?.Or(new Range(0, 0)),
            Rearrange => Of(0),
            Fill fill => new Range(fill.Value, fill.Value),
            Literal { Elements.Count: > 0 } literal => new Range(literal.Elements.Min(), literal.Elements.Max()),
            View or StopGradient => Of(0),
            Graph.Reduce { Reduction: Reduction.Max } => Of(0),
            Gather => Of(0),
            Concatenate or WhenTraining => node.Inputs.Select((_, input) => Of(input)).Aggregate(static (left, right) => left is null || right is null ? null : left.Value.Or(right.Value)),
            Map map => Find(map.Expression, argument => Of(argument)),
            _ => null,
        };
        return known[id] = range;
    }

    /// <summary>A number that is none is read as 0, so that bounds of the others are enough.</summary>
    private static Range? Find(Scalar expression, Func<int, Range?> argument)
    {
        switch (expression)
        {
            case Scalars.Constant(var value):
                return new Range(value, value);
            case Argument(var index):
                return argument(index);
            case Select(_, _, _, var yes, var no):
                return Find(yes, argument) is { } first && Find(no, argument) is { } second ? first.Or(second) : null;
            case Unary(UnaryFunction.Negate, var operand):
                return Find(operand, argument) is { } negated ? new Range(-negated.High, -negated.Low) : null;
            case Binary(BinaryFunction.Min, var left, var right):
                var (a, b) = (Find(left, argument) ?? Range.Any, Find(right, argument) ?? Range.Any);
                return new Range(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High));
            case Binary(BinaryFunction.Max, var left, var right):
                var (c, d) = (Find(left, argument) ?? Range.Any, Find(right, argument) ?? Range.Any);
                return new Range(Math.Max(c.Low, d.Low), Math.Max(c.High, d.High));
            case Binary(var function, var left, var right) when Find(left, argument) is { } x && Find(right, argument) is { } y:
                return function switch
                {
                    BinaryFunction.Add => new Range(x.Low + y.Low, x.High + y.High),
                    BinaryFunction.Subtract => new Range(x.Low - y.High, x.High - y.Low),
                    BinaryFunction.Multiply => Range.Of(x.Low * y.Low, x.Low * y.High, x.High * y.Low, x.High * y.High),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private readonly record struct Range(double Low, double High)
    {
        public static Range Any => new(double.NegativeInfinity, double.PositiveInfinity);

        public static Range? Of(params double[] ends) => ends.Any(double.IsNaN) ? null : new Range(ends.Min(), ends.Max());

        public Range Or(Range other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));
    }
}
