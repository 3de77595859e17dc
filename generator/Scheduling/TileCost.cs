using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// What a contraction costs in one form or another, in cycles of a core that starts two multiply-adds and two loads at once and has a sum
/// back after four cycles. It need not be exact: it is there to tell a tile that keeps the core busy from one that does not.
/// </summary>
internal static class TileCost
{
    /// <summary>What a loop is judged by where the batch is not known.</summary>
    private const int TypicalBatch = 64;

    private const double Broadcast = 0.5;

    // Every other one meets two cache lines, and is two loads.
    private const double Load = 0.75;
    private const double PartialLoad = 3;
    private const double StridedLoad = 8;
    private const double MultiplyAdd = 0.5;
    private const double Latency = 4;
    private const double SumOfLanes = 3;
    private const double Store = 1;
    private const double Call = 15;

    public static long Steps(Extent extent) => extent.IsBatch ? TypicalBatch * (long)extent.Size : extent.Size;

    public static double Steps(EquatableArray<IndexVariable> loops, IEnumerable<int> which)
        => which.Aggregate(1.0, (steps, loop) => steps * Steps(loops[loop].Extent));

    public static long Tiles(long extent, long tile) => (extent + tile - 1) / tile;

    /// <summary>How long the loads of a vector take.</summary>
    /// <param name="stride">The distance between its elements; 0 where they are one.</param>
    /// <param name="isWhole">Whether eight elements are there, or padding behind them.</param>
    public static double VectorLoad(int stride, bool isWhole) => stride is not (0 or 1) ? StridedLoad : isWhole ? Load : PartialLoad;

    public static double OuterProduct(OuterProductSchedule schedule)
    {
        var (rows, vectors) = (schedule.RowTile, schedule.VectorsOf(schedule.TileWidth));
        var isWhole = schedule.Vector.IsPadded || schedule.ColumnsOverlap || schedule.TileWidth % Vectors.Width == 0;
        var load = VectorLoad(schedule.Vector.Strides[schedule.Column], isWhole);
        var loads = ((schedule.Broadcast.Strides[schedule.Row] == 0 ? 1 : rows) * Broadcast)
            + ((schedule.Vector.Strides[schedule.Row] == 0 ? 1 : rows) * (((vectors - 1) * Load) + load));
        var step = Math.Max(Math.Max(rows * vectors * MultiplyAdd, loads), Latency / (rows == 1 ? 4 : 1));
        var loops = schedule.Loops;
        var tiles = Steps(loops, schedule.Outer) * Tiles(Steps(loops[schedule.Row].Extent), rows)
            * Tiles(loops[schedule.Column].Extent.Size, schedule.ColumnTile);
        return tiles * ((Steps(loops, schedule.Reduced) * step) + Call + (rows * vectors * schedule.Outputs.Count * (isWhole ? Store : PartialLoad)));
    }

    public static double DotProduct(DotProductSchedule schedule)
    {
        var loops = schedule.Loops;
        var (rows, columns, inner) = (schedule.RowTile, schedule.ColumnTile, schedule.Reduced[schedule.Reduced.Count - 1]);
        var length = loops[inner].Extent.Size;
        var (whole, rest) = (length / Vectors.Width, length % Vectors.Width);
        double Step(bool isWhole)
            => Math.Max(
                Math.Max(rows * columns * MultiplyAdd, Latency),
                (rows * VectorLoad(schedule.Rows.Strides[inner], isWhole || schedule.Rows.IsPadded))
                    + (columns * VectorLoad(schedule.Columns.Strides[inner], isWhole || schedule.Columns.IsPadded)));
        var sum = (whole * Step(true)) + (rest > 0 ? Step(schedule.LastOverlaps) : 0);
        var tiles = Steps(loops, schedule.Outer) * Tiles(Steps(loops[schedule.Row].Extent), rows) * Tiles(loops[schedule.Column].Extent.Size, columns);
        return tiles * ((Steps(loops, schedule.Reduced.Where(loop => loop != inner)) * sum) + Call + (rows * columns * SumOfLanes));
    }
}
