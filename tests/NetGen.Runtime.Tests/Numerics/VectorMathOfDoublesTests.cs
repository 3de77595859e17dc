using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>The functions of vectors of doubles, beside exact ones.</summary>
public class VectorMathOfDoublesTests
{
    private const string Doubles = "System.Runtime.Intrinsics.Vector256{System.Double}";

    private static readonly Dictionary<string, (Func<Vector256<double>, Vector256<double>> Function, Func<BigInteger, BigInteger> Exact, double Lowest, double Highest)> Functions = new()
    {
        [nameof(VectorMath.Exp)] = (VectorMath.Exp, Precise.Exp, -150, 700),
        [nameof(VectorMath.Expm1)] = (VectorMath.Expm1, Precise.Expm1, -60, 700),
        [nameof(VectorMath.Log)] = (VectorMath.Log, Precise.Log, 0, 1e30),
        [nameof(VectorMath.Log1p)] = (VectorMath.Log1p, Precise.Log1p, -1, 1e30),
        [nameof(VectorMath.Tanh)] = (VectorMath.Tanh, Precise.Tanh, -25, 25),
        [nameof(VectorMath.Sigmoid)] = (VectorMath.Sigmoid, Precise.Sigmoid, -100, 50),
        [nameof(VectorMath.Softplus)] = (VectorMath.Softplus, Precise.Softplus, -100, 50),
        [nameof(VectorMath.LogCosh)] = (VectorMath.LogCosh, Precise.LogCosh, -50, 50),
        [nameof(VectorMath.Erf)] = (VectorMath.Erf, Precise.Erf, -6.5, 6.5),
        [nameof(VectorMath.Sin)] = (VectorMath.Sin, Precise.Sin, -1000, 1000),
        [nameof(VectorMath.Cos)] = (VectorMath.Cos, Precise.Cos, -1000, 1000),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_is_within_the_documented_bound(string name)
    {
        var (function, exact, lowest, highest) = Functions[name];
        var bound = DocumentedError.Of($"VectorMath.{name}", Doubles);
        Assert.InRange(bound, 0.5, 4);
        var random = new Random(7);
        var (worst, worstArgument) = (0.0, 0.0);
        var arguments = new double[4];
        for (var run = 0; run < TestTier.Cases(quick: 150, complete: 600); run++)
        {
            for (var lane = 0; lane < arguments.Length; lane++)
                arguments[lane] = Draw(random, run % 3, lowest, highest);
            var results = function(Vector256.Create(arguments));
            for (var lane = 0; lane < arguments.Length; lane++)
            {
                var error = Precise.ErrorInUlp(results[lane], exact(Precise.Of(arguments[lane])));
                if (error > worst)
                    (worst, worstArgument) = (error, arguments[lane]);
            }
        }

        Assert.True(worst <= bound, $"{name}({worstArgument:R}) is off by {worst:F3} ulp; {bound} are documented.");
    }

    [Fact]
    public void Functions_of_two_are_within_their_bounds()
    {
        var random = new Random(8);
        var bound = DocumentedError.Of("VectorMath.Hypot", Doubles);
        for (var run = 0; run < TestTier.Cases(quick: 500, complete: 2000); run++)
        {
            var (x, y) = (Draw(random, run % 3, -100, 100), Draw(random, run % 2, -100, 100));
            Assert.InRange(Precise.ErrorInUlp(VectorMath.Hypot(Vector256.Create(x), Vector256.Create(y))[2], Precise.Hypot(Precise.Of(x), Precise.Of(y))), 0, bound);
            var exact = Precise.LogAddExp(Precise.Of(x), Precise.Of(y));
            var actual = VectorMath.LogAddExp(Vector256.Create(x), Vector256.Create(y))[1];
            var error = Math.Abs((double)(Precise.Of(actual) - exact) * Math.ScaleB(1, -320));
            var size = Math.Max(Math.Abs(actual), Math.Max(Math.Abs(x), Math.Abs(y)));
            var ofDifference = Math.ScaleB(Math.Abs(x - y), -53) * ScalarMath.Sigmoid(-Math.Abs(x - y));
            Assert.InRange(error, 0, (3 * (Math.BitIncrement(size) - size)) + ofDifference);
        }
    }

    [Theory]
    [InlineData(nameof(VectorMath.Exp), 0, double.PositiveInfinity, 1)]
    [InlineData(nameof(VectorMath.Expm1), -1, double.PositiveInfinity, 0)]
    [InlineData(nameof(VectorMath.Log), double.NaN, double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(nameof(VectorMath.Log1p), double.NaN, double.PositiveInfinity, 0)]
    [InlineData(nameof(VectorMath.Tanh), -1, 1, 0)]
    [InlineData(nameof(VectorMath.Sigmoid), 0, 1, 0.5)]
    [InlineData(nameof(VectorMath.Softplus), 0, double.PositiveInfinity, 0.6931471805599453)]
    [InlineData(nameof(VectorMath.LogCosh), double.PositiveInfinity, double.PositiveInfinity, 0)]
    [InlineData(nameof(VectorMath.Erf), -1, 1, 0)]
    [InlineData(nameof(VectorMath.Sin), double.NaN, double.NaN, 0)]
    [InlineData(nameof(VectorMath.Cos), double.NaN, double.NaN, 1)]
    public void Infinities_zero_and_NaN_give_the_limits(string name, double atMinusInfinity, double atInfinity, double atZero)
    {
        var results = Functions[name].Function(Vector256.Create(double.NegativeInfinity, double.PositiveInfinity, 0, double.NaN));
        Assert.Equal(atMinusInfinity, results[0]);
        Assert.Equal(atInfinity, results[1]);
        Assert.Equal(atZero, results[2]);
        Assert.True(double.IsNaN(results[3]));
    }

    [Theory]
    [InlineData(nameof(VectorMath.Expm1))]
    [InlineData(nameof(VectorMath.Log1p))]
    [InlineData(nameof(VectorMath.Tanh))]
    [InlineData(nameof(VectorMath.Erf))]
    [InlineData(nameof(VectorMath.Sin))]
    public void Functions_that_vanish_at_zero_keep_its_sign_and_what_is_denormal(string name)
    {
        var x = Vector256.Create(0, -0.0, double.Epsilon, -3e-310);
        var results = Functions[name].Function(x);
        Assert.Equal(BitConverter.DoubleToInt64Bits(0.0), BitConverter.DoubleToInt64Bits(results[0]));
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0.0), BitConverter.DoubleToInt64Bits(results[1]));
        Assert.InRange(results[3], -4e-310, -2.9e-310);
    }

