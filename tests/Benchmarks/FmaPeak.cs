using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks;

/// <summary>What a core can do at best: twelve independent chains of multiply-adds that touch no memory.</summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Iterations = 10_000;

    /// <summary>The bits of the vectors that emitted code has in this build, unless a network says otherwise.</summary>
#if NETGEN_512
    public const int BitsOfBuild = 512;
#else
    public const int BitsOfBuild = 256;
#endif

    /// <summary>A measurement of the peak with vectors of 256 or of 512 bits.</summary>
    public static BestTime Time(int bits) => new(bits == 512 ? RunWide : Run);

    /// <summary>The billions of floating-point operations a second that such a measurement found.</summary>
    public static double Gigaflops(int bits, BestTime time) => 2.0 * Chains * (bits / 32) * Iterations / time.Microseconds / 1e3;

    /// <summary>Where the sums go, so that no compiler finds out that nobody wants them.</summary>
    private static float Sink { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run()
    {
        // The chains approach one: neither denormal nor infinite.
        var factor = Vector256.Create(0.999f);
        var addend = Vector256.Create(0.001f);
        var (a, b, c, d) = (addend, addend, addend, addend);
        var (e, f, g, h) = (addend, addend, addend, addend);
        var (i, j, k, l) = (addend, addend, addend, addend);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            a = Vector256.MultiplyAddEstimate(a, factor, addend);
            b = Vector256.MultiplyAddEstimate(b, factor, addend);
            c = Vector256.MultiplyAddEstimate(c, factor, addend);
            d = Vector256.MultiplyAddEstimate(d, factor, addend);
            e = Vector256.MultiplyAddEstimate(e, factor, addend);
            f = Vector256.MultiplyAddEstimate(f, factor, addend);
            g = Vector256.MultiplyAddEstimate(g, factor, addend);
            h = Vector256.MultiplyAddEstimate(h, factor, addend);
            i = Vector256.MultiplyAddEstimate(i, factor, addend);
            j = Vector256.MultiplyAddEstimate(j, factor, addend);
            k = Vector256.MultiplyAddEstimate(k, factor, addend);
            l = Vector256.MultiplyAddEstimate(l, factor, addend);
        }

        Sink = Vector256.Sum(a + b + c + d + (e + f + g + h) + (i + j + k + l));
    }

    /// <summary>The same with vectors of 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunWide()
    {
        // The chains approach one: neither denormal nor infinite.
        var factor = Vector512.Create(0.999f);
        var addend = Vector512.Create(0.001f);
        var (a, b, c, d) = (addend, addend, addend, addend);
        var (e, f, g, h) = (addend, addend, addend, addend);
        var (i, j, k, l) = (addend, addend, addend, addend);
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            a = Vector512.MultiplyAddEstimate(a, factor, addend);
            b = Vector512.MultiplyAddEstimate(b, factor, addend);
            c = Vector512.MultiplyAddEstimate(c, factor, addend);
            d = Vector512.MultiplyAddEstimate(d, factor, addend);
            e = Vector512.MultiplyAddEstimate(e, factor, addend);
            f = Vector512.MultiplyAddEstimate(f, factor, addend);
            g = Vector512.MultiplyAddEstimate(g, factor, addend);
            h = Vector512.MultiplyAddEstimate(h, factor, addend);
            i = Vector512.MultiplyAddEstimate(i, factor, addend);
            j = Vector512.MultiplyAddEstimate(j, factor, addend);
            k = Vector512.MultiplyAddEstimate(k, factor, addend);
            l = Vector512.MultiplyAddEstimate(l, factor, addend);
        }

        Sink = Vector512.Sum(a + b + c + d + (e + f + g + h) + (i + j + k + l));
    }
}
