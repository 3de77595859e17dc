using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>What training does with flat buffers, a vector at a time. Every result has the same bits whenever the machine is the same.</summary>
internal static class FlatVector
{
    private const int ExponentMask = 0x7F800000;
    private const int MagnitudeMask = 0x7FFFFFFF;

    /// <summary><c>destination += source</c></summary>
    public static void Add(Span<float> destination, ReadOnlySpan<float> source)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(destination);
        var terms = MemoryMarshal.Cast<float, Vector<float>>(source[..destination.Length]);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += terms[i];
        for (var i = sums.Length * Vector<float>.Count; i < destination.Length; i++)
            destination[i] += source[i];
    }

    /// <summary><c>destination = weight · source</c></summary>
    public static void Weigh(Span<float> destination, ReadOnlySpan<float> source, float weight)
    {
        var products = MemoryMarshal.Cast<float, Vector<float>>(destination);
        var values = MemoryMarshal.Cast<float, Vector<float>>(source[..destination.Length]);
        for (var i = 0; i < products.Length; i++)
            products[i] = values[i] * weight;
        for (var i = products.Length * Vector<float>.Count; i < destination.Length; i++)
            destination[i] = source[i] * weight;
    }

    /// <summary><c>destination += weight · source</c></summary>
    public static void AddWeighed(Span<float> destination, ReadOnlySpan<float> source, float weight)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(destination);
        var terms = MemoryMarshal.Cast<float, Vector<float>>(source[..destination.Length]);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += terms[i] * weight;
        for (var i = sums.Length * Vector<float>.Count; i < destination.Length; i++)
            destination[i] += source[i] * weight;
    }

    /// <summary><c>destination = source / divisor</c></summary>
    public static void Divide(Span<float> destination, ReadOnlySpan<float> source, float divisor)
    {
        var quotients = MemoryMarshal.Cast<float, Vector<float>>(destination);
        var values = MemoryMarshal.Cast<float, Vector<float>>(source[..destination.Length]);
        var divisors = new Vector<float>(divisor);
        for (var i = 0; i < quotients.Length; i++)
            quotients[i] = values[i] / divisors;
        for (var i = quotients.Length * Vector<float>.Count; i < destination.Length; i++)
            destination[i] = source[i] / divisor;
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        // Without their sign, floats order as their bits do, and what is not finite comes last.
        var vectors = MemoryMarshal.Cast<float, Vector<int>>(values);
        var largest = Vector<int>.Zero;
        var magnitude = new Vector<int>(MagnitudeMask);
        for (var i = 0; i < vectors.Length; i++)
            largest = Vector.Max(largest, vectors[i] & magnitude);
        if (Vector.GreaterThanOrEqualAny(largest, new Vector<int>(ExponentMask)))
            return false;
        return FirstNonFinite(values[(vectors.Length * Vector<int>.Count)..]) < 0;
    }

    /// <summary>The place of the first value that is NaN or infinite, or −1.</summary>
    public static int FirstNonFinite(ReadOnlySpan<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                return i;
        }

        return -1;
    }
}
