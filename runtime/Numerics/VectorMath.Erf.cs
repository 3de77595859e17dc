using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    /// <summary>The error function, <c>2/√π·∫₀ˣ exp(−t²) dt</c>. Maximum error: 1.4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Erf(Vector256<float> x)
    {
        // erf is odd, and 1 in float from 3.92 on.
        var a = Vector256.MinNative(Vector256.Create(3.93f), Vector256.Abs(x));

        // Up to 1: erf(a) = a + a·p(a²), to 1.4e-9
        var square = a * a;
        var p = Horner(Vector256.Create(7.806903e-5f), square, -7.997853e-4f);
        p = Horner(p, square, 5.187162e-3f);
        p = Horner(p, square, -2.6853347e-2f);
        p = Horner(p, square, 1.1283579e-1f);
        p = Horner(p, square, -3.7612626e-1f);
        p = Horner(p, square, 1.2837917e-1f);
        var near = Vector256.MultiplyAddEstimate(a, p, a);

        // From 1 to 3.93: erf(a) = 1 − 2ˡ with l = log₂(erfc(a)), a polynomial that leaves 1.1e-9
        var even = Horner(Vector256.Create(2.697668e-4f), square, 3.154286e-2f);
        even = Horner(even, square, -9.2055225e-1f);
        even = Horner(even, square, -4.774545e-4f);
        var odd = Horner(Vector256.Create(-4.2615277e-3f), square, -1.4883219e-1f);
        odd = Horner(odd, square, -1.6261059f);
        var l = Vector256.MultiplyAddEstimate(odd, a, even);

        // l = n + r; the scale is −2ⁿ, its sign being the bit above the exponent.
        var rounded = l + Vector256.Create(RoundToInteger + ExponentBias + 256f);
        var scale = PowerOfTwo(rounded);
        var r = l - (rounded - Vector256.Create(RoundToInteger + ExponentBias + 256f));

        // 2ʳ = 1 + r·q(r) on |r| ≤ ½, to 9.4e-8; it is multiplied by at most erfc(1) = 0.157.
        var q = Horner(Vector256.Create(1.3269891e-3f), r, 9.6714925e-3f);
        q = Horner(q, r, 5.550711e-2f);
        q = Horner(q, r, 2.4022244e-1f);
        q = Horner(q, r, 6.93147e-1f);
        q = Horner(q, r, 1f);
        var far = Horner(scale, q, 1f);
        return Vector256.ConditionalSelect(Vector256.GreaterThan(a, Vector256.Create(1f)), far, near) | Sign(x);
    }
}
