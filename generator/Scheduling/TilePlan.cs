using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// How a contraction is cut into tiles: which loops are a tile's rows and columns, how many it has, and which loop is the vector. Candidates
/// are compared by it; the one that is taken says which rewrites make the nest. It refers to the kernel's arguments by number.
/// </summary>
/// <param name="Target">What the tiles are for.</param>
internal abstract record TilePlan(Target Target);

/// <summary>How an argument is reached from the loops of a schedule.</summary>
/// <param name="Argument">The argument's number.</param>
/// <param name="Strides">What one step of each loop adds to the place, in floats; 0 where the argument does not depend on it.</param>
/// <param name="TileStride">What one column tile adds, where the columns are tiled.</param>
/// <param name="IsPadded">Whether memory after the last column is the argument's own, up to a whole vector, and holds zeros.</param>
/// <param name="Offset">How far behind the argument's start the first element is.</param>
internal sealed record Operand(int Argument, EquatableArray<int> Strides, int TileStride, bool IsPadded, int Offset)
{
    /// <summary>Whether memory that may be read lies behind it, so that a vector can be loaded whole of which only some lanes are used.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>Whether it is memory of the kernel's own that each sample is stored to anew, for an <see cref="Unpacking"/>.</summary>
    public bool IsScratch { get; init; }
}

/// <summary>A value that is stored: its place and its element's expression.</summary>
internal sealed record StoredOperand(Operand Operand, Scalar Expression)
{
    /// <summary>Whether it is the gradient of a parameter, which a later pass adds to. Then no tile may take elements of another.</summary>
    public bool IsGradient { get; init; }
}