    [Fact]
    public void What_leaves_the_range_of_doubles_does_so_where_it_has_to()
    {
        var exp = VectorMath.Exp(Vector256.Create(709.78, 709.79, -745.1, -745.2));
        Assert.Equal([Math.Exp(709.78), double.PositiveInfinity, double.Epsilon, 0], [exp[0], exp[1], exp[2], exp[3]]);
        Assert.InRange(VectorMath.Exp(Vector256.Create(-720.0))[0] / Math.Exp(-720), 1 - 1e-10, 1 + 1e-10);
        Assert.Equal(Math.Log(3e-320), VectorMath.Log(Vector256.Create(3e-320))[1]);
        Assert.True(double.IsNegativeInfinity(VectorMath.Log1p(Vector256.Create(-1.0))[0]));
        Assert.True(double.IsNaN(VectorMath.Log1p(Vector256.Create(-1.5))[0]));
        Assert.Equal(3e200, VectorMath.Hypot(Vector256.Create(3e200), Vector256.Create(1.0))[0]);
    }

    [Fact]
    public void Extrema_are_those_of_Math()
    {
        double[] values = [double.NaN, double.NegativeInfinity, double.PositiveInfinity, -1, 1, 0, double.Epsilon, 3e300];
        foreach (var x in values)
        {
            foreach (var y in values)
            {
                Assert.Equal(Math.Max(x, y), VectorMath.Max(Vector256.Create(x), Vector256.Create(y))[3]);
                Assert.Equal(Math.Min(x, y), VectorMath.Min(Vector256.Create(x), Vector256.Create(y))[3]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Lanes_are_loaded_and_stored_without_touching_others(int count)
    {
        double[] source = [1, 2, 3, 4];
        double[] target = [9, 9, 9, 9, 9];
        var loaded = Lanes.LoadPartial(in source.AsSpan()[0], count);
        for (var lane = 0; lane < 4; lane++)
            Assert.Equal(lane < count ? source[lane] : 0, loaded[lane]);
        Lanes.StorePartial(Vector256.Create(1.0, 2, 3, 4), ref target[0], count);
        for (var lane = 0; lane < 5; lane++)
            Assert.Equal(lane < count ? lane + 1 : 9, target[lane]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanes.LoadPartial(in target[0], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Lanes.StorePartial(default(Vector256<double>), ref target[0], -1));
    }

    /// <summary>A double in the range, near one, or near zero.</summary>
    private static double Draw(Random random, int kind, double lowest, double highest)
    {
        var x = kind switch
        {
            0 => lowest + (random.NextDouble() * (Math.Min(highest, 1e4) - lowest)),
            1 => (random.NextDouble() * 3) - 1.5,
            _ => Math.ScaleB(random.NextDouble() - 0.5, -random.Next(40)),
        };
        return x > lowest && x < highest ? x : Math.Abs(x) + (lowest < 0 ? 0 : double.Epsilon);
    }
}
