using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Moves between memory and the eight lanes of a vector, for the ends of rows that are not whole vectors. All inline; where the count is
/// a constant only the moves for that count remain.
/// </summary>
public static partial class Lanes
{
    /// <summary>Loads <paramref name="count"/> floats into the first lanes; the others are zero. Reads nothing else.</summary>
    /// <param name="source">The first float.</param>
    /// <param name="count">How many floats, 0 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadPartial(ref readonly float source, int count)
    {
        CheckCount(count);
        ref var first = ref Unsafe.AsRef(in source);
        if (count == Vector256<float>.Count)
            return Vector256.LoadUnsafe(ref first);
        if (count < Vector128<float>.Count)
            return Vector256.Create(LoadQuarter(ref first, count), Vector128<float>.Zero);
        return Vector256.Create(
            Vector128.LoadUnsafe(ref first),
            LoadQuarter(ref Unsafe.Add(ref first, Vector128<float>.Count), count - Vector128<float>.Count));
    }

    /// <summary>Stores the first <paramref name="count"/> lanes. Writes nothing else.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">Where the first lane goes.</param>
    /// <param name="count">How many lanes, 0 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<float> value, ref float destination, int count)
    {
        CheckCount(count);
        if (count == Vector256<float>.Count)
        {
            value.StoreUnsafe(ref destination);
        }
        else if (count < Vector128<float>.Count)
        {
            StoreQuarter(value.GetLower(), ref destination, count);
        }
        else
        {
            value.GetLower().StoreUnsafe(ref destination);
            StoreQuarter(value.GetUpper(), ref Unsafe.Add(ref destination, Vector128<float>.Count), count - Vector128<float>.Count);
        }
    }

    /// <summary>All bits set in the first <paramref name="count"/> lanes, none in the others.</summary>
    /// <param name="count">How many lanes; below 0 counts as 0, above 8 as 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mask(int count)
        => Vector256.GreaterThan(Vector256.Create(count), Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7)).AsSingle();

    /// <summary>The sum of the lanes, added in the same order on every machine: halves, then quarters, then pairs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value)
    {
        var four = value.GetLower() + value.GetUpper();
        var two = four + UpperHalf(four);
        return (two + SecondLane(two)).ToScalar();
    }

    /// <summary>The largest lane; NaN if one of them is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector256<float> value)
    {
        var four = Vector128.Max(value.GetLower(), value.GetUpper());
        var two = Vector128.Max(four, UpperHalf(four));
        return Vector128.Max(two, SecondLane(two)).ToScalar();
    }

    /// <summary>The smallest lane; NaN if one of them is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(Vector256<float> value)
    {
        var four = Vector128.Min(value.GetLower(), value.GetUpper());
        var two = Vector128.Min(four, UpperHalf(four));
        return Vector128.Min(two, SecondLane(two)).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> UpperHalf(Vector128<float> value) => Vector128.Shuffle(value, Vector128.Create(2, 3, 2, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SecondLane(Vector128<float> value) => Vector128.Shuffle(value, Vector128.Create(1, 1, 1, 1));

    /// <summary>The first <paramref name="count"/> lanes of four, 0 to 3, from memory; the others are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadQuarter(ref float source, int count)
    {
        if (count == 0)
            return Vector128<float>.Zero;
        if (count == 1)
            return Vector128.CreateScalar(source);
        var pair = Vector128.CreateScalar(Unsafe.ReadUnaligned<long>(ref Unsafe.As<float, byte>(ref source))).AsSingle();
        return count == 2 ? pair : pair.WithElement(2, Unsafe.Add(ref source, 2));
    }

    /// <summary>Stores the first <paramref name="count"/> lanes of four, 0 to 3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarter(Vector128<float> value, ref float destination, int count)
    {
        if (count == 0)
            return;
        if (count == 1)
        {
            destination = value.ToScalar();
            return;
        }

        Unsafe.WriteUnaligned(ref Unsafe.As<float, byte>(ref destination), value.AsInt64().ToScalar());
        if (count == 3)
            Unsafe.Add(ref destination, 2) = value.GetElement(2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckCount(int count)
    {
        if ((uint)count > (uint)Vector256<float>.Count)
            ThrowCount(count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCount(int count)
        => throw new ArgumentOutOfRangeException(nameof(count), $"A vector has 8 lanes; {count} were asked for.");
}
