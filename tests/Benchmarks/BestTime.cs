using System.Diagnostics;

namespace NetGen.Benchmarks;

/// <summary>
/// Times an action again and again and keeps the best: on a machine that does other things too, the least disturbed time says most
/// about the code. pytorch_peer.py measures in the same way.
/// </summary>
/// <param name="action">What is timed.</param>
internal sealed class BestTime(Action action)
{
    // Long beside the clock's resolution, short beside the time until another process takes the core.
    private static readonly TimeSpan Chunk = TimeSpan.FromMilliseconds(2);

    private int repetitions;

    /// <summary>The best time of one action so far.</summary>
    public double Microseconds { get; private set; } = double.PositiveInfinity;

    /// <summary>Runs the action for about <paramref name="duration"/>, so that all of it is compiled, and finds how often a chunk repeats it.</summary>
    public void WarmUp(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        var count = 0;
        do
        {
            action();
            count++;
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        repetitions = Math.Max(1, (int)(count * (Chunk / Stopwatch.GetElapsedTime(start))));
    }

    /// <summary>Times chunks for about <paramref name="duration"/>, one at least.</summary>
    public void Measure(TimeSpan duration)
    {
        var round = Stopwatch.GetTimestamp();
        do
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repetitions; i++)
                action();
            Microseconds = Math.Min(Microseconds, Stopwatch.GetElapsedTime(start).TotalMicroseconds / repetitions);
        }
        while (Stopwatch.GetElapsedTime(round) < duration);
    }

    /// <summary>How many bytes this thread allocates in one action, on average of many.</summary>
    public double AllocatedBytes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < repetitions; i++)
            action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)repetitions;
    }
}
