using System.Numerics;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>What gradients of generic functions use: functions of a type parameter, and whole numbers on a tape of whatever numbers.</summary>
public sealed class GenericNumbersTests
{
    private static readonly double[] Points = [-3.5, -0.75, -0.0625, 0, 0.0625, 0.75, 3.5];

    [Fact]
    public void Functions_of_a_type_parameter_are_those_of_its_type()
    {
        foreach (var x in Points)
        {
            var single = (float)x;
            double[] ofDouble = [ScalarMath.Expm1(x), ScalarMath.Log1p(x), ScalarMath.Sigmoid(x), ScalarMath.Softplus(x), ScalarMath.LogCosh(x), ScalarMath.Erf(x), ScalarMath.LogAddExp(x, 0.5)];
            float[] ofSingle =
            [
                ScalarMath.Expm1(single), ScalarMath.Log1p(single), ScalarMath.Sigmoid(single), ScalarMath.Softplus(single), ScalarMath.LogCosh(single), ScalarMath.Erf(single), ScalarMath.LogAddExp(single, 0.5f),
            ];
            Assert.Equal(ofDouble, All(x));
            Assert.Equal(ofSingle, All(single));
            Assert.Equal(Array.ConvertAll(ofDouble, static value => (Half)value), All((Half)x));
        }

        Assert.Equal(3.0, ScalarMath.Log2(8.0));
        Assert.Equal((Half)(-2), ScalarMath.Log2((Half)0.25));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(2049)]
    [InlineData(16_777_217)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void A_whole_number_on_a_tape_stays_what_it_is(int whole)
    {
        Assert.Equal(whole, Kept<Half>(whole));
        Assert.Equal(whole, Kept<float>(whole));
        Assert.Equal(whole, Kept<double>(whole));
    }

    private static int Kept<T>(int whole)
        where T : IFloatingPointIeee754<T>
    {
        var stack = default(TapeStart<T>);
        var tape = new Tape<T>(stack);
        WholeOnTape.Keep(tape.Push(4), whole);
        return WholeOnTape.Recall<T>(tape.Pop(4));
    }

    private static T[] All<T>(T x)
        where T : IFloatingPointIeee754<T>
        => [ScalarMath.Expm1<T>(x), ScalarMath.Log1p<T>(x), ScalarMath.Sigmoid<T>(x), ScalarMath.Softplus<T>(x), ScalarMath.LogCosh<T>(x), ScalarMath.Erf<T>(x), ScalarMath.LogAddExp<T>(x, T.CreateChecked(0.5))];
}
