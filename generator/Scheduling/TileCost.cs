using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// What a contraction costs in one form or another, in cycles of a core that starts two multiply-adds and two loads at once and has a sum
/// back after four cycles. It need not be exact: it is there to tell a tile that keeps the core busy from one that does not.
/// </summary>
internal static class TileCost
{
    /// <summary>What a loop is judged by where the batch is not known.</summary>
    public const int TypicalBatch = 64;

    /// <summary>Of the steps of a sample, where it may have fewer than others.</summary>
    public const int TypicalSteps = 16;

    /// <summary>What the multiply-adds of a vector take at least, in cycles.</summary>
    public const double MultiplyAdd = 0.5;

    private const double Broadcast = 0.5;

    // Every other one meets two cache lines, and is two loads.
    private const double Load = 0.75;
    private const double PartialLoad = 3;
    private const double StridedLoad = 8;
    private const int LanesOfStridedLoad = 8;

    // Of each vector of a block that is transposed.
    private const double Shuffles = 3;
    private const double Latency = 4;
    private const double SumOfLanes = 3;
    private const double Store = 1;
    private const double Call = 15;
    private const double LoopStep = 1;

    // What was measured of products whose operands lie so many floats apart from one step of the sum to the next.
    private const int Page = 1024;
    private const int FarForVectors = 512;
    private const int LongForVectors = 384;
    private const double FarVectors = 1;
    private const double FarBroadcast = 2.5;

    public static long Steps(Extent extent) => extent.IsBatch ? TypicalBatch * (extent.Lengths is null ? 1 : TypicalSteps) * (long)extent.Size : extent.Size;

    public static double Steps(EquatableArray<IndexVariable> loops, IEnumerable<int> which)
        => which.Aggregate(1.0, (steps, loop) => steps * Steps(loops[loop].Extent));

    public static long Tiles(long extent, long tile) => (extent + tile - 1) / tile;

    /// <summary>How long the loads of a vector take.</summary>
    /// <param name="stride">The distance between its elements; 0 where they are one.</param>
    /// <param name="isWhole">Whether elements for all lanes are there, or padding behind them.</param>
    public static double VectorLoad(int stride, bool isWhole) => stride is not (0 or 1) ? StridedLoad : isWhole ? Load : PartialLoad;

    /// <summary>What the multiply-adds alone take.</summary>
    public static double Least(EquatableArray<IndexVariable> loops, Target target)
        => Steps(loops, Enumerable.Range(0, loops.Count)) * MultiplyAdd / target.Lanes;

    public static double OuterProduct(OuterProductPlan plan)
    {
        var rows = Steps(plan.Loops[plan.Row].Extent);
        var inLarge = plan.RowTiles?.RowsInLarge((int)rows) ?? rows;
        var tiles = Tiles(inLarge, plan.RowTile) * Tiles(plan, plan.RowTile);
        if (plan.SmallRowTile is { } small)
            tiles += Tiles(rows - inLarge, small) * Tiles(plan, small);
        return (Steps(plan.Loops, plan.Outer) * tiles) + (plan.Packing is { } packing ? Packing(packing, plan.Target) : 0)
            + plan.Unpackings.Sum(unpacking => Steps(plan.Loops, unpacking.Around) * Tiles(plan.Columns, plan.ColumnTile) * Unpacking(unpacking, plan.Target));
    }

    /// <summary>The tiles with all columns of so many rows.</summary>
    private static double Tiles(OuterProductPlan plan, int rows)
    {
        var rest = plan.TailWidth > 0 ? Tile(plan, rows, plan.TailWidth) : 0;
        var whole = plan.TailWidth > 0 ? plan.Columns / plan.ColumnTile : Tiles(plan.Columns, plan.ColumnTile);
        return (whole * Tile(plan, rows, plan.TileWidth)) + rest;
    }

    /// <summary>One tile of some size.</summary>
    private static double Tile(OuterProductPlan plan, int rows, int width)
    {
        var vectors = plan.Target.VectorsOf(width);
        var isWhole = plan.ColumnsOverlap || width % plan.Target.Lanes == 0;
        var load = VectorLoad(plan.Vector.Strides[plan.Column], isWhole || plan.Vector.IsPadded || plan.Vector.IsFollowed);
        var stores = rows * vectors * plan.Outputs.Count * (isWhole || plan.Outputs[0].Operand.IsPadded ? Store : PartialLoad);
        var loads = ((plan.Broadcast.Strides[plan.Row] == 0 ? 1 : rows) * Broadcast)
            + ((plan.Vector.Strides[plan.Row] == 0 ? 1 : rows) * (((vectors - 1) * Load) + load));
        var step = Math.Max(Math.Max(rows * vectors * MultiplyAdd, loads), Latency / (rows == 1 ? 4 : 1)) + Distance(plan);
        var apart = plan.Extras.Count(extra => extra.Strides[plan.Column] is not (0 or 1));
        var extras = rows * vectors * apart * StridedLoad * plan.Target.Lanes / LanesOfStridedLoad;
        return (Steps(plan.Loops, plan.Reduced) * Part(plan) * step) + Call + (plan.Accumulates ? 2 * stores : stores) + extras;
    }

