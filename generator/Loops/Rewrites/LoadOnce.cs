namespace NetGen.Generator.Loops.Rewrites;

/// <summary>
/// One name for what has been given two: what is computed or read a second time, with nothing stored in between where it is read. Memories
/// with different numbers do not overlap.
/// </summary>
internal sealed class LoadOnce : NestRewriter
{
    private readonly Dictionary<Local, Local> same = [];

    public static Nest Of(Nest nest) => new LoadOnce().Rewrite(nest);

    protected override Local Visit(Local local) => same.TryGetValue(local, out var first) ? first : local;

    protected override Statement Visit(Statement statement)
    {
        if (statement is not Sequence sequence)
            return base.Visit(statement);
        var known = new Dictionary<Value, Local>();
        var parts = new List<Statement>();
        foreach (var part in sequence.Parts)
        {
            if (part is Let let && Visit(let.Value) is var value && known.TryGetValue(value, out var first))
            {
                same.Add(let.Local, first);
                continue;
            }

            var visited = Visit(part);
            parts.Add(visited);
            if (visited is Let given)
                known[given.Value] = given.Local;
            else
                Forget(known, visited);
        }

        return Sequence.Of(parts);
    }

    /// <summary>Forgets what was read where something is stored, and what was made of a total that has been added to.</summary>
    private static void Forget(Dictionary<Value, Local> known, Statement statement)
    {
        if (known.Count == 0)
            return;
        var stored = new HashSet<int>(statement.AllWrittenPlaces().Select(static place => place.Buffer.Memory));
        var totals = new HashSet<Local>(statement.All().OfType<Accumulate>().Select(static sum => sum.Local));
        if (stored.Count == 0 && totals.Count == 0)
            return;
        foreach (var value in known.Keys.Where(value => Depends(value)).ToArray())
            known.Remove(value);

        bool Depends(Value value) => value switch
        {
            Read read => stored.Contains(read.Place.Buffer.Memory),
            Named named => totals.Contains(named.Local),
            Across across => totals.Contains(across.Local),
            Compute compute => compute.Arguments.Any(Depends),
            LanesFrom part => Depends(part.Value),
            _ => true,
        };
    }
}
