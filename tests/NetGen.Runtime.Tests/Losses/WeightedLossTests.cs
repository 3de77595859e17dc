using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Losses;

public class WeightedLossTests
{
    public static TheoryData<string> Names => ["cross-entropy", "weighted classes", "probabilities", "bce", "mse", "huber", "nll", "hinge", "kl"];

    [Theory]
    [MemberData(nameof(Names))]
    public void With_all_weights_1_it_is_the_other_loss(string name)
    {
        var (loss, outputs, targets) = Case(name, 12);
        var (expected, actual) = (new float[outputs.Length], new float[outputs.Length]);
        var value = loss.Evaluate(outputs, targets, expected, 12);
        Assert.Equal(value, new WeightedLoss(loss).Evaluate(outputs, WithWeights(targets, Enumerable.Repeat(1f, 12).ToArray()), actual, 12), 1e-7);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_whole_weight_is_a_repetition(string name)
    {
        var (loss, outputs, targets) = Case(name, 5);
        float[] weights = [2, 0, 1, 3, 0];
        int[] repeated = [0, 0, 2, 3, 3, 3];
        var gradients = new float[outputs.Length];
        var value = new WeightedLoss(loss).Evaluate(outputs, WithWeights(targets, weights), gradients, 5);

        var (outputSize, targetSize) = (outputs.Length / 5, targets.Length / 5);
        float[] moreOutputs = [.. repeated.SelectMany(sample => outputs.AsSpan(sample * outputSize, outputSize).ToArray())];
        float[] moreTargets = [.. repeated.SelectMany(sample => targets.AsSpan(sample * targetSize, targetSize).ToArray())];
        var moreGradients = new float[moreOutputs.Length];
        Assert.Equal(loss.Evaluate(moreOutputs, moreTargets, moreGradients, repeated.Length), value, 1e-7);
        var sums = new double[outputs.Length];
        for (var i = 0; i < moreGradients.Length; i++)
            sums[(repeated[i / outputSize] * outputSize) + (i % outputSize)] += moreGradients[i];
        for (var i = 0; i < sums.Length; i++)
            Assert.Equal(sums[i], gradients[i], 1e-6);
    }

    [Fact]
    public void Weights_do_not_multiply_the_step()
    {
        var (loss, outputs, targets) = Case("mse", 4);
        var (one, many) = (new float[outputs.Length], new float[outputs.Length]);
        new WeightedLoss(loss).Evaluate(outputs, WithWeights(targets, [1, 2, 3, 4]), one, 4);
        new WeightedLoss(loss).Evaluate(outputs, WithWeights(targets, [100, 200, 300, 400]), many, 4);
        for (var i = 0; i < one.Length; i++)
            Assert.Equal(one[i], many[i], 1e-6);
    }

    [Fact]
    public void What_has_no_weight_may_be_anything_and_nothing_at_all_is_no_loss()
    {
        var loss = new WeightedLoss(new MSELoss());
        var gradients = new float[2];
        Assert.Equal(4, loss.Evaluate([2, float.NaN], [0, 1, float.NaN, 0], gradients, 2));
        Assert.Equal([4f, 0], gradients);
        Assert.Equal(double.NaN, loss.Evaluate([2, 3], [0, 0, 1, 0], gradients, 2));
        Assert.Equal([0f, 0], gradients);
    }

    [Fact]
    public void A_training_and_its_metrics_take_the_weights()
    {
        // The second cloud does not count: whoever learns only the first calls everything 0.
        var data = Samples.Clouds(200);
        var weights = data.Targets.ToArray().Select(static target => target == 0 ? 1f : 0).ToArray();
        var weighted = data.WithWeights(weights);
        var history = new Trainer(new TwoLayerNetwork(2, 8, 2), new WeightedLoss(new CrossEntropyLoss()), new Adam(0.01)) { BatchSize = 16, Metrics = [new Accuracy(), new LogLoss(), new ConfusionMatrix(2)] }
            .Fit(weighted, 20, weighted);
        var last = history.Epochs[^1].Validation!;
        Assert.Equal(1, last["accuracy"]);
        Assert.Equal(last.Loss, last["log-loss"], 1e-6);
        Assert.True(last.Loss < 0.01);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_weighted_training_is_that_of_repeated_samples(int workers)
    {
        var data = Samples.Clouds(30);
        var weights = Enumerable.Range(0, 30).Select(static i => (float)(i % 3)).ToArray();
        var repeated = data.Subset([.. Enumerable.Range(0, 30).SelectMany(static i => Enumerable.Repeat(i, i % 3))]);
        var (one, other) = (Train(data.WithWeights(weights), new WeightedLoss(new CrossEntropyLoss())), Train(repeated, new CrossEntropyLoss()));
        for (var i = 0; i < one.Length; i++)
            Assert.Equal(other[i], one[i], 1e-5);

        float[] Train(Dataset samples, Loss loss)
        {
            var network = new TwoLayerNetwork(2, 8, 2);
            new Trainer(network, loss, new SGD(0.1)) { BatchSize = Trainer.FullBatch, Workers = workers }.Fit(samples, 10);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_step_allocates_nothing()
    {
        Assert.Equal(0, Allocation.Least(Allocated));

        static long Allocated()
        {
            var marks = new long[100];
            var count = 0;
            new Trainer(new TwoLayerNetwork(2, 8, 2), new WeightedLoss(new CrossEntropyLoss()), new SGD(0.1)) { BatchSize = 8, Metrics = [new Accuracy()] }
                .Fit(Samples.Clouds(800).WithWeights(Enumerable.Repeat(0.5f, 800).ToArray()), 1, onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
            return marks[99] - marks[20];
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var data = Samples.Clouds(4);
        var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new WeightedLoss(new CrossEntropyLoss()), new SGD(0.1)) { Metrics = [new Accuracy()] };
        Assert.Contains("Add the weights: data.WithWeights(weights).", Refused(data), StringComparison.Ordinal);
        Assert.Contains("The weight of sample 2 of 'train', the last float of its target, is -1", Refused(data.WithTargets(new float[] { 0, 1, 0, 1, 0, -1, 0, 1 }, 2)), StringComparison.Ordinal);
        Assert.Contains("The target of sample 1 of 'train' is 7", Refused(data.WithTargets(new float[] { 0, 1, 7, 1, 0, 1, 0, 1 }, 2)), StringComparison.Ordinal);
        Assert.Contains("All samples of 'train' have weight 0, or a target that the loss leaves out, so that there is nothing to learn.", Refused(data.WithWeights(new float[4])), StringComparison.Ordinal);
        Assert.Contains("The weight of sample 3 is ∞", Assert.Throws<ArgumentException>(() => data.WithWeights([1, 1, 1, float.PositiveInfinity])).Message.Replace("Infinity", "∞", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => data.WithWeights([1, 1]));
        Assert.Throws<ArgumentException>(() => new WeightedLoss(new WeightedLoss(new MSELoss())));
        var objection = Assert.Throws<ArgumentException>(() => new Trainer(new DescribedNetwork(new TwoLayerNetwork(2, 8, 2), [2], "Softmax"), new WeightedLoss(new CrossEntropyLoss()), new SGD(0.1)));
        Assert.Contains("its last layer is Softmax", objection.Message, StringComparison.Ordinal);

        string Refused(Dataset samples) => Assert.Throws<ArgumentException>(() => trainer.Fit(samples, 1)).Message;
    }

    private static (Loss Loss, float[] Outputs, float[] Targets) Case(string name, int count)
    {
        var random = new CounterRandom(8);
        float[] Draw(int length, Func<double> next) => [.. Enumerable.Range(0, length).Select(_ => (float)next())];
        var outputs = Draw(3 * count, random.NextNormal);
        float[] classes = [.. Enumerable.Range(0, count).Select(_ => (float)random.NextInt32(3))];
        float[] logs = [.. Enumerable.Repeat((float[])[-0.5f, -1.5f, -1.6f], count).SelectMany(static row => row)];
        float[] shares = [.. Enumerable.Repeat((float[])[0.5f, 0.25f, 0.25f], count).SelectMany(static row => row)];
        return name switch
        {
            "cross-entropy" => (new CrossEntropyLoss(labelSmoothing: 0.1f), outputs, classes),
            "weighted classes" => (new CrossEntropyLoss([1, 2, 0.5f]), outputs, classes),
            "probabilities" => (new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities), outputs, shares),
            "bce" => (new BCEWithLogitsLoss(2), outputs, Draw(3 * count, () => random.NextInt32(2))),
            "huber" => (new HuberLoss(), outputs, Draw(3 * count, random.NextNormal)),
            "nll" => (new NLLLoss([1, 2, 0.5f]), logs, classes),
            "hinge" => (new HingeLoss(), outputs, Draw(3 * count, () => (2 * random.NextInt32(2)) - 1)),
            "kl" => (new KLDivLoss(KLDivReduction.BatchMean), logs, shares),
            _ => (new MSELoss(), outputs, Draw(3 * count, random.NextNormal)),
        };
    }

    private static float[] WithWeights(float[] targets, float[] weights)
    {
        var size = targets.Length / weights.Length;
        return [.. weights.SelectMany((weight, sample) => targets.AsSpan(sample * size, size).ToArray().Append(weight))];
    }
}
