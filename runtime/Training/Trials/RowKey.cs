using System.Numerics;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>128 bits of a row of floats: rows with the same bits have the same key, and others, for all that matters, another.</summary>
internal readonly record struct RowKey(ulong First, ulong Second)
{
    public static RowKey Of(ReadOnlySpan<float> row)
    {
        // Two sums of products by odd numbers, stirred as in SplitMix64.
        var (first, second) = (0x9E3779B97F4A7C15ul ^ (ulong)row.Length, 0xD1B54A32D192ED03ul);
        foreach (var bits in MemoryMarshal.Cast<float, uint>(row))
        {
            // 0 and −0 are the same number.
            var value = bits == 0x80000000 ? 0 : (ulong)bits;
            first = BitOperations.RotateLeft((first ^ value) * 0xBF58476D1CE4E5B9ul, 27) + 0x94D049BB133111EBul;
            second = BitOperations.RotateLeft((second + value) * 0x94D049BB133111EBul, 31) ^ first;
        }

        return new(Stir(first), Stir(second));
    }

    private static ulong Stir(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ul;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBul;
        return value ^ (value >> 31);
    }
}
