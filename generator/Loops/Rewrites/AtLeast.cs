using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// A statement twice, one of which is taken: one in which a loop over the batch is known to be so long, and the statement as it was for
/// less. So tiles can be made of a batch.
/// </summary>
internal sealed class AtLeast : LoopRewriter
{
    private readonly Names names;
    private readonly For known;
    private readonly int least;

    private AtLeast(Names names, Variable around, For known, int least)
        : base(around)
    {
        this.names = names;
        this.known = known;
        this.least = least;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop whose length is to be known.</param>
    /// <param name="least">How long it is at least.</param>
    /// <param name="around">The loop that there are two of: that one, or one around it.</param>
    /// <exception cref="InvalidGraphException">How long the loop is, is known.</exception>
    public static Nest Of(Nest nest, Variable variable, int least, Variable around)
    {
        var known = nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable);
        return known is { Extent.IsBatch: true, Step: 1, First: 0, Limit: null, IsVector: false } && least >= 2
            ? new AtLeast(Names.Of(nest), around, known, least).Rewrite(nest)
            : throw new InvalidGraphException($"'{variable}' is no loop of which the length matters");
    }

    /// <summary>A loop with so many turns for each sample that it has as many whatever the batch is.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop.</param>
    /// <param name="least">How long it is at least.</param>
    /// <exception cref="InvalidGraphException">A sample alone has fewer.</exception>
    public static Nest Known(Nest nest, Variable variable, int least)
    {
        var known = nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable);
        return known is { Extent.IsBatch: true, Limit: null } && known.Extent.Size >= least
            ? new(new Enough(variable, least).In(nest.Body))
            : throw new InvalidGraphException($"'{variable}' is not known to have {least} turns");
    }

    protected override Statement Change(For loop)
        => loop.All().Contains(known)
            ? new Choice(known.Extent, least, new Enough(known.Variable, least).In(loop), Renaming.Copy(loop, names))
            : throw new InvalidGraphException($"'{known.Variable}' is not in '{loop.Variable}'");

    private sealed class Enough(Variable variable, int least) : NestRewriter
    {
        public Statement In(Statement statement) => Visit(statement);

        protected override Statement Visit(Statement statement)
            => base.Visit(statement is For loop && loop.Variable == variable ? loop with { Least = least } : statement);
    }
}
