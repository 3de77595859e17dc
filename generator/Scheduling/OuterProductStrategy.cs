using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// The rewrites that make an outer product of a contraction: in each step of the sum, some elements of one operand meet some vectors of the
/// other, and all sums of such a tile are in registers.
/// </summary>
internal sealed class OuterProductStrategy : TileStrategy
{
    // Sums that do not wait for each other, where a tile of one row has too few of its own.
    public const int SingleRowSums = 4;

    // Vectors of a tile of one row that has a sum for each element.
    private const int SingleRowVectors = 8;

    // What the name of the method ends in that copies a panel of a weight.
    private const string RepackName = "RepackColumns";

    private readonly OuterProductPlan plan;
    private readonly Func<int, ValueName> nameOf;

    // The loops through a tile's rows, where those are not all alike.
    private readonly HashSet<Variable> tileRows = [];
    private string? rowName;

    private OuterProductStrategy(OuterProductPlan plan, (Nest Nest, ProductNest Loops) definition, Func<int, ValueName> nameOf)
        : base(definition.Nest, definition.Loops, plan.Target) => (this.plan, this.nameOf) = (plan, nameOf);

    public OuterProductStrategy(OuterProductPlan plan, Func<int, ValueName> nameOf)
        : this(plan, Definition(plan, nameOf), nameOf)
    {
    }

    protected override void Apply()
    {
        if (plan.Panels is null)
            CutRows();
        var around = plan.Panels is null ? null : CutSum();
        foreach (var total in Totals())
            CutColumns(total);
        if (plan.Repacking is { } repacking)
        {
            var panel = TensorLayout.ColumnPanels(repacking.Rows, plan.ColumnTile, plan.ColumnTile);
            Nest = RewriteMethod.Of(Nest, RepackName, copy => TransposeStrategy.InBlocks(copy, repacking.Rows, plan.Columns, repacking.Layout, panel, Target));
        }

        foreach (var total in plan.ColumnsOutermost ? Totals() : [])
            CutInTwoSizes(total);
        foreach (var total in plan.Panels is null ? [] : Totals())
            CopyOperands(total, plan.Panels!, around);
        foreach (var total in Totals())
            Tile(total);
        WriteOutTiles(plan.IsUnrolled);
    }

    /// <summary>The contraction, with the copy of what is packed at the start of each sample, or of each panel of columns, and of what is unpacked at its end.</summary>
    private static (Nest Nest, ProductNest Loops) Definition(OuterProductPlan plan, Func<int, ValueName> nameOf)
    {
        var (nest, loops) = ProductNest.Of(plan, nameOf);
        if (plan.Repacking is { } repacking)
            return (Prepend.Of(nest, loops.Panel!, Renaming.Copy(PanelOf(plan, repacking, loops.Panel!, nameOf), Names.Of(nest))), loops);
        foreach (var unpacking in plan.Unpackings)
            nest = Append.Of(nest, loops[unpacking.At], Renaming.Copy(unpacking.ToStatement(loops, plan.Column, plan.Target, nameOf), Names.Of(nest)));
        if (plan.Packing is not { } packing)
            return (nest, loops);
        var sample = loops[packing.Sample];
        var copy = Renaming.Copy(PackStrategy.Of(packing, sample, plan.Target, nameOf), Names.Of(nest));
        return (Prepend.Of(nest, sample, copy), loops);
    }

    /// <summary>The copy of the columns of one panel of tiles, as a method of its own.</summary>
    private static Outlined PanelOf(OuterProductPlan plan, Repacking repacking, Variable panel, Func<int, ValueName> nameOf)
        => new(
            RepackName,
            "in one panel of columns, which stays in the cache while all rows of tiles read it.",
            TransposeStrategy.PanelOf(
                repacking.Rows, plan.Columns, repacking.Layout, plan.ColumnTile, (repacking.Weight, nameOf(repacking.Weight)),
                PackStrategy.CopyOf(nameOf(plan.Vector.Argument), plan.Vector.Argument), panel))
        { Of = repacking.Weight };

    /// <summary>
    /// Cuts the rows into tiles. Smaller tiles take what is left, or the last overlaps the one before it; where a batch is smaller than a tile, its rows
    /// are done one by one.
    /// </summary>
    private void CutRows()
    {
        var tile = plan.RowTile;
        if (tile == 1 || Around(Totals()[0]).LastOrDefault(loop => loop.Variable == Loops[plan.Row]) is not { } rows)
            return;
        var row = rows.Variable;
        if (rows.Extent.IsBatch && rows.Extent.Size >= plan.FewestRows)
            Nest = AtLeast.Known(Nest, row, plan.FewestRows);
        else if (rows.Extent.IsBatch)
            Nest = AtLeast.Of(Nest, row, plan.FewestRows, around: plan.ColumnsOutermost ? Loops.Panel ?? Loops[plan.Column] : row);
        if (HasTwoSizes)
        {
            if (plan.RowBlock is { } block)
                BlockRows(row, block);
            if (!plan.ColumnsOutermost)
                CutInTwoSizes(Totals()[0]);
            return;
        }

        if (rows.Extent != tile)
            (Nest, row) = Split.Of(Nest, row, "row", tile, !rows.Extent.IsBatch && rows.Extent.Size % tile == 0 ? Tail.None : Tail.Overlap);
        Nest = Reorder.Inwards(Nest, row);
        rowName = row.Name;
        if (plan.RowBlock is { } size)
            BlockRows(rows.Variable, size);
    }

