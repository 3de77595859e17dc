using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

public static partial class Lanes
{
    private const int Block = 8;

    /// <summary>
    /// Transposes a block of 8 × 8 in registers: <c>destination[lane, vector] = source[vector, lane]</c>. The two must not overlap.
    /// </summary>
    /// <param name="source">The first element of the source block.</param>
    /// <param name="sourceStride">The distance between its vectors, in floats.</param>
    /// <param name="destination">The first element of the transposed block.</param>
    /// <param name="destinationStride">The distance between its vectors, in floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref readonly float source, int sourceStride, ref float destination, int destinationStride)
    {
        ref var left = ref Unsafe.AsRef(in source);
        if (!Avx.IsSupported)
        {
            TransposeQuarters(ref left, sourceStride, ref destination, destinationStride);
            return;
        }

        // Lanes 0 … 3 of vectors v and v + 4 share a register, as do lanes 4 … 7. So each half of a register transposes a block of 4 × 4, and what
        // comes out is a whole vector of the destination.
        TransposeHalves(ref left, sourceStride, ref destination, destinationStride);
        TransposeHalves(ref Unsafe.Add(ref left, Block / 2), sourceStride, ref Unsafe.Add(ref destination, (nint)destinationStride * (Block / 2)), destinationStride);
    }

    /// <summary>
    /// Transposes a part of a block of 8 × 8, and reads and writes nothing else: <c>destination[lane, vector] = source[vector, lane]</c>. The two must not
    /// overlap.
    /// </summary>
    /// <param name="source">The first element of the source block.</param>
    /// <param name="sourceStride">The distance between its vectors, in floats.</param>
    /// <param name="destination">The first element of the transposed block.</param>
    /// <param name="destinationStride">The distance between its vectors, in floats.</param>
    /// <param name="vectors">How many vectors of the source count, 0 to 8.</param>
    /// <param name="lanes">How many lanes of each, 0 to 8.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="vectors"/> or <paramref name="lanes"/> is not from 0 to 8.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ref readonly float source, int sourceStride, ref float destination, int destinationStride, int vectors, int lanes)
    {
        CheckSide(vectors, Block);
        CheckSide(lanes, Block);
        TransposeRest(ref Unsafe.AsRef(in source), sourceStride, ref destination, destinationStride, vectors, lanes);
    }

    /// <summary>A block of any size: by blocks of 8 × 8, and element by element what is left.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void TransposePart(ref float source, int sourceStride, ref float destination, int destinationStride, int vectors, int lanes)
    {
        for (var vector = 0; vector < vectors; vector += Block)
        {
            for (var lane = 0; lane < lanes; lane += Block)
            {
                ref var from = ref Unsafe.Add(ref source, ((nint)vector * sourceStride) + lane);
                ref var to = ref Unsafe.Add(ref destination, ((nint)lane * destinationStride) + vector);
                if (vectors - vector >= Block && lanes - lane >= Block)
                    Transpose(ref from, sourceStride, ref to, destinationStride);
                else
                    TransposeRest(ref from, sourceStride, ref to, destinationStride, Math.Min(Block, vectors - vector), Math.Min(Block, lanes - lane));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void CheckSide(int count, int most, [CallerArgumentExpression(nameof(count))] string name = "")
    {
        if ((uint)count > (uint)most)
            ThrowSide(count, most, name);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowSide(int count, int most, string name)
        => throw new ArgumentOutOfRangeException(name, count, $"A block has {most} {name}; {count} were asked for.");

    /// <summary>A part of a block: vector by vector of the destination where they are whole, else element by element.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TransposeRest(ref float source, int sourceStride, ref float destination, nint destinationStride, int vectors, int lanes)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            ref var from = ref Unsafe.Add(ref source, lane);
            ref var to = ref Unsafe.Add(ref destination, lane * destinationStride);
            if (vectors == Block)
            {
                LoadStrided(ref from, sourceStride, Block).StoreUnsafe(ref to);
                continue;
            }

            for (var vector = 0; vector < vectors; vector++)
                Unsafe.Add(ref to, vector) = Unsafe.Add(ref from, (nint)vector * sourceStride);
        }
    }

    /// <summary>Transposes 8 vectors of 4 lanes to 4 of 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeHalves(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        var a = LoadHalves(ref source, 0, sourceStride);
        var b = LoadHalves(ref source, sourceStride, sourceStride);
        var c = LoadHalves(ref source, 2 * sourceStride, sourceStride);
        var d = LoadHalves(ref source, 3 * sourceStride, sourceStride);
        var acLower = Avx.UnpackLow(a, c);
        var bdLower = Avx.UnpackLow(b, d);
        Avx.UnpackLow(acLower, bdLower).StoreUnsafe(ref destination);
        Avx.UnpackHigh(acLower, bdLower).StoreUnsafe(ref Unsafe.Add(ref destination, destinationStride));
        var acUpper = Avx.UnpackHigh(a, c);
        var bdUpper = Avx.UnpackHigh(b, d);
        Avx.UnpackLow(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref destination, 2 * destinationStride));
        Avx.UnpackHigh(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref destination, 3 * destinationStride));
    }

    /// <summary>Four floats at <paramref name="offset"/>, and four of the vector that comes four vectors later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadHalves(ref float source, nint offset, nint stride)
        => Vector256.Create(
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset)),
            Vector128.LoadUnsafe(ref Unsafe.Add(ref source, offset + (4 * stride))));

    /// <summary>The same without AVX: four blocks of 4 × 4.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void TransposeQuarters(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        for (var vector = 0; vector < Block; vector += 4)
        {
            for (var lane = 0; lane < Block; lane += 4)
            {
                ref var from = ref Unsafe.Add(ref source, (vector * sourceStride) + lane);
                ref var to = ref Unsafe.Add(ref destination, (lane * destinationStride) + vector);
                var a = Vector128.LoadUnsafe(ref from);
                var b = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, sourceStride));
                var c = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * sourceStride));
                var d = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * sourceStride));
                var (acLower, bdLower) = (InterleaveLower(a, c), InterleaveLower(b, d));
                InterleaveLower(acLower, bdLower).StoreUnsafe(ref to);
                InterleaveUpper(acLower, bdLower).StoreUnsafe(ref Unsafe.Add(ref to, destinationStride));
                var (acUpper, bdUpper) = (InterleaveUpper(a, c), InterleaveUpper(b, d));
                InterleaveLower(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref to, 2 * destinationStride));
                InterleaveUpper(acUpper, bdUpper).StoreUnsafe(ref Unsafe.Add(ref to, 3 * destinationStride));
            }
        }
    }

    /// <summary><c>a₀ b₀ a₁ b₁</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLower(Vector128<float> a, Vector128<float> b)
    {
        if (Sse.IsSupported)
            return Sse.UnpackLow(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.ZipLow(a, b);
        return Vector128.Create(a.GetElement(0), b.GetElement(0), a.GetElement(1), b.GetElement(1));
    }

    /// <summary><c>a₂ b₂ a₃ b₃</c></summary>
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