    /// <summary>Whether each step of the sum goes to another page of an operand, or to other cache lines of which the first cache cannot keep those of all steps.</summary>
    public static bool IsFar(OuterProductPlan plan, Operand operand)
        => Math.Abs(operand.Strides[plan.Reduced[plan.Reduced.Count - 1]]) is var stride
            && (operand == plan.Vector ? stride >= FarForVectors || (stride > plan.ColumnTile && Math.Min(Steps(plan.Loops, plan.Reduced), plan.BlockLength) > LongForVectors) : stride % Page == 0 && stride > 0);

    /// <summary>How much longer a step of the sum takes where an operand is far away, and what the copies take where there are panels.</summary>
    private static double Distance(OuterProductPlan plan)
    {
        if (plan.Panels is not { } panels)
            return (IsFar(plan, plan.Vector) ? FarVectors : 0) + (IsFar(plan, plan.Broadcast) ? FarBroadcast : 0);
        var tiles = Tiles(Steps(plan.Loops[plan.Row].Extent), plan.RowTile);
        var vectors = plan.Target.VectorsOf(plan.TileWidth);
        return ((vectors * (Load + Store + FarVectors)) + LoopStep) / tiles
            + (panels.Broadcast is null ? 0 : (PartialLoad + Store + FarBroadcast + LoopStep) / Tiles(plan.Columns, plan.ColumnTile));
    }

    /// <summary>Which part of a plan's multiply-adds is carried out: the others meet zeros.</summary>
    public static double Part(TilePlan plan)
        => plan is OuterProductPlan outer ? outer.Ranges.Aggregate(outer.Diagonal is var (row, end) ? UpToDiagonal(outer.StepsInAll(row), end) : 1, (part, range) => part * Part(outer, range)) : 1;

    /// <summary>Which part of a square is up to its diagonal.</summary>
    private static double UpToDiagonal(int size, CausalEnd end) => Enumerable.Range(0, size).Sum(row => end.Of(row, size)) / ((double)size * size);

    /// <summary>Which part of a loop's steps count, on average.</summary>
    public static double Part(OuterProductPlan plan, ReducedRange range)
    {
        var (kept, size) = (plan.StepsInAll(range.Kept), plan.Loops[range.Loop].Extent.Size);
        var stride = range.Kept == plan.Row ? plan.RowTile : 1;
        var (sum, count) = (0.0, 0);
        for (var step = 0; step < kept; step += stride)
        {
            var (first, end) = plan.StepsOf(range, step);
            (sum, count) = (sum + Math.Max(0, end - first), count + 1);
        }

        return sum / count / size;
    }

    /// <summary>The copy of what is packed, row by row.</summary>
    public static double Packing(Packing packing, Target target)
    {
        var last = packing.Loops.Count - 1;
        var length = packing.Loops[last].Extent.Size;
        if (PackStrategy.IsTransposed(packing, target))
            return (packing.Sample < 0 ? 1 : TypicalBatch) * Transposed(packing.Count / length, length, target);
        var row = packing.Source.Strides[last] == 1
            ? (target.VectorsOf(length) * (Load + Store)) + (length % target.Lanes == 0 || packing.Source.IsFollowed ? 0 : PartialLoad)
            : target.VectorsOf(length) * (StridedLoad + Store);
        return (packing.Sample < 0 ? 1 : TypicalBatch) * (double)packing.Count / length * (row + LoopStep);
    }

    /// <summary>The copy of what tiles have stored in one turn of the loops around it.</summary>
    private static double Unpacking(Unpacking unpacking, Target target) => Call + Transposed(unpacking.Rows.Extent.Size, unpacking.Columns.Extent.Size, target);

    /// <summary>The copy of so many rows and columns that are transposed in registers, block by block.</summary>
    private static double Transposed(int rows, int columns, Target target)
        => (double)Tiles(rows, target.Lanes) * Tiles(columns, target.Lanes) * target.Lanes * (Load + Store + Shuffles);

    public static double DotProduct(DotProductPlan plan)
    {
        var loops = plan.Loops;
        var (rows, columns, inner) = (plan.RowTile, plan.ColumnTile, plan.Reduced[plan.Reduced.Count - 1]);
        var length = loops[inner].Extent.Size;
        var (whole, rest) = (length / plan.Target.Lanes, length % plan.Target.Lanes);
        double Step(bool isWhole)
            => Math.Max(
                Math.Max(rows * columns * MultiplyAdd, Latency),
                (rows * VectorLoad(plan.Rows.Strides[inner], isWhole || plan.Rows.IsPadded))
                    + (columns * VectorLoad(plan.Columns.Strides[inner], isWhole || plan.Columns.IsPadded)));
        var sum = (whole * Step(true)) + (rest > 0 ? Step(plan.LastOverlaps) : 0);
        var tiles = Steps(loops, plan.Outer) * Tiles(Steps(loops[plan.Row].Extent), rows) * Tiles(loops[plan.Column].Extent.Size, columns);
        return tiles * ((Steps(loops, plan.Reduced.Where(loop => loop != inner)) * sum) + Call + (rows * columns * SumOfLanes));
    }
}