    /// <summary>Cuts rows into whole tiles. Those that are left are a tile of their own, since one that overlaps another would add to an element twice.</summary>
    /// <returns>The loops through the rows of a whole tile, and through those that are left, if there are any.</returns>
    private (Variable Row, Variable? Left) CutInWholeTiles(Variable row)
    {
        Variable? rest = null;
        if (plan.RowsLeft > 0)
        {
            (Nest, rest) = Divide.Of(Nest, row, plan.WholeRows);
            tileRows.Add(rest);
        }

        if (plan.WholeRows > plan.RowTile)
            (Nest, row) = Split.Of(Nest, row, "row", plan.RowTile, Tail.None);
        tileRows.Add(row);
        return (row, rest);
    }

    /// <summary>Whether other tiles take the rows that whole ones leave.</summary>
    private bool HasTwoSizes => plan.RowTiles is not null || (plan is { HasGradient: true, Panels: null } && plan.RowsLeft > 0);

    /// <summary>
    /// Cuts the rows around a sum into tiles of two sizes. Where all rows are done before the next columns, this comes after the columns are cut: one loop
    /// through them has the tiles of both sizes.
    /// </summary>
    private void CutInTwoSizes(Local total)
    {
        if (!HasTwoSizes || Around(total).LastOrDefault(loop => loop.Variable.Name == Loops[plan.Row].Name) is not { } rows
            || (rows.Extent.IsBatch && rows.Least == 1))
            return;
        if (plan.ColumnsOutermost)
            ColumnsOf(total, plan.Column);
        if (plan.RowTiles is not { } sizes)
        {
            var (whole, left) = CutInWholeTiles(rows.Variable);
            Nest = Reorder.Inwards(Reorder.Inwards(Nest, whole), left!);
            return;
        }

        (Nest, var row, var smallRow) = SplitInTwoSizes.Of(Nest, rows.Variable, "row", sizes);
        Nest = Reorder.Inwards(Reorder.Inwards(Nest, row), smallRow);
        rowName = row.Name;
    }

