using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

/// <summary>Random tensors: every number is a function of its key and its place.</summary>
public class RandomFillTests
{
    private const ulong AllOnes = ulong.MaxValue;

    // The digits of π: what the authors of Threefry publish known answers for.
    [Theory]
    [InlineData(0UL, 0UL, 0x6B200159U, 0x99BA4EFEU)]
    [InlineData(AllOnes, AllOnes, 0x1CB996FCU, 0xBB002BE7U)]
    [InlineData(0x0370734413198A2EUL, 0x85A308D3243F6A88UL, 0xC4923A9CU, 0x483DF7A0U)]
    public void The_bits_are_those_that_their_authors_publish(ulong key, ulong position, uint first, uint second)
    {
        Assert.Equal((first, second), Threefry.At(key, position));
        Assert.Equal(first, Threefry.At(key, position, out var seconds)[0]);
        Assert.Equal(second, seconds[0]);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 7)]
    [InlineData(5, 8)]
    [InlineData(1, 129)]
    [InlineData(0xFFFFFFFAL, 21)]
    public void Eight_at_a_time_are_the_same_bits_as_one(long first, int count)
    {
        const ulong Key = 0x1234567890ABCDEF;
        var (uniform, normal) = (new float[count + 1], new float[count + 1]);

        RandomFill.Uniform(ref uniform[0], count, Key, first);
        RandomFill.Normal(ref normal[0], count, Key, first);

        for (var place = 0; place < count; place++)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(RandomFill.UniformAt(Key, first + place)), BitConverter.SingleToInt32Bits(uniform[place]));
            Assert.Equal(BitConverter.SingleToInt32Bits(RandomFill.NormalAt(Key, first + place)), BitConverter.SingleToInt32Bits(normal[place]));
        }

        Assert.Equal(0, uniform[count]);
        Assert.Equal(0, normal[count]);
    }

    [Fact]
    public void Normal_numbers_are_Box_and_Mullers_of_the_bits()
    {
        for (var position = 0; position < 100_000; position++)
        {
            var (first, second) = Threefry.At(7, (ulong)position);
            var radius = Math.Sqrt(-2 * Math.Log((float)((first >> 1) | 1) / 2147483648.0));
            var expected = -radius * Math.Cos(2 * Math.PI * ((second >> 8) / 16777216.0));
            Assert.InRange(RandomFill.NormalAt(7, position) - expected, -2e-6, 2e-6);
        }
    }

    [Fact]
    public void Uniform_numbers_have_their_moments_and_stay_below_1()
    {
        var values = new float[1 << 20];
        RandomFill.Uniform(ref values[0], values.Length, RandomFill.Key(1, 2, 3), 0);

        Assert.All(values, static value => Assert.InRange(value, 0, MathF.BitDecrement(1)));
        // Four standard errors: √(1/12 n) of the mean, √(1/180 n) of the variance.
        Assert.InRange(Moment(values, 1), 0.5 - 0.00113, 0.5 + 0.00113);
        Assert.InRange(Moment(values, 2) - (Moment(values, 1) * Moment(values, 1)), (1 / 12.0) - 0.0003, (1 / 12.0) + 0.0003);
        Assert.InRange(Correlation(values), -0.004, 0.004);
    }

    [Fact]
    public void Normal_numbers_have_their_moments()
    {
        var values = new float[1 << 20];
        RandomFill.Normal(ref values[0], values.Length, RandomFill.Key(1, 2, 3), 0);

        // Four standard errors: those of the powers of a normal number are 1, √2, √15 and √96 over √n.
        Assert.InRange(Moment(values, 1), -0.0039, 0.0039);
        Assert.InRange(Moment(values, 2), 1 - 0.0055, 1 + 0.0055);
        Assert.InRange(Moment(values, 3), -0.0151, 0.0151);
        Assert.InRange(Moment(values, 4), 3 - 0.0383, 3 + 0.0383);
        Assert.InRange(Correlation(values), -0.004, 0.004);
    }

    [Fact]
    public void Seeds_steps_and_streams_have_keys_of_their_own()
    {
        var keys = from seed in Enumerable.Range(0, 20)
                   from step in Enumerable.Range(0, 20)
                   from stream in Enumerable.Range(0, 20)
                   select RandomFill.Key((ulong)seed, step, stream);

        Assert.Equal(8000, keys.Distinct().Count());
    }

    private static double Moment(float[] values, int power) => values.Average(value => Math.Pow(value, power));

    /// <summary>Between neighbours.</summary>
    private static double Correlation(float[] values)
    {
        var mean = Moment(values, 1);
        var variance = Moment(values, 2) - (mean * mean);
        return Enumerable.Range(1, values.Length - 1).Average(place => (values[place] - mean) * (values[place - 1] - mean)) / variance;
    }
}
