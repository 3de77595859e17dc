using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Threefry-2x32 with 20 rounds: 64 random bits as a function of a key and a position, from additions, rotations and exclusive ors alone
/// (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011). The same bits on every processor, one position
/// at a time or eight.
/// </summary>
internal static class Threefry
{
    // What the key's words are combined with into a third one, so that no key leaves the state as it is.
    private const uint Parity = 0x1BD11BDA;

    /// <summary>The two words at a position.</summary>
    public static (uint First, uint Second) At(ulong key, ulong position)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        var k2 = Parity ^ k0 ^ k1;
        var (x, y) = ((uint)position + k0, (uint)(position >> 32) + k1);
        Rounds(ref x, ref y, 13, 15, 26, 6, k1, k2 + 1);
        Rounds(ref x, ref y, 17, 29, 16, 24, k2, k0 + 2);
        Rounds(ref x, ref y, 13, 15, 26, 6, k0, k1 + 3);
        Rounds(ref x, ref y, 17, 29, 16, 24, k1, k2 + 4);
        Rounds(ref x, ref y, 13, 15, 26, 6, k2, k0 + 5);
        return (x, y);
    }

    /// <summary>The two words at eight consecutive positions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> At(ulong key, ulong position, out Vector256<uint> second)
    {
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        var k2 = Parity ^ k0 ^ k1;
        var lanes = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        var low = Vector256.Create((uint)position) + lanes;
        // A low word below what was added to it has overflowed, and its mask is −1.
        var high = Vector256.Create((uint)(position >> 32)) - Vector256.LessThan(low, lanes);
        var x = low + Vector256.Create(k0);
        var y = high + Vector256.Create(k1);
        Rounds(ref x, ref y, 13, 15, 26, 6, k1, k2 + 1);
        Rounds(ref x, ref y, 17, 29, 16, 24, k2, k0 + 2);
        Rounds(ref x, ref y, 13, 15, 26, 6, k0, k1 + 3);
        Rounds(ref x, ref y, 17, 29, 16, 24, k1, k2 + 4);
        Rounds(ref x, ref y, 13, 15, 26, 6, k2, k0 + 5);
        second = y;
        return x;
    }

    // Four rounds, then the key again, so that no round can be undone without it.
    private static void Rounds(ref uint x, ref uint y, int a, int b, int c, int d, uint keyOfX, uint keyOfY)
    {
        Round(ref x, ref y, a);
        Round(ref x, ref y, b);
        Round(ref x, ref y, c);
        Round(ref x, ref y, d);
        x += keyOfX;
        y += keyOfY;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rounds(ref Vector256<uint> x, ref Vector256<uint> y, int a, int b, int c, int d, uint keyOfX, uint keyOfY)
    {
        Round(ref x, ref y, a);
        Round(ref x, ref y, b);
        Round(ref x, ref y, c);
        Round(ref x, ref y, d);
        x += Vector256.Create(keyOfX);
        y += Vector256.Create(keyOfY);
    }

    private static void Round(ref uint x, ref uint y, int rotation)
    {
        x += y;
        y = ((y << rotation) | (y >> (32 - rotation))) ^ x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Vector256<uint> x, ref Vector256<uint> y, int rotation)
    {
        x += y;
        y = (Vector256.ShiftLeft(y, rotation) | Vector256.ShiftRightLogical(y, 32 - rotation)) ^ x;
    }
}
