namespace NetGen.Runtime.Tests.Optimizers;

public class GradientClippingTests
{
    [Fact]
    public void Gradients_within_the_norm_keep_their_bits()
    {
        float[] gradients = [0.1f, -0.2f, 0.3f];
        Assert.Equal(Math.Sqrt(0.14), GradientClipping.ByNorm(gradients, 0.5f), 1e-7);
        Assert.Equal([0.1f, -0.2f, 0.3f], gradients);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(21)]
    public void Clipped_gradients_have_the_norm_asked_for_and_their_direction(int count)
    {
        var gradients = new float[count];
        for (var i = 0; i < count; i++)
            gradients[i] = 10 * (i + 1);
        var before = GradientClipping.ByNorm(gradients, 2);

        Assert.Equal(2, Math.Sqrt(gradients.Sum(gradient => (double)gradient * gradient)), 1e-5);
        for (var i = 0; i < count; i++)
            Assert.Equal(10 * (i + 1) * 2 / before, gradients[i], 1e-5);
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void The_norm_neither_overflows_nor_vanishes(float value)
    {
        float[] gradients = [.. Enumerable.Repeat(value, 16)];
        Assert.Equal(4.0 * value, GradientClipping.ByNorm(gradients, 1), 1e-6 * value);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_norm_that_is_not_finite_is_returned_and_changes_nothing(float value)
    {
        float[] gradients = [1, 2, value];
        Assert.False(double.IsFinite(GradientClipping.ByNorm(gradients, 1)));
        Assert.Equal([1, 2, value], gradients);
    }

    [Fact]
    public void Values_are_held_within_the_bound()
    {
        float[] gradients = [.. Enumerable.Range(-10, 21).Select(i => (float)i), float.NaN];
        GradientClipping.ByValue(gradients, 3);
        Assert.Equal([.. Enumerable.Range(-10, 21).Select(i => (float)Math.Clamp(i, -3, 3)), float.NaN], gradients);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void A_bound_without_meaning_is_refused(float value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClipping.ByNorm(new float[3], value));
        Assert.Throws<ArgumentOutOfRangeException>("maximum", () => GradientClipping.ByValue(new float[3], value));
    }

    [Fact]
    public void Clipping_allocates_nothing()
    {
        var gradients = new float[100];
        gradients.AsSpan().Fill(1);
        GradientClipping.ByNorm(gradients, 5);
        GradientClipping.ByValue(gradients, 5);

        var before = GC.GetAllocatedBytesForCurrentThread();
        GradientClipping.ByNorm(gradients, 1);
        GradientClipping.ByValue(gradients, 0.01f);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
