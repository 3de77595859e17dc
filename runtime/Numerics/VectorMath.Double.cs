using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>The functions of four doubles: what they have in common.</summary>
public static partial class VectorMath
{
    // Added to a number of magnitude below 2⁵¹, it leaves the nearest integer in the low bits of the sum: 1.5·2⁵².
    private const double RoundToIntegerDouble = 6755399441055744.0;

    private const double ExponentBiasDouble = 1023.0;

    private const int MantissaBitsDouble = 52;

    /// <summary>The larger of each pair; NaN if one of them is. Of two zeros either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Max(Vector256<double> x, Vector256<double> y)
        => Vector256.ConditionalSelect(Vector256.Equals(x, x), Vector256.MaxNative(x, y), x);

    /// <summary>The smaller of each pair; NaN if one of them is. Of two zeros either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Min(Vector256<double> x, Vector256<double> y)
        => Vector256.ConditionalSelect(Vector256.Equals(x, x), Vector256.MinNative(x, y), x);

    /// <summary><c>sin(x)</c>, x in radians; NaN for infinities. The framework's, which may be a call. Maximum error: 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sin(Vector256<double> x) => Vector256.Sin(x);

    /// <summary><c>cos(x)</c>, x in radians; NaN for infinities. The framework's, which may be a call. Maximum error: 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Cos(Vector256<double> x) => Vector256.Cos(x);

    /// <summary>
    /// <c>√(x² + y²)</c>, which overflows or becomes denormal only if the result does. NaN gives NaN, beside an infinity too. Maximum error: 1.5 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Hypot(Vector256<double> x, Vector256<double> y)
    {
        // As for floats: both are scaled by the power of two that brings the larger one near 1. Its exponent is kept from 1 to 2045.
        var larger = Max(Vector256.Abs(x), Vector256.Abs(y));
        var exponent = larger.AsInt64() & Vector256.Create(0x7FF0000000000000);
        exponent = Vector256.Min(Vector256.Max(exponent, Vector256.Create(1L << MantissaBitsDouble)), Vector256.Create(2045L << MantissaBitsDouble));
        var scale = (Vector256.Create(2046L << MantissaBitsDouble) - exponent).AsDouble();
        var (a, b) = (x * scale, y * scale);
        return Vector256.Sqrt(Vector256.MultiplyAddEstimate(a, a, b * b)) * exponent.AsDouble();
    }

    /// <summary><c>accumulator·x + coefficient</c>: one step of Horner's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Horner(Vector256<double> accumulator, Vector256<double> x, double coefficient)
        => Vector256.MultiplyAddEstimate(accumulator, x, Vector256.Create(coefficient));

    /// <summary>The sign bits of <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Sign(Vector256<double> x) => x & Vector256.Create(-0.0);
}