/// <summary>
/// A contraction in register tiles. In every step of the reduced loops, <see cref="RowTile"/> broadcast elements of one operand meet
/// some vectors of <see cref="ColumnTile"/> elements of the other: an outer product, added to the tile's sums.
/// </summary>
/// <param name="Target">What the tiles are for.</param>
/// <param name="Loops">The loops: the contraction's index space.</param>
/// <param name="Outer">The loops around the tiles.</param>
/// <param name="Row">The loop whose steps are the tile's rows.</param>
/// <param name="Column">The loop that is the vector.</param>
/// <param name="Reduced">The loops that are summed over, outermost first.</param>
/// <param name="RowTile">How many rows a tile has. A last, smaller number of rows is met by a tile that overlaps the one before it, or by smaller tiles.</param>
/// <param name="ColumnTile">How many columns a tile has: one to three whole vectors.</param>
/// <param name="ColumnsOverlap">
/// Whether a last tile, or a last vector of it, takes columns of the one before it too, so that only whole vectors are moved; where there
/// is padding, or fewer columns than a vector has, it does not.
/// </param>
/// <param name="ColumnsOutermost">Whether all rows are done before the next columns, or the other way round.</param>
/// <param name="FinishInRegisters">Whether the outputs are made from the sums while they are in registers; else after the tile's sums are stored.</param>
/// <param name="IsUnrolled">Whether the innermost loop of the sum is written out.</param>
/// <param name="Ranges">The steps of summed loops that count, where not all do: none of the innermost, and none that depend on the column.</param>
/// <param name="Packing">The copy of each sample that the vectors are loaded from, where they are not loaded from the operand itself.</param>
internal sealed record OuterProductPlan(
    Target Target,
    EquatableArray<IndexVariable> Loops,
    EquatableArray<int> Outer,
    int Row,
    int Column,
    EquatableArray<int> Reduced,
    int RowTile,
    int ColumnTile,
    bool ColumnsOverlap,
    bool ColumnsOutermost,
    bool FinishInRegisters,
    bool IsUnrolled,
    EquatableArray<ReducedRange> Ranges,
    Packing? Packing,
    Operand Broadcast,
    Operand Vector,
    EquatableArray<Operand> Extras,
    EquatableArray<StoredOperand> Outputs) : TilePlan(Target)
{
    /// <summary>The panels that operands are copied into; null where tiles read them as they are.</summary>
    public Panels? Panels { get; init; }

    /// <summary>The weight of which one panel of columns at a time is copied for the vectors; null where they are not loaded from such a copy.</summary>
    public Repacking? Repacking { get; init; }

    /// <summary>How the outputs are copied to where they belong, where tiles store them in another order; none where they do not.</summary>
    public EquatableArray<Unpacking> Unpackings { get; init; } = [];

    /// <summary>
    /// How many rows are done with all columns before the next ones, so that they stay in the second cache: a number of tiles. Null where all rows are gone through again and again
    /// anyway, or a batch of any usual length stays there; where panels of a weight are copied, which then are copied again for each block, a longer one does not.
    /// </summary>
    public int? RowBlock
    {
        get
        {
            var extent = Loops[Row].Extent;
            if (!ColumnsOutermost || !extent.IsBatch || IsInOrder || RowTile == 1 || Columns < FewestColumns * ColumnTile || Reduced.Any(loop => Loops[loop].Extent.IsBatch))
                return null;
            var rows = Target.SecondCache / Reduced.Aggregate(1L, (product, loop) => product * Loops[loop].Extent.Size) / RowTile * RowTile;
            return rows >= FewestOfBlock && (Repacking is not null || rows < LongestBatch * (long)extent.Size) ? (int)rows : null;
        }
    }

    // Rows of a block, of which each loads all columns again; samples of a batch; and tiles of columns that a block of rows is loaded for.
    private const int FewestOfBlock = 24;
    private const int LongestBatch = 256;
    private const int FewestColumns = 16;

    /// <summary>Where the sum is cut into blocks. A range that may be empty would leave an output without a block.</summary>
    public SumBlocks? Blocks
    {
        get
        {
            if (SumBlocks.Of(Loops, Reduced, Panels is null ? SumBlocks.Products : Panels.Products(Target)) is not { } blocks)
                return null;
            var around = Reduced.TakeWhile(loop => loop != blocks.Loop).Append(blocks.Loop).ToArray();
            return Ranges.Any(range => around.Contains(range.Loop)) ? null : blocks;
        }
    }

    /// <summary>Whether a tile of one row has several sums for each element: where the innermost loop of the sum has a known length, and is not too short for it.</summary>
    public bool HasSumsApart
        => !IsUnrolled && !(IsInOrder && Loops[Row].Extent.IsBatch) && Reduced.Count > 0 && Reduced[Reduced.Count - 1] is var innermost && Loops[innermost].Extent is { IsBatch: false } extent
            && extent.Size >= 2 * OuterProductStrategy.SingleRowSums && Blocks?.Loop != innermost && !Ranges.Any(range => range.Loop == innermost);

    /// <summary>How many products a block of the sum has at most.</summary>
    public int BlockLength
        => Reduced.Reverse().TakeWhile(loop => loop != Blocks?.Loop).Aggregate(Blocks?.Steps ?? 1, (product, loop) => product * Loops[loop].Extent.Size);

    /// <summary>
    /// Whether each sum is added up in the order of its terms, also where a tile has one row alone. Then a sample has the same bits whatever the batch is, and a step of a sequence has those of the
    /// whole sequence.
    /// </summary>
    public bool IsInOrder { get; init; }

    /// <summary>How many rows a smaller tile has, which takes the rows that whole tiles leave; null where a last tile overlaps the one before it.</summary>
    public int? SmallRowTile { get; init; }

    /// <summary>The sizes of tiles of rows, where there are two.</summary>
    public TileSizes? RowTiles => SmallRowTile is { } small ? new(RowTile, small) : null;

    /// <summary>How many rows whole tiles have.</summary>
    public int WholeRows => Loops[Row].Extent.Size - RowsLeft;

    /// <summary>How many rows whole tiles leave; 0 of a batch, where that is not known.</summary>
    public int RowsLeft => Loops[Row].Extent is { IsBatch: false, Size: var rows } ? rows % RowTile : 0;

    /// <summary>How many rows there are at least where tiles are taken, and not one row after the other.</summary>
    public int FewestRows => SmallRowTile ?? RowTile;

    /// <summary>Whether a gradient is among the outputs.</summary>
    public bool HasGradient => Outputs.Any(static output => output.IsGradient);

    /// <summary>
    /// Whether the outputs are sums over the samples too, to which each sample adds its part. Then no tile may take elements of another.
    /// </summary>
    public bool Accumulates => Packing is { } packing && Outputs[0].Operand.Strides[packing.Sample] == 0;

    /// <summary>The steps of a summed loop that count for any of a tile's rows.</summary>
    /// <param name="range">Which do.</param>
    /// <param name="kept">The step of the loop on which they depend: of the tile's first row.</param>
    public (int First, int End) StepsOf(ReducedRange range, int kept)
    {
        var last = range.Kept == Row ? Math.Min(kept + RowTile, StepsInAll(Row)) - 1 : kept;
        var (lowest, highest) = range.KeptStep > 0 ? (kept, last) : (last, kept);
        return (range.FirstAt(highest), range.EndAt(lowest, Loops[range.Loop].Extent.Size));
    }

    /// <summary>
    /// Where only outputs up to a diagonal are needed: the loop over its rows, whose columns are the tiles' columns, and where those end. Null where all outputs are.
    /// </summary>
    public (int Row, CausalEnd End)? Diagonal { get; init; }

    /// <summary>The loop that has a block of a longer loop's steps in each turn of loops around the contraction, and how many steps that one has.</summary>
    public (int Loop, int Whole)? Block { get; init; }

    /// <summary>How many steps a loop has, in all turns of loops around the contraction.</summary>
    public int StepsInAll(int loop) => Block is var (own, whole) && own == loop ? whole : Loops[loop].Extent.Size;

    /// <summary>How many columns there are.</summary>
    public int Columns => Loops[Column].Extent.Size;

    /// <summary>How many columns a whole tile takes.</summary>
    public int TileWidth => Math.Min(Columns, ColumnTile);

    /// <summary>
    /// How many columns a last, narrower tile has; 0 where all are equally wide. Where columns overlap it has whole vectors of them, and
    /// takes some of the tile before it.
    /// </summary>
    public int TailWidth
    {
        get
        {
            var rest = Columns < ColumnTile ? 0 : Columns % ColumnTile;
            var width = ColumnsOverlap ? Target.VectorsOf(rest) * Target.Lanes : rest;
            return width == ColumnTile ? 0 : width;
        }
    }
}

