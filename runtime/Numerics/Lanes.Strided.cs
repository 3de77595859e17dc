using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class Lanes
{
    /// <summary>Loads floats that lie <paramref name="stride"/> apart into the first lanes; the others are zero. Reads nothing else.</summary>
    /// <param name="source">The first float.</param>
    /// <param name="stride">The distance between neighbours, in floats.</param>
    /// <param name="count">How many floats, 0 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadStrided(ref readonly float source, int stride, int count)
    {
        CheckCount(count);
        ref var first = ref Unsafe.AsRef(in source);
        if (stride == 2 && count == Vector256<float>.Count && Vector256.IsHardwareAccelerated)
            return LoadEverySecond(ref first);
        return Vector256.Create(
            At(ref first, 0, stride, count),
            At(ref first, 1, stride, count),
            At(ref first, 2, stride, count),
            At(ref first, 3, stride, count),
            At(ref first, 4, stride, count),
            At(ref first, 5, stride, count),
            At(ref first, 6, stride, count),
            At(ref first, 7, stride, count));
    }

    /// <summary>Stores the first <paramref name="count"/> lanes <paramref name="stride"/> apart. Writes nothing else.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">Where the first lane goes.</param>
    /// <param name="stride">The distance between neighbours, in floats.</param>
    /// <param name="count">How many lanes, 0 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStrided(Vector256<float> value, ref float destination, int stride, int count)
    {
        CheckCount(count);
        for (var lane = 0; lane < count; lane++)
            Unsafe.Add(ref destination, lane * stride) = value.GetElement(lane);
    }

    /// <summary>Stores two vectors so that their lanes take turns: the first of <paramref name="even"/>, the first of <paramref name="odd"/>, the second of <paramref name="even"/> ….</summary>
    /// <param name="even">The lanes for places 0, 2, … 14.</param>
    /// <param name="odd">The lanes for places 1, 3, … 15.</param>
    /// <param name="destination">Place 0 of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(Vector256<float> even, Vector256<float> odd, ref float destination)
    {
        if (!Vector256.IsHardwareAccelerated)
        {
            StoreStrided(even, ref destination, 2, Vector256<float>.Count);
            StoreStrided(odd, ref Unsafe.Add(ref destination, 1), 2, Vector256<float>.Count);
            return;
        }

        var lower = Vector256.Create(0, 0, 1, 1, 2, 2, 3, 3);
        var upper = Vector256.Create(4, 4, 5, 5, 6, 6, 7, 7);
        Alternate(Vector256.Shuffle(even, lower), Vector256.Shuffle(odd, lower)).StoreUnsafe(ref destination);
        Alternate(Vector256.Shuffle(even, upper), Vector256.Shuffle(odd, upper)).StoreUnsafe(ref destination, (nuint)Vector256<float>.Count);
    }

    /// <summary>Every second of 15 floats: two vectors, of which the second starts with the last of the first, so that nothing behind them is touched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadEverySecond(ref float first)
    {
        var lower = Vector256.Shuffle(Vector256.LoadUnsafe(ref first), Vector256.Create(0, 2, 4, 6, 0, 2, 4, 6));
        var upper = Vector256.Shuffle(Vector256.LoadUnsafe(ref first, 7), Vector256.Create(1, 3, 5, 7, 1, 3, 5, 7));
        return Vector256.ConditionalSelect(Vector256.Create(-1, -1, -1, -1, 0, 0, 0, 0).AsSingle(), lower, upper);
    }

    /// <summary>The lanes of the first with an even number, of the second with an odd one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Alternate(Vector256<float> even, Vector256<float> odd)
        => Vector256.ConditionalSelect(Vector256.Create(-1, 0, -1, 0, -1, 0, -1, 0).AsSingle(), even, odd);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(ref float first, int lane, int stride, int count) => lane < count ? Unsafe.Add(ref first, lane * stride) : 0;
}
