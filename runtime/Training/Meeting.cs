namespace NetGen;

/// <summary>
/// Where the threads of a job wait for each other: nobody goes on before all have come. One that fails lets the others go with an exception. A meeting
/// allocates nothing.
/// </summary>
internal sealed class Meeting : IDisposable
{
    private readonly Signal[] gates;
    private int members;
    private int arrived;
    private volatile bool isBroken;

    public Meeting(int size, bool spins) => gates = [.. Enumerable.Range(0, size).Select(_ => new Signal(spins))];

    /// <summary>Starts anew for so many members. None of them is in a meeting.</summary>
    public void Begin(int members)
    {
        this.members = members;
        if (!isBroken)
            return;
        foreach (var gate in gates)
            gate.Reset();
        (arrived, isBroken) = (0, false);
    }

    /// <summary>Waits for all members; the last to come calls <paramref name="decide"/> before anybody goes on.</summary>
    /// <exception cref="BrokenException">Another member has failed.</exception>
    public void Wait(int member, Action? decide = null)
    {
        if (Interlocked.Increment(ref arrived) < members)
        {
            gates[member].Wait();
        }
        else
        {
            arrived = 0;
            decide?.Invoke();
            for (var other = 0; other < members; other++)
            {
                if (other != member)
                    gates[other].Raise();
            }
        }

        if (isBroken)
            throw new BrokenException();
    }

    /// <summary>Lets all members go that wait, or will, for one that has failed.</summary>
    public void Break()
    {
        isBroken = true;
        foreach (var gate in gates)
            gate.Raise();
    }

    public void Dispose()
    {
        foreach (var gate in gates)
            gate.Dispose();
    }

    /// <summary>Another member has failed.</summary>
    internal sealed class BrokenException() : Exception("Another thread has failed.");
}