/// <summary>
/// The copy of an operand in which the vectors lie side by side and all pixels of a picture are one loop. Of an operand with samples only one
/// is there at a time: the kernel copies it, uses it, and overwrites it by the next. One without is copied by a kernel before.
/// </summary>
/// <param name="Loops">The loops of the copy, outermost first. The copy lies in their order.</param>
/// <param name="Rows">How many of them go from row to row; the others go through a row, of which vectors are loaded.</param>
/// <param name="RowStride">The distance between rows, which is a whole number of vectors if a row is longer than one.</param>
/// <param name="Source">What is copied, by the loops of the copy.</param>
/// <param name="Sample">The loop of the schedule in which the copy is made, which is that over the samples; −1 where a kernel before makes it once.</param>
/// <param name="SampleStride">What a step of that loop adds to the place in what is copied.</param>
/// <param name="Copy">The number of the argument that it is copied to.</param>
internal sealed record Packing(EquatableArray<IndexVariable> Loops, int Rows, int RowStride, Operand Source, int Sample, int SampleStride, int Copy)
{
    /// <summary>How many elements are copied.</summary>
    public int Count => Loops.Aggregate(1, static (product, loop) => product * loop.Extent.Size);

    /// <summary>Whether the copy has the order of what is copied.</summary>
    public bool KeepsOrder => Enumerable.Range(0, Loops.Count).All(place => Source.Strides[place] == Loops.Skip(place + 1).Aggregate(1, static (product, loop) => product * loop.Extent.Size)) && RowStride == RowLength;

    /// <summary>How many elements a row has.</summary>
    public int RowLength => Loops.Skip(Rows).Aggregate(1, static (product, loop) => product * loop.Extent.Size);

    /// <summary>How many floats the rows take.</summary>
    public int Reach => Count / RowLength * RowStride;

