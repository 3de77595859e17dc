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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float At(ref float first, int lane, int stride, int count) => lane < count ? Unsafe.Add(ref first, lane * stride) : 0;
}
