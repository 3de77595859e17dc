namespace NetGen;

/// <summary>
/// Random numbers by counting: the n-th number of a seed is a function of the seed and n alone (the finaliser of SplitMix64 over a
/// Weyl sequence: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). The same seed gives the same
/// numbers on every machine and version of .NET.
/// </summary>
public struct CounterRandom(ulong seed)
{
    private const ulong GoldenGamma = 0x9E3779B97F4A7C15;

    private readonly ulong key = Mix(seed + GoldenGamma);

    /// <summary>How many numbers have been drawn.</summary>
    public ulong Counter { get; set; }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => Mix(key + (++Counter * GoldenGamma));

    /// <summary>Uniform in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1.0f / (1 << 24));

    /// <summary>Uniform in 0 … <paramref name="exclusiveMaximum"/> − 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="exclusiveMaximum"/> is less than 1.</exception>
    public int NextInt32(int exclusiveMaximum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(exclusiveMaximum, 1);
        // The high half of a 96-bit product; its bias is below 2⁻³².
        return (int)(((NextUInt64() >> 32) * (ulong)exclusiveMaximum) >> 32);
    }

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller).</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Brings <paramref name="items"/> into a random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
