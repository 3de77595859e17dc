using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    // 2·ln 2 in two parts; the first has 17 bits, so that its product with an integer of 7 bits is exact.
    private const float TwoLn2High = 1.3862915f;
    private const float TwoLn2Low = 2.8572135e-6f;
    private const float Log2E = 1.442695f;

    // Beyond these, exp is zero and infinity in float: ln 2⁻¹⁵⁰ = −103.97 and ln 2¹²⁸ = 88.72.
    private const float ExpLowest = -105f;
    private const float ExpHighest = 89f;

    /// <summary><c>exp(x)</c>. Maximum error: 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // The native minimum and maximum return their second operand if one of them is NaN.
        x = Vector256.MinNative(Vector256.Create(ExpHighest), x);
        x = Vector256.MaxNative(Vector256.Create(ExpLowest), x);
        return ExpInRange(x);
    }

    /// <summary><c>exp(x) − 1</c>, without cancellation near zero. Maximum error: 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Expm1(Vector256<float> x)
    {
        // exp(−30) − 1 is −1 in float.
        var sign = Sign(x);
        x = Vector256.MinNative(Vector256.Create(ExpHighest), x);
        x = Vector256.MaxNative(Vector256.Create(-30f), x);
        var r = ReduceExp(x, out var root);

        // expm1(r) = r + r²·q(r) on |r| ≤ ln 2, to 1.5e-9
        var square = r * r;
        var even = Horner(Vector256.Create(2.483533e-5f), square, 1.3889774e-3f);
        even = Horner(even, square, 4.1666646e-2f);
        even = Horner(even, square, 0.5f);
        var odd = Horner(Vector256.Create(2.0091307e-4f), square, 8.332661e-3f);
        odd = Horner(odd, square, 1.6666672e-1f);
        var q = Vector256.MultiplyAddEstimate(odd, r, even);
        var p = Vector256.MultiplyAddEstimate(square, q, r);

        // With s = 2ᵐ: s²·(p + 1) − 1 = s·(s·p + (s − 1/s)), which overflows only if the result does.
        var inverse = (Vector256.Create(0x7F000000) - root.AsInt32()).AsSingle();
        return (Vector256.MultiplyAddEstimate(root, p, root - inverse) * root) | sign;
    }

    /// <summary><c>exp(x)</c> for x from −105 to 89, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ExpInRange(Vector256<float> x)
    {
        // x = n·ln 2 + r with |r| ≤ ½·ln 2; n has twice the bias added.
        var rounded = Vector256.MultiplyAddEstimate(x, Vector256.Create(Log2E), Vector256.Create(RoundToInteger + (2f * ExponentBias)));
        var n = rounded - Vector256.Create(RoundToInteger + (2f * ExponentBias));
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2High), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2Low), r);

        // exp(r) = 1 + r + r²·q(r), to 3.2e-9
        var square = r * r;
        var even = Horner(Vector256.Create(1.3818939e-3f), square, 4.166829e-2f);
        even = Horner(even, square, 0.49999994f);
        var odd = Horner(Vector256.Create(8.368704e-3f), square, 1.6666521e-1f);
        var q = Vector256.MultiplyAddEstimate(odd, r, even);
        var p = Vector256.MultiplyAddEstimate(square, q, r) + Vector256.Create(1f);

        // 2ⁿ may be outside the floats' range, so it is multiplied in two halves; only the second product can round (into a denormal)
        // or overflow. Halving the bits halves n and its bias alike.
        var lower = Vector256.ShiftRightLogical(rounded.AsInt32(), 1);
        var upper = rounded.AsInt32() - lower;
        return p * PowerOfTwo(lower.AsSingle()) * PowerOfTwo(upper.AsSingle());
    }

    /// <summary>
    /// Writes x as <c>m·2·ln 2 + r</c> with an integer m and |r| ≤ ln 2, so that <c>exp(x) = exp(r)·2ᵐ·2ᵐ</c>: a power of two that
    /// itself may be outside the floats' range, as a square of one that is not.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ReduceExp(Vector256<float> x, out Vector256<float> root)
    {
        var rounded = Vector256.MultiplyAddEstimate(x, Vector256.Create(Log2E / 2f), Vector256.Create(RoundToInteger + ExponentBias));
        root = PowerOfTwo(rounded);
        var m = rounded - Vector256.Create(RoundToInteger + ExponentBias);
        var r = Vector256.MultiplyAddEstimate(m, Vector256.Create(-TwoLn2High), x);
        return Vector256.MultiplyAddEstimate(m, Vector256.Create(-TwoLn2Low), r);
    }
}
