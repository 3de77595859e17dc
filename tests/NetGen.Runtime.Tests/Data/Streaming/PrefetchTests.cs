using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetGen.Runtime.Tests.Data.Streaming;

public class PrefetchTests
{
    [Fact]
    public void What_the_thread_throws_comes_out_after_the_batches_before_it()
    {
        var data = new SequenceDataset(3, 1, static () => DatasetKinds.Samples().Select(static (sample, i) => i < 100 ? sample : throw new TimeoutException("gone")), shuffle: new BlockShuffle { BlockSize = 1, MixedBlocks = 2 });
        using var reader = data.Read(5, dropLast: false);
        for (var time = 0; time < 3; time++)
        {
            reader.Start(null);
            for (var batch = 0; batch < 19; batch++)
                Assert.True(reader.MoveNext());
            Assert.Equal("gone", Assert.Throws<TimeoutException>(() =>
            {
                while (reader.MoveNext())
                {
                }
            }).Message);
            Assert.Throws<TimeoutException>(() => reader.MoveNext());
            Assert.Equal(0, reader.Count);
        }
    }

    [Fact]
    public void What_the_function_of_an_augmentation_throws_comes_out_of_the_training()
    {
        var trainer = new Trainer(new Training.TwoLayerNetwork(3, 4, 3), new Training.PlainCrossEntropy(), new Adam(1e-3)) { BatchSize = 10 };
        var steps = 0;
        var failing = DatasetKinds.Memory.Augment(static batch =>
        {
            if (batch.SampleAt(0) == 70)
                throw new TimeoutException("seventy");
        });
        trainer.Shuffle = false;
        Assert.Equal("seventy", Assert.Throws<TimeoutException>(() => trainer.Fit(failing, 1, onStep: _ => steps++)).Message);
        Assert.Equal((7, 7L), (steps, trainer.StepsTrained));
        trainer.Fit(DatasetKinds.Memory, 1);
    }

    [Fact]
    public void The_thread_and_the_sequence_end_with_the_reader()
    {
        var open = 0;
        IEnumerable<(float[] Input, float[] Target)> Endless()
        {
            Interlocked.Increment(ref open);
            try
            {
                while (true)
                    yield return (new float[3], new float[1]);
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        }

        var threads = new HashSet<Thread>();
        var data = new SequenceDataset(3, 1, Endless, shuffle: DatasetKinds.Small).Augment(_ =>
        {
            lock (threads)
                threads.Add(Thread.CurrentThread);
        });
        for (var i = 0; i < 20; i++)
        {
            using var reader = data.Read(10, dropLast: false);
            if (i % 4 > 0)
                reader.Start((ulong)i);
            if (i % 4 > 1)
                Assert.True(reader.MoveNext());
        }

        Assert.Equal(0, open);
        Assert.All(threads, static thread => Assert.False(thread.IsAlive));
        Assert.DoesNotContain(Thread.CurrentThread, threads);
        Assert.NotEmpty(threads);
    }

    [Fact]
    public void A_reader_that_nobody_uses_ends_its_thread()
    {
        var thread = Abandon();
        var started = Stopwatch.GetTimestamp();
        while (thread.IsAlive && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1))
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            thread.Join(50);
        }

        Assert.False(thread.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static Thread Abandon()
        {
            Thread? thread = null;
            var reader = DatasetKinds.Memory.Augment(_ => thread = Thread.CurrentThread).Read(10, dropLast: false);
            reader.Start(1);
            reader.MoveNext();
            return thread!;
        }
    }

    [Fact]
    public void A_reader_that_is_disposed_says_so()
    {
        var reader = DatasetKinds.Memory.Prefetch().Read(10, dropLast: false);
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => reader.Start(1));
        Assert.Throws<ObjectDisposedException>(() => reader.MoveNext());
        Assert.Throws<InvalidOperationException>(() => reader.SampleAt(0));
    }

    [Fact]
    public void A_reader_that_was_not_started_begins_in_order()
    {
        using var reader = DatasetKinds.Memory.Prefetch().Read(10, dropLast: false);
        Assert.Throws<InvalidOperationException>(() => reader.CopyTo(0, 1, new float[3], new float[1]));
        Assert.Equal(16, DatasetKinds.Read(reader, DatasetKinds.Memory).Count);
    }

    /// <summary>The function of an augmentation runs on the thread that reads ahead, so it sees what reading allocates there.</summary>
    [Fact]
    public void Reading_ahead_allocates_nothing_on_its_own_thread()
    {
        using var kinds = new DatasetKinds();
        foreach (var name in DatasetKinds.Names)
        {
            var marks = new long[40];
            var number = 0;
            using var reader = kinds[name].Augment(_ => marks[number++ % 40] = GC.GetAllocatedBytesForCurrentThread()).Read(4, dropLast: true);
            Epoch();
            Epoch();
            var allocated = Allocation.Least(Epoch);

            // The batches of the sequence of batches are the caller's own.
            if (!name.Contains("one after another", StringComparison.Ordinal) && !name.Contains("number known", StringComparison.Ordinal))
                Assert.True(allocated == 0, $"{name}: {allocated} bytes");

            long Epoch()
            {
                number = 0;
                reader.Start(1);
                while (reader.MoveNext())
                {
                }

                return marks[38] - marks[2];
            }
        }
    }

    [Fact]
    public void A_batch_of_unknown_size_that_fits_no_memory_is_refused()
    {
        var data = new SequenceDataset(3, 1, DatasetKinds.Samples);
        Assert.Contains("does not say how many samples it has", Assert.Throws<ArgumentException>(() => data.Read(int.MaxValue, dropLast: false)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Prefetch(0));
    }
}
