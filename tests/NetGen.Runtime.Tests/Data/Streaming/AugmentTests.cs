using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Data.Streaming;

public sealed class AugmentTests : IDisposable
{
    private readonly DatasetKinds kinds = new();

    public void Dispose() => kinds.Dispose();

    [Fact]
    public void A_function_changes_every_sample_where_it_is_read()
    {
        var data = DatasetKinds.Memory.Augment(static batch =>
        {
            foreach (ref var value in batch.Inputs)
                value *= 2;
            for (var i = 0; i < batch.Count; i++)
                batch.Target(i)[0] += batch.SampleAt(i);
        });
        var doubled = new Dataset(DatasetKinds.Memory.Inputs.ToArray().Select(static value => value * 2).ToArray(), Enumerable.Range(0, DatasetKinds.Count).Select(static i => (i % 3f) + i).ToArray(), 3, 1);
        using var reader = data.Read(10, dropLast: false);
        reader.Start(5);
        Assert.Equal(16, DatasetKinds.Read(reader, doubled).Count);
        Assert.Equal(1, DatasetKinds.Memory.Input(2)[1]);
    }

    /// <summary>The same sample sees the same change whatever batch it is in, and another one in another epoch.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Changes_are_decided_by_seed_epoch_and_sample(bool shuffle)
    {
        float[] Noise(string kind, ulong seed, int batchSize, long first = 0)
        {
            var noise = new float[DatasetKinds.Count];
            using var reader = kinds[kind].Augment(Add).Read(batchSize, dropLast: false);
            reader.Start(seed, shuffle, first);
            while (reader.MoveNext())
            {
                var (inputs, targets) = (new float[reader.Count * 3], new float[reader.Count]);
                reader.CopyTo(0, reader.Count, inputs, targets);
                for (var i = 0; i < reader.Count; i++)
                    noise[reader.SampleAt(i)] = inputs[i * 3] - reader.SampleAt(i);
            }

            return noise;
        }

        var whole = Noise("memory", 1, 10);
        Assert.Equal(DatasetKinds.Count, whole.Distinct().Count());
        Assert.Equal(whole, Noise("file", 1, 31));
        Assert.NotEqual(whole, Noise("memory", 2, 10));
        var rest = Noise("file", 1, 10, first: 9);
        Assert.Equal(90, rest.Count(static value => value == 0));
        Assert.All(rest.Zip(whole), static pair => Assert.True(pair.First == 0 || pair.First == pair.Second));
    }

    [Fact]
    public void Stacked_functions_draw_different_numbers()
    {
        var drawn = new List<ulong>();
        var data = DatasetKinds.Memory.Augment(batch => drawn.Add(batch.Random(0).NextUInt64())).Augment(batch => drawn.Add(batch.Random(0).NextUInt64()));
        using (var reader = data.Read(DatasetKinds.Count, dropLast: false))
        {
            reader.Start(1);
            reader.MoveNext();
        }

        Assert.Equal(2, drawn.Count);
        Assert.NotEqual(drawn[0], drawn[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Two_trainings_see_the_same_changes_and_two_epochs_do_not(bool shuffle)
    {
        List<float> Seen(ulong seed)
        {
            List<float> seen = [];
            var trainer = new Trainer(new TwoLayerNetwork(3, 4, 3), new PlainCrossEntropy(), new Adam(1e-3)) { BatchSize = 50, Shuffle = shuffle, Seed = seed };
            trainer.Fit(DatasetKinds.Memory.Augment(Add).Augment(batch => Assert.True(batch.Count > 0)).Augment(batch => seen.Add(batch.Input(0)[0])), 3);
            return seen;
        }

        var first = Seen(1);
        Assert.Equal(first, Seen(1));
        Assert.NotEqual(first, Seen(2));
        Assert.Equal(12, first.Distinct().Count());
    }

    private static void Add(SampleBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var random = batch.Random(i);
            batch.Input(i)[0] += random.NextSingle();
        }
    }
}
