using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Writes every turn of a loop out. A loop in it stays one loop, in which every turn has its part, so that their sums do not wait for each
/// other. A name that is given in the loop has the number of the turn behind it, so that <c>sum21</c> is one of the third row and the second vector.
/// </summary>
internal sealed class Unroll : LoopRewriter
{
    private readonly Names names;

    private Unroll(Names names, Variable variable)
        : base(variable) => this.names = names;

    /// <exception cref="InvalidGraphException">How often the loop turns is known at run time only, or its last turn is another.</exception>
    public static Nest Of(Nest nest, Variable variable) => new Unroll(Names.Of(nest), variable).Rewrite(nest);

    protected override bool ChangesTurns(For loop) => true;

    protected override Statement Change(For loop)
    {
        if (loop.Extent.IsBatch || loop.Tail == Tail.Rest || loop.Limit is not null || loop.Reach is not null || loop.IsVector)
            throw new InvalidGraphException($"the turns of '{loop.Variable}' are not all known");
        if (loop.Body.All().OfType<For>().Any(inner => inner.Limit is { } limit && limit.Begin.Stride(loop.Variable) != 0))
            throw new InvalidGraphException($"loops in '{loop.Variable}' are not as long in every turn");
        if (loop.Body.All().Any(static inner => inner is Choice or Outlined or For { Transposed: not null }))
            throw new InvalidGraphException($"a choice, a method or a block that is transposed in '{loop.Variable}' cannot have a part of every turn");
        // Turn by turn, each begins anew; side by side, the second would go on with what the first has stored.
        var written = new HashSet<int>(loop.AllWrittenPlaces().Select(static place => place.Buffer.Memory));
        if (loop.Tail == Tail.Overlap
            && loop.Body.Places().Count(place => written.Contains(place.Buffer.Memory)) > loop.Body.AllWrittenPlaces().Count())
            throw new InvalidGraphException($"turns of '{loop.Variable}' overlap and read what they have stored");
        var last = loop.Tail == Tail.Overlap ? loop.Extent.Size - loop.Step : int.MaxValue;
        var turns = Enumerable.Range(0, (loop.Extent.Size - loop.First + loop.Step - 1) / loop.Step)
            .Select(turn => (Value: Math.Min(loop.First + (turn * loop.Step), last), Locals: Renamed(loop.Body, turn))).ToArray();
        return Turns(loop.Body);

        Statement Turns(Statement body) => Sequence.Of(Together(body).SelectMany(part => part is For inner
            ? [inner with { Body = Turns(inner.Body), Rest = inner.Rest is null ? null : Turns(inner.Rest), Reach = inner.Reach?.InAnyOf(loop.Variable, turns[0].Value, turns[turns.Length - 1].Value) }]
            : part is OnTurn on ? [on with { Body = Turns(on.Body), Otherwise = on.Otherwise is null ? null : Turns(on.Otherwise) }]
            : turns.Select(turn => InPlaceOf.In(Renaming.In(part, NoVariables, turn.Locals), loop.Variable, turn.Value))));
    }

    private static readonly Dictionary<Variable, Variable> NoVariables = [];

    /// <summary>The parts of a statement, of which those between loops are one.</summary>
    private static IEnumerable<Statement> Together(Statement body)
    {
        var between = new List<Statement>();
        foreach (var part in Sequence.PartsOf(body))
        {
            if (part is not (For or OnTurn))
            {
                between.Add(part);
                continue;
            }

            if (between.Count > 0)
                yield return Sequence.Of(between);
            between.Clear();
            yield return part;
        }

        if (between.Count > 0)
            yield return Sequence.Of(between);
    }

    // What is named in a turn is another thing than in the next.
    private Dictionary<Local, Local> Renamed(Statement body, int turn)
        => Renaming.Given(body).ToDictionary(static local => local, local => names.Another(local with { Turns = Numbers.Text(turn) + local.Turns }));
}
