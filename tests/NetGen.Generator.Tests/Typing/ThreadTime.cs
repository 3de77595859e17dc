using System.Diagnostics;
using System.Globalization;

namespace NetGen.Generator.Tests.Typing;

/// <summary>How long this thread has computed: what others do on a busy machine does not count, where the system says so.</summary>
internal static class ThreadTime
{
    /// <summary>Its first number is the time on a processor, in nanoseconds.</summary>
    private const string Linux = "/proc/thread-self/schedstat";

    private static readonly bool IsKnown = File.Exists(Linux);

    public static TimeSpan Now
        => IsKnown
            ? TimeSpan.FromTicks(long.Parse(File.ReadAllText(Linux).Split(' ')[0], CultureInfo.InvariantCulture) / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);
}
