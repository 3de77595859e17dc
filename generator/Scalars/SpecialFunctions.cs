namespace NetGen.Generator.Scalars;

/// <summary>Functions that netstandard2.0's <see cref="Math"/> does not have, in double and to its last digits.</summary>
internal static class SpecialFunctions
{
    private const double TwoOverSquareRootOfPi = 1.1283791670955126;

    /// <summary>exp(x) − 1 without cancellation: the rounding error of u = exp(x) is undone by dividing by log(u) (Kahan).</summary>
    public static double Expm1(double x)
    {
        var u = Math.Exp(x);
        if (u == 1.0)
            return x;
        var difference = u - 1.0;
        return difference == -1.0 || double.IsInfinity(u) ? difference : difference * (x / Math.Log(u));
    }

    /// <summary>log(1 + x) without cancellation, in the same manner.</summary>
    public static double Log1p(double x)
    {
        var u = 1.0 + x;
        if (u == 1.0)
            return x;
        return double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1.0));
    }

    public static double Sigmoid(double x)
    {
        if (x >= 0)
            return 1.0 / (1.0 + Math.Exp(-x));
        var exponential = Math.Exp(x);
        return exponential / (1.0 + exponential);
    }

    public static double Softplus(double x) => Math.Max(x, 0.0) + Log1p(Math.Exp(-Math.Abs(x)));

    public static double LogAddExp(double x, double y) =>
        x == y ? x + Math.Log(2.0) : Math.Max(x, y) + Log1p(Math.Exp(-Math.Abs(x - y)));

    public static double LogCosh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude >= 1.0)
            return magnitude - Math.Log(2.0) + Log1p(Math.Exp(-2.0 * magnitude));
        var sinh = 0.5 * (Expm1(magnitude) - Expm1(-magnitude));
        return 0.5 * Log1p(sinh * sinh);
    }

    /// <summary>√(x² + y²) by way of the larger magnitude, whose square may overflow.</summary>
    public static double Hypot(double x, double y)
    {
        var (larger, smaller) = (Math.Max(Math.Abs(x), Math.Abs(y)), Math.Min(Math.Abs(x), Math.Abs(y)));
        if (larger == 0.0 || double.IsInfinity(larger) || double.IsNaN(larger))
            return double.IsNaN(smaller) ? smaller : larger;
        var quotient = smaller / larger;
        return larger * Math.Sqrt(1.0 + (quotient * quotient));
    }

    /// <summary>
    /// erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ·x²ⁿ⁺¹ / (2n+1)!!, whose terms all have one sign; and for large |x| one minus the continued
    /// fraction of erfc, x + ½/(x + 1/(x + 3/2/(x + …))).
    /// </summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        var magnitude = Math.Abs(x);
        if (magnitude > 6.0)
            return x > 0 ? 1.0 : -1.0;
        if (magnitude > 2.5)
        {
            var fraction = magnitude;
            for (var n = 80; n >= 1; n--)
                fraction = magnitude + (n / 2.0 / fraction);
            var complement = TwoOverSquareRootOfPi / 2.0 * Math.Exp(-x * x) / fraction;
            return x > 0 ? 1.0 - complement : complement - 1.0;
        }

        var term = x;
        var sum = x;
        for (var n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2.0 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return TwoOverSquareRootOfPi * Math.Exp(-x * x) * sum;
    }

    /// <summary>As in PyTorch, the sign of NaN is zero: it is neither above nor below.</summary>
    public static double Sign(double x) => x > 0 ? 1.0 : x < 0 ? -1.0 : 0.0;

    public static double Cbrt(double x)
    {
        if (x == 0 || double.IsNaN(x) || double.IsInfinity(x))
            return x;
        var root = Sign(x) * Math.Pow(Math.Abs(x), 1.0 / 3.0);
        // 1/3 is not a double; one step of Newton's method removes what that costs.
        return root - ((root - (x / root / root)) / 3.0);
    }

    public static double Asinh(double x)
    {
        var magnitude = Math.Abs(x);
        var value = magnitude > 1e8
            ? Math.Log(magnitude) + Math.Log(2.0)
            : Log1p(magnitude + (magnitude * magnitude / (1.0 + Math.Sqrt(1.0 + (magnitude * magnitude)))));
        return x < 0 ? -value : value;
    }

    public static double Acosh(double x) =>
        x > 1e8 ? Math.Log(x) + Math.Log(2.0) : Log1p(x - 1.0 + Math.Sqrt((x - 1.0) * (x + 1.0)));

    public static double Atanh(double x)
    {
        var magnitude = Math.Abs(x);
        var value = 0.5 * Log1p(2.0 * magnitude / (1.0 - magnitude));
        return x < 0 ? -value : value;
    }

    /// <summary>The first number with the sign of the second, also of −0.</summary>
    public static double CopySign(double x, double y)
        => BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(x) & long.MaxValue) | (BitConverter.DoubleToInt64Bits(y) & long.MinValue));

    /// <summary>x·2ⁿ for a whole n, by steps that do not overflow before the product does.</summary>
    public static double ScaleB(double x, double n)
    {
        var exponent = (int)Math.Max(-3000.0, Math.Min(3000.0, Math.Truncate(n)));
        for (; exponent > 1000; exponent -= 1000)
            x *= Math.Pow(2.0, 1000);
        for (; exponent < -1000; exponent += 1000)
            x *= Math.Pow(2.0, -1000);
        return x * Math.Pow(2.0, exponent);
    }

    /// <summary>The root of degree n of x, which may be negative where n is odd.</summary>
    public static double RootN(double x, double n)
    {
        n = Math.Truncate(n);
        if (n == 0.0)
            return double.NaN;
        return Math.Abs(n % 2.0) == 1.0 ? CopySign(Math.Pow(Math.Abs(x), 1.0 / n), x) : Math.Pow(x, 1.0 / n);
    }

    /// <summary>sin(π·x), exact where x is a multiple of ½.</summary>
    public static double SinPi(double x)
    {
        var rest = Math.IEEERemainder(x, 2.0);
        if (Math.Abs(rest) > 0.5)
            rest = CopySign(1.0 - Math.Abs(rest), rest);
        return Math.Sin(Math.PI * rest);
    }

    /// <summary>cos(π·x), exact where x is a multiple of ½.</summary>
    public static double CosPi(double x)
    {
        var rest = Math.Abs(Math.IEEERemainder(x, 2.0));
        return rest == 0.5 ? 0.0 : rest < 0.25 ? Math.Cos(Math.PI * rest) : Math.Sin(Math.PI * (0.5 - rest));
    }

    public static double TanPi(double x) => SinPi(x) / CosPi(x);
}
