using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    private const float LogarithmOf2 = 0.6931472f;

    /// <summary><c>ln(exp(x) + exp(y))</c>, PyTorch's <c>logaddexp</c>, to 3 ulp, of the larger argument where that is more, and to what the rounding of x − y costs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogAddExp(Vector256<float> x, Vector256<float> y)
    {
        // ln(exp(x) + exp(y)) = max(x, y) + ln(1 + exp(−|x − y|)), where the difference of two equal infinities is taken to be zero.
        var difference = Vector256.AndNot(x - y, Vector256.Equals(x, y));
        return AddLog1p(Max(x, y), ExpOfMinusAbs(difference));
    }

    /// <summary><c>ln(cosh(x))</c>, which is x²/2 near zero and |x| − ln 2 for large x. Maximum error: 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LogCosh(Vector256<float> x)
    {
        var a = Vector256.Abs(x);

        // ln cosh(x) = x²·p(x²) on |x| ≤ 0.75, to 5.3e-9
        var square = a * a;
        var p = Horner(Vector256.Create(-4.323041e-4f), square, 2.0182859e-3f);
        p = Horner(p, square, -6.7011127e-3f);
        p = Horner(p, square, 2.2216845e-2f);
        p = Horner(p, square, -8.333312e-2f);
        p = Horner(p, square, 0.5f);

        // elsewhere |x| − ln 2 + ln(1 + exp(−2·|x|))
        var far = AddLog1p(a - Vector256.Create(LogarithmOf2), ExpOfMinusAbs(a + a));
        return Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(0.75f)), square * p, far);
    }

    /// <summary><c>x + ln(1 + e)</c> for e from 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> AddLog1p(Vector256<float> x, Vector256<float> e)
    {
        // ln(1 + e) = e + e²·q(e) on 0 … 1, to 5.3e-9
        // One chain: near e = 1 the even and the odd powers would cancel. The largest two summands are rounded together only once.
        var q = Horner(Vector256.Create(-3.2910742e-3f), e, 2.008846e-2f);
        q = Horner(q, e, -5.7460483e-2f);
        q = Horner(q, e, 1.0661371e-1f);
        q = Horner(q, e, -1.5344977e-1f);
        q = Horner(q, e, 1.9692121e-1f);
        q = Horner(q, e, -2.495802e-1f);
        q = Horner(q, e, 3.3330464e-1f);
        q = Horner(q, e, -4.999993e-1f);
        return Vector256.MultiplyAddEstimate(e * e, q, x) + e;
    }
}
