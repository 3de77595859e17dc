using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Keeps denormal floats out of loops. A processor computes with them many times slower than with others, and what decays towards zero,
/// such as the momentum of a weight whose gradient is exactly zero, otherwise stays denormal for ever.
/// </summary>
/// <remarks>
/// <para>Nothing is compared: x + 2⁻⁸⁰ − 2⁻⁸⁰ is x for every x from 2⁻⁵⁵ ≈ 2.8·10⁻¹⁷ on, and rounds smaller ones to a multiple of 2⁻¹⁰⁴ ≈ 4.9·10⁻³²,
/// which is 0 or a normal float. As a part of multiply-adds it costs one addition.</para>
/// <para>A mean of squares must keep smaller values. It gets 2⁻¹²⁶ ≈ 1.2·10⁻³⁸, the smallest normal float, added at each step, in a multiply-add
/// that is there anyway.</para>
/// </remarks>
internal static class Denormals
{
    /// <summary>2⁻⁸⁰.</summary>
    private const float Pivot = 8.271806e-25f;

    /// <summary>2⁻¹²⁶: the smallest normal float.</summary>
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The values, of which tiny ones are rounded to 0 or to a normal float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> values) => values + Vector256.Create(Pivot) - Vector256.Create(Pivot);

    /// <summary>The value, rounded so.</summary>
    public static float Round(float value) => value + Pivot - Pivot;

    /// <summary>Rounds all values so.</summary>
    public static void Round(Span<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % Vector256<float>.Count);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector256<float>.Count)
            Round(Vector256.LoadUnsafe(ref first, i)).StoreUnsafe(ref first, i);
        foreach (ref var value in values[whole..])
            value = Round(value);
    }

    /// <summary><c>keep · mean + share · values</c>, rounded so: a running mean, or a momentum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Mean(Vector256<float> mean, float keep, Vector256<float> values, float share)
    {
        var kept = Vector256.MultiplyAddEstimate(mean, Vector256.Create(keep), Vector256.Create(Pivot));
        return Vector256.MultiplyAddEstimate(values, Vector256.Create(share), kept) - Vector256.Create(Pivot);
    }

    /// <summary><c>keep · mean + share · values²</c>, and 2⁻¹²⁶ more, so that it never is denormal: a running mean of squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MeanSquare(Vector256<float> mean, float keep, Vector256<float> values, float share)
    {
        var kept = Vector256.MultiplyAddEstimate(mean, Vector256.Create(keep), Vector256.Create(SmallestNormal));
        return Vector256.MultiplyAddEstimate(values * share, values, kept);
    }
}
