namespace NetGen;

/// <summary>
/// Where those who share a batch, each computed by a thread of its own, add up what each of them has. A meeting allocates nothing once it was as large before.
/// </summary>
internal sealed class WorkerExchange : IDisposable
{
    private readonly Meeting meeting;

    // Two for each member, in turn: while a slow one still reads those of a meeting, a fast one may write those of the next. It cannot get
    // further ahead, since at the next meeting it waits for the slow one.
    private readonly float[][] parts;
    private readonly int[] meetings;
    private int members;

    public WorkerExchange(int size, bool spins)
    {
        meeting = new Meeting(size, spins);
        parts = [.. Enumerable.Repeat(Array.Empty<float>(), 2 * size)];
        meetings = new int[size];
    }

    /// <summary>Starts anew for so many members, none of whom is in a meeting; 0 where they have no thread each, and cannot wait for each other.</summary>
    public void Begin(int members)
    {
        this.members = members;
        Array.Clear(meetings);
        meeting.Begin(members);
    }

    /// <summary>The sum of the parts of all members, added in double in the order of the members.</summary>
    /// <exception cref="Meeting.BrokenException">Another member has failed.</exception>
    /// <exception cref="InvalidOperationException">The members have no thread each.</exception>
    public void Sum(int member, ReadOnlySpan<float> part, Span<float> whole)
    {
        if (members <= 1)
        {
            if (members == 0)
                throw new InvalidOperationException("The network computes with sums over the whole batch, but its description does not say so: set NetworkDescription.UsesBatchSums, so that every shard gets a thread of its own.");
            part.CopyTo(whole);
            return;
        }

        var turn = meetings[member]++ & 1;
        ref var own = ref parts[(2 * member) + turn];
        if (own.Length < part.Length)
            own = new float[part.Length];
        part.CopyTo(own);
        meeting.Wait(member);
        for (var place = 0; place < whole.Length; place++)
        {
            var sum = 0.0;
            for (var other = 0; other < members; other++)
                sum += parts[(2 * other) + turn][place];
            whole[place] = (float)sum;
        }
    }

    /// <summary>Lets all members go that wait, or will, for one that has failed.</summary>
    public void Break() => meeting.Break();

    public void Dispose() => meeting.Dispose();
}
