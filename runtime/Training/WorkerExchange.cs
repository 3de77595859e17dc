namespace NetGen;

/// <summary>
/// Where the workers of a job meet to add up what each of them has. A meeting allocates nothing once it was as large before, and who waits
/// spins shortly, then sleeps.
/// </summary>
internal sealed class WorkerExchange
{
    private readonly SemaphoreSlim[] gates;

    // Two for each worker, in turn: while a slow one still reads those of a meeting, a fast one may write those of the next. It cannot get
    // further ahead, since at the next meeting it waits for the slow one.
    private readonly float[][] parts;
    private readonly int[] meetings;
    private int workers;
    private int arrived;
    private volatile bool isBroken;

    public WorkerExchange(int size)
    {
        gates = [.. Enumerable.Range(0, size).Select(static _ => new SemaphoreSlim(0))];
        parts = [.. Enumerable.Repeat(Array.Empty<float>(), 2 * size)];
        meetings = new int[size];
    }

    /// <summary>Starts anew for so many workers. No worker is in a meeting.</summary>
    public void Begin(int workers)
    {
        this.workers = workers;
        Array.Clear(meetings);
        if (!isBroken)
            return;
        foreach (var gate in gates)
        {
            while (gate.Wait(0))
            {
            }
        }

        (arrived, isBroken) = (0, false);
    }

    /// <summary>The sum of the parts of all workers, added in double in the order of the workers.</summary>
    /// <exception cref="BrokenException">Another worker has failed.</exception>
    public void Sum(int worker, ReadOnlySpan<float> part, Span<float> whole)
    {
        if (workers == 1)
        {
            part.CopyTo(whole);
            return;
        }

        var turn = meetings[worker]++ & 1;
        ref var own = ref parts[(2 * worker) + turn];
        if (own.Length < part.Length)
            own = new float[part.Length];
        part.CopyTo(own);
        Meet(worker);
        for (var place = 0; place < whole.Length; place++)
        {
            var sum = 0.0;
            for (var other = 0; other < workers; other++)
                sum += parts[(2 * other) + turn][place];
            whole[place] = (float)sum;
        }
    }

    /// <summary>Lets all workers go that wait, or will, for one that has failed.</summary>
    public void Break()
    {
        isBroken = true;
        foreach (var gate in gates)
            gate.Release();
    }

    private void Meet(int worker)
    {
        if (Interlocked.Increment(ref arrived) < workers)
        {
            gates[worker].Wait();
        }
        else
        {
            arrived = 0;
            for (var other = 0; other < workers; other++)
            {
                if (other != worker)
                    gates[other].Release();
            }
        }

        if (isBroken)
            throw new BrokenException();
    }

    /// <summary>Another worker has failed.</summary>
    internal sealed class BrokenException() : Exception("Another worker has failed.");
}
