using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Two loops one after the other in the place of one: the turns before a place, and those from it on; or from a little before it, where
/// turns may be done twice.
/// </summary>
internal sealed class Divide : LoopRewriter
{
    private readonly Names names;
    private readonly int at;
    private readonly int from;
    private Variable? second;

    private Divide(Names names, Variable variable, int at, int from)
        : base(variable)
    {
        this.names = names;
        this.at = at;
        this.from = from;
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">The loop.</param>
    /// <param name="at">Where the first loop ends.</param>
    /// <param name="from">Where the second begins; there, if nothing is said.</param>
    /// <returns>The nest, and the variable of the second loop.</returns>
    /// <exception cref="InvalidGraphException">One of the loops would have no turn, or they would not be as the one was.</exception>
    public static (Nest Nest, Variable Second) Of(Nest nest, Variable variable, int at, int? from = null)
    {
        var divide = new Divide(Names.Of(nest), variable, at, from ?? at);
        return (divide.Rewrite(nest), divide.second!);
    }

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop)
    {
        if (loop is not { Step: 1, Limit: null, Rest: null, IsVector: false } || loop.Extent.IsBatch || at <= loop.First || at >= loop.Extent.Size
            || from < loop.First || from > at || (from < at && !loop.IsRepeatable))
            throw new InvalidGraphException($"'{loop.Variable}' cannot be divided at {at}");
        var copy = (For)Renaming.Copy(loop, names);
        second = copy.Variable;
        return Sequence.Of([loop with { Extent = at }, copy with { First = from }]);
    }
}
