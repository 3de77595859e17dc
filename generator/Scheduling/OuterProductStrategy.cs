using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// The rewrites that make an outer product of a contraction: in each step of the sum, some elements of one operand meet some vectors of the
/// other, and all sums of such a tile are in registers.
/// </summary>
internal sealed class OuterProductStrategy : TileStrategy
{
    // Sums that do not wait for each other, where a tile of one row has too few of its own.
    private const int SingleRowSums = 4;

    // Vectors of a tile of one row that has a sum for each element.
    private const int SingleRowVectors = 8;

    private readonly OuterProductPlan plan;
    private string? rowName;

    private OuterProductStrategy(OuterProductPlan plan, (Nest Nest, ProductNest Loops) definition, Target target)
        : base(definition.Nest, definition.Loops, target) => this.plan = plan;

    public OuterProductStrategy(OuterProductPlan plan, Target target, Func<int, ValueName> nameOf)
        : this(plan, Definition(plan, target, nameOf), target)
    {
    }

    protected override void Apply()
    {
        CutRows();
        foreach (var total in Totals())
            CutColumns(total);
        foreach (var total in Totals())
            Tile(total);
        WriteOutTiles(plan.IsUnrolled);
    }

    /// <summary>The contraction, with the copy of what is packed at the start of each sample.</summary>
    private static (Nest Nest, ProductNest Loops) Definition(OuterProductPlan plan, Target target, Func<int, ValueName> nameOf)
    {
        var (nest, loops) = ProductNest.Of(plan, nameOf);
        if (plan.Packing is not { } packing)
            return (nest, loops);
        var sample = loops[packing.Sample];
        var copy = Renaming.Copy(PackStrategy.Of(packing, sample, target, nameOf), Names.Of(nest));
        return (Prepend.Of(nest, sample, copy), loops);
    }

    /// <summary>
    /// Cuts the rows into tiles. The last overlaps the one before it, if it has to; where a batch is smaller than a tile, its rows are done
    /// one by one.
    /// </summary>
    private void CutRows()
    {
        var tile = plan.RowTile;
        if (tile == 1 || Around(Totals()[0]).LastOrDefault(loop => loop.Variable == Loops[plan.Row]) is not { } rows)
            return;
        var row = rows.Variable;
        if (plan.SmallRowTile is { } small)
        {
            (Nest, var fitting) = WhereFits.Of(Nest, row, new(small, tile, OuterProductPlan.LargestSmallBatch), around: plan.ColumnsOutermost ? Loops.Panel ?? Loops[plan.Column] : row);
            (Nest, fitting) = Split.Of(Nest, fitting, "row", small, Tail.Overlap);
            Nest = Reorder.Inwards(Nest, fitting);
        }

        if (rows.Extent.IsBatch)
            Nest = AtLeast.Of(Nest, row, tile, around: plan.ColumnsOutermost ? Loops.Panel ?? Loops[plan.Column] : row);
        if (rows.Extent != tile)
            (Nest, row) = Split.Of(Nest, row, "row", tile, !rows.Extent.IsBatch && rows.Extent.Size % tile == 0 ? Tail.None : Tail.Overlap);
        Nest = Reorder.Inwards(Nest, row);
        rowName = row.Name;
    }

    /// <summary>Cuts the columns into tiles, of which the last may be narrower.</summary>
    private void CutColumns(Local total)
    {
        var (columns, tile) = (plan.Columns, plan.ColumnTile);
        var column = Around(total).First(loop => loop.Variable.Name == Loops[plan.Column].Name).Variable;
        if (Loops.Panel is { } panel)
        {
            if (columns % tile != 0)
                Nest = Peel.Of(Nest, Around(total).First(loop => loop.Variable.Name == panel.Name).Variable);
        }
        else if (columns > tile && plan.TailWidth == 0)
        {
            (Nest, _) = Split.Of(Nest, column, column.Name, tile, columns % tile == 0 ? Tail.None : Tail.Overlap);
        }
        else if (columns > tile)
        {
            (Nest, _) = Divide.Of(Nest, column, columns / tile * tile, columns - plan.TailWidth);
            if (columns >= 2 * tile)
                (Nest, _) = Split.Of(Nest, column, column.Name, tile, Tail.None);
        }
    }

