using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>Functions of four doubles that are made of the exponential.</summary>
public static partial class VectorMath
{
    // ln 2 in two parts; the first has 33 bits, so that its product with an exponent is exact (as in Sun's fdlibm).
    private const double Ln2HighDouble = 6.93147180369123816490e-01;
    private const double Ln2LowDouble = 1.90821492927058770002e-10;
    private const double Log2EDouble = 1.4426950408889634;

    // Beyond these, exp is zero and infinity in double: ln 2⁻¹⁰⁷⁵ = −745.13 and ln 2¹⁰²⁴ = 709.78.
    private const double ExpLowestDouble = -746;
    private const double ExpHighestDouble = 710;

    /// <summary><c>exp(x)</c>. Maximum error: 1.1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        // The native minimum and maximum return their second operand if one of them is NaN.
        x = Vector256.MinNative(Vector256.Create(ExpHighestDouble), x);
        x = Vector256.MaxNative(Vector256.Create(ExpLowestDouble), x);
        return ExpInRange(x);
    }

    /// <summary><c>exp(x) − 1</c>, without cancellation near zero. Maximum error: 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Expm1(Vector256<double> x)
    {
        // exp(−50) − 1 is −1 in double.
        var sign = Sign(x);
        x = Vector256.MinNative(Vector256.Create(ExpHighestDouble), x);
        x = Vector256.MaxNative(Vector256.Create(-50.0), x);
        var p = Reduced(x, out var lower, out var upper);

        // With s·t = 2ⁿ: s·t·(p + 1) − 1 = (s·p + (s − 1/t))·t, which overflows only if the result does.
        var inverse = (Vector256.Create(2046L << MantissaBitsDouble) - upper.AsInt64()).AsDouble();
        return (Vector256.MultiplyAddEstimate(lower, p, lower - inverse) * upper) | sign;
    }

    /// <summary><c>tanh(x)</c>. Maximum error: 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Tanh(Vector256<double> x)
    {
        // tanh is odd, and 1 in double from 19.06 on: with e = exp(−2·|x|) − 1 it is −e/(2 + e).
        var a = Vector256.MinNative(Vector256.Create(20.0), Vector256.Abs(x));
        var e = Expm1(a * -2.0);
        return Vector256.Abs(e / (e + Vector256.Create(2.0))) | Sign(x);
    }

    /// <summary><c>1/(1 + exp(−x))</c>. Maximum error: 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Sigmoid(Vector256<double> x)
    {
        // As for floats: nothing overflows, and a/(1 + e) = a − e·(a/(1 + e)) loses less of the bits of e when it is small.
        var e = ExpOfMinusAbs(x);
        var numerator = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), e, Vector256.Create(1.0));
        var quotient = numerator / (e + Vector256.Create(1.0));
        return Vector256.MultiplyAddEstimate(-e, quotient, numerator);
    }

    /// <summary><c>ln(1 + exp(x))</c>, for large x exactly x. Maximum error: 2.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Softplus(Vector256<double> x)
        => Vector256.MaxNative(x, Vector256<double>.Zero) + Log1p(ExpOfMinusAbs(x));

    /// <summary><c>ln(exp(x) + exp(y))</c>, PyTorch's <c>logaddexp</c>, to 3 ulp, of the larger argument where that is more, and to what the rounding of x − y costs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LogAddExp(Vector256<double> x, Vector256<double> y)
    {
        // The difference of two equal infinities is taken to be zero.
        var difference = Vector256.AndNot(x - y, Vector256.Equals(x, y));
        return Max(x, y) + Log1p(ExpOfMinusAbs(difference));
    }

    /// <summary><c>ln(cosh(x))</c>, which is x²/2 near zero and |x| − ln 2 for large x. Maximum error: 4 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> LogCosh(Vector256<double> x)
    {
        // Up to 1, cosh² = 1 + sinh² with sinh(a) = ½·(e + e/(e + 1)), e = exp(a) − 1; elsewhere |x| − ln 2 + ln(1 + exp(−2·|x|)).
        var a = Vector256.Abs(x);
        var isNear = Vector256.LessThan(a, Vector256.Create(1.0));
        var e = Expm1(a);
        var sinh = 0.5 * (e + (e / (e + Vector256.Create(1.0))));
        var logarithm = Log1p(Vector256.ConditionalSelect(isNear, sinh * sinh, ExpOfMinusAbs(a + a)));
        return Vector256.ConditionalSelect(isNear, 0.5 * logarithm, a - Vector256.Create(0.6931471805599453) + logarithm);
    }

    /// <summary>The error function, <c>2/√π·∫₀ˣ exp(−t²) dt</c>. Maximum error: 4 ulp.</summary>
    /// <remarks>With the polynomials of <see cref="ScalarMath.Erf(double)"/>.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Erf(Vector256<double> x)
    {
        // From 5.93 on, erf is 1 in double.
        var a = Vector256.MinNative(Vector256.Create(6.0), Vector256.Abs(x));
        var u = a * a;
        var p = Horner(Vector256.Create(-7.779462971761597e-10), u, 1.3710988704190523e-08);
        p = Horner(p, u, -1.6206318752969208e-07);
        p = Horner(p, u, 1.6447132699786621e-06);
        p = Horner(p, u, -1.4924712439534814e-05);
        p = Horner(p, u, 0.0001205529358693695);
        p = Horner(p, u, -0.0008548325929766244);
        p = Horner(p, u, 0.005223977606130842);
        p = Horner(p, u, -0.026866170643113415);
        p = Horner(p, u, 0.112837916709442);
        p = Horner(p, u, -0.3761263890318352);
        p = Horner(p, u, 0.12837916709551256);
        var near = Vector256.MultiplyAddEstimate(a, p, a);

        var t = Vector256.Create(1.0) / (a + Vector256.Create(2.0));
        var q = Horner(Vector256.Create(50.00836939399011), t, -103.17868255699082);
        q = Horner(q, t, 40.40797263131301);
        q = Horner(q, t, 73.16516221341111);
        q = Horner(q, t, -92.16214572619857);
        q = Horner(q, t, 38.81578465440879);
        q = Horner(q, t, -8.583043910497958);
        q = Horner(q, t, 5.000300938190285);
        q = Horner(q, t, 1.6889895739486323);
        q = Horner(q, t, 1.1528737887690224);
        q = Horner(q, t, 0.5629441249693438);
        q = Horner(q, t, 2.856547107774052e-05);
        var far = Vector256.Create(1.0) - (ExpInRange(-u) * q);
        return Vector256.ConditionalSelect(Vector256.LessThan(a, Vector256.Create(1.0)), near, far) | Sign(x);
    }

    /// <summary><c>exp(x)</c> for x from −746 to 710, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ExpInRange(Vector256<double> x)
    {
        // 2ⁿ may be outside the doubles' range, so it is multiplied in two halves; only the second product can round or overflow.
        var p = Reduced(x, out var lower, out var upper);
        return (p + Vector256.Create(1.0)) * lower * upper;
    }

    /// <summary><c>exp(r) − 1</c>, where x = n·ln 2 + r with |r| ≤ ½·ln 2, and 2ⁿ as a product of two powers of two.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Reduced(Vector256<double> x, out Vector256<double> lower, out Vector256<double> upper)
    {
        // n has twice the bias added; halving the bits halves n and its bias alike.
        var rounded = Vector256.MultiplyAddEstimate(x, Vector256.Create(Log2EDouble), Vector256.Create(RoundToIntegerDouble + (2 * ExponentBiasDouble)));
        var n = rounded - Vector256.Create(RoundToIntegerDouble + (2 * ExponentBiasDouble));
        var half = Vector256.ShiftRightLogical(rounded.AsInt64(), 1);
        lower = Vector256.ShiftLeft(half, MantissaBitsDouble).AsDouble();
        upper = Vector256.ShiftLeft(rounded.AsInt64() - half, MantissaBitsDouble).AsDouble();
        var r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2HighDouble), x);
        r = Vector256.MultiplyAddEstimate(n, Vector256.Create(-Ln2LowDouble), r);

        // exp(r) = 1 + r + r²·q(r), where q is the series up to r¹¹/13!; what is left out is 4e-18.
        var square = r * r;
        var even = Horner(Vector256.Create(1.0 / 479001600), square, 1.0 / 3628800);
        even = Horner(even, square, 1.0 / 40320);
        even = Horner(even, square, 1.0 / 720);
        even = Horner(even, square, 1.0 / 24);
        even = Horner(even, square, 0.5);
        var odd = Horner(Vector256.Create(1.0 / 6227020800), square, 1.0 / 39916800);
        odd = Horner(odd, square, 1.0 / 362880);
        odd = Horner(odd, square, 1.0 / 5040);
        odd = Horner(odd, square, 1.0 / 120);
        odd = Horner(odd, square, 1.0 / 6);
        return Vector256.MultiplyAddEstimate(square, Vector256.MultiplyAddEstimate(odd, r, even), r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ExpOfMinusAbs(Vector256<double> x)
        => ExpInRange(Vector256.MaxNative(Vector256.Create(ExpLowestDouble), x | Vector256.Create(-0.0)));
}
