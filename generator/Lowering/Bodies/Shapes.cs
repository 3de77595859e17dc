using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Shapes as a developer sees them: those of one sample, whose axes count from 0, or from −1 backwards.</summary>
internal static class Shapes
{
    private const int LargestBuffer = 0x7FFFFFC7;

    /// <summary><c>[3 × 28 × 28]</c></summary>
    public static string Text(Shape shape) => Text(shape.SampleDimensions);

    public static string Text(IEnumerable<int> dimensions) => $"[{Counts.Product(dimensions)}]";

    /// <summary>How many axes of the graph are in front of the sample's.</summary>
    public static int First(Shape shape) => shape.IsBatched ? 1 : 0;

    public static int SampleRank(Shape shape) => shape.Rank - First(shape);

    public static Shape With(bool isBatched, IEnumerable<int> dimensions)
        => isBatched ? Shape.BatchOf(dimensions) : new Shape(dimensions.Select(static dimension => new Extent(dimension)).ToEquatableArray());

    /// <summary>The axis of the graph for an axis of a sample.</summary>
    public static int Axis(Shape shape, int axis, string function, int place)
    {
        var rank = SampleRank(shape);
        if (axis < -rank || axis >= rank)
        {
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, rank == 0
                ? $"{function} along axis {Counts.Text(axis)} of {Text(shape)}: it has no axes"
                : $"{function} along axis {Counts.Text(axis)} of {Text(shape)}: its axes are 0 to {Counts.Text(rank - 1)}");
        }

        return (axis < 0 ? axis + rank : axis) + First(shape);
    }

    public static void CheckSize(IEnumerable<int> dimensions, string function, int place)
    {
        if (dimensions.Aggregate(1.0, static (product, extent) => product * extent) > LargestBuffer)
            throw new EvaluationException(ProblemKind.MismatchedShapes, place, $"{function} gives {Text(dimensions)}, which is too large: at most 2,147,483,591 elements fit into one buffer");
    }

    /// <summary>The dimensions to which several are broadcast by NumPy's rule.</summary>
    public static int[] Broadcast(IReadOnlyList<int[]> all, string function, int place)
    {
        var result = new int[all.Max(static dimensions => dimensions.Length)];
        for (var fromEnd = 1; fromEnd <= result.Length; fromEnd++)
        {
            var extent = 1;
            foreach (var dimensions in all.Where(dimensions => dimensions.Length >= fromEnd))
            {
                var own = dimensions[dimensions.Length - fromEnd];
                if (own != 1 && extent != 1 && own != extent)
                {
                    throw new EvaluationException(
                        ProblemKind.MismatchedShapes, place, $"{function} of {string.Join(" and ", all.Select(Text))}: {Counts.Text(extent)} ≠ {Counts.Text(own)}");
                }

                extent = Math.Max(extent, own);
            }

            result[result.Length - fromEnd] = extent;
        }

        CheckSize(result, function, place);
        return result;
    }
}