    /// <summary>Does all columns of some rows before the next rows.</summary>
    private void BlockRows(Variable row, int size)
    {
        (Nest, var block) = Block.Of(
            Nest, row, size,
            "A block of rows stays in the second cache while all columns are done" + (plan.Repacking is null ? "." : ": of so many rows that the copies of all panels, made again for each block, take little of the time."));
        while (Around(Totals()[0]).TakeWhile(loop => loop.Variable != block).LastOrDefault(loop => loop.Variable == Loops.Panel || loop.Variable == Loops[plan.Column]) is { } around)
            Nest = Reorder.WithCopies(Nest, around.Variable);
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

    /// <summary>Cuts a long sum into blocks around all tiles, so that what is copied for a block serves them all.</summary>
    /// <returns>The loop around all tiles, if there is one.</returns>
    private Variable? CutSum()
    {
        var first = Loops.Panel ?? Loops[plan.Column];
        if (plan.Blocks is { } blocks)
            Nest = SumInMemory.Of(Nest, first, Loops[blocks.Loop], blocks.Steps, length: blocks.Length("products") + (plan.Panels is null ? "" : ", so that a packed panel stays in the first cache"));
        return Around(Totals()[0]).TakeWhile(loop => loop.Variable != first).LastOrDefault()?.Variable;
    }

    /// <summary>Copies what tiles read: the vectors of their columns before all rows, and the rows before all columns.</summary>
    private void CopyOperands(Local total, Panels panels, Variable? around)
    {
        var columns = ColumnsOf(total, plan.Column);
        var loops = Around(total);
        var row = loops[loops.Length - 2].Variable;
        Copy(total, loops.Length > 2 ? loops[loops.Length - 3].Variable : null, plan.Vector, panels.Vector, [], columns.Variable, "Columns");

        var before = Totals();
        var (own, rest) = CutInWholeTiles(row);
        if (panels.Broadcast is not { } rows)
            return;
        if (rest is not null)
            Copy(Totals().Except(before).Single(), around, plan.Broadcast, rows, [], rest, "RowsLeft", plan.WholeRows * plan.BlockLength);
        Copy(total, around, plan.Broadcast, rows, own == row ? [] : [row], own, "Rows");
    }

    private void Copy(Local total, Variable? at, Operand operand, int copy, Variable[] tiles, Variable neighbours, string name, int start = 0)
    {
        var read = Nest.Body.All().OfType<Accumulate>().Where(sum => sum.Local == total).SelectMany(static sum => sum.Places()).First(place => place.Buffer.Memory == operand.Argument);
        var terms = Nest.Body.All().OfType<For>().Where(loop => loop.Accumulated().Contains(total)).Select(static loop => loop.Variable);
        Nest = Pack.Of(
            Nest, at, read, PackStrategy.CopyOf(nameOf(copy), copy), start, [.. tiles, .. terms, neighbours], part => PackStrategy.InVectors(Collapse.Of(part), Target),
            "Pack" + name, "packed in the order in which tiles read it.", operand.Argument);
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
        var (name, summary) = Describe(
            (rows is null || beside is not null ? 1 : rows.Extent.Size - rows.First, NameOfRows(plan.Loops[plan.Row])),
            (beside is null ? width : rows!.Extent.Size, plan.Loops[plan.Column].Name), width < plan.TileWidth);
        var sums = beside is null ? Sums((rows is null ? 1 : rows.Extent.Size - rows.First, plan.Loops[plan.Row].Name), (Target.VectorsOf(width), "vector"))
            : SumsOfColumns(((rows!.Extent.Size - rows.First) / plan.ColumnTile, plan.ColumnTile), plan.Loops[plan.Column].Name);
        Outlined(tile, name, summary + sums + LastVector(width, plan.ColumnsOverlap && plan.Blocks is null), hasFinish: !plan.FinishInRegisters && HasFinish(plan.Outputs), plan.Panels is null && plan.Blocks is { } blocks ? (TermsOf(total, blocks.Loop), blocks) : null, isAdded: false);
        if (rows is null && !IsOfBatchInOrder && Nest.Body.All().OfType<For>().LastOrDefault(loop => loop.Accumulated().Contains(total)) is { } innermost)
            SumApart(innermost);

        // What is added to must not be added to by two vectors.
        InVectors(columns.Variable, plan.ColumnsOverlap && plan.Blocks is null);
        IsToWriteOut(columns, rows);
    }

    /// <summary>
    /// Where one panel of a weight after the other is copied, large tiles fetch what the next copy reads. The copy would wait for the memory, which is idle while tiles multiply.
    /// </summary>
    protected override void BesideProducts()
    {
        if (Repacking.Fetched(plan) is not var (ofRow, ofStep) || Loops.Panel is not { } panels)
            return;
        var (layout, weight) = (plan.Repacking!.Layout, plan.Repacking.Weight);
        var from = new Buffer(nameOf(weight).Mathematics, weight, ElementType.Float32, [], [1]);
        foreach (var panel in Nest.Body.All().OfType<For>().Where(loop => loop.Variable.Name == panels.Name && !loop.IsOneTurn).ToArray())
        {
            foreach (var rows in panel.Body.All().OfType<For>().Where(loop => loop.Step == plan.RowTile && loop.Body is Outlined).ToArray())
            {
                foreach (var sum in rows.Body.All().OfType<For>().Where(static loop => loop is { Limit: null, First: 0, IsVector: false } && loop.Accumulates()).ToArray())
                {
                    (Nest, var step) = Split.Of(Nest, sum.Variable, "step", layout.Block, Tail.None);
                    var next = (((Affine)panel.Variable + plan.ColumnTile) * layout.Strides[1]) + ((Affine)sum.Variable * (layout.BlockStride / layout.Block))
                        + ((Affine)rows.Variable * ofRow) + ((Affine)step * ofStep);
                    Nest = Prepend.Of(Nest, step, new Fetch(new(from, [next])));
                    Nest = Because.Of(
                        Nest, sum.Variable,
                        $"Beside the products, the tile fetches its part of what the next panel is copied from, {Numbers.Text(layout.Block * ofStep)} floats of each panel of the weight, so that the copy does not wait for the memory.");
                }
            }
        }
    }

    private bool IsOfBatchInOrder => plan.IsInOrder && plan.Loops[plan.Row].Extent.IsBatch;

    private bool IsRows(For loop) => tileRows.Contains(loop.Variable) || (!loop.Extent.IsBatch && loop.Variable.Name == rowName && (loop.Extent == plan.RowTile || loop.Extent.Size == plan.SmallRowTile));

    /// <summary>Where the sums of one row are taken in their order, a tile has those of several tiles side by side, so that they do not wait for each other.</summary>
    private Variable? TilesBeside(Local total)
    {
        var name = (Loops.Panel ?? Loops[plan.Column]).Name;
        if (!IsOfBatchInOrder || Around(total).FirstOrDefault(loop => loop.Variable.Name == name && loop.Step == plan.ColumnTile) is not { } tiles)
            return null;
        var most = Math.Max(1, SingleRowVectors / plan.Target.VectorsOf(plan.ColumnTile));
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
        Nest = Because.Of(Nest, loop.Variable, $"Each vector has {Counts.Word(SingleRowSums).ToLowerInvariant()} sums, sum, sumB, sumC and sumD with its number, each of every fourth {(isWhole ? "product" : "of the products in this loop")}, so that no addition waits for the one before it; they are added up at the end.");
        if (!isWhole)
            Nest = Peel.Of(Nest, loop.Variable);
        Nest = SumsApart.Of(Nest, step);
    }
}
