using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// The fewer than eight floats that are left at the end of a span, as a vector: what is done to whole vectors can be done to them too,
/// so that an element's result does not depend on where it lies.
/// </summary>
internal static class PartialVector
{
    /// <summary>The first <paramref name="count"/> floats at <paramref name="start"/>, then zeros.</summary>
    public static Vector256<float> Load(ref readonly float start, int count)
    {
        var vector = Vector256<float>.Zero;
        MemoryMarshal.CreateReadOnlySpan(in start, count).CopyTo(Elements(ref vector));
        return vector;
    }

    /// <summary>Writes the first <paramref name="count"/> floats of <paramref name="vector"/> to <paramref name="start"/>.</summary>
    public static void Store(Vector256<float> vector, ref float start, int count)
        => Elements(ref vector)[..count].CopyTo(MemoryMarshal.CreateSpan(ref start, count));

    /// <summary>All bits set in the first <paramref name="count"/> elements, none in the others.</summary>
    public static Vector256<float> Mask(int count)
        => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    private static Span<float> Elements(ref Vector256<float> vector)
        => MemoryMarshal.CreateSpan(ref Unsafe.As<Vector256<float>, float>(ref vector), Vector256<float>.Count);
}
