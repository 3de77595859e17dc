namespace NetGen.Runtime.Tests.Training;

/// <summary>Steps whose gradient is accumulated over several batches.</summary>
public class AccumulationTests
{
    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(1, 3)]
    [InlineData(3, 4)]
    public void Micro_batches_learn_what_one_large_batch_does(int workers, int? shards)
    {
        // 40 samples: batches of 12 by 3 of 4, and 4 at the end. Classes weigh differently, so that micro-batches do.
        var (large, small) = (Train(12, 1), Train(4, 3, workers, shards));
        Assert.Equal(large.Losses.Length, small.Losses.Length);
        for (var step = 0; step < large.Losses.Length; step++)
            Assert.Equal(large.Losses[step], small.Losses[step], 1e-5);
        Assert.NotEqual(large.Parameters, small.Parameters);
        for (var i = 0; i < large.Parameters.Length; i++)
            Assert.Equal(large.Parameters[i], small.Parameters[i], 1e-5f);

        static (double[] Losses, float[] Parameters) Train(int batch, int accumulate, int workers = 1, int? shards = null)
        {
            var losses = new List<double>();
            var network = new TwoLayerNetwork(2, 8, 2);
            var trainer = new Trainer(network, new PlainCrossEntropy(1, 20), new SGD(0.3, momentum: 0.5))
            {
                BatchSize = batch,
                AccumulateBatches = accumulate,
                Workers = workers,
                Shards = shards,
                ClipNorm = 0.5f,
                Schedule = new WarmUp(6, 0.3f),
            };
            var history = trainer.Fit(Samples.Clouds(40), 3, onStep: step => losses.Add(step.Loss));
            Assert.Equal(12, trainer.StepsTrained);
            losses.AddRange(history.Epochs.Select(static epoch => epoch.TrainLoss));
            return ([.. losses], network.Parameters.ToArray());
        }
    }

    [Fact]
    public void Any_number_of_workers_gives_the_same_bits()
    {
        var one = Train(1);
        foreach (var workers in (int[])[2, 3, 4])
            Assert.Equal(one, Train(workers));

        static float[] Train(int workers)
        {
            var network = new TwoLayerNetwork(2, 300, 2);
            new Trainer(network, new PlainCrossEntropy(1, 20), new Adam(0.01)) { BatchSize = 7, AccumulateBatches = 3, Workers = workers, Shards = 4, ClipNorm = 0.1f }.Fit(Samples.Clouds(40), 3);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void Steps_reports_and_rates_are_those_of_the_optimizer()
    {
        var passes = 0;
        var firstSamples = new List<int>();
        var network = new ListeningNetwork(new TwoLayerNetwork(2, 8, 2), workspace =>
        {
            passes++;
            firstSamples.Add(workspace.FirstSample);
        });
        var (reports, samples) = (new List<StepReport>(), new List<int>());
        var optimizer = new PlainDescent(0.1f);
        var trainer = new Trainer(network, new PlainCrossEntropy(), optimizer)
        {
            BatchSize = 5,
            AccumulateBatches = 4,
            Schedule = new WarmUp(4, 0.4f),
            Metrics = [new Accuracy()],
            Callbacks = [new StepSamples(samples)],
        };
        var history = trainer.Fit(Samples.Clouds(33), 2, onStep: reports.Add);

        // Each epoch: 7 batches, the last of 3, in 2 steps of 4 and 3 batches.
        Assert.Equal(14, passes);
        Assert.Equal([0, 5, 10, 15, 0, 5, 10], firstSamples[..7]);
        Assert.Equal([20, 13, 20, 13], samples);
        Assert.Equal([(1, 1, 2), (1, 2, 2), (2, 1, 2), (2, 2, 2)], reports.Select(static report => (report.Epoch, report.Step, report.StepsPerEpoch!.Value)));
        Assert.Equal((4, 4), (trainer.StepsTrained, optimizer.StepCount));
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f], optimizer.Rates.Select(static rate => MathF.Round(rate, 5)));
        Assert.Equal(((reports[0].Loss * 20) + (reports[1].Loss * 13)) / 33, history.Epochs[0].TrainLoss, 1e-12);
        var accuracy = history.Epochs[0].Train["accuracy"] * 33;
        Assert.Equal(Math.Round(accuracy), accuracy, 1e-9);
        Assert.Equal(33 / history.Epochs[0].Duration.TotalSeconds, history.Epochs[0].SamplesPerSecond, 1e-3 * history.Epochs[0].SamplesPerSecond);
    }

    [Fact]
    public void DropLast_leaves_out_the_smaller_batch_and_not_the_step_that_it_would_be_in()
    {
        var samples = new List<int>();
        var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new SGD(0.1)) { BatchSize = 5, AccumulateBatches = 4, DropLast = true, Callbacks = [new StepSamples(samples)] };
        trainer.Fit(Samples.Clouds(33), 1);
        Assert.Equal([20, 10], samples);
    }

    [Fact]
    public void Batches_in_which_nothing_counts_weigh_nothing()
    {
        // Targets of −100 are left out: the second micro-batch has none that counts, the third a single one.
        float[] inputs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        var (large, small) = (Train(6, 1), Train(2, 3));
        Assert.Equal(large.Loss, small.Loss, 1e-6);
        for (var i = 0; i < large.Parameters.Length; i++)
            Assert.Equal(large.Parameters[i], small.Parameters[i], 1e-6f);

        (double Loss, float[] Parameters) Train(int batch, int accumulate)
        {
            var network = new TwoLayerNetwork(2, 4, 2);
            var trainer = new Trainer(network, new CrossEntropyLoss(), new SGD(0.1)) { BatchSize = batch, AccumulateBatches = accumulate, Shuffle = false };
            var history = trainer.Fit(new Dataset(inputs, new[] { 0f, 1f, -100f, -100f, 1f, -100f }, 2, 1), 1);
            return (history.Epochs[0].TrainLoss, network.Parameters.ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_micro_batch_that_is_not_finite_takes_no_step(int bad)
    {
        var inputs = new float[24];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = i / 24f;
        var data = new Dataset(inputs, new float[12], 2, 1);
        var network = new TwoLayerNetwork(2, 4, 1);
        var optimizer = new Adam();
        var (before, passes) = (network.Parameters.ToArray(), 0);
        var listening = new ListeningNetwork(network, workspace =>
        {
            if (passes++ == bad)
                workspace.Inputs[1] = float.NaN;
        });
        var trainer = new Trainer(listening, new PlainSquaredError(), optimizer) { BatchSize = 4, AccumulateBatches = 3, Shuffle = false };
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(data, 1));
        Assert.Equal((1, 1), (exception.Epoch, exception.Step));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal((0, 0), (trainer.StepsTrained, optimizer.StepCount));

        // Nothing of it is left.
        trainer.Fit(data, 1);
        var other = new TwoLayerNetwork(2, 4, 1);
        new Trainer(other, new PlainSquaredError(), new Adam()) { BatchSize = 4, AccumulateBatches = 3, Shuffle = false }.Fit(data, 1);
        Assert.Equal(other.Parameters.ToArray(), network.Parameters.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_of_micro_batches_allocates_nothing(int workers)
    {
        var marks = new long[200];
        var count = 0;
        var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new Adam()) { BatchSize = 8, AccumulateBatches = 3, Workers = workers, Shards = 4, ClipNorm = 1 };
        trainer.Fit(Samples.Clouds(2401), 1, onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(101, count);
        Assert.Equal(marks[20], marks[100]);
    }

    private sealed class StepSamples(List<int> samples) : ITrainingCallback
    {
        public void OnStep(TrainingRun run) => samples.Add(run.StepSamples);
    }
}
