using System.Numerics;

namespace NetGen.Generator.Tests.Stability;

/// <summary>
/// <c>Mantissa·2^Exponent</c> with 1,400 bits and no bound on the exponent: a reference in which nothing overflows, and in which what cancels in
/// double leaves digits enough, so that expressions can be computed just as they are written.
/// </summary>
internal readonly struct BigFloat : IComparable<BigFloat>
{
    private const int Precision = 1400;

    private static readonly BigFloat Ln2 = NaturalLogarithmOf2();

    private readonly BigInteger mantissa;
    private readonly long exponent;

    private BigFloat(BigInteger mantissa, long exponent)
    {
        var excess = (long)mantissa.GetBitLength() - Precision;
        if (excess > 0)
            (mantissa, exponent) = (mantissa >> (int)excess, exponent + excess);
        (this.mantissa, this.exponent) = (mantissa, mantissa.IsZero ? 0 : exponent);
    }

    public bool IsPositive => mantissa.Sign > 0;

    public static implicit operator BigFloat(double value)
    {
        if (value == 0)
            return default;
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A BigFloat is finite.");
        var scale = Math.ILogB(value) - 53;
        return scale < -1000
            ? new((BigInteger)Math.ScaleB(Math.ScaleB(value, 1000), -scale - 1000), scale)
            : new((BigInteger)Math.ScaleB(value, -scale), scale);
    }

    public static BigFloat PowerOfTwo(long exponent) => new(BigInteger.One, exponent);

    public static BigFloat operator -(BigFloat x) => new(-x.mantissa, x.exponent);

    public static BigFloat operator +(BigFloat x, BigFloat y)
    {
        if (x.mantissa.IsZero || y.mantissa.IsZero)
            return x.mantissa.IsZero ? y : x;
        if (x.exponent < y.exponent)
            (x, y) = (y, x);

        // The smaller one does not count when it is below the last bit of the larger.
        var distance = x.exponent - y.exponent;
        return distance > (2L * Precision) + (long)y.mantissa.GetBitLength() ? x : new((x.mantissa << (int)distance) + y.mantissa, y.exponent);
    }

    public static BigFloat operator -(BigFloat x, BigFloat y) => x + (-y);

    public static BigFloat operator *(BigFloat x, BigFloat y) => new(x.mantissa * y.mantissa, x.exponent + y.exponent);

    public static BigFloat operator /(BigFloat x, BigFloat y)
    {
        var shift = Precision + 8 + (int)Math.Max(0, (long)y.mantissa.GetBitLength() - (long)x.mantissa.GetBitLength());
        return new((x.mantissa << shift) / y.mantissa, x.exponent - y.exponent - shift);
    }

    public static BigFloat Abs(BigFloat x) => new(BigInteger.Abs(x.mantissa), x.exponent);

    public static BigFloat Sqrt(BigFloat x)
    {
        if (x.mantissa.IsZero)
            return x;
        var root = PowerOfTwo(x.Magnitude / 2);
        for (var step = 0; step < 16; step++)
            root = 0.5 * (root + (x / root));
        return root;
    }

    public static BigFloat Exp(BigFloat x)
    {
        // x = n·ln 2 + r, and exp(r) = exp(r/2³²)^(2³²)
        var n = Math.Round((double)(x / Ln2));
        var r = (x - (n * Ln2)) * PowerOfTwo(-32);
        BigFloat term = 1;
        BigFloat sum = 1;
        for (var k = 1; !term.mantissa.IsZero && term.Magnitude > -Precision - 64; k++)
        {
            term = term * r / k;
            sum += term;
        }

        for (var square = 0; square < 32; square++)
            sum *= sum;
        return sum * PowerOfTwo((long)n);
    }

    /// <summary>By Halley's method on exp, which triples the digits at each step.</summary>
    public static BigFloat Log(BigFloat x)
    {
        if (!x.IsPositive)
            throw new ArgumentOutOfRangeException(nameof(x), "The logarithm of what is not positive.");
        var magnitude = x.Magnitude;
        var fraction = x * PowerOfTwo(-magnitude);
        BigFloat y = Math.Log((double)fraction);
        for (var step = 0; step < 3; step++)
        {
            var power = Exp(y);
            y += 2 * ((fraction - power) / (fraction + power));
        }

        return y + (magnitude * Ln2);
    }

    public int CompareTo(BigFloat other) => (this - other).mantissa.Sign;

    public static explicit operator double(BigFloat x)
    {
        if (x.mantissa.IsZero)
            return 0;
        var shift = (int)Math.Max(0, (long)x.mantissa.GetBitLength() - 62);
        var scale = x.exponent + shift;
        return scale < -2000 ? 0 : Math.ScaleB((double)(x.mantissa >> shift), (int)Math.Min(scale, 5000));
    }

    private long Magnitude => exponent + (long)mantissa.GetBitLength();

    /// <summary>2·artanh(1/3) = 2·Σ 1/((2k + 1)·3²ᵏ⁺¹)</summary>
    private static BigFloat NaturalLogarithmOf2()
    {
        BigFloat power = (BigFloat)2 / 3;
        BigFloat sum = default;
        for (var k = 0; k < Precision; k++)
        {
            sum += power / ((2 * k) + 1);
            power /= 9;
        }

        return sum;
    }
}
