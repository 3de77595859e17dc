using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A statement twice, one of which is taken: one for batches that another size of tile divides, where that of the other does not, and the statement as it is for all others. A last tile that overlaps the one
/// before it is work done twice, which is much where a batch is small.
/// </summary>
internal sealed class WhereFits : LoopRewriter
{
    private readonly Names names;
    private readonly For rows;
    private readonly Fit fit;
    private Variable? copy;

    private WhereFits(Names names, Variable around, For rows, Fit fit)
        : base(around)
    {
        this.names = names;
        this.rows = rows;
        this.fit = fit;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop over the batch.</param>
    /// <param name="fit">Which batches are meant.</param>
    /// <param name="around">The loop that there are two of: that one, or one around it.</param>
    /// <returns>The nest, and the loop over the batches that are meant; for all others it is the one that it was.</returns>
    /// <exception cref="InvalidGraphException">How long the loop is, is known.</exception>
    public static (Nest Nest, Variable Fitting) Of(Nest nest, Variable variable, Fit fit, Variable around)
    {
        var rows = nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable);
        if (rows is not { Extent.IsBatch: true, Step: 1, First: 0, Limit: null, IsVector: false } || fit.Tile < 2)
            throw new InvalidGraphException($"'{variable}' is no loop of which the length matters");
        var rewrite = new WhereFits(Names.Of(nest), around, rows, fit);
        return (rewrite.Rewrite(nest), rewrite.copy!);
    }

    protected override Statement Change(For loop)
    {
        if (!loop.All().Contains(rows))
            throw new InvalidGraphException($"'{rows.Variable}' is not in '{loop.Variable}'");
        var fitting = (For)Renaming.Copy(loop, names);
        copy = fitting.All().OfType<For>().ElementAt(loop.All().OfType<For>().ToList().IndexOf(rows)).Variable;
        return new Choice(rows.Extent, fit.Tile, new Long(copy, fit.Tile).In(fitting), loop) { Fit = fit };
    }

    private sealed class Long(Variable variable, int least) : NestRewriter
    {
        public Statement In(For loop) => Visit((Statement)loop);

        protected override Statement Visit(Statement statement)
            => base.Visit(statement is For loop && loop.Variable == variable ? loop with { Least = least } : statement);
    }
}
