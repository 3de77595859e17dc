namespace NetGen.Runtime.Tests.Training;

public class WorkerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_same_seed_and_worker_count_give_the_same_bits(int workers)
        => Assert.Equal(Train(workers), Train(workers));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Several_workers_learn_what_one_does(int workers)
    {
        var one = Train(1);
        var several = Train(workers);
        for (var i = 0; i < one.Length; i++)
            Assert.Equal(one[i], several[i], 1e-4f);
    }

    [Fact]
    public void Another_seed_gives_other_bits() => Assert.NotEqual(Train(1), Train(1, seed: 4));

    [Fact]
    public void A_last_batch_with_fewer_samples_than_workers_is_learned_too()
    {
        // 9 samples in batches of 8: the last has a single one for 4 workers.
        var one = Train(1, count: 9, batch: 8);
        var four = Train(4, count: 9, batch: 8);
        for (var i = 0; i < one.Length; i++)
            Assert.Equal(one[i], four[i], 1e-4f);
    }

    [Fact]
    public void A_loss_that_weighs_its_samples_is_that_of_the_whole_batch()
    {
        // A mean of the workers' own losses would weigh a part with few heavy samples like one with many.
        var one = Fit(1);
        var three = Fit(3);
        Assert.Equal(one.Loss, three.Loss, 1e-6);
        for (var i = 0; i < one.Parameters.Length; i++)
            Assert.Equal(one.Parameters[i], three.Parameters[i], 1e-5f);

        static (double Loss, float[] Parameters) Fit(int workers)
        {
            var network = new TwoLayerNetwork(2, 8, 2);
            var trainer = new Trainer(network, new PlainCrossEntropy(1, 20), new PlainDescent(0.1f)) { BatchSize = 7, Workers = workers };
            var history = trainer.Fit(Samples.Clouds(30), 2);
            return (history.Epochs[^1].TrainLoss, network.Parameters.ToArray());
        }
    }

    [Fact]
    public void What_a_worker_throws_comes_out_of_Fit_and_the_next_Fit_works()
    {
        var calls = 0;
        var network = new ListeningNetwork(new TwoLayerNetwork(2, 3, 2), _ =>
        {
            if (Interlocked.Increment(ref calls) == 5)
                throw new InvalidOperationException("worker fell over");
        });
        var trainer = new Trainer(network, new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = 6, Workers = 3 };
        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Clouds(30), 2));
        Assert.Equal("worker fell over", exception.Message);
        Assert.Equal(2, trainer.Fit(Samples.Clouds(30), 2).Epochs.Count);
    }

    [Fact]
    public void Every_worker_takes_part_on_its_own_thread()
    {
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var network = new ListeningNetwork(new TwoLayerNetwork(2, 3, 2), workspace => threads[Environment.CurrentManagedThreadId] = workspace.Batch);
        new Trainer(network, new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = 8, Workers = 3 }.Fit(Samples.Clouds(8), 1);
        Assert.Equal(3, threads.Count);
        Assert.Equal(8, threads.Values.Sum());
        Assert.Contains(Environment.CurrentManagedThreadId, threads.Keys);
    }

    private static float[] Train(int workers, ulong seed = 3, int count = 100, int batch = 16)
    {
        var network = new TwoLayerNetwork(2, 8, 2);
        var trainer = new Trainer(network, new PlainCrossEntropy(), new PlainDescent(0.2f)) { BatchSize = batch, Workers = workers, Seed = seed };
        trainer.Fit(Samples.Clouds(count), 5);
        return network.Parameters.ToArray();
    }
}
