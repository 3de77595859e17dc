using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    /// <summary><c>tanh(x)</c>. Maximum error: 2.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Tanh(Vector256<float> x)
    {
        // tanh is odd, and 1 in float from 9.02 on.
        var a = Vector256.MinNative(Vector256.Create(10f), Vector256.Abs(x));

        // 2·|x| = n·ln 2 + 2·r, and s = 2ⁿ
        var rounded = Vector256.MultiplyAddEstimate(a, Vector256.Create(2.88539f), Vector256.Create(RoundToInteger + ExponentBias));
        var s = PowerOfTwo(rounded);
        var n = rounded - Vector256.Create(RoundToInteger + ExponentBias);
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-TwoLn2High / 4f), a);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-TwoLn2Low / 4f), r);

        // p = ½·expm1(2·r) = r + r²·q(r) on |r| ≤ ¼·ln 2, to 1.4e-8
        var square = r * r;
        var even = Horner(Vector256.Create(4.4378612e-2f), square, 3.3333972e-1f);
        even = Horner(even, square, 0.99999994f);
        var odd = Horner(Vector256.Create(1.3386278e-1f), square, 6.666618e-1f);
        var p = Vector256.MultiplyAddEstimate(square, Vector256.MultiplyAddEstimate(odd, r, even), r);

        // tanh = h/(1 + h) with h = ½·expm1(2·|x|) = s·p + ½·s − ½. For small h the sum loses some of its bits, and h − h·(h/(1 + h))
        // loses less.
        var h = Vector256.MultiplyAddEstimate(s, p, Horner(s, Vector256.Create(0.5f), -0.5f));
        var quotient = h / (h + Vector256.Create(1f));
        var small = Vector256.MultiplyAddEstimate(-h, quotient, h);
        return Vector256.ConditionalSelect(Vector256.LessThan(h, Vector256.Create(0.5f)), small, quotient) | Sign(x);
    }

    /// <summary><c>1/(1 + exp(−x))</c>. Maximum error: 1.9 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Sigmoid(Vector256<float> x)
    {
        // With e = exp(−|x|) nothing overflows: 1/(1 + e) for positive x, and e/(1 + e) for negative x.
        var e = ExpOfMinusAbs(x);
        var numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<float>.Zero), e, Vector256.Create(1f));
        var quotient = numerator / (e + Vector256.Create(1f));

        // a/(1 + e) = a − e·(a/(1 + e)), which loses less of the bits of e when it is small.
        return Vector256.MultiplyAddEstimate(-e, quotient, numerator);
    }

    /// <summary><c>ln(1 + exp(x))</c>, for large x exactly x. Maximum error: 2.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Softplus(Vector256<float> x)
    {
        // ln(1 + exp(x)) = max(x, 0) + ln(1 + exp(−|x|))
        return AddLog1p(Vector256.MaxNative(x, Vector256<float>.Zero), ExpOfMinusAbs(x));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpOfMinusAbs(Vector256<float> x)
        => ExpInRange(Vector256.MaxNative(Vector256.Create(ExpLowest), x | Vector256.Create(-0f)));
}
