using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>
/// The time that two cores need to exchange the parameters and gradients of a step, in whatever program: each writes half the parameters and reads all of them,
/// writes a gradient for all, and reads half of the other's. The time of the same loops over memory that the two do not share is subtracted.
/// </summary>
/// <param name="parameters">How many parameters there are.</param>
internal sealed class CoreExchange(int parameters)
{
    private const int Steps = 30;

    private readonly float[][] shared = Buffers(3, parameters);
    private readonly float[][] apart = Buffers(6, parameters);
    private readonly float[] sums = new float[1024];
    private int arrived;
    private double together = double.PositiveInfinity;
    private double alone = double.PositiveInfinity;

    /// <summary>The time of the exchange in a step, in microseconds, by the best times so far.</summary>
    public double Microseconds => Math.Max(0, together - alone);

    public void Measure()
    {
        together = Math.Min(together, BestStep(core => new Core(shared[0], shared[1 + core], shared[2 - core])));
        alone = Math.Min(alone, BestStep(core => new Core(apart[core], apart[2 + core], apart[4 + core])));
    }

    private double BestStep(Func<int, Core> memoryOf)
    {
        arrived = 0;
        var best = double.PositiveInfinity;
        var other = new Thread(() => Run(1, memoryOf(1)));
        other.Start();
        Run(0, memoryOf(0));
        other.Join();
        return best;

        void Run(int core, Core memory)
        {
            var meetings = 0;
            for (var step = 0; step < Steps; step++)
            {
                Meet(ref meetings);
                var start = Stopwatch.GetTimestamp();
                Step(core, memory, ref meetings);
                if (core == 0)
                    best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }
        }
    }

    private void Step(int core, Core memory, ref int meetings)
    {
        var half = parameters / 2;
        memory.Parameters.AsSpan(core * half, half).Fill(core);
        Meet(ref meetings);
        var sum = Sum(memory.Parameters);
        memory.Gradients.AsSpan().Fill(sum);
        Meet(ref meetings);
        sums[core * 512] = Sum(memory.OtherGradients.AsSpan(core * half, half));
    }

    private void Meet(ref int meetings)
    {
        meetings++;
        Interlocked.Increment(ref arrived);
        while (Volatile.Read(ref arrived) < 2 * meetings)
        {
        }
    }

    private static float Sum(ReadOnlySpan<float> values)
    {
        var sum = Vector<float>.Zero;
        foreach (var vector in MemoryMarshal.Cast<float, Vector<float>>(values))
            sum += vector;
        return Vector.Sum(sum);
    }

    private static float[][] Buffers(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    /// <summary>The memory that a core works on.</summary>
    private sealed record Core(float[] Parameters, float[] Gradients, float[] OtherGradients);
}
