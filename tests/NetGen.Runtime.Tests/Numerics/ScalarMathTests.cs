using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public class ScalarMathTests
{
    private static readonly Dictionary<string, (Func<float, float> Single, Func<double, double> Double, Func<double, double> Reference)> Functions = new()
    {
        [nameof(ScalarMath.Expm1)] = (ScalarMath.Expm1, ScalarMath.Expm1, Reference.Expm1),
        [nameof(ScalarMath.Log1p)] = (ScalarMath.Log1p, ScalarMath.Log1p, Reference.Log1p),
        [nameof(ScalarMath.Sigmoid)] = (ScalarMath.Sigmoid, ScalarMath.Sigmoid, Reference.Sigmoid),
        [nameof(ScalarMath.Softplus)] = (ScalarMath.Softplus, ScalarMath.Softplus, Reference.Softplus),
        [nameof(ScalarMath.LogCosh)] = (ScalarMath.LogCosh, ScalarMath.LogCosh, Reference.LogCosh),
        [nameof(ScalarMath.Erf)] = (ScalarMath.Erf, ScalarMath.Erf, Reference.Erf),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Error_over_all_floats_is_within_the_documented_bound(string name)
    {
        var (function, _, reference) = Functions[name];
        var bound = DocumentedError.Of($"ScalarMath.{name}", "System.Single");
        Assert.InRange(bound, 0.5, 1);
        var worst = 0.0;
        var worstArgument = 0f;
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 1999)
        {
            var x = BitConverter.UInt32BitsToSingle((uint)bits);
            var error = Reference.ErrorInUlp(function(x), reference(x));
            if (error > worst)
                (worst, worstArgument) = (error, x);
        }

        Assert.True(worst <= bound, $"{name}({worstArgument:R}) is off by {worst:F3} ulp; {bound} are documented.");
    }

    // The values are computed with 40 digits from the definitions, at the double nearest to the argument.
    [Theory]
    [InlineData(nameof(ScalarMath.Expm1), -40.0, -0.9999999999999999958)]
    [InlineData(nameof(ScalarMath.Expm1), -5.0, -0.9932620530009145329)]
    [InlineData(nameof(ScalarMath.Expm1), -1.0, -0.6321205588285576784)]
    [InlineData(nameof(ScalarMath.Expm1), -0.3, -0.2591817793182821257)]
    [InlineData(nameof(ScalarMath.Expm1), -1e-05, -9.999950000166667068e-6)]
    [InlineData(nameof(ScalarMath.Expm1), 1e-300, 1.000000000000000025e-300)]
    [InlineData(nameof(ScalarMath.Expm1), 1e-09, 1.000000000500000062e-9)]
    [InlineData(nameof(ScalarMath.Expm1), 0.001, 1.000500166708341689e-3)]
    [InlineData(nameof(ScalarMath.Expm1), 0.3, 0.349858807576003089)]
    [InlineData(nameof(ScalarMath.Expm1), 0.7, 1.013752707470476432)]
    [InlineData(nameof(ScalarMath.Expm1), 1.0, 1.718281828459045235)]
    [InlineData(nameof(ScalarMath.Expm1), 5.0, 147.4131591025766034)]
    [InlineData(nameof(ScalarMath.Expm1), 50.0, 5.184705528587072464e21)]
    [InlineData(nameof(ScalarMath.Expm1), 700.0, 1.014232054735004509e304)]
    [InlineData(nameof(ScalarMath.Log1p), -0.999, -6.907755278982136164)]
    [InlineData(nameof(ScalarMath.Log1p), -0.7, -1.203972804325935845)]
    [InlineData(nameof(ScalarMath.Log1p), -0.3, -0.3566749439387323631)]
    [InlineData(nameof(ScalarMath.Log1p), -1e-05, -1.000005000033333665e-5)]
    [InlineData(nameof(ScalarMath.Log1p), 1e-300, 1.000000000000000025e-300)]
    [InlineData(nameof(ScalarMath.Log1p), 1e-09, 9.999999995000000626e-10)]
    [InlineData(nameof(ScalarMath.Log1p), 0.001, 9.995003330835331876e-4)]
    [InlineData(nameof(ScalarMath.Log1p), 0.3, 0.2623642644674910435)]
    [InlineData(nameof(ScalarMath.Log1p), 0.7, 0.5306282510621703701)]
    [InlineData(nameof(ScalarMath.Log1p), 1.0, 0.6931471805599453094)]
    [InlineData(nameof(ScalarMath.Log1p), 5.0, 1.791759469228055001)]
    [InlineData(nameof(ScalarMath.Log1p), 10000000000.0, 23.02585093004045684)]
    [InlineData(nameof(ScalarMath.Log1p), 1e+300, 690.7755278982137053)]
    [InlineData(nameof(ScalarMath.Sigmoid), -745.0, 2.822350730471937076e-324)]
    [InlineData(nameof(ScalarMath.Sigmoid), -100.0, 3.720075976020835963e-44)]
    [InlineData(nameof(ScalarMath.Sigmoid), -20.0, 2.061153618190203581e-9)]
    [InlineData(nameof(ScalarMath.Sigmoid), -3.0, 0.04742587317756678088)]
    [InlineData(nameof(ScalarMath.Sigmoid), -0.5, 0.3775406687981454354)]
    [InlineData(nameof(ScalarMath.Sigmoid), 1e-09, 0.50000000025)]
    [InlineData(nameof(ScalarMath.Sigmoid), 0.25, 0.562176500885798104)]
    [InlineData(nameof(ScalarMath.Sigmoid), 1.0, 0.7310585786300048793)]
    [InlineData(nameof(ScalarMath.Sigmoid), 4.0, 0.982013790037908442)]
    [InlineData(nameof(ScalarMath.Sigmoid), 30.0, 0.9999999999999064238)]
    [InlineData(nameof(ScalarMath.Softplus), -745.0, 2.822350730471937076e-324)]
    [InlineData(nameof(ScalarMath.Softplus), -100.0, 3.720075976020835963e-44)]
    [InlineData(nameof(ScalarMath.Softplus), -20.0, 2.061153620314380703e-9)]
    [InlineData(nameof(ScalarMath.Softplus), -3.0, 0.04858735157374205876)]
    [InlineData(nameof(ScalarMath.Softplus), -0.5, 0.4740769841801066809)]
    [InlineData(nameof(ScalarMath.Softplus), 1e-09, 0.6931471810599453095)]
    [InlineData(nameof(ScalarMath.Softplus), 0.25, 0.8259394198788435622)]
    [InlineData(nameof(ScalarMath.Softplus), 1.0, 1.313261687518222834)]
    [InlineData(nameof(ScalarMath.Softplus), 4.0, 4.01814992791780974)]
    [InlineData(nameof(ScalarMath.Softplus), 30.0, 30.00000000000009358)]
    [InlineData(nameof(ScalarMath.Softplus), 1e+300, 1.000000000000000053e300)]
    [InlineData(nameof(ScalarMath.LogCosh), -800.0, 799.3068528194400547)]
    [InlineData(nameof(ScalarMath.LogCosh), -1.0, 0.433780830483027187)]
    [InlineData(nameof(ScalarMath.LogCosh), 1e-100, 5.0000000000000002e-201)]
    [InlineData(nameof(ScalarMath.LogCosh), 1e-09, 5.000000000000000622e-19)]
    [InlineData(nameof(ScalarMath.LogCosh), 0.001, 4.999999166666889097e-7)]
    [InlineData(nameof(ScalarMath.LogCosh), 0.3, 0.0443407699259403138)]
    [InlineData(nameof(ScalarMath.LogCosh), 0.7, 0.2272702293585055903)]
    [InlineData(nameof(ScalarMath.LogCosh), 0.999, 0.4330194464208847921)]
    [InlineData(nameof(ScalarMath.LogCosh), 1.1, 0.5119361392087506792)]
    [InlineData(nameof(ScalarMath.LogCosh), 1.5, 0.8554401710137967493)]
    [InlineData(nameof(ScalarMath.LogCosh), 3.0, 2.30932850457778514)]
    [InlineData(nameof(ScalarMath.LogCosh), 20.0, 19.30685281944005469)]
    [InlineData(nameof(ScalarMath.Erf), 1e-300, 1.128379167095512602e-300)]
    [InlineData(nameof(ScalarMath.Erf), 1e-09, 1.128379167095512644e-9)]
    [InlineData(nameof(ScalarMath.Erf), 0.001, 1.128378790969236403e-3)]
    [InlineData(nameof(ScalarMath.Erf), 0.3, 0.3286267594591274162)]
    [InlineData(nameof(ScalarMath.Erf), 0.7, 0.6778011938374184423)]
    [InlineData(nameof(ScalarMath.Erf), 0.999, 0.8422852702064969416)]
    [InlineData(nameof(ScalarMath.Erf), 1.0, 0.8427007929497148693)]
    [InlineData(nameof(ScalarMath.Erf), 1.1, 0.8802050695740817297)]
    [InlineData(nameof(ScalarMath.Erf), 1.5, 0.9661051464753107271)]
    [InlineData(nameof(ScalarMath.Erf), 2.0, 0.9953222650189527342)]
    [InlineData(nameof(ScalarMath.Erf), 2.7, 0.9998656672600594758)]
    [InlineData(nameof(ScalarMath.Erf), 3.5, 0.9999992569016276586)]
    [InlineData(nameof(ScalarMath.Erf), 4.5, 0.9999999998033839558)]
    [InlineData(nameof(ScalarMath.Erf), 5.5, 0.9999999999999926422)]
    public void Doubles_agree_with_values_of_forty_digits(string name, double x, double expected)
    {
        var bound = DocumentedError.Of($"ScalarMath.{name}", "System.Double");
        Assert.InRange(bound, 0.5, 4);
        Assert.InRange(Reference.ErrorInUlp(Functions[name].Double(x), expected), 0, bound);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Doubles_agree_with_another_formula_everywhere(string name)
    {
        // The other formulas have errors of a few ulp of their own.
        var (_, function, reference) = Functions[name];
        var random = new Random(2);
        for (var i = 0; i < 200_000; i++)
        {
            var x = Math.CopySign(Math.Exp((random.NextDouble() * 40) - 35), i % 2 == 0 ? -1 : 1);
            if (x <= -0.999 && name == nameof(ScalarMath.Log1p))
                continue;
            var expected = reference(x);
            Assert.True(
                Math.Abs(function(x) - expected) <= 4e-15 * Math.Abs(expected),
                $"{name}({x:R}) is {function(x):R}; the other formula gives {expected:R}.");
        }
    }

    [Theory]
    [InlineData(nameof(ScalarMath.Expm1), -1f, float.PositiveInfinity)]
    [InlineData(nameof(ScalarMath.Log1p), float.NaN, float.PositiveInfinity)]
    [InlineData(nameof(ScalarMath.Sigmoid), 0f, 1f)]
    [InlineData(nameof(ScalarMath.Softplus), 0f, float.PositiveInfinity)]
    [InlineData(nameof(ScalarMath.LogCosh), float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData(nameof(ScalarMath.Erf), -1f, 1f)]
    public void Infinities_and_NaN_give_the_limits(string name, float atMinusInfinity, float atInfinity)
    {
        var (single, @double, _) = Functions[name];
        Assert.Equal(atMinusInfinity, single(float.NegativeInfinity));
        Assert.Equal(atInfinity, single(float.PositiveInfinity));
        Assert.True(float.IsNaN(single(float.NaN)));
        Assert.Equal(atMinusInfinity, @double(double.NegativeInfinity));
        Assert.Equal(atInfinity, @double(double.PositiveInfinity));
        Assert.True(double.IsNaN(@double(double.NaN)));
    }

    [Theory]
    [InlineData(nameof(ScalarMath.Expm1))]
    [InlineData(nameof(ScalarMath.Log1p))]
    [InlineData(nameof(ScalarMath.Erf))]
    public void Functions_that_vanish_at_zero_keep_its_sign(string name)
    {
        var (single, @double, _) = Functions[name];
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(single(-0f)));
        Assert.Equal(0, BitConverter.SingleToInt32Bits(single(0f)));
        Assert.Equal(BitConverter.DoubleToInt64Bits(-0d), BitConverter.DoubleToInt64Bits(@double(-0d)));
        Assert.Equal(0, BitConverter.DoubleToInt64Bits(@double(0d)));
    }

    [Fact]
    public void Erf_is_odd_in_double()
    {
        for (var x = 0.01; x < 7; x += 0.01)
            Assert.Equal(-ScalarMath.Erf(x), ScalarMath.Erf(-x));
    }
}
