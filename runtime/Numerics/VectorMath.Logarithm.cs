using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    // ln 2 in two parts; the first has 15 bits, so that its product with an exponent is exact.
    private const float Ln2High = 0.69314575f;
    private const float Ln2Low = 1.4286068e-6f;

    // The bits of 0.75f: subtracted from a float's bits, they leave its exponent for a mantissa from 0.75 to 1.5.
    private const int ThreeQuarters = 0x3F400000;

    private const int MantissaMask = 0x007FFFFF;

    /// <summary><c>ln(x)</c>; −∞ for zero of either sign, NaN for negative x. Maximum error: 1.3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x)
    {
        // Denormal numbers are scaled by 2²³ to normal ones, and 23 is taken off the exponent.
        var denormal = Vector256.LessThan(x, Vector256.Create(1.17549435e-38f));
        var bits = Vector256.ConditionalSelect(denormal, x * Vector256.Create(8388608f), x).AsInt32();
        bits -= Vector256.Create(ThreeQuarters);

        // x = 2ᵉ·(1 + f) with f from −0.25 to 0.5
        var exponent = Vector256.ShiftRightArithmetic(bits, MantissaBits) - (denormal.AsInt32() & Vector256.Create(MantissaBits));
        var f = ((bits & Vector256.Create(MantissaMask)) + Vector256.Create(ThreeQuarters)).AsSingle() - Vector256.Create(1f);
        return LogSpecial(LogReduced(f, Vector256.ConvertToSingle(exponent)), x, x, Vector256<float>.Zero);
    }

    /// <summary>
    /// <c>ln(1 + x)</c>, without cancellation near zero; −∞ for −1, NaN for x below −1. Maximum error: 1.3 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> x)
    {
        // 1 + x = 2ᵉ·(1 + f) with f from −0.25 to 0.5, where f = 2⁻ᵉ·x + (2⁻ᵉ − 1) is exact: it is a difference of two floats within
        // a factor of two of each other, or e is 0, or e is so large that 1 does not count. The exponent comes off the bits of x, not by
        // a product, because 2⁻ᵉ may be too small for a float; it then counts as zero.
        var bits = (x + Vector256.Create(1f)).AsInt32() - Vector256.Create(ThreeQuarters);
        var exponent = Vector256.ShiftRightArithmetic(bits, MantissaBits);
        var shift = Vector256.ShiftLeft(exponent, MantissaBits);
        var scale = Vector256.MaxNative((Vector256.Create(0x3F800000) - shift).AsSingle(), Vector256<float>.Zero);
        var f = (x.AsInt32() - shift).AsSingle() + (scale - Vector256.Create(1f));
        var result = LogReduced(f, Vector256.ConvertToSingle(exponent)) | Sign(x);
        return LogSpecial(result, x, x, Vector256.Create(-1f));
    }

    /// <summary><c>ln(1 + f) + exponent·ln 2</c> for f from −0.25 to 0.5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogReduced(Vector256<float> f, Vector256<float> exponent)
    {
        // ln(1 + f) = f + f²·q(f), to 4.9e-9
        var square = f * f;
        var even = Horner(Vector256.Create(-4.515227e-2f), square, -1.3163936e-1f);
        even = Horner(even, square, -1.6646878e-1f);
        even = Horner(even, square, -2.500011e-1f);
        even = Horner(even, square, -0.5f);
        var odd = Horner(Vector256.Create(1.0472551e-1f), square, 1.447763e-1f);
        odd = Horner(odd, square, 1.9990848e-1f);
        odd = Horner(odd, square, 3.333345e-1f);
        var q = Vector256.MultiplyAddEstimate(odd, f, even);
        var low = Vector256.MultiplyAddEstimate(square, q, exponent * Vector256.Create(Ln2Low));
        return Vector256.MultiplyAddEstimate(exponent, Vector256.Create(Ln2High), f + low);
    }

    /// <summary>
    /// <paramref name="result"/> where <paramref name="x"/> lies between <paramref name="pole"/> and infinity; else +∞ at infinity,
    /// −∞ at the pole, and NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LogSpecial(Vector256<float> result, Vector256<float> x, Vector256<float> infinity, Vector256<float> pole)
    {
        result = Vector256.ConditionalSelect(Vector256.Equals(x, Vector256.Create(float.PositiveInfinity)), infinity, result);

        // All bits set is a NaN, whatever it is combined with.
        var atPole = Vector256.OnesComplement(Vector256.Equals(x, pole)) | Vector256.Create(float.NegativeInfinity);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(x, pole), result, atPole);
    }
}
