using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

public static partial class Lanes
{
    private const int Block = 8;

    /// <summary>
    /// Transposes a block of 8 rows × 8 columns in registers: <c>destination[c, r] = source[r, c]</c>. The two may be the same
    /// block, but must not overlap otherwise.
    /// </summary>
    /// <param name="source">The first element of the source block.</param>
    /// <param name="sourceStride">The distance between its rows, in floats.</param>
    /// <param name="destination">The first element of the transposed block.</param>
    /// <param name="destinationStride">The distance between its rows, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose8x8(ref readonly float source, int sourceStride, ref float destination, int destinationStride)
    {
        // Columns 0 … 3 of rows r and r + 4 share a vector, as do columns 4 … 7. So each half of a vector transposes a block of 4 × 4,
        // and a vector of the result is a whole row of the destination: rows 0 … 3 in its lower half, 4 … 7 in its upper half.
        ref var left = ref Unsafe.AsRef(in source);
        ref var right = ref Unsafe.Add(ref left, 4);
        nint step = sourceStride;
        TransposeHalves(
            LoadRows(ref left, 0, step),
            LoadRows(ref left, step, step),
            LoadRows(ref left, 2 * step, step),
            LoadRows(ref left, 3 * step, step),
            out var row0,
            out var row1,
            out var row2,
            out var row3);
        TransposeHalves(
            LoadRows(ref right, 0, step),
            LoadRows(ref right, step, step),
            LoadRows(ref right, 2 * step, step),
            LoadRows(ref right, 3 * step, step),
            out var row4,
            out var row5,
            out var row6,
            out var row7);
        step = destinationStride;
        row0.StoreUnsafe(ref destination);
        row1.StoreUnsafe(ref Unsafe.Add(ref destination, step));
        row2.StoreUnsafe(ref Unsafe.Add(ref destination, 2 * step));
        row3.StoreUnsafe(ref Unsafe.Add(ref destination, 3 * step));
        row4.StoreUnsafe(ref Unsafe.Add(ref destination, 4 * step));
        row5.StoreUnsafe(ref Unsafe.Add(ref destination, 5 * step));
        row6.StoreUnsafe(ref Unsafe.Add(ref destination, 6 * step));
        row7.StoreUnsafe(ref Unsafe.Add(ref destination, 7 * step));
    }

    /// <summary>
    /// Transposes a block of any size: <c>destination[c, r] = source[r, c]</c>, [rows × columns] → [columns × rows]. The two must
    /// not overlap.
    /// </summary>
    /// <param name="source">The first element of the source.</param>
    /// <param name="rows">The rows of the source.</param>
    /// <param name="columns">The columns of the source.</param>
    /// <param name="sourceStride">The distance between rows of the source, in floats; at least <paramref name="columns"/>.</param>
    /// <param name="destination">The first element of the destination.</param>
    /// <param name="destinationStride">The distance between rows of the destination, in floats; at least <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or a stride is less than the extent it must hold.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void TransposeInto(
        ref readonly float source, int rows, int columns, int sourceStride, ref float destination, int destinationStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceStride, columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(destinationStride, rows);

        ref var first = ref Unsafe.AsRef(in source);
        var row = 0;
        for (; row <= rows - Block; row += Block)
        {
            ref var band = ref Unsafe.Add(ref first, (nint)row * sourceStride);
            var column = 0;
            for (; column <= columns - Block; column += Block)
            {
                ref var corner = ref Unsafe.Add(ref destination, ((nint)column * destinationStride) + row);
                Transpose8x8(ref Unsafe.Add(ref band, column), sourceStride, ref corner, destinationStride);
            }

            // The last columns of eight rows.
            for (; column < columns; column++)
            {
                for (var r = row; r < row + Block; r++)
                    CopyTransposed(ref first, r, column, sourceStride, ref destination, destinationStride);
            }
        }

        // The last rows.
        for (; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                CopyTransposed(ref first, row, column, sourceStride, ref destination, destinationStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyTransposed(
        ref float source, int row, int column, int sourceStride, ref float destination, int destinationStride)
        => Unsafe.Add(ref destination, ((nint)column * destinationStride) + row) = Unsafe.Add(ref source, ((nint)row * sourceStride) + column);

    /// <summary>Four floats at <paramref name="offset"/>, and four from the row four rows below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadRows(ref float source, nint offset, nint stride)
        => Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)),
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset + (4 * stride))));

    /// <summary>Transposes two blocks of 4 × 4, one in the lower halves and one in the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeHalves(
        Vector256<float> a,
        Vector256<float> b,
        Vector256<float> c,
        Vector256<float> d,
        out Vector256<float> column0,
        out Vector256<float> column1,
        out Vector256<float> column2,
        out Vector256<float> column3)
    {
        var acLower = InterleaveLower(a, c);
        var bdLower = InterleaveLower(b, d);
        var acUpper = InterleaveUpper(a, c);
        var bdUpper = InterleaveUpper(b, d);
        column0 = InterleaveLower(acLower, bdLower);
        column1 = InterleaveUpper(acLower, bdLower);
        column2 = InterleaveLower(acUpper, bdUpper);
        column3 = InterleaveUpper(acUpper, bdUpper);
    }

    /// <summary><c>a₀ b₀ a₁ b₁</c> in either half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> InterleaveLower(Vector256<float> a, Vector256<float> b)
        => Avx.IsSupported
            ? Avx.UnpackLow(a, b)
            : Vector256.Create(InterleaveLower(a.GetLower(), b.GetLower()), InterleaveLower(a.GetUpper(), b.GetUpper()));

    /// <summary><c>a₂ b₂ a₃ b₃</c> in either half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> InterleaveUpper(Vector256<float> a, Vector256<float> b)
        => Avx.IsSupported
            ? Avx.UnpackHigh(a, b)
            : Vector256.Create(InterleaveUpper(a.GetLower(), b.GetLower()), InterleaveUpper(a.GetUpper(), b.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a.GetElement(0), b.GetElement(0), a.GetElement(1), b.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveUpper(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackHigh(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipHigh(a, b);
        return Vector128.Create(a.GetElement(2), b.GetElement(2), a.GetElement(3), b.GetElement(3));
    }
}
