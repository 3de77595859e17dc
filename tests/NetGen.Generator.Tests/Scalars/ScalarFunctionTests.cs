using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

public class ScalarFunctionTests
{
    [Fact]
    public void It_gives_the_bits_of_the_evaluator_at_every_call()
        => Prop.ForAll(RandomScalars.Cases, static test =>
        {
            var point = new double[RandomScalars.ArgumentCount];
            var function = ScalarFunction.Of(test.Expression, [.. Enumerable.Range(0, point.Length).Select(i => (Func<double>)(() => point[i]))]);
            foreach (var values in test.Points)
            {
                values.CopyTo(point, 0);
                Assert.Equal(ScalarEvaluator.Evaluate(test.Expression, values), function());
            }
        }).Check(Seeds.Property(100));
}
