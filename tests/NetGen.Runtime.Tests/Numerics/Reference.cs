namespace NetGen.Runtime.Tests.Numerics;

/// <summary>The functions in double, by other formulas than those of the library, and errors against them.</summary>
internal static class Reference
{
    /// <summary><c>exp(x) − 1 = 2·sinh(x/2)·exp(x/2)</c></summary>
    public static double Expm1(double x) => x switch
    {
        < -50 => -1,
        > 700 => double.PositiveInfinity,
        _ => 2 * Math.Sinh(x / 2) * Math.Exp(x / 2),
    };

    /// <summary><c>ln(1 + x) = 2·artanh(x/(2 + x))</c> near zero; elsewhere 1 + x loses nothing that counts.</summary>
    public static double Log1p(double x) => Math.Abs(x) < 0.5 ? 2 * Math.Atanh(x / (2 + x)) : Math.Log(1 + x);

    /// <summary><c>exp(x/2)/(2·cosh(x/2))</c></summary>
    public static double Sigmoid(double x) => x switch
    {
        < -1000 => 0,
        > 1000 => 1,
        _ => Math.Exp(x / 2) / (2 * Math.Cosh(x / 2)),
    };

    /// <summary><c>max(x, 0) + ln(1 + exp(−|x|))</c></summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary><c>−½·ln(1 − tanh²(x))</c> near zero, from whose series it takes over for x so small that squares lose digits.</summary>
    public static double LogCosh(double x) => Math.Abs(x) switch
    {
        < 1e-3 => (x * x / 2) - (x * x * x * x / 12) + (x * x * x * x * x * x / 45),
        < 1 => -0.5 * Log1p(-Math.Tanh(x) * Math.Tanh(x)),
        var a => a + Log1p(Math.Exp(-2 * a)) - Math.Log(2),
    };

    /// <summary><c>2/√π·exp(−x²)·Σ 2ⁿ·x²ⁿ⁺¹/(1·3·5·…·(2n + 1))</c>, a series without cancellation.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);
        var term = 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * x;
        var sum = term;
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return sum;
    }

    /// <summary>
    /// The distance of <paramref name="actual"/> from <paramref name="exact"/>, in the distance between neighbouring floats at the
    /// exact value. Infinity counts as the float after the largest. Infinite if only one is NaN.
    /// </summary>
    public static double ErrorInUlp(float actual, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual))
            return double.IsNaN(exact) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        var afterLargest = Math.ScaleB(1, 128);
        var value = Math.Clamp((double)actual, -afterLargest, afterLargest);
        exact = Math.Clamp(exact, -afterLargest, afterLargest);
        var exponent = exact == 0 ? -126 : Math.Clamp(Math.ILogB(exact), -126, 127);
        return Math.Abs(value - exact) / Math.ScaleB(1, exponent - 23);
    }

    /// <summary>The distance of two doubles, in the distance between neighbouring doubles there.</summary>
    public static double ErrorInUlp(double actual, double exact)
        => Math.Abs(actual - exact) / (Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact));
}
