using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public class LanesTests
{
    private const float Untouched = -77f;

    public static TheoryData<int> Counts => [0, 1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Counts))]
    public void LoadPartial_fills_the_first_lanes_and_zeroes_the_others(int count)
    {
        // What follows the floats asked for must not arrive in any lane.
        var memory = Enumerable.Repeat(Untouched, 24).ToArray();
        for (var i = 0; i < count; i++)
            memory[9 + i] = i + 1;
        var value = Lanes.LoadPartial(ref memory[9], count);
        for (var lane = 0; lane < 8; lane++)
            Assert.Equal(lane < count ? lane + 1 : 0f, value[lane]);
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void StorePartial_writes_the_first_lanes_and_nothing_else(int count)
    {
        var memory = Enumerable.Repeat(Untouched, 24).ToArray();
        Lanes.StorePartial(Vector256.Create(1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f), ref memory[9], count);
        for (var i = 0; i < memory.Length; i++)
            Assert.Equal(i >= 9 && i < 9 + count ? i - 8 : Untouched, memory[i]);
    }

    [Fact]
    public void Constant_counts_move_the_same_lanes()
    {
        var source = new float[] { 1, 2, 3, 4, 5, 6, 7, 8 };
        var destination = Enumerable.Repeat(Untouched, 9 * 8).ToArray();
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 0), ref destination[0], 0);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 1), ref destination[8], 1);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 2), ref destination[16], 2);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 3), ref destination[24], 3);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 4), ref destination[32], 4);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 5), ref destination[40], 5);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 6), ref destination[48], 6);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 7), ref destination[56], 7);
        Lanes.StorePartial(Lanes.LoadPartial(ref source[0], 8), ref destination[64], 8);
        for (var i = 0; i < destination.Length; i++)
            Assert.Equal(i % 8 < i / 8 ? (i % 8) + 1 : Untouched, destination[i]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(9)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Counts_that_are_not_of_a_vector_are_refused_before_memory_is_touched(int count)
    {
        var memory = Enumerable.Repeat(Untouched, 24).ToArray();
        Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => Lanes.LoadPartial(ref memory[9], count));
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            nameof(count), () => Lanes.StorePartial(Vector256<float>.One, ref memory[9], count));
        Assert.Contains($"8 lanes; {count} were", error.Message, StringComparison.Ordinal);
        Assert.All(memory, value => Assert.Equal(Untouched, value));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Mask_has_all_bits_in_the_first_lanes_and_none_in_the_others(int count)
    {
        var mask = Lanes.Mask(count).AsUInt32();
        for (var lane = 0; lane < 8; lane++)
            Assert.Equal(lane < count ? uint.MaxValue : 0, mask[lane]);
    }

    [Fact]
    public void Four_sums_have_the_bits_of_each_and_lie_side_by_side()
    {
        var random = new Random(4);
        for (var i = 0; i < 1000; i++)
        {
            Vector256<float>[] vectors = [.. Enumerable.Range(0, 4).Select(_ => Vector256.Create([.. Enumerable.Range(0, 8).Select(_ => (float)Math.Pow(10, random.NextDouble() * 8) * (random.Next(2) - 0.5f))]))];
            float[] stored = [-1, -2, -3, -4, -5, -6];
            Lanes.StoreSums(vectors[0], vectors[1], vectors[2], vectors[3], ref stored[1]);

            Assert.Equal([-1, .. vectors.Select(Lanes.Sum), -6], stored);
        }
    }

    [Fact]
    public void Sum_adds_every_lane_in_the_documented_order()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var v = Enumerable.Range(0, 8).Select(_ => (float)Math.Pow(10, random.NextDouble() * 8) * (random.Next(2) - 0.5f)).ToArray();
            var expected = ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(Lanes.Sum(Vector256.Create(v))));
        }
    }

    [Fact]
    public void Max_and_Min_find_their_lane_wherever_it_is()
    {
        for (var lane = 0; lane < 8; lane++)
        {
            Assert.Equal(-1f, Lanes.Max(Vector256.Create(-5f).WithElement(lane, -1f)));
            Assert.Equal(1f, Lanes.Min(Vector256.Create(5f).WithElement(lane, 1f)));
            Assert.Equal(float.PositiveInfinity, Lanes.Max(Vector256.Create(-5f).WithElement(lane, float.PositiveInfinity)));
            Assert.Equal(float.NegativeInfinity, Lanes.Min(Vector256.Create(5f).WithElement(lane, float.NegativeInfinity)));
        }

        Assert.Equal(float.NegativeInfinity, Lanes.Max(Vector256.Create(float.NegativeInfinity)));
        Assert.Equal(float.PositiveInfinity, Lanes.Min(Vector256.Create(float.PositiveInfinity)));
    }

    [Fact]
    public void Max_and_Min_are_NaN_if_any_lane_is()
    {
        for (var lane = 0; lane < 8; lane++)
        {
            var value = Vector256.Create(1f, float.PositiveInfinity, 3f, -4f, 0f, float.NegativeInfinity, 7f, 8f).WithElement(lane, float.NaN);
            Assert.True(float.IsNaN(Lanes.Max(value)));
            Assert.True(float.IsNaN(Lanes.Min(value)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Lanes_that_lie_apart_are_loaded_and_stored(int stride)
    {
        for (var count = 0; count <= 8; count++)
        {
            // No more than is touched, so that the last one lies at the array's end.
            var source = Enumerable.Range(1, Math.Max(1, ((count - 1) * stride) + 1)).Select(static number => (float)number).ToArray();
            var loaded = Lanes.LoadStrided(ref source[0], stride, count);
            Assert.Equal(Enumerable.Range(0, 8).Select(lane => lane < count ? source[lane * stride] : 0f), Enumerable.Range(0, 8).Select(lane => loaded[lane]));

            var destination = Enumerable.Repeat(-1f, source.Length).ToArray();
            Lanes.StoreStrided(Vector256.Create(10f, 11, 12, 13, 14, 15, 16, 17), ref destination[0], stride, count);
            Assert.Equal(
                Enumerable.Range(0, source.Length).Select(place => place % stride == 0 && place / stride < count ? 10f + (place / stride) : -1f), destination);
        }
    }

    [Fact]
    public void Two_vectors_are_stored_in_turns()
    {
        var destination = new float[16];

        Lanes.StoreInterleaved(Vector256.Create(0f, 2, 4, 6, 8, 10, 12, 14), Vector256.Create(1f, 3, 5, 7, 9, 11, 13, 15), ref destination[0]);

        Assert.Equal(Enumerable.Range(0, 16).Select(static number => (float)number), destination);
    }
}
