using System.Diagnostics;

namespace NetGen;

/// <summary>
/// What one thread waits for and another sets. Who waits spins for a moment, since to wake a thread takes as long as a small step of training,
/// then sleeps. Allocates nothing.
/// </summary>
/// <param name="spins">Whether to spin at all: only where every thread has a processor of its own. Else the one that spins delays the one that it waits for.</param>
internal sealed class Signal(bool spins) : IDisposable
{
    private const int Unset = 0;
    private const int Set = 1;
    private const int Sleeping = -1;

    // Longer than what a training does between two jobs, short beside the time slice of a thread.
    private static readonly long LongestSpin = Stopwatch.Frequency / 10_000;

    // After so long, who waits lets others have the processor: on a busy machine, the one that is waited for may need this very one.
    private static readonly long SpinToYield = Stopwatch.Frequency / 250_000;

    private readonly SemaphoreSlim bed = new(0);
    private int state;

    /// <summary>Lets the thread go that waits, or will. Setting it again before that changes nothing.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref state, Set) == Sleeping)
            bed.Release();
    }

    /// <summary>Waits until it is set, and unsets it. Only one thread waits.</summary>
    public void Wait()
    {
        if (!(spins && Spin()) && Interlocked.CompareExchange(ref state, Sleeping, Unset) == Unset)
            bed.Wait();

        // A full fence: what was written before the signal was set is visible now.
        Interlocked.Exchange(ref state, Unset);
    }

    /// <summary>Unsets it while nobody waits.</summary>
    public void Reset() => Volatile.Write(ref state, Unset);

    public void Dispose() => bed.Dispose();

    private bool Spin()
    {
        var start = Stopwatch.GetTimestamp();
        long spun;
        do
        {
            for (var look = 0; look < 16; look++)
            {
                if (Volatile.Read(ref state) == Set)
                    return true;
                Thread.SpinWait(1);
            }

            spun = Stopwatch.GetTimestamp() - start;
            if (spun > SpinToYield)
                Thread.Yield();
        }
        while (spun < LongestSpin);
        return false;
    }
}
