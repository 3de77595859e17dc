using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>The same for the four lanes of a vector of doubles.</summary>
public static partial class Lanes
{
    /// <summary>Loads <paramref name="count"/> doubles into the first lanes; the others are zero. Reads nothing else.</summary>
    /// <param name="source">The first double.</param>
    /// <param name="count">How many doubles, 0 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 4.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LoadPartial(ref readonly double source, int count)
    {
        CheckCountOfDoubles(count);
        ref var first = ref Unsafe.AsRef(in source);
        return count switch
        {
            0 => Vector256<double>.Zero,
            1 => Vector256.CreateScalar(first),
            2 => Vector256.Create(Vector128.LoadUnsafe(ref first), Vector128<double>.Zero),
            3 => Vector256.Create(Vector128.LoadUnsafe(ref first), Vector128.CreateScalar(Unsafe.Add(ref first, 2))),
            _ => Vector256.LoadUnsafe(ref first),
        };
    }

    /// <summary>Stores the first <paramref name="count"/> lanes. Writes nothing else.</summary>
    /// <param name="value">The lanes.</param>
    /// <param name="destination">Where the first lane goes.</param>
    /// <param name="count">How many lanes, 0 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not from 0 to 4.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePartial(Vector256<double> value, ref double destination, int count)
    {
        CheckCountOfDoubles(count);
        if (count == Vector256<double>.Count)
        {
            value.StoreUnsafe(ref destination);
            return;
        }

        if (count >= 2)
            value.GetLower().StoreUnsafe(ref destination);
        else if (count == 1)
            destination = value.ToScalar();
        if (count == 3)
            Unsafe.Add(ref destination, 2) = value.GetElement(2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CheckCountOfDoubles(int count)
    {
        if ((uint)count > (uint)Vector256<double>.Count)
            ThrowCountOfDoubles(count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCountOfDoubles(int count)
        => throw new ArgumentOutOfRangeException(nameof(count), $"A vector has 4 lanes of doubles; {count} were asked for.");
}
