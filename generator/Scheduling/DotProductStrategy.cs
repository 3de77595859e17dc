using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// The rewrites that make dot products of a contraction: vectors along the sum, for some rows and columns at a time; each sum is added up
/// across its lanes at the end.
/// </summary>
internal sealed class DotProductStrategy : TileStrategy
{
    private readonly DotProductPlan plan;
    private readonly int inner;

    private DotProductStrategy(DotProductPlan plan, (Nest Nest, ProductNest Loops) definition)
        : base(definition.Nest, definition.Loops, plan.Target)
    {
        this.plan = plan;
        inner = plan.Reduced[plan.Reduced.Count - 1];
    }

    public DotProductStrategy(DotProductPlan plan, Func<int, ValueName> nameOf)
        : this(plan, ProductNest.Of(plan, nameOf))
    {
    }

    private int Columns => plan.Loops[plan.Column].Extent.Size;

    protected override void Apply()
    {
        CutColumns();
        foreach (var total in Totals())
            CutRows(total);
        foreach (var total in Totals())
            Tile(total);
        WriteOutTiles(plan.IsUnrolled);
    }

    /// <summary>Cuts the columns into tiles, of which the last may be narrower.</summary>
    private void CutColumns()
    {
        var (column, tile) = (Loops[plan.Column], plan.ColumnTile);
        if (Columns > tile && Columns % tile != 0)
            (Nest, _) = Divide.Of(Nest, column, Columns / tile * tile);
        if (Columns >= 2 * tile)
            (Nest, _) = Split.Of(Nest, column, column.Name, tile, Tail.None);
    }

    /// <summary>Cuts the rows into tiles, and those that are left into single rows.</summary>
    private void CutRows(Local total)
    {
        ColumnsOf(total, plan.Column);
        if (plan.RowTile == 1 || Around(total).LastOrDefault(loop => loop.Variable.Name == Loops[plan.Row].Name) is not { } rows || rows.Extent == plan.RowTile)
            return;
        var isWhole = rows.Extent.Size % plan.RowTile == 0;
        (Nest, _) = Split.Of(Nest, rows.Variable, rows.Variable.Name, plan.RowTile, isWhole ? Tail.None : Tail.Shorter);
        if (!isWhole)
            Nest = Peel.Of(Nest, rows.Variable);
    }

    private void Tile(Local total)
    {
        var columns = ColumnsOf(total, plan.Column);
        var around = Around(total);
        var rows = around.Length > 1 && around[around.Length - 2] is { Limit: null } loop && loop.Variable.Name == Loops[plan.Row].Name && loop.Extent == plan.RowTile && plan.RowTile > 1 ? loop : null;
        var tile = (rows ?? columns).Variable;
        var width = columns.Extent.Size - columns.First;
        var (name, summary) = Describe((rows is null ? 1 : plan.RowTile, NameOfRows(plan.Loops[plan.Row])), (width, plan.Loops[plan.Column].Name), width < Math.Min(Columns, plan.ColumnTile));
        var sums = Sums((rows is null ? 1 : plan.RowTile, plan.Loops[plan.Row].Name), (width, plan.Loops[plan.Column].Name), "Lanes");
        Outlined(tile, name, summary + sums, HasFinish(plan.Outputs), Blocks is { } blocks ? (TermsOf(total, blocks.Loop), blocks) : null, isAdded: true);
        AlongTheSum(total);
        IsToWriteOut(columns, rows);
    }

    /// <summary>Goes along the sum in vectors. Of a last one that would be too short, only some lanes count.</summary>
    private void AlongTheSum(Local total)
    {
        var terms = TermsOf(total, inner);
        var length = plan.Loops[inner].Extent.Size;
        var isLong = length / Target.Lanes > SumBlocks.Products;
        if (isLong)
            Nest = SumInBlocks.Of(Nest, terms, SumBlocks.Products * Target.Lanes, $", {Counts.Text(SumBlocks.Products)} products to a lane");
        var tail = isLong || length % Target.Lanes != 0 ? Tail.Shorter : Tail.None;
        (Nest, var lane) = Split.Of(Nest, terms, "lane", Target.Lanes, tail);
        Nest = LoadFirst.Of(Vectorise.Of(Nest, lane, Target));
        if (tail == Tail.None)
            return;
        var before = Vectors();
        Nest = Peel.Of(Nest, terms);
        if (plan.LastOverlaps && !isLong && Vectors().Except(before).SingleOrDefault() is { } last)
            Nest = OverlapWithZeros.Of(Nest, last);
    }

    protected override void BesideProducts() => Nest = StoreSumsTogether.Of(Nest);

    private HashSet<Variable> Vectors() => [.. Nest.Body.All().OfType<For>().Where(static loop => loop.IsVector).Select(static loop => loop.Variable)];

    /// <summary>Where a sum over several loops is cut into blocks, each of which is done by tiles; vectors are cut in the tile.</summary>
    private SumBlocks? Blocks => SumBlocks.Of(
        plan.Loops,
        plan.Reduced.Take(plan.Reduced.Count - 1),
        SumBlocks.Products,
        inner: Math.Min(SumBlocks.Products, Target.VectorsOf(plan.Loops[inner].Extent.Size)));
}
