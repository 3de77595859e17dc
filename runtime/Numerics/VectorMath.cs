using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Elementary functions of eight floats, or of four doubles, at a time. Except for sines, cosines and <see cref="Pow(Vector256{float}, Vector256{float})"/> they are
/// straight-line arithmetic that inlines into the caller's loop: no branch, no call, no table.
/// </summary>
/// <remarks>
/// <para>
/// NaN gives NaN, infinities give the function's limits, and denormal numbers are exact numbers like any other, as arguments and
/// as results. Odd functions keep the sign of zero.
/// </para>
/// <para>
/// Errors are stated in ulp, the distance between neighbouring numbers at the exact result. For the functions of floats that are computed here
/// they are the largest found by trying every float at which the result is not trivial; for those of doubles they hold for millions of random ones. They hold with fused multiply-adds and
/// without; a result may differ in its last bits between the two.
/// </para>
/// <para>
/// All coefficients for floats are minimax: found by iteratively reweighted least squares on the interval given, for the relative error of the
/// function (not of the polynomial), and rounded to floats one after the other from the lowest power, each time fitting the rest anew.
/// </para>
/// </remarks>
public static partial class VectorMath
{
    // Added to a number of magnitude below 2²², it leaves the nearest integer in the low bits of the sum: 1.5·2²³.
    private const float RoundToInteger = 12582912f;

    // The exponent of 1.0f: an integer k plus this, shifted by the mantissa's width, is the float 2ᵏ.
    private const float ExponentBias = 127f;

    private const int MantissaBits = 23;

    /// <summary><c>accumulator·x + coefficient</c>: one step of Horner's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Horner(Vector256<float> accumulator, Vector256<float> x, float coefficient)
        => Vector256.MultiplyAddEstimate(accumulator, x, Vector256.Create(coefficient));

    /// <summary>The float 2ᵏ, where k + 127 is in the low bits of <paramref name="rounded"/>, whose bits from 9 to 22 are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> PowerOfTwo(Vector256<float> rounded)
        => Vector256.ShiftLeft(rounded.AsInt32(), MantissaBits).AsSingle();

    /// <summary>The sign bits of <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Sign(Vector256<float> x) => x & Vector256.Create(-0f);
}
