using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Rewrites a contraction as its plan says. A strategy applies one rewrite after the other; every step between is a legal nest that means
/// the same. Each sum of the nest is one kind of tile: rewrites that divide loops make more of them.
/// </summary>
internal abstract class TileStrategy(Nest nest, ProductNest loops, Target target)
{
    private readonly List<Nest> steps = [nest];

    // The loops through the rows and columns of tiles, which are written out when everything else is done.
    private readonly List<Variable> small = [];

    protected ProductNest Loops { get; } = loops;

    protected Target Target { get; } = target;

    /// <summary>The nest as it is by now; setting it is a step.</summary>
    protected Nest Nest
    {
        get => steps[steps.Count - 1];
        set => steps.Add(value);
    }

    /// <summary>The nest after each rewrite; the last is what is emitted.</summary>
    public static IReadOnlyList<Nest> Of(TilePlan plan, Func<int, ValueName> nameOf)
    {
        TileStrategy strategy = plan switch
        {
            OuterProductPlan outer => new OuterProductStrategy(outer, nameOf),
            DotProductPlan dot => new DotProductStrategy(dot, nameOf),
            _ => throw new InvalidGraphException($"no rewrites for {plan.GetType().Name}"),
        };
        strategy.Apply();
        return strategy.steps;
    }

    protected abstract void Apply();

    /// <summary>The sums of the nest.</summary>
    protected Local[] Totals() => [.. Nest.Body.All().OfType<Total>().Select(static total => total.Local)];

    /// <summary>The loops around a total, the outermost first.</summary>
    protected For[] Around(Local total)
        => [.. Nest.Body.All().OfType<For>().Where(loop => loop.Body.All().Any(inside => inside is Total own && own.Local == total))];

    /// <summary>The loop through the columns of a tile, which becomes the innermost of those around the sum.</summary>
    protected For ColumnsOf(Local total, int column)
    {
        For Find() => Around(total).Last(loop => loop.Variable.Name == Loops[column].Name && loop.Step == 1);
        Nest = Reorder.Inwards(Nest, Find().Variable);
        return Find();
    }

    /// <summary>The loop of a sum, by its number in the contraction.</summary>
    protected Variable TermsOf(Local total, int loop)
        => Nest.Body.All().OfType<For>().First(inner => inner.Variable.Name == Loops[loop].Name && inner.Accumulated().Contains(total)).Variable;

    /// <summary>
    /// Makes a tile a method of its own. A finish that needs the registers goes through the sums once more, in vectors of columns: in the same
    /// method, or behind the last block in one of its own.
    /// </summary>
    /// <param name="tile">The tile's outermost loop.</param>
    /// <param name="name">What the method's name ends in.</param>
    /// <param name="summary">What it does.</param>
    /// <param name="hasFinish">Whether what follows the sums needs the registers.</param>
    /// <param name="blocks">Where a long sum is cut.</param>
    /// <param name="isAdded">Whether the sums of blocks are added to what is stored.</param>
    protected void Outlined(Variable tile, string name, string summary, bool hasFinish, (Variable Cut, SumBlocks Blocks)? blocks, bool isAdded)
    {
        if (blocks is null)
            Nest = Outline.Of(Nest, tile, name, summary);
        if (hasFinish)
        {
            (Nest, var finish) = FinishLater.Of(Nest, tile);
            var loop = Nest.Body.All().OfType<For>().First(loop => loop.Variable == finish);
            if (blocks is not null)
                Nest = Outline.Of(Nest, finish, name + "Finish", "What follows the sums of a tile");
            var column = (loop.Body as For ?? loop).Variable;
            InVectors(column, isOverlapped: false);
            small.Add(column);
        }

        if (blocks is not var (cut, own))
            return;
        Nest = SumInMemory.Of(Nest, tile, cut, own.Steps, isAdded, own.Length("products"));
        Nest = Outline.Of(Nest, tile, name, summary);
    }

    /// <summary>Goes through columns in vectors. A last one that would be too short overlaps the one before it, or has lanes that do not count.</summary>
    protected void InVectors(Variable column, bool isOverlapped)
    {
        var loop = Nest.Body.All().OfType<For>().First(loop => loop.Variable == column);
        var isWhole = (loop.Extent.Size - loop.First) % Target.Lanes == 0;
        (Nest, var lane) = Split.Of(Nest, column, "lane", Target.Lanes, isWhole ? Tail.None : isOverlapped ? Tail.Overlap : Tail.Shorter);
        Nest = LoadFirst.Of(Vectorise.Of(Nest, lane, Target));
        Nest = LimitPlaces.Of(Nest, lane);
    }

    /// <summary>Says that a tile, whose loops these are, is to be written out.</summary>
    protected void IsToWriteOut(For columns, For? rows)
    {
        small.Add(columns.Variable);
        if (rows is not null)
            small.Add(rows.Variable);
    }

