namespace NetGen.Runtime.Tests.Training;

/// <summary>Means over targets of which some are left out, or weigh differently, are over what counts.</summary>
public class IgnoredTargetTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_batch_that_is_left_out_whole_does_not_end_the_training(bool byWeight)
    {
        var network = new TwoLayerNetwork(2, 4, 3);
        var clouds = Samples.Clouds(12);
        var targets = clouds.Targets.ToArray();
        targets.AsSpan(4, 4).Fill(byWeight ? 2 : -100);
        float[] weights = byWeight ? [1, 2, 0] : [];
        var losses = new List<double>();
        var snapshots = new List<float[]>();
        var trainer = new Trainer(network, new CrossEntropyLoss(weights), new SGD(0.1, momentum: 0.9)) { BatchSize = 4, Shuffle = false };
        var history = trainer.Fit(clouds.WithTargets(targets, 1), 2, onStep: report =>
        {
            losses.Add(report.Loss);
            snapshots.Add(network.Parameters.ToArray());
        });

        Assert.Equal(6, trainer.StepsTrained);
        Assert.Equal([false, true, false, false, true, false], losses.Select(double.IsNaN));
        Assert.All(history.Epochs, static epoch => Assert.True(double.IsFinite(epoch.TrainLoss)));

        // The gradient is zero, so that momentum alone moves: p₂ − p₁ = 0.9·(p₁ − p₀), and p₀ is known after the first epoch.
        for (var i = 0; i < snapshots[0].Length; i++)
            Assert.Equal(0.9 * (snapshots[3][i] - snapshots[2][i]), snapshots[4][i] - snapshots[3][i], 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(Trainer.FullBatch)]
    public void The_loss_of_an_epoch_is_over_what_counts_whatever_the_batches(int batchSize)
    {
        var network = new TwoLayerNetwork(2, 4, 3);
        float[] weights = [0.5f, 3, 1];
        var data = Samples.Clouds(37);
        var targets = data.Targets.ToArray();
        for (var i = 0; i < targets.Length; i++)
            targets[i] = i is > 5 and < 20 ? -100 : i % 3;
        data = data.WithTargets(targets, 1);

        var trainer = new Trainer(network, new CrossEntropyLoss(weights), new SGD(0)) { BatchSize = batchSize, Metrics = [new Accuracy()] };
        var history = trainer.Fit(data, 1, data);

        var expected = Expected(network, data, weights);
        Assert.Equal(expected, history.Epochs[0].TrainLoss, 1e-6);
        Assert.Equal(expected, history.Epochs[0].ValidationLoss!.Value, 1e-6);
        Assert.Equal(history.Epochs[0].Validation!["accuracy"], history.Epochs[0].Train["accuracy"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_validation_of_several_batches_is_over_what_counts_whatever_the_order(int workers)
    {
        // An evaluation takes 512 samples at a time; here the counted ones are in few of the batches.
        var network = new TwoLayerNetwork(2, 4, 2);
        var data = Samples.Clouds(1700);
        var targets = data.Targets.ToArray();
        for (var i = 0; i < targets.Length; i++)
        {
            if (i % 512 > i / 512 * 100)
                targets[i] = -100;
        }

        data = data.WithTargets(targets, 1);
        var trainer = new Trainer(network, new CrossEntropyLoss(), new SGD(0)) { Workers = workers };
        int[] backwards = [.. Enumerable.Range(0, 1700).Reverse()];
        var expected = Expected(network, data, [1, 1]);
        Assert.Equal(expected, trainer.Evaluate(data).Loss, 1e-9);
        Assert.Equal(expected, trainer.Evaluate(data.Subset(backwards)).Loss, 1e-9);
    }

    [Fact]
    public void An_evaluation_of_nothing_that_counts_is_not_a_number()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new SGD(0));
        Assert.Equal(double.NaN, trainer.Evaluate(new Dataset(new float[2], new float[] { -100 }, 2, 1)).Loss);
    }

    private static double Expected(TwoLayerNetwork network, Dataset data, float[] weights)
    {
        var classes = weights.Length;
        var outputs = new float[data.Count * classes];
        network.Predict(data.Inputs.Span, outputs);
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < data.Count; i++)
        {
            var target = (int)data.Target(i)[0];
            if (target == -100)
                continue;
            var logits = outputs[(i * classes)..((i + 1) * classes)];
            sum += weights[target] * (Math.Log(logits.Sum(static logit => Math.Exp(logit))) - logits[target]);
            total += weights[target];
        }

        return sum / total;
    }
}
