using System.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>Elementary functions in fixed point with 320 bits behind the point: what doubles are compared with.</summary>
internal static class Precise
{
    private const int Bits = 320;

    private static readonly BigInteger One = BigInteger.One << Bits;
    private static readonly BigInteger HalfPi = 8 * Arctangent(5) - 2 * Arctangent(239);
    private static readonly BigInteger LogarithmOf2 = Log(2 * One);

    /// <summary>A double, which is exact down to 2⁻³²⁰.</summary>
    public static BigInteger Of(double x)
    {
        if (x == 0)
            return 0;
        var exponent = Math.ILogB(x) - 52;
        var mantissa = new BigInteger(Math.ScaleB(x, -exponent));
        return exponent + Bits >= 0 ? mantissa << (exponent + Bits) : mantissa >> -(exponent + Bits);
    }

    /// <summary>How far a double is from an exact value, in the distance between neighbouring doubles there.</summary>
    public static double ErrorInUlp(double actual, BigInteger exact)
    {
        var exponent = exact.IsZero ? -1022 : Math.Max(-1022, (int)BigInteger.Abs(exact).GetBitLength() - 1 - Bits);
        var difference = BigInteger.Abs(Of(actual) - exact);
        // The difference in units of 2⁻²⁰ ulp.
        var shift = Bits + exponent - 52 - 20;
        return (double)(shift >= 0 ? difference >> shift : difference << -shift) / (1 << 20);
    }

    public static BigInteger Multiply(BigInteger x, BigInteger y) => (x * y) >> Bits;

    public static BigInteger Divide(BigInteger x, BigInteger y) => (x << Bits) / y;

    public static BigInteger Exp(BigInteger x)
    {
        // exp(x) = exp(x/2ᵏ)^(2ᵏ)
        const int Halvings = 24;
        var (term, sum) = (One, One);
        for (var n = 1; !term.IsZero; n++)
        {
            term = Multiply(term, x >> Halvings) / n;
            if (term == -1)
                break;
            sum += term;
        }

        for (var k = 0; k < Halvings; k++)
            sum = Multiply(sum, sum);
        return sum;
    }

    public static BigInteger Log(BigInteger x)
    {
        // Halley's method: y + 2·(x − eʸ)/(x + eʸ)
        var y = Of(BigInteger.Log(x) - (Bits * Math.Log(2)));
        for (var step = 0; step < 4; step++)
        {
            var power = Exp(y);
            y += 2 * Divide(x - power, x + power);
        }

        return y;
    }

    public static BigInteger Expm1(BigInteger x) => Exp(x) - One;

    public static BigInteger Log1p(BigInteger x) => Log(One + x);

    public static BigInteger Tanh(BigInteger x) => Divide(Expm1(2 * x), Exp(2 * x) + One);

    public static BigInteger Sigmoid(BigInteger x) => Divide(One, One + Exp(-x));

    public static BigInteger Softplus(BigInteger x) => Log1p(Exp(x));

    public static BigInteger LogCosh(BigInteger x) => Log((Exp(x) + Exp(-x)) / 2);

    public static BigInteger LogAddExp(BigInteger x, BigInteger y) => Log(Exp(x) + Exp(y));

    public static BigInteger Hypot(BigInteger x, BigInteger y)
    {
        // Newton's method for the root of n, an integer.
        var n = (x * x) + (y * y);
        var root = BigInteger.One << (((int)n.GetBitLength() / 2) + 1);
        while (true)
        {
            var next = (root + (n / root)) >> 1;
            if (next >= root)
                return root;
            root = next;
        }
    }

    public static BigInteger Sin(BigInteger x)
    {
        x %= 4 * HalfPi;
        var (term, sum) = (x, x);
        for (var n = 2; !(term.IsZero || term == -1); n += 2)
        {
            term = -Multiply(Multiply(term, x), x) / (n * (n + 1));
            sum += term;
        }

        return sum;
    }

    public static BigInteger Cos(BigInteger x) => Sin(x + HalfPi);

    /// <summary><c>2/√π·Σ (−1)ⁿ·x²ⁿ⁺¹/(n!·(2n + 1))</c></summary>
    public static BigInteger Erf(BigInteger x)
    {
        var (power, sum) = (x, x);
        for (var n = 1; !(power.IsZero || power == -1); n++)
        {
            power = -Multiply(Multiply(power, x), x) / n;
            sum += power / ((2 * n) + 1);
        }

        return Divide(2 * sum, Hypot(Exp(Log(2 * HalfPi) / 2), 0));
    }

    private static BigInteger Arctangent(int inverse)
    {
        var power = One / inverse;
        var sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= inverse * inverse;
            sum += n % 4 == 1 ? power / n : -power / n;
        }

        return sum;
    }
}