    /// <summary>
    /// Writes the rows and columns of all tiles out, and goes through their innermost loops by references that move. That is the last step:
    /// the nest grows by it, and every rewrite goes through all of the nest.
    /// </summary>
    /// <param name="isUnrolled">Whether the innermost loop of a sum is written out, too.</param>
    protected void WriteOutTiles(bool isUnrolled)
    {
        foreach (var loop in small)
            Nest = Unroll.Of(Nest, loop);
        Nest = LoadOnce.Of(Nest);
        BesideProducts();
        var tiles = Nest.Body.All().OfType<Outlined>().Where(static outlined => outlined.All().Any(static part => part is Accumulate));
        foreach (var inner in tiles.SelectMany(Innermost).ToArray())
            Nest = isUnrolled && inner is { Limit: null, Reach: null } && inner.Accumulates() ? WriteOut.Of(Nest, inner.Variable) : Walk.Of(Nest, inner.Variable);

        static IEnumerable<For> Innermost(Outlined tile) => tile.All().OfType<For>()
            .Where(static loop => !loop.IsVector && !loop.IsOneTurn && !loop.Body.All().OfType<For>().Any(static inner => !inner.IsVector));
    }

    /// <summary>Changes what tiles do beside the products, when those are written out.</summary>
    protected virtual void BesideProducts()
    {
    }

    /// <summary>Whether something else than the sums is stored.</summary>
    protected static bool HasFinish(EquatableArray<StoredOperand> outputs) => outputs is not [{ Expression: Argument(0) }];

    /// <summary>What a tile's method is called, and what it does.</summary>
    /// <param name="rows">How many rows it has, and the loop through them; null where there is only one row in all.</param>
    /// <param name="columns">The same of its columns.</param>
    /// <param name="isTail">Whether it is narrower than others.</param>
    protected static (string Name, string Summary) Describe((int Count, string? Loop) rows, (int Count, string Loop) columns, bool isTail)
        => ($"Tile{Numbers.Text(rows.Count)}{(isTail ? "Tail" : "")}", (rows.Loop is { } row ? $"{Counts.Of(rows.Count, row)} × " : "") + Counts.Of(columns.Count, columns.Loop));

    /// <summary>Which sums of a tile have which name, by one of the last of them: <c>; sum21 is that of sample 2 and vector 1</c>; nothing of a single one.</summary>
    /// <param name="rows">How many rows the tile has, and what they are.</param>
    /// <param name="columns">The same of its columns.</param>
    /// <param name="end">What the name of a sum ends in, in front of its numbers.</param>
    protected static string Sums((int Count, string Word) rows, (int Count, string Word) columns, string end = "")
    {
        if (rows.Count * columns.Count == 1)
            return "";
        var (row, column) = (Math.Min(2, rows.Count - 1), Math.Min(1, columns.Count - 1));
        var name = $"sum{end}{(rows.Count > 1 ? Numbers.Text(row) : "")}{Numbers.Text(column)}";
        var of = string.Join(" and ", new[] { (rows, row), (columns, column) }.Where(static side => side.Item1.Count > 1).Select(static side => $"{side.Item1.Word} {Numbers.Text(side.Item2)}"));
        return $"; {name} {(end.Length == 0 ? "is" : $"has the {end.ToLowerInvariant()} of")} the sum of {of}";
    }

    /// <summary>The same of a tile of one row that has the columns of several: <c>; sum11 is the sum of features 24 to 31</c>.</summary>
    /// <param name="tiles">How many tiles' columns it has, and how many columns each of these has.</param>
    /// <param name="word">What the columns are.</param>
    protected string SumsOfColumns((int Count, int Columns) tiles, string word)
    {
        var (tile, vector) = (Math.Min(2, tiles.Count - 1), Math.Min(1, Target.VectorsOf(tiles.Columns) - 1));
        var first = (tile * tiles.Columns) + (vector * Target.Lanes);
        return $"; sum{Numbers.Text(tile)}{(Target.VectorsOf(tiles.Columns) > 1 ? Numbers.Text(vector) : "")} has the sums of {Counts.Plural(word)} {Numbers.Text(first)} to {Numbers.Text(Math.Min(first + Target.Lanes, (tile + 1) * tiles.Columns) - 1)}";
    }

    /// <summary>What the rows of tiles are; null where there is only one in all.</summary>
    protected static string? NameOfRows(IndexVariable rows) => rows.Extent == 1 ? null : rows.Name;

    /// <summary>What becomes of a last vector that has fewer elements than lanes; nothing where there is none.</summary>
    protected string LastVector(int count, bool isOverlapped)
    {
        var whole = count / Target.Lanes * Target.Lanes;
        if (count == whole)
            return "";
        return isOverlapped && whole > 0
            ? $"; the last vector begins at {Numbers.Text(count - Target.Lanes)}, so that {(count - Target.Lanes + 1 == whole ? Numbers.Text(whole - 1) : $"{Numbers.Text(count - Target.Lanes)} to {Numbers.Text(whole - 1)}")} {(count - Target.Lanes + 1 == whole ? "is" : "are")} computed twice"
            : $"; of the {(whole == 0 ? "vector" : "last vector")}, {Numbers.Text(count - whole)} {(count - whole == 1 ? "lane counts" : "lanes count")}";
    }
}
