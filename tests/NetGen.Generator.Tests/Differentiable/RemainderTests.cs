using System.Numerics;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The derivative of a remainder by the divisor is the whole quotient, also where the quotient of the two numbers is rounded to another one.</summary>
public sealed class RemainderTests
{
    private const string Members = """
        [Differentiable] public static double OfDoubles(double x, double y) => x % y;
        [Differentiable] public static float OfFloats(float x, float y) => x % y;
        [Differentiable] public static T Of<T>(T x, T y) where T : System.Numerics.IFloatingPointIeee754<T> => x % y;

        public static double[] Doubles(double x, double y) { var (r, s) = (OfDoublesGradient(x, y), OfGradient<double>(x, y)); return [r.Value, r.DX, r.DY, s.DY]; }
        public static float[] Floats(float x, float y) { var (r, s) = (OfFloatsGradient(x, y), OfGradient<float>(x, y)); return [r.Value, r.DX, r.DY, s.DY]; }
        public static float[] Span(float[] x, float[] y) { var d = new float[x.Length]; OfFloatsGradient(x, y, new float[x.Length], new float[x.Length], d); return d; }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(Members));

    [Fact]
    public void The_quotient_is_exact()
    {
        var random = new Random(Seeds.Draw(1).First());
        var rounded = 0;
        for (var round = 0; round < 2000; round++)
        {
            // A quotient that is a whole number, or a little less or more.
            var y = (random.NextDouble() + 0.1) * Math.Pow(2, random.Next(-20, 20));
            var x = Near(y * Math.Floor(Math.Pow(2, 50 * random.NextDouble())), random.Next(-1, 2)) * (random.Next(2) == 0 ? 1 : -1);
            var quotient = (double)Quotient(x, y);
            var actual = (double[])Compiled.Value.CallStatic("Functions", "Doubles", x, y)!;
            Assert.Equal([x % y, 1, -quotient, -quotient], actual);
            rounded += Math.Truncate(x / y) != quotient ? 1 : 0;

            var (ofX, ofY) = ((float)(Math.Floor(Math.Pow(2, 21 * random.NextDouble())) * (float)y), (float)y);
            ofX = random.Next(3) switch { 0 => MathF.BitDecrement(ofX), 1 => MathF.BitIncrement(ofX), _ => ofX };
            var ofFloats = (float)Quotient(ofX, ofY);
            Assert.Equal([ofX % ofY, 1, -ofFloats, -ofFloats], (float[])Compiled.Value.CallStatic("Functions", "Floats", ofX, ofY)!);
            Assert.Equal(Enumerable.Repeat(-ofFloats, 9), (float[])Compiled.Value.CallStatic("Functions", "Span", Enumerable.Repeat(ofX, 9).ToArray(), Enumerable.Repeat(ofY, 9).ToArray())!);
        }

        // In these the rounded quotient is another number.
        Assert.InRange(rounded, 100, 2000);
    }

    [Theory]
    [InlineData(3, double.PositiveInfinity, 0)]
    [InlineData(-3, double.NegativeInfinity, 0)]
    [InlineData(0.5, 2, 0)]
    [InlineData(double.Epsilon, 1, 0)]
    [InlineData(double.PositiveInfinity, 2, double.NaN)]
    [InlineData(1, 0, double.NaN)]
    [InlineData(1e300, 1e-300, double.NegativeInfinity)]
    public void Special_values_have_the_limit_or_none(double x, double y, double derivative)
        => Assert.Equal(derivative, ((double[])Compiled.Value.CallStatic("Functions", "Doubles", x, y)!)[2] + 0.0);

    private static double Near(double x, int steps) => steps < 0 ? Math.BitDecrement(x) : steps > 0 ? Math.BitIncrement(x) : x;

    /// <summary>The whole part of x/y, by whole numbers.</summary>
    private static BigInteger Quotient(double x, double y)
    {
        var (first, firstExponent) = Parts(x);
        var (second, secondExponent) = Parts(y);
        var shift = firstExponent - secondExponent;
        return shift >= 0 ? (first << shift) / second : first / (second << -shift);
    }

    private static (BigInteger Whole, int Exponent) Parts(double x)
    {
        var exponent = Math.ILogB(x) - 52;
        return ((BigInteger)Math.ScaleB(x, -exponent), exponent);
    }
}
