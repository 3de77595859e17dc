namespace GradientDescent.Drawing;

/// <summary>
/// Lines of equal height by marching squares: where a line crosses a side of a cell is interpolated, and what crosses a cell is joined
/// with what goes on in its neighbours.
/// </summary>
internal sealed class Contours
{
    private readonly float[] heights;
    private readonly int rows;
    private readonly int columns;
    private readonly float level;

    /// <summary>Which other sides a side is joined with; a line enters a cell by one side and leaves it by another.</summary>
    private readonly Dictionary<int, List<int>> joined = [];

    private Contours(float[] heights, int rows, int columns, float level)
        => (this.heights, this.rows, this.columns, this.level) = (heights, rows, columns, level);

    /// <summary>The lines at a level, as columns and rows of the grid of <paramref name="heights"/>.</summary>
    public static IEnumerable<IReadOnlyList<Point>> Lines(float[] heights, int rows, int columns, float level)
    {
        var contours = new Contours(heights, rows, columns, level);
        for (var row = 0; row < rows - 1; row++)
        {
            for (var column = 0; column < columns - 1; column++)
                contours.JoinSides(row, column);
        }

        return contours.Trace();
    }

    /// <summary>Joins the sides of a cell that the level crosses, in pairs.</summary>
    private void JoinSides(int row, int column)
    {
        Span<int> crossed = stackalloc int[4];
        var count = 0;
        // In this order: two that follow one another enclose a corner.
        foreach (var side in (ReadOnlySpan<int>)[Below(row, column), Right(row, column), Below(row, column + 1), Right(row + 1, column)])
        {
            if (IsCrossed(side))
                crossed[count++] = side;
        }

        for (var i = 0; i + 1 < count; i += 2)
        {
            Join(crossed[i], crossed[i + 1]);
            Join(crossed[i + 1], crossed[i]);
        }

        void Join(int from, int to)
        {
            if (!joined.TryGetValue(from, out var others))
                joined.Add(from, others = new(2));
            others.Add(to);
        }
    }

    private IEnumerable<IReadOnlyList<Point>> Trace()
    {
        // Lines that end at the border are followed from an end of theirs, those that close from anywhere.
        foreach (var start in joined.Keys.OrderBy(side => joined[side].Count).ToArray())
        {
            if (!joined.TryGetValue(start, out _))
                continue;
            var line = new List<Point>();
            int? side = start;
            while (side is { } current)
            {
                line.Add(Crossing(current));
                joined.Remove(current, out var others);
                side = others!.Find(joined.ContainsKey) is var next && joined.ContainsKey(next) ? next : null;
                if (side is null && line.Count > 2 && others.Contains(start))
                    line.Add(line[0]);
            }

            yield return line;
        }
    }

    // Sides have numbers: an even one from a point to the next in its row, an odd one to the next in its column.
    private int Right(int row, int column) => 2 * ((row * columns) + column);

    private int Below(int row, int column) => Right(row, column) + 1;

    private (int From, int To) Ends(int side) => (side / 2, side / 2 + (side % 2 == 0 ? 1 : columns));

    private bool IsCrossed(int side)
    {
        var (from, to) = Ends(side);
        return heights[from] < level != heights[to] < level;
    }

    private Point Crossing(int side)
    {
        var (from, to) = Ends(side);
        var share = (level - heights[from]) / (heights[to] - heights[from]);
        var (row, column) = (from / columns, from % columns);
        return side % 2 == 0 ? new(column + share, row) : new(column, row + share);
    }
}
