namespace NetGen.Generator.Loops;

/// <summary>Finds what a statement reads and stores afterwards, as in <c>x ← 2·x</c>: done again, it reads what it has stored itself.</summary>
internal sealed class Updates
{
    private readonly HashSet<int> written;

    private Updates(Statement statement)
        => written = [.. statement.AllWrittenPlaces().Select(static place => place.Buffer.Memory)];

    /// <summary>Whether there is such an update. What is added to in later turns of its own loops begins anew when they do, and is none.</summary>
    public static bool AreIn(Statement statement) => new Updates(statement).Reads(statement, []);

    /// <summary>Whether something is read that is stored in the whole, and was not stored before.</summary>
    private bool Reads(Statement statement, HashSet<int> stored)
    {
        switch (statement)
        {
            case Sequence sequence:
                return sequence.Parts.Any(part => Reads(part, stored));
            case For loop:
                return Reads(loop.Body, stored) || (loop.Rest is not null && Reads(loop.Rest, stored));
            case Outlined outlined:
                return Reads(outlined.Body, stored);
            case Choice choice:
                return Either(choice.Enough, choice.TooFew, stored);
            case OnTurn { Turn: Turn.Later } turn:
                return turn.Otherwise is not null && Reads(turn.Otherwise, stored);
            case OnTurn turn:
                return Either(turn.Body, turn.Otherwise ?? Sequence.Of([]), stored);
            default:
                int[] own = [.. statement.WrittenPlaces().Select(static place => place.Buffer.Memory)];
                var isRead = statement.Places().GroupBy(static place => place.Buffer.Memory)
                    .Any(places => written.Contains(places.Key) && !stored.Contains(places.Key) && places.Count() > own.Count(memory => memory == places.Key));
                stored.UnionWith(own);
                return isRead;
        }
    }

    // What is stored for certain is stored in both.
    private bool Either(Statement first, Statement second, HashSet<int> stored)
    {
        HashSet<int> inFirst = [.. stored], inSecond = [.. stored];
        var isRead = Reads(first, inFirst) || Reads(second, inSecond);
        inFirst.IntersectWith(inSecond);
        stored.UnionWith(inFirst);
        return isRead;
    }
}
