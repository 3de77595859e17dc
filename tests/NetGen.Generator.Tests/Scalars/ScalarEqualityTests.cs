using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

/// <summary>Expressions are equal if they are equal as trees, and finding that out costs no more than their nodes.</summary>
public sealed class ScalarEqualityTests
{
    private static readonly Func<Scalar>[] Different =
    [
        static () => 1, static () => 2, static () => double.NaN, static () => new Argument(0), static () => new Argument(1),
        static () => new Unary(UnaryFunction.Exp, new Argument(0)), static () => new Unary(UnaryFunction.Log, new Argument(0)),
        static () => new Unary(UnaryFunction.Exp, new Argument(1)),
        static () => new Argument(0) + new Argument(1), static () => new Argument(1) + new Argument(0), static () => new Argument(0) * new Argument(1),
        static () => new Select(Comparison.Less, 0, 1, new Argument(0), new Argument(1)),
        static () => new Select(Comparison.Equal, 0, 1, new Argument(0), new Argument(1)),
        static () => new Select(Comparison.Less, 1, 0, new Argument(0), new Argument(1)),
        static () => new Select(Comparison.Less, 0, 1, new Argument(1), new Argument(0)),
        static () => Rectified(3, new Argument(0)), static () => Rectified(4, new Argument(0)),
    ];

    [Fact]
    public void Those_that_are_made_alike_are_equal_and_others_are_not()
    {
        for (var i = 0; i < Different.Length; i++)
        {
            for (var j = 0; j < Different.Length; j++)
                Assert.True(i == j == Different[i]().Equals(Different[j]()), $"{Different[i]()} and {Different[j]()}");
            Assert.Equal(Different[i]().GetHashCode(), Different[i]().GetHashCode());
        }
    }

    /// <summary>As trees these have 2⁶⁰ parts.</summary>
    [Fact]
    public void Parts_that_are_shared_are_compared_once()
    {
        var (one, same, other) = (Rectified(60, new Argument(0)), Rectified(60, new Argument(0)), Rectified(60, new Argument(1)));
        Assert.False(ReferenceEquals(one, same));
        Assert.True(one.Equals(same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(other));
    }

    private static Scalar Rectified(int times, Scalar x)
    {
        for (var i = 0; i < times; i++)
            x = new Select(Comparison.Greater, x, 0, x, 0);
        return x;
    }
}
