using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// What <see cref="Lanes"/> is for eight lanes, for the sixteen of a vector of 512 bits. All inline; where the count is a constant only the
/// moves for that count remain.
/// </summary>
public static partial class Lanes512
{
    private const int Half = 8;

    /// <summary>Loads <paramref name="count"/> floats into the first lanes; the others are zero. Reads nothing else.</summary>
    /// <param name="source">The first float.</param>
    /// <param name="count">How many floats, 0 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 16.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPartial(ref readonly float source, int count)
    {
        CheckCount(count);
        ref var first = ref Unsafe.AsRef(in source);
        if (count == Vector512<float>.Count)
            return Vector512.LoadUnsafe(ref first);
        if (count <= Half)
            return Vector512.Create(Lanes.LoadPartial(in first, count), Vector256<float>.Zero);
        return Vector512.Create(Vector256.LoadUnsafe(ref first), Lanes.LoadPartial(in Unsafe.Add(ref first, Half), count - Half));
    }

    /// <summary>Stores the first <paramref name="count"/> lanes. Writes nothing else.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">Where the first lane goes.</param>
    /// <param name="count">How many lanes, 0 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 16.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector512<float> value, ref float destination, int count)
    {
        CheckCount(count);
        if (count == Vector512<float>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count <= Half)
        {
            Lanes.StorePartial(value.GetLower(), ref destination, count);
        }
        else
        {
            value.GetLower().StoreUnsafe(ref destination);
            Lanes.StorePartial(value.GetUpper(), ref Unsafe.Add(ref destination, Half), count - Half);
        }
    }

    /// <summary>Loads floats that lie <paramref name="stride"/> apart into the first lanes; the others are zero. Reads nothing else.</summary>
    /// <param name="source">The first float.</param>
    /// <param name="stride">The distance between neighbours, in floats.</param>
    /// <param name="count">How many floats, 0 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 16.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadStrided(ref readonly float source, int stride, int count)
    {
        CheckCount(count);
        ref var first = ref Unsafe.AsRef(in source);
        return count <= Half
            ? Vector512.Create(Lanes.LoadStrided(in first, stride, count), Vector256<float>.Zero)
            : Vector512.Create(Lanes.LoadStrided(in first, stride, Half), Lanes.LoadStrided(in Unsafe.Add(ref first, Half * stride), stride, count - Half));
    }

    /// <summary>Stores the first <paramref name="count"/> lanes <paramref name="stride"/> apart. Writes nothing else.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">Where the first lane goes.</param>
    /// <param name="stride">The distance between neighbours, in floats.</param>
    /// <param name="count">How many lanes, 0 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 16.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(Vector512<float> value, ref float destination, int stride, int count)
    {
        CheckCount(count);
        Lanes.StoreStrided(value.GetLower(), ref destination, stride, Math.Min(count, Half));
        if (count > Half)
            Lanes.StoreStrided(value.GetUpper(), ref Unsafe.Add(ref destination, Half * stride), stride, count - Half);
    }

    /// <summary>Stores two vectors so that their lanes take turns: the first of <paramref name="even"/>, the first of <paramref name="odd"/>, the second of <paramref name="even"/> ….</summary>
    /// <param name="even">The lanes for places 0, 2, … 30.</param>
    /// <param name="odd">The lanes for places 1, 3, … 31.</param>
    /// <param name="destination">Place 0 of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(Vector512<float> even, Vector512<float> odd, ref float destination)
    {
        Lanes.StoreInterleaved(even.GetLower(), odd.GetLower(), ref destination);
        Lanes.StoreInterleaved(even.GetUpper(), odd.GetUpper(), ref Unsafe.Add(ref destination, Vector512<float>.Count));
    }

    /// <summary>All bits set in the first <paramref name="count"/> lanes, none in the others.</summary>
    /// <param name="count">How many lanes; below 0 counts as 0, above 16 as 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Mask(int count) => Vector512.GreaterThan(Vector512.Create(count), Vector512<int>.Indices).AsSingle();

    /// <summary>The sum of the lanes, added in the same order on every machine: halves, then halves of those, and so on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Lanes.Sum(value.GetLower() + value.GetUpper());

    /// <summary>The largest lane; NaN if one of them is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> value) => Lanes.Max(Vector256.Max(value.GetLower(), value.GetUpper()));

    /// <summary>The smallest lane; NaN if one of them is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Vector512<float> value) => Lanes.Min(Vector256.Min(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckCount(int count)
    {
        if ((uint)count > (uint)Vector512<float>.Count)
            ThrowCount(count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCount(int count)
        => throw new ArgumentOutOfRangeException(nameof(count), $"A vector has 16 lanes; {count} were asked for.");
}
