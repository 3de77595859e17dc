namespace NetGen.Numerics;

/// <summary>
/// The elementary functions of <see cref="VectorMath"/> that <see cref="MathF"/> and <see cref="Math"/> do not have, one number at a time.
/// </summary>
/// <remarks>
/// NaN gives NaN, infinities give the function's limits, and odd functions keep the sign of zero. The functions of floats are those
/// of doubles, rounded. Errors are in ulp, the distance between neighbouring numbers at the exact result, and rest on an error of less
/// than 1 ulp in <see cref="Math.Exp"/> and <see cref="Math.Log(double)"/>.
/// </remarks>
public static partial class ScalarMath
{
    private const double LogarithmOf2 = 0.6931471805599453;

    /// <summary><c>exp(x) − 1</c>, without cancellation near zero. Maximum error: 0.51 ulp.</summary>
    public static float Expm1(float x) => (float)Expm1((double)x);

    /// <summary>
    /// <c>exp(x) − 1</c>, without cancellation near zero. Maximum error: 4 ulp.
    /// (W. Kahan's formula: <c>(u − 1)·x/ln u</c> with u = exp(x), in which the rounding of u cancels.)
    /// </summary>
    public static double Expm1(double x)
    {
        var u = Math.Exp(x);
        if (u == 1)
            return x;
        var difference = u - 1;
        return difference == -1 || double.IsInfinity(u) ? difference : difference * (x / Math.Log(u));
    }

    /// <summary><c>ln(1 + x)</c>, without cancellation near zero; −∞ for −1, NaN for x below −1. Maximum error: 0.51 ulp.</summary>
    public static float Log1p(float x) => (float)Log1p((double)x);

    /// <summary>
    /// <c>ln(1 + x)</c>, without cancellation near zero; −∞ for −1, NaN for x below −1. Maximum error: 4 ulp.
    /// (W. Kahan's formula: <c>ln u·x/(u − 1)</c> with u = 1 + x, in which the rounding of u cancels.)
    /// </summary>
    public static double Log1p(double x)
    {
        var u = 1 + x;
        if (u == 1)
            return x;
        return double.IsPositiveInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    /// <summary><c>1/(1 + exp(−x))</c>. Maximum error: 0.51 ulp.</summary>
    public static float Sigmoid(float x) => (float)Sigmoid((double)x);

    /// <summary><c>1/(1 + exp(−x))</c>. Maximum error: 4 ulp.</summary>
    public static double Sigmoid(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /// <summary><c>ln(1 + exp(x))</c>, for large x exactly x. Maximum error: 0.51 ulp.</summary>
    public static float Softplus(float x) => (float)Softplus((double)x);

    /// <summary><c>ln(1 + exp(x))</c>, for large x exactly x. Maximum error: 4 ulp.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary><c>ln(exp(x) + exp(y))</c>, PyTorch's <c>logaddexp</c>, to 0.51 ulp, of the larger argument where that is more.</summary>
    public static float LogAddExp(float x, float y) => (float)LogAddExp((double)x, y);

    /// <summary><c>ln(exp(x) + exp(y))</c>, PyTorch's <c>logaddexp</c>, to 4 ulp, of the larger argument where that is more, and to what the rounding of x − y costs.</summary>
    public static double LogAddExp(double x, double y)
        // the difference of two equal infinities is not a number
        => x == y ? x + LogarithmOf2 : Math.Max(x, y) + Log1p(Math.Exp(-Math.Abs(x - y)));

    /// <summary><c>ln(cosh(x))</c>, which is x²/2 near zero and |x| − ln 2 for large x. Maximum error: 0.51 ulp.</summary>
    public static float LogCosh(float x) => (float)LogCosh((double)x);

    /// <summary><c>ln(cosh(x))</c>, which is x²/2 near zero and |x| − ln 2 for large x. Maximum error: 4 ulp.</summary>
    public static double LogCosh(double x)
    {
        var a = Math.Abs(x);
        if (a >= 1)
            return a - LogarithmOf2 + Log1p(Math.Exp(-2 * a));

        // cosh² = 1 + sinh²; NaN comes here too.
        var s = Math.Sinh(a);
        return 0.5 * Log1p(s * s);
    }

    /// <summary>The error function, <c>2/√π·∫₀ˣ exp(−t²) dt</c>. Maximum error: 0.51 ulp.</summary>
    public static float Erf(float x) => (float)Erf((double)x);

    /// <summary>The error function, <c>2/√π·∫₀ˣ exp(−t²) dt</c>. Maximum error: 4 ulp.</summary>
    /// <remarks>The coefficients are minimax, found by Remez's algorithm in 50 digits.</remarks>
    public static double Erf(double x)
    {
        var a = Math.Abs(x);
        if (a < 1)
            return x + (x * ErfNearZero(a * a));

        // From 5.93 on, erf is 1 in double.
        if (a >= 6)
            return Math.CopySign(1, x);
        return Math.CopySign(1 - (Math.Exp(-(a * a)) * ScaledErfc(1 / (a + 2))), x);
    }

    /// <summary><c>erf(√u)/√u − 1</c> for u from 0 to 1, to 7.3e-18 of the function.</summary>
    private static double ErfNearZero(double u)
    {
        var p = -7.779462971761597e-10;
        p = (p * u) + 1.3710988704190523e-08;
        p = (p * u) - 1.6206318752969208e-07;
        p = (p * u) + 1.6447132699786621e-06;
        p = (p * u) - 1.4924712439534814e-05;
        p = (p * u) + 0.0001205529358693695;
        p = (p * u) - 0.0008548325929766244;
        p = (p * u) + 0.005223977606130842;
        p = (p * u) - 0.026866170643113415;
        p = (p * u) + 0.112837916709442;
        p = (p * u) - 0.3761263890318352;
        return (p * u) + 0.12837916709551256;
    }

    /// <summary>
    /// <c>exp(a²)·erfc(a)</c> with a = 1/t − 2, for a from 1 to 5.95; <c>exp(−a²)</c> times it is erfc(a) to 2.4e-17.
    /// </summary>
    private static double ScaledErfc(double t)
    {
        var p = 50.00836939399011;
        p = (p * t) - 103.17868255699082;
        p = (p * t) + 40.40797263131301;
        p = (p * t) + 73.16516221341111;
        p = (p * t) - 92.16214572619857;
        p = (p * t) + 38.81578465440879;
        p = (p * t) - 8.583043910497958;
        p = (p * t) + 5.000300938190285;
        p = (p * t) + 1.6889895739486323;
        p = (p * t) + 1.1528737887690224;
        p = (p * t) + 0.5629441249693438;
        return (p * t) + 2.856547107774052e-05;
    }
}
