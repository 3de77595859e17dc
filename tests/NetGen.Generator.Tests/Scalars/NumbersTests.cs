using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.5, "0.5f")]
    [InlineData(1, "1f")]
    [InlineData(-2, "-2f")]
    [InlineData(1e6, "1000000f")]
    [InlineData(0.1, "0.1f")]
    [InlineData(0.01, "0.01f")]
    [InlineData(1e-8, "1E-08f")]
    [InlineData(1e30, "1E+30f")]
    [InlineData(-0.0, "-0f")]
    [InlineData(double.NaN, "float.NaN")]
    [InlineData(double.PositiveInfinity, "float.PositiveInfinity")]
    [InlineData(-1e300, "float.NegativeInfinity")]
    public void A_float_literal_is_the_shortest(double value, string expected) => Assert.Equal(expected, Numbers.Single(value));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(2, "2.0")]
    [InlineData(1.0 / 3.0, "0.3333333333333333")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-0.0, "-0.0")]
    [InlineData(double.NaN, "double.NaN")]
    [InlineData(double.NegativeInfinity, "double.NegativeInfinity")]
    public void A_double_literal_is_never_an_integer(double value, string expected) => Assert.Equal(expected, Numbers.Double(value));

    [Fact]
    public void Any_double_reads_back_under_a_hostile_culture() => UnderHostileCulture(() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).Two().ToArbitrary(), bits =>
        {
            var value = BitConverter.Int64BitsToDouble(((long)bits.Item1 << 32) ^ (uint)bits.Item2);
            Assert.Equal(value, double.Parse(Numbers.Text(value), CultureInfo.InvariantCulture));
        }).Check(Seeds.Property(2000)));

    [Fact]
    public void Any_float_reads_back_under_a_hostile_culture() => UnderHostileCulture(() =>
        Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), bits =>
        {
            var value = BitConverter.Int32BitsToSingle(bits);
            Assert.Equal(value, float.Parse(Numbers.Text(value), CultureInfo.InvariantCulture));
        }).Check(Seeds.Property(2000)));

    [Fact]
    public void Expressions_have_the_same_text_under_a_hostile_culture()
    {
        var expression = -1.5 * new Argument(0) / 1234567.25;
        var mathematics = ScalarText.Mathematics(expression, ["x"]);
        var code = CSharpText.Emit([expression], ["x"], CSharpTarget.Single, []).Expressions[0];
        UnderHostileCulture(() =>
        {
            Assert.Equal(mathematics, ScalarText.Mathematics(expression, ["x"]));
            Assert.Equal(code, CSharpText.Emit([expression], ["x"], CSharpTarget.Single, []).Expressions[0]);
            Assert.Equal(Simplifier.Simplify(expression), Simplifier.Simplify(-1.5 / 1234567.25 * new Argument(0)));
        });
    }

    private static void UnderHostileCulture(Action test)
    {
        var hostile = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        hostile.NumberFormat.NumberDecimalSeparator = ",";
        hostile.NumberFormat.NegativeSign = "minus ";
        hostile.NumberFormat.NaNSymbol = "unknown";
        hostile.NumberFormat.PositiveInfinitySymbol = "huge";
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = hostile;
        try
        {
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