    /// <summary>Does a tile with all its sums in registers.</summary>
    private void Tile(Local total)
    {
        var beside = plan.IsInOrder && !Around(total).Any(IsRows) ? TilesBeside(total) : null;
        var columns = ColumnsOf(total, plan.Column);
        var around = Around(total);
        var second = around.Length > 1 ? around[around.Length - 2] : null;
        var rows = second is not null && (IsRows(second) || second.Variable == beside) ? second : null;
        var tile = (rows ?? columns).Variable;
        var width = columns.Extent.Size - columns.First;
        var (name, summary) = Describe(rows is null || beside is not null ? 1 : rows.Extent.Size, beside is null ? width : rows!.Extent.Size, width < plan.TileWidth);
        Outlined(tile, name, summary, hasFinish: !plan.FinishInRegisters, BlocksOf() is { } blocks ? (TermsOf(total, blocks.Loop), blocks.Steps) : null, isAdded: false);
        if (rows is null && !IsOfBatchInOrder && Nest.Body.All().OfType<For>().LastOrDefault(loop => loop.Accumulated().Contains(total)) is { } innermost)
            SumApart(innermost);

        // What is added to must not be added to by two vectors.
        InVectors(columns.Variable, plan.ColumnsOverlap && BlocksOf() is null);
        IsToWriteOut(columns, rows);
    }

    private bool IsOfBatchInOrder => plan.IsInOrder && plan.Loops[plan.Row].Extent.IsBatch;

    private bool IsRows(For loop) => !loop.Extent.IsBatch && loop.Variable.Name == rowName && (loop.Extent == plan.RowTile || loop.Extent.Size == plan.SmallRowTile);

    /// <summary>Where the sums of one row are taken in their order, a tile has those of several tiles side by side, so that they do not wait for each other.</summary>
    private Variable? TilesBeside(Local total)
    {
        var name = (Loops.Panel ?? Loops[plan.Column]).Name;
        if (!IsOfBatchInOrder || Around(total).FirstOrDefault(loop => loop.Variable.Name == name && loop.Step == plan.ColumnTile) is not { } tiles)
            return null;
        var most = Math.Max(1, SingleRowVectors / plan.VectorsOf(plan.ColumnTile));
        var count = Enumerable.Range(2, Math.Max(0, most - 1)).LastOrDefault(count => SideBySide.Fits(tiles, count));
        if (count == 0)
            return null;
        (Nest, var beside) = SideBySide.Of(Nest, tiles.Variable, count);
        Nest = Reorder.Inwards(Nest, beside);
        return beside;
    }

    /// <summary>Gives a tile with too few sums several for each element.</summary>
    private void SumApart(For loop)
    {
        if (plan.IsUnrolled || loop.Extent.IsBatch || loop.Limit is { Whole.IsBatch: true } || loop.Reach is not null || loop.Extent.Size < 2 * SingleRowSums)
            return;
        var isWhole = loop.Limit is null && loop.Extent.Size % SingleRowSums == 0;
        (Nest, var step) = Split.Of(Nest, loop.Variable, "step", SingleRowSums, isWhole ? Tail.None : Tail.Shorter);
        if (!isWhole)
            Nest = Peel.Of(Nest, loop.Variable);
        Nest = SumsApart.Of(Nest, step);
    }

    /// <summary>Where the sum is cut. A range that may be empty would leave an output without a block.</summary>
    private SumBlocks? BlocksOf()
    {
        if (SumBlocks.Of(plan.Loops, plan.Reduced, SumBlocks.Products) is not { } blocks)
            return null;
        var around = plan.Reduced.TakeWhile(loop => loop != blocks.Loop).Append(blocks.Loop).ToArray();
        return !plan.Ranges.Any(range => around.Contains(range.Loop)) ? blocks : null;
    }
}
