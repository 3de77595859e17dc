using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public sealed class BatchBufferTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    public void Room_is_for_the_samples_that_are_asked_for(int capacity)
    {
        var layout = new BatchLayout(SampleLength: 1003, Slots: 7, LargestSlot: 500, SharedLength: 48);

        var bytes = new BatchBuffer(layout, capacity).Bytes;

        // Besides the floats: less than a cache line where the samples end, a line for each slot, and what a last load may reach.
        var needed = ((1003L * capacity) + 48) * sizeof(float);
        Assert.InRange(bytes, needed, needed + (64 * (7 + 1)) + 256);
    }

    [Fact]
    public void Slots_start_at_cache_lines_and_lie_apart_whatever_the_capacity()
    {
        foreach (var seed in Seeds.Draw(2000))
        {
            var random = new Random(seed);
            var sizes = Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(1, 40)).ToArray();
            var layout = new BatchLayout(sizes.Sum(), sizes.Length, sizes.Max(), SharedLength: 32);
            var capacity = random.Next(1, 70);
            var buffer = new BatchBuffer(layout, capacity, isZero: seed % 2 == 0);
            var (offset, end) = (0, 0L);
            for (var slot = 0; slot < sizes.Length; slot++)
            {
                var start = Distance(ref buffer.Sample(0, 0), ref buffer.Sample(offset, slot));
                Assert.True(start >= end, $"Slot {slot} of {string.Join(", ", sizes)} at capacity {capacity} starts at float {start}, before {end}.");
                Assert.Equal(0, Address(ref buffer.Sample(offset, slot)) % 64);
                end = start + ((long)sizes[slot] * capacity);
                offset += sizes[slot];
            }

            var shared = Distance(ref buffer.Sample(0, 0), ref buffer.Shared(0));
            Assert.InRange(shared, end, (buffer.Bytes / sizeof(float)) - 32 - 64);
            Assert.Equal(0, Address(ref buffer.Shared(0)) % 64);
        }
    }

    [Fact]
    public void A_tensor_that_is_too_long_for_its_loops_is_refused_with_the_largest_batch()
    {
        var layout = new BatchLayout(SampleLength: 3_000_000, Slots: 2, LargestSlot: 1_000_000, SharedLength: 0);

        var message = Assert.Throws<ArgumentOutOfRangeException>(() => new BatchBuffer(layout, 3000)).Message;

        Assert.Contains("3000 × 1000000 floats", message, StringComparison.Ordinal);
        Assert.Contains("batches of up to 2147 samples", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_that_no_machine_has_is_refused_in_bytes()
    {
        var layout = new BatchLayout(SampleLength: 1L << 40, Slots: 600, LargestSlot: 2_000_000_000, SharedLength: 0);

        Assert.Contains(
            $"takes {((1L << 40) + (600 * 16) + 64) * 4} bytes", Assert.Throws<InsufficientMemoryException>(() => new BatchBuffer(layout, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scratch_grows_to_what_was_asked_for_and_stays()
    {
        var layout = new BatchLayout(SampleLength: 100, Slots: 1, LargestSlot: 100, SharedLength: 0);
        BatchBuffer? scratch = null;

        var one = BatchBuffer.Reserve(ref scratch, layout, 1);
        Assert.Equal(1, one.Capacity);
        Assert.Same(one, BatchBuffer.Reserve(ref scratch, layout, 0));
        var five = BatchBuffer.Reserve(ref scratch, layout, 5);
        Assert.Equal(5, five.Capacity);
        Assert.Same(five, BatchBuffer.Reserve(ref scratch, layout, 3));
    }

    [RoomyFact]
    public void Slots_may_lie_behind_two_to_the_31_floats()
    {
        // 10 GB that are not touched but for a few pages.
        var layout = new BatchLayout(SampleLength: 2_500_000_000, Slots: 3, LargestSlot: 1_000_000_000, SharedLength: 16);
        var buffer = new BatchBuffer(layout, 1, isZero: false);

        buffer.Sample(0, 0) = 1;
        buffer.Sample(1_000_000_000, 1) = 2;
        buffer.Sample(2_000_000_000, 2) = 3;
        Unsafe.Add(ref buffer.Sample(2_000_000_000, 2), 499_999_999) = 4;
        buffer.Shared(0) = 5;

        Assert.Equal(1, buffer.Sample(0, 0));
        Assert.Equal(2, buffer.Sample(1_000_000_000, 1));
        Assert.Equal(3, buffer.Sample(2_000_000_000, 2));
        Assert.Equal(4, Unsafe.Add(ref buffer.Sample(0, 0), unchecked((nint)2_500_000_031L)));
        Assert.Equal(5, buffer.Shared(0));
        Assert.Equal(0, Address(ref buffer.Sample(2_000_000_000, 2)) % 64);
    }

    private static long Distance(ref float from, ref float to) => Unsafe.ByteOffset(ref from, ref to) / sizeof(float);

    private static long Address(ref float place) => Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref place);

    /// <summary>A test that reserves more than 2³¹ floats; skipped where the machine has not twice the memory.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class RoomyFactAttribute : FactAttribute
    {
        public RoomyFactAttribute()
        {
            if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < 16_000_000_000)
                Skip = "It reserves 10 GB, and there are less than 16.";
        }
    }
}
