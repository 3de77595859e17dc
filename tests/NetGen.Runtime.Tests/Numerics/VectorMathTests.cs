using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public class VectorMathTests
{
    // No statement may be laxer than this.
    private const double LargestAllowedError = 4;

    private static readonly Dictionary<string, (Func<Vector256<float>, Vector256<float>> Function, Func<double, double> Reference)> Functions = new()
    {
        [nameof(VectorMath.Exp)] = (VectorMath.Exp, Math.Exp),
        [nameof(VectorMath.Expm1)] = (VectorMath.Expm1, Reference.Expm1),
        [nameof(VectorMath.Log)] = (VectorMath.Log, Math.Log),
        [nameof(VectorMath.Log1p)] = (VectorMath.Log1p, Reference.Log1p),
        [nameof(VectorMath.Tanh)] = (VectorMath.Tanh, Math.Tanh),
        [nameof(VectorMath.Sigmoid)] = (VectorMath.Sigmoid, Reference.Sigmoid),
        [nameof(VectorMath.Softplus)] = (VectorMath.Softplus, Reference.Softplus),
        [nameof(VectorMath.LogCosh)] = (VectorMath.LogCosh, Reference.LogCosh),
        [nameof(VectorMath.Erf)] = (VectorMath.Erf, Reference.Erf),
        [nameof(VectorMath.Sin)] = (VectorMath.Sin, Math.Sin),
        [nameof(VectorMath.Cos)] = (VectorMath.Cos, Math.Cos),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_over_all_floats_is_within_the_documented_bound(string name)
    {
        var (function, reference) = Functions[name];
        var bound = DocumentedError.Of($"VectorMath.{name}", "System.Runtime.Intrinsics.Vector256{System.Single}");
        Assert.InRange(bound, 0.5, LargestAllowedError);

        // Every 997th bit pattern: all exponents, about 8400 mantissas in each, both signs, NaNs and what is next to them. A quick run takes a quarter of them.
        var stride = (ulong)TestTier.Cases(quick: 3989, complete: 997);
        var arguments = new float[Vector256<float>.Count];
        var worst = 0.0;
        var worstArgument = 0f;
        for (ulong bits = 0; bits <= uint.MaxValue; bits += stride * (ulong)arguments.Length)
        {
            for (var lane = 0; lane < arguments.Length; lane++)
                arguments[lane] = BitConverter.UInt32BitsToSingle((uint)Math.Min(uint.MaxValue, bits + ((ulong)lane * stride)));
            var results = function(Vector256.Create(arguments));
            for (var lane = 0; lane < arguments.Length; lane++)
            {
                var error = Reference.ErrorInUlp(results.GetElement(lane), reference(arguments[lane]));
                if (error > worst)
                    (worst, worstArgument) = (error, arguments[lane]);
            }
        }

        Assert.True(worst <= bound, $"{name}({worstArgument:R}) is off by {worst:F3} ulp; {bound} are documented.");
    }

    [Theory]
    [InlineData(nameof(VectorMath.Exp), 0f, float.PositiveInfinity, 1f)]
    [InlineData(nameof(VectorMath.Expm1), -1f, float.PositiveInfinity, 0f)]
    [InlineData(nameof(VectorMath.Log), float.NaN, float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData(nameof(VectorMath.Log1p), float.NaN, float.PositiveInfinity, 0f)]
    [InlineData(nameof(VectorMath.Tanh), -1f, 1f, 0f)]
    [InlineData(nameof(VectorMath.Sigmoid), 0f, 1f, 0.5f)]
    [InlineData(nameof(VectorMath.Softplus), 0f, float.PositiveInfinity, 0.6931472f)]
    [InlineData(nameof(VectorMath.LogCosh), float.PositiveInfinity, float.PositiveInfinity, 0f)]
    [InlineData(nameof(VectorMath.Erf), -1f, 1f, 0f)]
    [InlineData(nameof(VectorMath.Sin), float.NaN, float.NaN, 0f)]
    [InlineData(nameof(VectorMath.Cos), float.NaN, float.NaN, 1f)]
    public void Infinities_zero_and_NaN_give_the_limits(string name, float atMinusInfinity, float atInfinity, float atZero)
    {
        var results = Functions[name].Function(
            Vector256.Create(float.NegativeInfinity, float.PositiveInfinity, 0f, float.NaN, -float.NaN, -3e38f, 3e38f, 0f));
        Assert.Equal(atMinusInfinity, results[0]);
        Assert.Equal(atInfinity, results[1]);
        Assert.Equal(atZero, results[2]);
        Assert.True(float.IsNaN(results[3]));
        Assert.True(float.IsNaN(results[4]));
    }

    [Theory]
    [InlineData(nameof(VectorMath.Expm1))]
    [InlineData(nameof(VectorMath.Log1p))]
    [InlineData(nameof(VectorMath.Tanh))]
    [InlineData(nameof(VectorMath.Erf))]
    [InlineData(nameof(VectorMath.Sin))]
    public void Functions_that_vanish_at_zero_keep_its_sign(string name)
    {
        var results = Functions[name].Function(Vector256.Create(0f, -0f, 0f, -0f, 0f, -0f, 0f, -0f));
        for (var lane = 0; lane < 8; lane++)
            Assert.Equal(lane % 2 == 1 ? 0x80000000u : 0u, BitConverter.SingleToUInt32Bits(results[lane]));
    }

    [Fact]
    public void Denormal_arguments_are_not_taken_for_zero()
    {
        var x = Vector256.Create(float.Epsilon, -float.Epsilon, 5e-41f, -5e-41f, 1e-38f, -1e-38f, 3e-39f, -3e-39f);
        Assert.Equal(x, VectorMath.Expm1(x));
        Assert.Equal(x, VectorMath.Log1p(x));
        Assert.Equal(x, VectorMath.Tanh(x));
        Assert.Equal(-103.27893f, VectorMath.Log(x)[0]);
    }

    [Theory]
    [InlineData(nameof(VectorMath.Exp))]
    [InlineData(nameof(VectorMath.Sigmoid))]
    [InlineData(nameof(VectorMath.Softplus))]
    public void Results_become_denormal_before_they_become_zero(string name)
    {
        // exp(−103.2) = 1.5e-45, one denormal step; −104 is below half a step.
        var results = Functions[name].Function(Vector256.Create(-88f, -95f, -100f, -103.2f, -104f, -105f, -110f, -1000f));
        for (var lane = 0; lane < 4; lane++)
            Assert.InRange(results[lane], float.Epsilon, 1.1e-38f);
        for (var lane = 4; lane < 8; lane++)
            Assert.Equal(0f, results[lane]);
    }

    [Fact]
    public void Log_is_minus_infinity_at_its_pole_and_NaN_beyond()
    {
        var log = VectorMath.Log(Vector256.Create(0f, -0f, -float.Epsilon, -1e-38f, -1f, -3e38f, float.NegativeInfinity, float.NaN));
        var log1p = VectorMath.Log1p(Vector256.Create(-1f, -1f, MathF.BitDecrement(-1f), -2f, -100f, -3e38f, float.NegativeInfinity, float.NaN));
        for (var lane = 0; lane < 8; lane++)
        {
            Assert.True(lane < 2 ? float.IsNegativeInfinity(log[lane]) : float.IsNaN(log[lane]));
            Assert.True(lane < 2 ? float.IsNegativeInfinity(log1p[lane]) : float.IsNaN(log1p[lane]));
        }
    }

    [Fact]
    public void Softplus_is_exactly_its_argument_when_that_is_large()
    {
        var x = Vector256.Create(20f, 50f, 88.8f, 104f, 1e3f, 1e10f, 3e38f, float.MaxValue);
        Assert.Equal(x, VectorMath.Softplus(x));
    }

    [Fact]
    public void Extrema_are_those_of_MathF_and_NaN_on_either_side_is_NaN()
    {
        float[] values = [float.NaN, -float.NaN, float.NegativeInfinity, float.PositiveInfinity, -1f, 1f, 0f, -0f, float.Epsilon, 3e38f];
        foreach (var x in values)
        {
            foreach (var y in values)
            {
                // Of the two zeros either, which are equal.
                Assert.Equal(MathF.Max(x, y), VectorMath.Max(Vector256.Create(x), Vector256.Create(y))[5], (a, b) => a == b || (float.IsNaN(a) && float.IsNaN(b)));
                Assert.Equal(MathF.Min(x, y), VectorMath.Min(Vector256.Create(x), Vector256.Create(y))[5], (a, b) => a == b || (float.IsNaN(a) && float.IsNaN(b)));
            }
        }
    }

    [Fact]
    public void Pow_is_within_the_documented_bound_and_has_the_special_cases_of_MathF()
    {
        var bound = DocumentedError.Of("VectorMath.Pow", "System.Runtime.Intrinsics.Vector256{System.Single}");
        Assert.InRange(bound, 0.5, LargestAllowedError);
        var random = new Random(1);
        var x = new float[8];
        var y = new float[8];
        for (var i = 0; i < 20_000; i++)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                x[lane] = (float)Math.Pow(10, (random.NextDouble() * 12) - 6);
                y[lane] = (float)((random.NextDouble() * 10) - 5);
            }

            var results = VectorMath.Pow(Vector256.Create(x), Vector256.Create(y));
            for (var lane = 0; lane < 8; lane++)
                Assert.InRange(Reference.ErrorInUlp(results[lane], Math.Pow(x[lane], y[lane])), 0, bound);
        }

        var special = VectorMath.Pow(
            Vector256.Create(-2f, -2f, 0f, 0f, float.NaN, 1f, float.PositiveInfinity, -8f),
            Vector256.Create(3f, 0.5f, 0f, -1f, 0f, float.NaN, -1f, 2f));
        Assert.Equal([-8f, float.NaN, 1f, float.PositiveInfinity, 1f, 1f, 0f, 64f], Enumerable.Range(0, 8).Select(lane => special[lane]));
    }

    [Fact]
    public void LogAddExp_is_exact_but_for_rounding_over_all_magnitudes()
    {
        var random = new Random(3);
        for (var i = 0; i < 400_000; i++)
        {
            var (x, y) = PairOfFloats(random, i);
            var expected = Math.Max(x, y) + Reference.Log1p(Math.Exp(-Math.Abs((double)x - y)));
            var ulp = Math.Max(MathF.BitIncrement(MathF.Abs(Math.Max(x, y))) - MathF.Abs(Math.Max(x, y)), MathF.BitIncrement((float)Math.Abs(expected)) - (float)Math.Abs(expected));
            var ofDifference = Math.ScaleB(Math.Abs((double)x - y), -24) * Reference.Sigmoid(-Math.Abs((double)x - y));
            Assert.InRange(Math.Abs(VectorMath.LogAddExp(Vector256.Create(x), Vector256.Create(y))[3] - expected), 0, (3 * ulp) + ofDifference);
            Assert.InRange(Math.Abs(ScalarMath.LogAddExp(x, y) - expected) / ulp, 0, 0.51);
        }
    }

    [Fact]
    public void Remainder_is_that_of_CSharp_to_the_last_bit()
    {
        var random = new Random(5);
        var (x, y) = (new float[8], new float[8]);
        float[] special = [0, -0f, 1, -1, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1.17549435e-38f, 3, 0.1f];
        for (var run = 0; run < TestTier.Cases(quick: 80_000, complete: 400_000); run++)
        {
            for (var lane = 0; lane < x.Length; lane++)
            {
                x[lane] = run % 8 == 0 ? special[random.Next(special.Length)] : Any();
                // Multiples, and what is next to them, are where a rounded quotient would be the next whole number.
                y[lane] = run % 8 == 1 ? special[random.Next(special.Length)]
                    : run % 8 < 5 ? x[lane] / random.Next(1, 1 << random.Next(1, 30)) * (1 + ((random.Next(5) - 2) * 1.2e-7f))
                    : Any();
            }

            var result = VectorMath.Remainder(Vector256.Create(x), Vector256.Create(y));
            for (var lane = 0; lane < x.Length; lane++)
            {
                var expected = x[lane] % y[lane];
                Assert.True(
                    float.IsNaN(expected) ? float.IsNaN(result[lane]) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(result[lane]),
                    $"{x[lane]:R} % {y[lane]:R} is {expected:R}, and not {result[lane]:R}.");
            }
        }

        // Half of them near each other, half of any size.
        float Any() => random.Next(2) == 0 ? (float)((random.NextDouble() - 0.5) * 200) : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
    }

    [Fact]
    public void Hypot_is_within_the_documented_bound_over_all_magnitudes()
    {
        var bound = DocumentedError.Of("VectorMath.Hypot", "System.Runtime.Intrinsics.Vector256{System.Single}");
        var random = new Random(4);
        for (var i = 0; i < 400_000; i++)
        {
            var (x, y) = PairOfFloats(random, i);
            var expected = Math.Sqrt(((double)x * x) + ((double)y * y));
            Assert.InRange(Reference.ErrorInUlp(VectorMath.Hypot(Vector256.Create(x), Vector256.Create(y))[3], expected), 0, bound);
        }
    }

    [Fact]
    public void Functions_of_two_have_their_limits_at_infinities_and_NaN_at_NaN()
    {
        float[] values = [float.NaN, -float.NaN, float.NegativeInfinity, float.PositiveInfinity, -1f, 1f, 0f, -0f, float.Epsilon, -3e38f, 3e38f];
        foreach (var x in values)
        {
            foreach (var y in values)
            {
                var isNaN = float.IsNaN(x) || float.IsNaN(y);
                var sum = isNaN ? float.NaN : x == y ? x + 0.6931472f : (float)(Math.Max(x, y) + Reference.Log1p(Math.Exp(-Math.Abs((double)x - y))));
                AssertNear(sum, VectorMath.LogAddExp(Vector256.Create(x), Vector256.Create(y))[5]);
                Assert.Equal(sum, ScalarMath.LogAddExp(x, y));
                Assert.Equal(sum, (float)ScalarMath.LogAddExp((double)x, y));
                var length = isNaN ? float.NaN : (float)Math.Sqrt(((double)x * x) + ((double)y * y));
                AssertNear(length, VectorMath.Hypot(Vector256.Create(x), Vector256.Create(y))[5]);
            }
        }

        // A few units of the last place, and exactly what is infinite or not a number.
        static void AssertNear(float expected, float actual)
            => Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= 3e-7f * Math.Abs(expected), $"{actual} instead of {expected}");
    }

    /// <summary>Two floats of any magnitude; in half of the cases near one another.</summary>
    private static (float X, float Y) PairOfFloats(Random random, int index)
    {
        var x = Any();
        return (x, index % 2 == 0 ? Any() : Math.Clamp(x * (float)(1 + (random.NextDouble() * 4) - 2), float.MinValue, float.MaxValue));

        float Any()
        {
            var exponent = index % 4 < 2 ? random.Next(-12, 8) : random.Next(-148, 127);
            return (float)Math.CopySign(Math.ScaleB(1 + random.NextDouble(), exponent), random.Next(2) - 0.5);
        }
    }
}
