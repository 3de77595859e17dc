namespace NetGen.Runtime.Tests.Training;

/// <summary>One step for a loop of one's own, and epochs without a smaller last batch.</summary>
public class StepTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Steps_with_the_batches_of_Fit_train_as_Fit_does(int workers)
    {
        var data = Samples.Clouds(40);
        var (fitted, stepped) = (Make(workers), Make(workers));
        var losses = new List<double>();
        fitted.Fit(data, 2, onStep: step => losses.Add(step.Loss));
        for (var step = 0; step < 8; step++)
        {
            // Batches of 12, and one of 4.
            var batch = data.Slice(12 * (step % 4), step % 4 == 3 ? 4 : 12);
            Assert.Equal(losses[step], stepped.Step(batch.Inputs.Span, batch.Targets.Span));
        }

        Assert.Equal(fitted.Network.Parameters.ToArray(), stepped.Network.Parameters.ToArray());
        Assert.Equal(8, stepped.StepsTrained);
        Assert.Equal(8, stepped.Optimizer.StepCount);

        static Trainer Make(int workers) => new(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new PlainDescent(0.1f))
        {
            BatchSize = 12,
            Shuffle = false,
            Workers = workers,
            ClipNorm = 0.3f,
            Schedule = new WarmUp(5, 0.1f),
        };
    }

    [Fact]
    public void A_larger_batch_and_another_number_of_workers_may_follow()
    {
        var data = Samples.Clouds(100);
        var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new PlainDescent(0));
        var expected = Loss(100);
        foreach (var (workers, batch) in ((int, int)[])[(1, 3), (1, 50), (2, 1), (2, 100), (5, 4), (5, 100), (1, 100)])
        {
            trainer.Workers = workers;
            var loss = Loss(batch);
            if (batch == 100)
                Assert.Equal(expected, loss, 1e-9);
        }

        double Loss(int batch) => trainer.Step(data.Slice(0, batch).Inputs.Span, data.Slice(0, batch).Targets.Span);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing_for_batches_up_to_the_largest_so_far(int workers)
    {
        var data = Samples.Clouds(32);
        var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new PlainCrossEntropy(), new PlainDescent(0.1f) { Logs = false }) { Workers = workers };
        Assert.Equal(0, Allocation.Of(Steps));

        void Steps()
        {
            for (var batch = 32; batch > 0; batch--)
                trainer.Step(data.Inputs.Span[..(2 * batch)], data.Targets.Span[..batch]);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_numbers()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f));
        var before = trainer.Network.Parameters.ToArray();
        Assert.Contains("inputs of 2 floats; 5 are not", Message(5, 2), StringComparison.Ordinal);
        Assert.Contains("inputs of 2 floats; 0 are not", Message(0, 0), StringComparison.Ordinal);
        Assert.Contains("3 samples have 3 floats of targets, 1 each, but there are 2", Message(6, 2), StringComparison.Ordinal);
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        Assert.Equal(0, trainer.StepsTrained);

        string Message(int inputs, int targets) => Assert.Throws<ArgumentException>(() => trainer.Step(new float[inputs], new float[targets])).Message;
    }

    [Fact]
    public void A_loss_that_is_not_finite_is_not_applied_and_the_sample_is_named()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 1), new PlainSquaredError(), new PlainDescent(0.1f)) { Workers = 2 };
        trainer.Step([1, 2, 3, 4], [0, 1]);
        var before = trainer.Network.Parameters.ToArray();
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step([1, 2, 3, 4, 5, float.NaN], [0, 1, 2]));
        Assert.Equal((1, 2), (exception.Epoch, exception.Step));
        Assert.Contains("the input of sample 2 has NaN in feature 1", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        trainer.Step([1, 2, 3, 4], [0, 1]);
        Assert.Equal(2, trainer.StepsTrained);
    }

    [Theory]
    [InlineData(10, 4, 2, 8)]
    [InlineData(12, 4, 3, 12)]
    [InlineData(10, Trainer.FullBatch, 1, 10)]
    [InlineData(10, 10, 1, 10)]
    [InlineData(10, 1, 10, 10)]
    public void An_epoch_without_its_last_smaller_batch_has_whole_batches_alone(int count, int batch, int steps, int samples)
    {
        var batches = new List<int>();
        var network = new ListeningNetwork(new TwoLayerNetwork(2, 3, 2), workspace => batches.Add(workspace.Batch));
        var (weighted, reported) = (0.0, new List<StepReport>());
        var trainer = new Trainer(network, new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = batch, DropLast = true, Metrics = [new Accuracy()] };
        var history = trainer.Fit(Samples.Clouds(count), 1, onStep: step =>
        {
            reported.Add(step);
            weighted += step.Loss;
        });
        Assert.Equal(Enumerable.Repeat(samples / steps, steps), batches);
        Assert.All(reported, step => Assert.Equal(steps, step.StepsPerEpoch));
        Assert.Equal(weighted / steps, history.Epochs[0].TrainLoss, 1e-12);
        Assert.InRange(history.Epochs[0].Train["accuracy"], 0, 1);
        Assert.Equal(history.Epochs[0].Train["accuracy"] * samples, Math.Round(history.Epochs[0].Train["accuracy"] * samples), 1e-6);
        Assert.Equal(samples / history.Epochs[0].Duration.TotalSeconds, history.Epochs[0].SamplesPerSecond, 1e-3 * history.Epochs[0].SamplesPerSecond);
    }

    [Fact]
    public void Which_samples_are_left_out_changes_from_epoch_to_epoch()
    {
        var seen = new HashSet<float>();
        var network = new ListeningNetwork(new TwoLayerNetwork(1, 3, 1), workspace => seen.UnionWith(workspace.Inputs.ToArray()));
        new Trainer(network, new PlainSquaredError(), new PlainDescent(0.1f)) { BatchSize = 4, DropLast = true }.Fit(Samples.Sine(7), 12);
        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public void An_epoch_without_any_batch_is_refused()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new PlainDescent(0.1f)) { BatchSize = 64, DropLast = true };
        var message = Assert.Throws<ArgumentException>(() => trainer.Fit(Samples.Clouds(50), 1)).Message;
        Assert.StartsWith("An epoch of 50 samples has no batch of 64, and DropLast leaves out smaller ones", message, StringComparison.Ordinal);
        trainer.DropLast = false;
        trainer.Fit(Samples.Clouds(50), 1);
    }
}
