using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

public static partial class Lanes512
{
    /// <summary>
    /// Transposes a block of 16 × 16 in registers: <c>destination[lane, vector] = source[vector, lane]</c>. The two must not overlap.
    /// </summary>
    /// <param name="source">The first element of the source block.</param>
    /// <param name="sourceStride">The distance between its vectors, in floats.</param>
    /// <param name="destination">The first element of the transposed block.</param>
    /// <param name="destinationStride">The distance between its vectors, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref readonly float source, int sourceStride, ref float destination, int destinationStride)
    {
        ref var left = ref Unsafe.AsRef(in source);
        if (!Avx512F.IsSupported)
        {
            Lanes.TransposePart(ref left, sourceStride, ref destination, destinationStride, Vector512<float>.Count, Vector512<float>.Count);
            return;
        }

        TransposeHalves(ref left, sourceStride, ref destination, destinationStride);
        TransposeHalves(ref Unsafe.Add(ref left, Half), sourceStride, ref Unsafe.Add(ref destination, (nint)destinationStride * Half), destinationStride);
    }

    /// <summary>Transposes a part of such a block, and reads and writes nothing else.</summary>
    /// <param name="source">The first element of the source block.</param>
    /// <param name="sourceStride">The distance between its vectors, in floats.</param>
    /// <param name="destination">The first element of the transposed block.</param>
    /// <param name="destinationStride">The distance between its vectors, in floats.</param>
    /// <param name="vectors">How many vectors of the source count, 0 to 16.</param>
    /// <param name="lanes">How many lanes of each, 0 to 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vectors"/> or <paramref name="lanes"/> is not from 0 to 16.</exception>
    public static void Transpose(ref readonly float source, int sourceStride, ref float destination, int destinationStride, int vectors, int lanes)
    {
        Lanes.CheckSide(vectors, Vector512<float>.Count);
        Lanes.CheckSide(lanes, Vector512<float>.Count);
        Lanes.TransposePart(ref Unsafe.AsRef(in source), sourceStride, ref destination, destinationStride, vectors, lanes);
    }

    /// <summary>
    /// Transposes 16 vectors of 8 lanes to 8 of 16. A register has four quarters of four lanes: lanes 0 … 3 and 4 … 7 of vector v, and those of vector v + 8. So
    /// three of the four exchanges that a block of 16 × 16 needs are left, and the loads do the fourth.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeHalves(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        // Quarters 0 and 1 of the first four have lanes l and l + 4 of vectors 0 … 3, and those of the others lanes l and l + 4 of vectors 4 … 7.
        var (first0, first1, first2, first3) = TransposeQuarters(ref source, sourceStride);
        var (other0, other1, other2, other3) = TransposeQuarters(ref Unsafe.Add(ref source, 4 * sourceStride), sourceStride);
        StoreLanes(first0, other0, ref destination, destinationStride);
        StoreLanes(first1, other1, ref Unsafe.Add(ref destination, destinationStride), destinationStride);
        StoreLanes(first2, other2, ref Unsafe.Add(ref destination, 2 * destinationStride), destinationStride);
        StoreLanes(first3, other3, ref Unsafe.Add(ref destination, 3 * destinationStride), destinationStride);
    }

    /// <summary>Transposes each quarter of four registers as a block of 4 × 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> Lane0, Vector512<float> Lane1, Vector512<float> Lane2, Vector512<float> Lane3) TransposeQuarters(ref float source, nint stride)
    {
        var a = LoadHalves(ref source, stride);
        var b = LoadHalves(ref Unsafe.Add(ref source, stride), stride);
        var c = LoadHalves(ref Unsafe.Add(ref source, 2 * stride), stride);
        var d = LoadHalves(ref Unsafe.Add(ref source, 3 * stride), stride);
        var (acLower, bdLower) = (Avx512F.UnpackLow(a, c), Avx512F.UnpackLow(b, d));
        var (acUpper, bdUpper) = (Avx512F.UnpackHigh(a, c), Avx512F.UnpackHigh(b, d));
        return (Avx512F.UnpackLow(acLower, bdLower), Avx512F.UnpackHigh(acLower, bdLower), Avx512F.UnpackLow(acUpper, bdUpper), Avx512F.UnpackHigh(acUpper, bdUpper));
    }

    /// <summary>Eight floats of a vector, and eight of the one that comes eight vectors later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadHalves(ref float source, nint stride)
        => Avx512F.InsertVector256(Vector256.LoadUnsafe(ref source).ToVector512Unsafe(), Vector256.LoadUnsafe(ref Unsafe.Add(ref source, Half * stride)), 1);

    /// <summary>Stores quarters 0 and 2 of two registers in turn as one vector, and quarters 1 and 3 as the one that comes four vectors later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLanes(Vector512<float> first, Vector512<float> other, ref float destination, nint stride)
    {
        var (left, right) = (first.AsDouble(), other.AsDouble());
        Avx512F.PermuteVar8x64x2(left, Vector512.Create(0L, 1, 8, 9, 4, 5, 12, 13), right).AsSingle().StoreUnsafe(ref destination);
        Avx512F.PermuteVar8x64x2(left, Vector512.Create(2L, 3, 10, 11, 6, 7, 14, 15), right).AsSingle().StoreUnsafe(ref Unsafe.Add(ref destination, 4 * stride));
    }
}
