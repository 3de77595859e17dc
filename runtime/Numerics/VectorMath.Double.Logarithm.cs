using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>Logarithms of four doubles, with the polynomial of Sun's fdlibm.</summary>
public static partial class VectorMath
{
    // The bits of √½: subtracted from a double's bits, they leave its exponent for a mantissa from √½ to √2.
    private const long RootOfHalf = 0x3FE6A09E667F3BCD;

    private const long MantissaMaskDouble = 0x000FFFFFFFFFFFFF;

    /// <summary><c>ln(x)</c>; −∞ for zero of either sign, NaN for negative x. Maximum error: 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log(Vector256<double> x)
    {
        // Denormal numbers are scaled by 2⁵⁴ to normal ones, and 54 is taken off the exponent.
        var denormal = Vector256.LessThan(x, Vector256.Create(2.2250738585072014e-308));
        var scaled = Vector256.ConditionalSelect(denormal, x * 18014398509481984.0, x);
        var f = Split(scaled, out var exponent);
        exponent -= denormal & Vector256.Create(54.0);
        return LogSpecial(LogReduced(f, exponent, Vector256<double>.Zero), x, Vector256<double>.Zero);
    }

    /// <summary>
    /// <c>ln(1 + x)</c>, without cancellation near zero; −∞ for −1, NaN for x below −1. Maximum error: 2 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Log1p(Vector256<double> x)
    {
        // 1 + x = u + c, where c is what the rounding of the sum has lost; near zero f is x itself.
        var one = Vector256.Create(1.0);
        var u = x + one;
        var f = Split(u, out var exponent);
        var lost = Vector256.ConditionalSelect(Vector256.GreaterThan(exponent, Vector256<double>.Zero), one - (u - x), x - (u - one)) / u;
        var isNear = Vector256.Equals(exponent, Vector256<double>.Zero);
        f = Vector256.ConditionalSelect(isNear, x, f);
        var result = LogReduced(f, exponent, Vector256.AndNot(lost, isNear)) | Sign(x);
        return LogSpecial(result, x, Vector256.Create(-1.0));
    }

    /// <summary>x = 2ᵉ·(1 + f) with f from √½ − 1 to √2 − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Split(Vector256<double> x, out Vector256<double> exponent)
    {
        var bits = x.AsInt64() + Vector256.Create(0x3FF0000000000000 - RootOfHalf);
        // The exponent with its bias, as the low bits of a double of the form 1.5·2⁵² + k.
        var biased = Vector256.ShiftRightLogical(bits, MantissaBitsDouble) | Vector256.Create(RoundToIntegerDouble).AsInt64();
        exponent = biased.AsDouble() - Vector256.Create(RoundToIntegerDouble + ExponentBiasDouble);
        return ((bits & Vector256.Create(MantissaMaskDouble)) + Vector256.Create(RootOfHalf)).AsDouble() - Vector256.Create(1.0);
    }

    /// <summary><c>ln(1 + f) + exponent·ln 2 + lost</c> for f from √½ − 1 to √2 − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LogReduced(Vector256<double> f, Vector256<double> exponent, Vector256<double> lost)
    {
        // With s = f/(2 + f): ln(1 + f) = f − (h − s·(h + R(s²))), where h = ½·f².
        var s = f / (f + Vector256.Create(2.0));
        var z = s * s;
        var w = z * z;
        var odd = Horner(Vector256.Create(1.531383769920937332e-01), w, 2.222219843214978396e-01);
        odd = Horner(odd, w, 3.999999999940941908e-01);
        var even = Horner(Vector256.Create(1.479819860511658591e-01), w, 1.818357216161805012e-01);
        even = Horner(even, w, 2.857142874366239149e-01);
        even = Horner(even, w, 6.666666666666735130e-01);
        var remainder = Vector256.MultiplyAddEstimate(even, z, odd * w);
        var half = 0.5 * f * f;
        var low = Vector256.MultiplyAddEstimate(exponent, Vector256.Create(Ln2LowDouble), lost);
        return (exponent * Ln2HighDouble) - (half - Vector256.MultiplyAddEstimate(s, half + remainder, low) - f);
    }

    /// <summary>Puts in what the logarithm is at its pole, at infinity and beyond both.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> LogSpecial(Vector256<double> result, Vector256<double> x, Vector256<double> pole)
    {
        result = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(double.PositiveInfinity)), x, result);

        // All bits set is a NaN, whatever it is combined with.
        var atPole = Vector256.OnesComplement(Vector256.Equals(x, pole)) | Vector256.Create(double.NegativeInfinity);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, pole), result, atPole);
    }
}
