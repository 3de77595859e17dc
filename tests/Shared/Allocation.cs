namespace NetGen.Tests.Shared;

/// <summary>
/// What a thread allocates. The .NET runtime allocates on any thread, at moments that depend on the others: its cache of casts grows, a type is loaded.
/// So what is measured more than once counts by its least: code that allocates does so each time.
/// </summary>
internal static class Allocation
{
    private const int Attempts = 5;

    /// <summary>The least bytes that this thread allocates in an action that has run once before.</summary>
    public static long Of(Action action)
    {
        action();
        return Least(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>The least that a measurement finds, which is repeated until it finds nothing.</summary>
    public static long Least(Func<long> measurement)
    {
        var least = measurement();
        for (var attempt = 1; attempt < Attempts && least != 0; attempt++)
            least = Math.Min(least, measurement());
        return least;
    }
}