    /// <summary>How many floats it takes: whole vectors are stored, of which the last reaches behind the elements.</summary>
    public int Length(Target target) => TensorLayout.RoundUp(Reach + target.Lanes - 1, TensorLayout.Alignment);
}

/// <summary>
/// The panels that a tile's operands are copied into, where the next element of the sum is far away in them: in other pages, and in the same few
/// places of a cache. A panel has the elements in the order in which tiles read them, for one block of the sum.
/// </summary>
/// <param name="Vector">The number of the argument that the vectors are copied to: those of one tile's columns, before all its rows.</param>
/// <param name="Broadcast">The number of the argument that all rows are copied to, tile by tile; null where they are read as they are.</param>
internal sealed record Panels(int Vector, int? Broadcast)
{
    /// <summary>The most products of a block: a panel of two vectors of columns stays in the first cache, beside what else a tile reads.</summary>
    public static int Products(Target target) => target.FirstCache / (2 * target.Lanes);
}

/// <summary>
/// The copy of a weight that is stored in panels of rows, for vectors that go along its columns: the columns of one tile at a time, transposed just before all rows of
/// tiles read them. So the copy stays in the second cache, while one of the whole weight would go to memory and back. It is the argument that the vectors are loaded from.
/// </summary>
/// <param name="Weight">The number of the argument with the weight.</param>
/// <param name="Rows">How many rows the weight has.</param>
/// <param name="Layout">Where its elements are.</param>
internal sealed record Repacking(int Weight, int Rows, TensorLayout Layout)
{
    // The rows whose tiles together fetch all that the next panel is copied from: those of a batch as usual.
    private const int RowsOfFetch = 64;

    // Of a loop through fewer steps of the sum, the end takes longer than the copy would wait. Measured with panels of 16 rows: 73 to 86% of the peak instead of 82 to 93.
    private const int FewestSteps = 32;

    /// <summary>
    /// How tiles go through what the next panel is copied from: in each panel of the weight, so many floats on with each row of tiles, and so many with each step of the sum.
    /// Null where those would be no whole numbers.
    /// </summary>
    /// <param name="plan">The tiles.</param>
    public static (int OfRow, int OfStep)? Fetched(OuterProductPlan plan)
        => plan is { Repacking: { Layout: { BlockedAxis: 0, Block: >= FewestSteps and var block } layout, Rows: var rows }, Blocks: null, IsUnrolled: false, Reduced.Count: 1, RowTile: > 1 }
            && rows % block == 0 && rows > block && plan.ColumnTile * layout.Strides[1] is var next && next % RowsOfFetch == 0
            && next / RowsOfFetch is var ofRow && ofRow * plan.RowTile % block == 0
            ? (ofRow, ofRow * plan.RowTile / block) : null;
}

/// <summary>
/// A contraction as dot products, where the columns are few or lie apart in both operands: the innermost reduced loop is the vector, and each sum is added up across its lanes
/// at the end.
/// </summary>
/// <param name="Target">What the tiles are for.</param>
/// <param name="Loops">The loops: the contraction's index space.</param>
/// <param name="Outer">The loops around the tiles.</param>
/// <param name="Row">The loop whose steps are the tile's rows.</param>
/// <param name="Column">The loop whose steps are the tile's columns.</param>
/// <param name="Reduced">The loops that are summed over; the last is the vector.</param>
/// <param name="RowTile">How many rows a tile has.</param>
/// <param name="ColumnTile">How many columns a tile has: all, where they are few.</param>
/// <param name="LastOverlaps">Whether a last vector, which would be too short, takes elements of the one before it too, with zeros in their place.</param>
/// <param name="IsUnrolled">Whether the loop over the vectors is written out.</param>
internal sealed record DotProductPlan(
    Target Target,
    EquatableArray<IndexVariable> Loops,
    EquatableArray<int> Outer,
    int Row,
    int Column,
    EquatableArray<int> Reduced,
    int RowTile,
    int ColumnTile,
    bool LastOverlaps,
    bool IsUnrolled,
    Operand Rows,
    Operand Columns,
    EquatableArray<Operand> Extras,
    EquatableArray<StoredOperand> Outputs) : TilePlan(Target);
