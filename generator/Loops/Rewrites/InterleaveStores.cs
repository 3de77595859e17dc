namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// Stores two vectors together whose elements take turns in memory. They are stored where the second of them was: what they are made of is
/// known there, and nothing in between reads what is stored.
/// </summary>
internal sealed class InterleaveStores : NestRewriter
{
    private Variable? lane;

    private InterleaveStores()
    {
    }

    public static Nest Of(Nest nest) => new InterleaveStores().Rewrite(nest);

    protected override Statement Visit(Statement statement)
    {
        if (statement is For { IsVector: true } loop)
        {
            lane = loop.Variable;
            var visited = base.Visit(statement);
            lane = null;
            return visited;
        }

        return statement is Sequence sequence && lane is not null ? base.Visit(Sequence.Of(Paired(sequence))) : base.Visit(statement);
    }

    private List<Statement> Paired(Sequence sequence)
    {
        var parts = new List<Statement>();
        foreach (var part in sequence.Parts)
        {
            var first = part is Store second ? parts.FindIndex(other => other is Store store && AreNeighbours(store.Place, second.Place)) : -1;
            if (first < 0)
            {
                parts.Add(part);
                continue;
            }

            var even = (Store)parts[first];
            parts.RemoveAt(first);
            parts.Add(new Interleave(even.Place, [even.Value, ((Store)part).Value]));
        }

        return parts;
    }

    private bool AreNeighbours(Place first, Place second)
        => first.Buffer == second.Buffer && first.Buffer.IsFlat && first.Offset.Stride(lane!) == 2 && second.Offset == first.Offset + 1;
}
