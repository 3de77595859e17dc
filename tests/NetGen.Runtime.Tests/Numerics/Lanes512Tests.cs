using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public class Lanes512Tests
{
    private const int Count = 16;
    private const float Untouched = -77f;

    public static TheoryData<int> Counts => [.. Enumerable.Range(0, Count + 1)];

    private static readonly Vector512<float> Ascending = Vector512.Create([.. Enumerable.Range(1, Count).Select(static number => (float)number)]);

    [Theory]
    [MemberData(nameof(Counts))]
    public void Partial_loads_fill_the_first_lanes_and_zero_the_others(int count)
    {
        // Exactly as many as are read, at the end of an array: what is behind them must not arrive in any lane.
        var memory = Enumerable.Repeat(Untouched, 40).ToArray();
        for (var i = 0; i < count; i++)
            memory[9 + i] = i + 1;

        var value = Lanes512.LoadPartial(ref memory[9], count);

        Assert.Equal(Enumerable.Range(0, Count).Select(lane => lane < count ? lane + 1 : 0f), Floats(value));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Partial_stores_write_the_first_lanes_and_nothing_else(int count)
    {
        var memory = Enumerable.Repeat(Untouched, 40).ToArray();

        Lanes512.StorePartial(Ascending, ref memory[9], count);

        Assert.Equal(Enumerable.Range(0, 40).Select(place => place >= 9 && place < 9 + count ? place - 8f : Untouched), memory);
    }

    [Fact]
    public void Constant_counts_move_the_same_lanes()
    {
        var source = Floats(Ascending);
        var destination = Enumerable.Repeat(Untouched, 5 * Count).ToArray();
        Lanes512.StorePartial(Lanes512.LoadPartial(ref source[0], 3), ref destination[0], 3);
        Lanes512.StorePartial(Lanes512.LoadPartial(ref source[0], 8), ref destination[Count], 8);
        Lanes512.StorePartial(Lanes512.LoadPartial(ref source[0], 9), ref destination[2 * Count], 9);
        Lanes512.StorePartial(Lanes512.LoadPartial(ref source[0], 15), ref destination[3 * Count], 15);
        Lanes512.StorePartial(Lanes512.LoadPartial(ref source[0], 16), ref destination[4 * Count], 16);
        int[] counts = [3, 8, 9, 15, 16];
        Assert.Equal(Enumerable.Range(0, destination.Length).Select(place => place % Count < counts[place / Count] ? (place % Count) + 1 : Untouched), destination);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(17)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Counts_that_are_not_of_a_vector_are_refused_before_memory_is_touched(int count)
    {
        var memory = Enumerable.Repeat(Untouched, 40).ToArray();
        Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => Lanes512.LoadPartial(ref memory[9], count));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => Lanes512.LoadStrided(ref memory[9], 1, count));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => Lanes512.StoreStrided(Ascending, ref memory[9], 1, count));
        var error = Assert.Throws<ArgumentOutOfRangeException>(nameof(count), () => Lanes512.StorePartial(Ascending, ref memory[9], count));
        Assert.Contains($"16 lanes; {count} were", error.Message, StringComparison.Ordinal);
        Assert.All(memory, static value => Assert.Equal(Untouched, value));
    }

    [Theory]
    [MemberData(nameof(Counts))]
    public void Masks_have_all_bits_in_the_first_lanes_and_none_in_the_others(int count)
    {
        var mask = Lanes512.Mask(count).AsUInt32();
        for (var lane = 0; lane < Count; lane++)
            Assert.Equal(lane < count ? uint.MaxValue : 0, mask[lane]);
    }

    [Fact]
    public void Sums_add_halves_first()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var lanes = Enumerable.Range(0, Count).Select(_ => (float)Math.Pow(10, random.NextDouble() * 8) * (random.Next(2) - 0.5f)).ToArray();
            var sum = Lanes512.Sum(Vector512.Create(lanes));
            for (var width = Count / 2; width > 0; width /= 2)
                lanes = [.. Enumerable.Range(0, width).Select(lane => lanes[lane] + lanes[lane + width])];
            Assert.Equal(BitConverter.SingleToInt32Bits(lanes[0]), BitConverter.SingleToInt32Bits(sum));
        }
    }

    [Fact]
    public void Four_sums_have_the_bits_of_each_and_lie_side_by_side()
    {
        var random = new Random(4);
        for (var i = 0; i < 1000; i++)
        {
            Vector512<float>[] vectors = [.. Enumerable.Range(0, 4).Select(_ => Vector512.Create([.. Enumerable.Range(0, Count).Select(_ => (float)Math.Pow(10, random.NextDouble() * 8) * (random.Next(2) - 0.5f))]))];
            float[] stored = [-1, -2, -3, -4, -5, -6];
            Lanes512.StoreSums(vectors[0], vectors[1], vectors[2], vectors[3], ref stored[1]);

            Assert.Equal([-1, .. vectors.Select(Lanes512.Sum), -6], stored);
        }
    }

    [Fact]
    public void Extrema_are_found_in_every_lane_and_are_NaN_if_any_lane_is()
    {
        for (var lane = 0; lane < Count; lane++)
        {
            Assert.Equal(-1f, Lanes512.Max(Vector512.Create(-5f).WithElement(lane, -1f)));
            Assert.Equal(1f, Lanes512.Min(Vector512.Create(5f).WithElement(lane, 1f)));
            Assert.True(float.IsNaN(Lanes512.Max(Ascending.WithElement(lane, float.NaN))));
            Assert.True(float.IsNaN(Lanes512.Min(Ascending.WithElement(lane, float.NaN))));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Lanes_that_are_apart_are_loaded_and_stored(int stride)
    {
        for (var count = 0; count <= Count; count++)
        {
            // No more than is touched, so that the last one is at the array's end.
            var source = Enumerable.Range(1, Math.Max(1, ((count - 1) * stride) + 1)).Select(static number => (float)number).ToArray();
            Assert.Equal(Enumerable.Range(0, Count).Select(lane => lane < count ? source[lane * stride] : 0f), Floats(Lanes512.LoadStrided(ref source[0], stride, count)));

            var destination = Enumerable.Repeat(-1f, source.Length).ToArray();
            Lanes512.StoreStrided(Ascending, ref destination[0], stride, count);
            Assert.Equal(Enumerable.Range(0, source.Length).Select(place => place % stride == 0 && place / stride < count ? 1f + (place / stride) : -1f), destination);
        }
    }

    [Fact]
    public void Two_vectors_are_stored_in_turns()
    {
        var destination = new float[2 * Count];

        Lanes512.StoreInterleaved(Ascending + Ascending, Ascending + Ascending + Vector512<float>.One, ref destination[0]);

        Assert.Equal(Enumerable.Range(2, 2 * Count).Select(static number => (float)number), destination);
    }

    [Fact]
    public void Long_sums_keep_what_floats_lose()
    {
        var sums = default(LongSum512);
        for (var i = 0; i < 1000; i++)
            sums.Add(Ascending + Vector512.Create(i == 0 ? 16777216f : 0f));

        Assert.Equal(Enumerable.Range(1, Count).Select(static lane => (float)(16777216.0 + (1000.0 * lane))), Floats(sums.Lanes));
        Assert.Equal((float)((16 * 16777216.0) + (1000.0 * 136)), sums.Total);
    }

    [Fact]
    public void Functions_of_sixteen_floats_are_those_of_eight()
    {
        var (x, y) = (Ascending * Vector512.Create(0.37f), Vector512.Create([.. Enumerable.Range(0, Count).Select(static lane => lane == 5 ? float.NaN : 2.5f - (lane * 0.4f))]));
        (Func<Vector512<float>, Vector512<float>> Wide, Func<Vector256<float>, Vector256<float>> Narrow)[] ofOne =
        [
            (VectorMath.Exp, VectorMath.Exp), (VectorMath.Expm1, VectorMath.Expm1), (VectorMath.Log, VectorMath.Log), (VectorMath.Log1p, VectorMath.Log1p),
            (VectorMath.Tanh, VectorMath.Tanh), (VectorMath.Sigmoid, VectorMath.Sigmoid), (VectorMath.Softplus, VectorMath.Softplus), (VectorMath.LogCosh, VectorMath.LogCosh),
            (VectorMath.Erf, VectorMath.Erf), (VectorMath.Sin, VectorMath.Sin), (VectorMath.Cos, VectorMath.Cos),
        ];
        foreach (var (wide, narrow) in ofOne)
            AssertSameBits(Vector512.Create(narrow(y.GetLower()), narrow(y.GetUpper())), wide(y));
        (Func<Vector512<float>, Vector512<float>, Vector512<float>> Wide, Func<Vector256<float>, Vector256<float>, Vector256<float>> Narrow)[] ofTwo =
        [
            (VectorMath.Max, VectorMath.Max), (VectorMath.Min, VectorMath.Min), (VectorMath.Pow, VectorMath.Pow), (VectorMath.Remainder, VectorMath.Remainder),
            (VectorMath.LogAddExp, VectorMath.LogAddExp), (VectorMath.Hypot, VectorMath.Hypot),
        ];
        foreach (var (wide, narrow) in ofTwo)
        {
            AssertSameBits(Vector512.Create(narrow(x.GetLower(), y.GetLower()), narrow(x.GetUpper(), y.GetUpper())), wide(x, y));
            AssertSameBits(Vector512.Create(narrow(y.GetLower(), x.GetLower()), narrow(y.GetUpper(), x.GetUpper())), wide(y, x));
        }
    }

    private static void AssertSameBits(Vector512<float> expected, Vector512<float> actual)
        => Assert.Equal(Floats(expected).Select(BitConverter.SingleToInt32Bits), Floats(actual).Select(BitConverter.SingleToInt32Bits));

    private static float[] Floats(Vector512<float> value) => [.. Enumerable.Range(0, Count).Select(lane => value[lane])];
}
