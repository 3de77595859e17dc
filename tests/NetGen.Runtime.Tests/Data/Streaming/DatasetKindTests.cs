using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Data.Streaming;

/// <summary>What holds for every kind of dataset.</summary>
public sealed class DatasetKindTests : IDisposable
{
    private readonly DatasetKinds kinds = new();

    public static TheoryData<string> Names => DatasetKinds.Names;

    public void Dispose() => kinds.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_comes_exactly_once_an_epoch(string name)
    {
        var data = kinds[name];
        foreach (var size in (int[])[1, 2, 7, 10, 21, 64, 156, 157, 158, 1000])
        {
            using var reader = data.Read(size, dropLast: false);
            foreach (var seed in (ulong?[])[null, 1, 2])
            {
                reader.Start(seed);
                var batches = DatasetKinds.Read(reader, DatasetKinds.Memory);
                Assert.Equal(Enumerable.Range(0, DatasetKinds.Count).Select(static i => (long)i), batches.SelectMany(static batch => batch).Order());
                Assert.All(batches.SkipLast(1), batch => Assert.Equal(size, batch.Length));
                if (seed is null)
                    Assert.Equal(Enumerable.Range(0, DatasetKinds.Count).Select(static i => (long)i), batches.SelectMany(static batch => batch));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_last_batch_of_fewer_samples_is_left_out_where_that_is_asked_for(string name)
    {
        foreach (var size in (int[])[1, 2, 10, 64, 157])
        {
            using var whole = kinds[name].Read(size, dropLast: false);
            using var dropped = kinds[name].Read(size, dropLast: true);
            foreach (var seed in (ulong?[])[null, 3])
            {
                whole.Start(seed);
                dropped.Start(seed);
                Assert.Equal(DatasetKinds.Read(whole, DatasetKinds.Memory).Where(batch => batch.Length == size), DatasetKinds.Read(dropped, DatasetKinds.Memory));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seed_decides_the_order_and_the_batch_size_does_not(string name)
    {
        long[] Order(ulong seed, int size)
        {
            using var reader = kinds[name].Read(size, dropLast: false);
            reader.Start(seed);
            return [.. DatasetKinds.Read(reader, DatasetKinds.Memory).SelectMany(static batch => batch)];
        }

        var first = Order(1, 8);
        Assert.Equal(first, Order(1, 8));
        Assert.Equal(first, Order(1, 50));
        Assert.NotEqual(first, Order(2, 8));
        Assert.NotEqual(first, first.Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Reading_goes_on_at_any_batch_as_if_it_had_not_stopped(string name)
    {
        var data = kinds[name];
        foreach (var (size, drop) in ((int, bool)[])[(1, false), (4, true), (10, false), (60, false), (200, false)])
        {
            using var reader = data.Read(size, drop);
            foreach (var seed in (ulong?[])[null, 1, 5])
            {
                reader.Start(seed);
                var all = DatasetKinds.Read(reader, DatasetKinds.Memory);
                for (var first = 0; first <= all.Count + 2; first++)
                {
                    reader.Start(seed, first);
                    Assert.Equal(all.Skip(first), DatasetKinds.Read(reader, DatasetKinds.Memory));
                }

                reader.Start(seed, long.MaxValue);
                Assert.False(reader.MoveNext());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_reader_can_be_started_anew_at_any_moment(string name)
    {
        using var reader = kinds[name].Read(10, dropLast: false);
        reader.Start(1);
        var expected = DatasetKinds.Read(reader, DatasetKinds.Memory);
        for (var moves = 0; moves < 18; moves++)
        {
            reader.Start(9);
            for (var i = 0; i < moves; i++)
                reader.MoveNext();
            reader.Start(1);
            Assert.Equal(expected, DatasetKinds.Read(reader, DatasetKinds.Memory));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Several_readers_read_at_the_same_time(string name)
    {
        var data = kinds[name];
        Parallel.For(0, 6, number =>
        {
            using var reader = data.Read(9, dropLast: false);
            for (var epoch = 0; epoch < 5; epoch++)
            {
                reader.Start((ulong)number);
                Assert.Equal(DatasetKinds.Count, DatasetKinds.Read(reader, DatasetKinds.Memory).Sum(static batch => batch.Length));
            }
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        // More epochs of few samples: what the runtime keeps for a thread is warm after the first.
        using var reader = kinds[name].Read(4, dropLast: true);
        var (inputs, targets) = (new float[12], new float[4]);
        long Allocated()
        {
            reader.Start(1);
            reader.MoveNext();
            var before = GC.GetAllocatedBytesForCurrentThread();
            while (reader.MoveNext())
                reader.CopyTo(0, 4, inputs, targets);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated();
        Allocated();
        Assert.Equal(0, Allocation.Least(Allocated));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_gives_the_bits_of_training_on_the_same_samples_in_memory(string name)
    {
        static double[] Train(IDataset data, IDataset? validation, int workers, bool shuffle)
        {
            var network = new TwoLayerNetwork(3, 5, 3);
            var trainer = new Trainer(network, new PlainCrossEntropy(), new Adam(1e-3)) { BatchSize = 10, Shuffle = shuffle, Workers = workers, Seed = 4 };
            var history = trainer.Fit(data, 1, validation);
            return [.. network.Parameters.ToArray(), history.Epochs[^1].TrainLoss, validation is null ? 0 : history.Epochs[^1].Validation!.Loss];
        }

        var data = kinds[name];
        using var reader = data.Read(DatasetKinds.Count, dropLast: false);
        reader.Start(new CounterRandom(4).NextUInt64());
        var order = DatasetKinds.Read(reader, DatasetKinds.Memory).Single();
        var sameOrder = DatasetKinds.Memory.Subset(Array.ConvertAll(order, static place => (int)place));
        foreach (var workers in (int[])[1, 2])
        {
            Assert.Equal(Train(sameOrder, null, workers, shuffle: false), Train(data, null, workers, shuffle: true));
            Assert.Equal(Train(DatasetKinds.Memory, DatasetKinds.Memory, workers, shuffle: false), Train(data, data, workers, shuffle: false));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_read_after_the_end_or_before_the_start_is_refused_or_empty(string name)
    {
        using var reader = kinds[name].Read(100, dropLast: false);
        reader.Start(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Start(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => kinds[name].Read(0, dropLast: false));
        reader.Dispose();
        reader.Dispose();
    }
}
