using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Several sums in the place of one, of which each turn of a loop has its own, so that none waits for another; they are added up at the
/// end. The loop is written out.
/// </summary>
internal sealed class SumsApart : NestRewriter
{
    private readonly Names names;
    private readonly For loop;
    private readonly Local sum;
    private readonly Local[] others;

    private SumsApart(Names names, For loop, Local sum)
    {
        this.names = names;
        this.loop = loop;
        this.sum = sum;
        others = [.. Enumerable.Range(1, loop.Extent.Size - 1).Select(turn => names.Local(sum.Name + (char)('A' + turn), sum.Type, sum.Lanes))];
    }

    /// <param name="nest">The nest.</param>
    /// <param name="variable">A short loop in which one sum is added to.</param>
    /// <exception cref="InvalidGraphException">The loop is no such loop.</exception>
    public static Nest Of(Nest nest, Variable variable)
    {
        var loop = nest.Body.All().OfType<For>().FirstOrDefault(loop => loop.Variable == variable);
        if (loop is not { Step: 1, First: 0, Limit: null, Reach: null, IsVector: false, Tail: Tail.None, Extent: { IsBatch: false, Size: > 1 } }
            || loop.Accumulated().ToArray() is not [{ Lanes: 1 } sum] || loop.All().Any(static part => part is Store or AddTo or Interleave)
            || !nest.Body.All().Any(part => part is Total { Reduction: Reduction.Sum } total && total.Local == sum))
        {
            throw new InvalidGraphException($"'{variable}' is no short loop over one sum");
        }

        return new SumsApart(Names.Of(nest), loop, sum).Rewrite(nest);
    }

    protected override Statement Visit(Statement statement)
    {
        if (statement is For own && own.Variable == loop.Variable)
            return Sequence.Of(Enumerable.Range(0, loop.Extent.Size).Select(turn => InPlaceOf.In(TurnOf(turn), loop.Variable, turn)));
        if (statement is not Sequence sequence || !sequence.Parts.Any(part => part is Total total && total.Local == sum))
            return base.Visit(statement);

        var last = sequence.LastTermOf(sum);
        return Sequence.Of(sequence.Parts.SelectMany((part, number) => part switch
        {
            Total total when total.Local == sum => [total, .. others.Select(other => new Total(other, Reduction.Sum))],
            _ when number == last => [Visit(part), .. others.Select(other => new Accumulate(sum, Reduction.Sum, new Named(other)))],
            _ => new[] { Visit(part) },
        }));
    }

    private Statement TurnOf(int turn)
        => turn == 0
            ? loop.Body
            : Renaming.In(Renaming.Copy(loop.Body, names), new Dictionary<Variable, Variable>(), new Dictionary<Local, Local> { [sum] = others[turn - 1] });

    /// <summary>The letter of one of several sums that stand in the place of one; empty for the first, and for every other sum.</summary>
    public static string LetterOf(Local sum) => sum.Name is ['s', 'u', 'm', var letter and >= 'B' and <= 'Z'] ? letter.ToString() : "";
}
