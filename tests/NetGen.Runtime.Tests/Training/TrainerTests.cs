namespace NetGen.Runtime.Tests.Training;

public class TrainerTests
{
    [Fact]
    public void The_test_network_has_the_gradients_of_central_differences()
    {
        var network = new TwoLayerNetwork(3, 5, 9);
        var data = new Dataset(Enumerable.Range(0, 12).Select(static i => MathF.Sin(i)).ToArray(), new float[36], 3, 9);
        var loss = new PlainSquaredError();
        new Trainer(network, loss, new PlainDescent(0)).Fit(data, 1);
        foreach (var parameter in network.Description.Parameters)
        {
            var gradient = network.Gradient(parameter.Name).ToArray();
            for (var i = 0; i < gradient.Length; i++)
            {
                const float Step = 1e-2f;
                var numeric = (LossWith(parameter.Name, i, Step) - LossWith(parameter.Name, i, -Step)) / (2 * Step);
                Assert.Equal(numeric, gradient[i], 2e-4);
            }
        }

        double LossWith(string name, int index, float change)
        {
            var copy = new TwoLayerNetwork(3, 5, 9);
            var values = copy.View(name).ToArray();
            values[index] += change;
            copy.View(name).CopyFrom(values);
            return new Trainer(copy, loss, new PlainDescent(0)).Evaluate(data).Loss;
        }
    }

    [Fact]
    public void Classes_that_overlap_a_little_are_learned()
    {
        var network = new TwoLayerNetwork(2, 8, 2);
        var (train, validation) = Samples.Clouds(400).Split(0.75, 1);
        var trainer = new Trainer(network, new PlainCrossEntropy(), new PlainDescent(0.2f)) { BatchSize = 16, Metrics = [new Accuracy()] };
        var history = trainer.Fit(train, 20, validation);

        // Bayes' rule for these clouds is right in Φ(√2) = 92.1% of cases.
        Assert.InRange(history.Epochs[^1].Validation!["accuracy"], 0.85, 1);
        Assert.True(history.Epochs[^1].TrainLoss < history.Epochs[0].TrainLoss);
        Assert.Equal(history.Epochs[^1].ValidationLoss, trainer.Evaluate(validation).Loss);
    }

    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(3, 4, 1)]
    [InlineData(5, 2, 5)]
    [InlineData(10, 1, 10)]
    [InlineData(Trainer.FullBatch, 1, 10)]
    public void Batches_of_any_size_take_every_sample_once(int batchSize, int steps, int last)
    {
        var seen = new List<float>();
        var sizes = new List<int>();
        var data = new Dataset(Enumerable.Range(0, 10).Select(static i => (float)i).ToArray(), new float[10], 1, 1);
        var network = new ListeningNetwork(new TwoLayerNetwork(1, 1, 1), workspace =>
        {
            sizes.Add(workspace.Batch);
            seen.AddRange(workspace.Inputs);
        });
        var reports = new List<StepReport>();
        new Trainer(network, new PlainSquaredError(), new PlainDescent(0.01f)) { BatchSize = batchSize }.Fit(data, 1, onStep: reports.Add);

        Assert.Equal(steps, sizes.Count);
        Assert.Equal(last, sizes[^1]);
        Assert.Equal(data.Inputs.ToArray(), seen.Order().ToArray());
        Assert.NotEqual(data.Inputs.ToArray(), seen.ToArray());
        Assert.Equal(Enumerable.Range(1, steps), reports.Select(static report => report.Step));
        Assert.All(reports, report => Assert.Equal((1, steps), (report.Epoch, report.StepsPerEpoch)));
    }

    [Fact]
    public void Samples_keep_their_order_where_they_are_not_shuffled_and_change_it_with_every_epoch_where_they_are()
    {
        var data = Samples.Sine(30);
        Assert.Equal(data.Inputs.ToArray(), Orders(shuffle: false, seed: 1, epochs: 2)[1]);
        var first = Orders(shuffle: true, seed: 1, epochs: 2);
        Assert.NotEqual(first[0], first[1]);
        Assert.Equal(first, Orders(shuffle: true, seed: 1, epochs: 2));
        Assert.NotEqual(first[0], Orders(shuffle: true, seed: 2, epochs: 1)[0]);

        float[][] Orders(bool shuffle, ulong seed, int epochs)
        {
            var seen = new List<float>();
            var network = new ListeningNetwork(new TwoLayerNetwork(1, 1, 1), workspace => seen.AddRange(workspace.Inputs));
            new Trainer(network, new PlainSquaredError(), new PlainDescent(0.01f)) { BatchSize = 7, Shuffle = shuffle, Seed = seed }.Fit(data, epochs);
            return [.. seen.Chunk(data.Count)];
        }
    }

    [Fact]
    public void The_loss_of_an_epoch_is_the_mean_over_its_samples()
    {
        // With a learning rate of 0 it is the loss of the whole set, whatever the batches.
        var data = Samples.Sine(10);
        var network = new TwoLayerNetwork(1, 4, 1);
        var trainer = new Trainer(network, new PlainSquaredError(), new PlainDescent(0)) { BatchSize = 4, Metrics = [new MeanAbsoluteError()] };
        var report = trainer.Fit(data, 1, data).Epochs[0];
        Assert.Equal(report.ValidationLoss!.Value, report.TrainLoss, 1e-6);
        Assert.Equal(report.Validation!["mean absolute error"], report.Train["mean absolute error"], 1e-6);
        Assert.Contains("There is no metric 'x'. There are 'mean absolute error'", Assert.Throws<KeyNotFoundException>(() => report.Train["x"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_is_the_same_for_a_set_larger_than_a_batch_of_it()
    {
        var data = Samples.Sine(1300);
        var trainer = new Trainer(new TwoLayerNetwork(1, 4, 1), new PlainSquaredError(), new PlainDescent(0));
        var matrixless = trainer.Evaluate(data, new MeanAbsoluteError());
        var outputs = new float[1300];
        trainer.Network.Predict(data.Inputs.Span, outputs);
        Assert.Equal(new PlainSquaredError().Evaluate(outputs, data.Targets.Span, 1300), matrixless.Loss, 1e-9);
        Assert.Equal(outputs.Zip(data.Targets.ToArray(), static (a, b) => Math.Abs((double)a - b)).Average(), matrixless["mean absolute error"], 1e-9);
        Assert.Equal(matrixless.Loss, new Trainer(trainer.Network, trainer.Loss!, trainer.Optimizer) { Workers = 3 }.Evaluate(data).Loss);
    }

    [Fact]
    public void The_history_has_every_epoch_and_progress_hears_of_each()
    {
        var heard = new Heard<EpochReport>();
        var trainer = new Trainer(new TwoLayerNetwork(1, 4, 1), new PlainSquaredError(), new PlainDescent(0.1f));
        var history = trainer.Fit(Samples.Sine(40), 3, progress: heard);
        Assert.Same(trainer.History, history);
        Assert.Equal([1, 2, 3], history.Epochs.Select(static report => report.Epoch));
        Assert.Equal(history.Epochs, heard.Values);
        Assert.All(history.Epochs, static report =>
        {
            Assert.Null(report.ValidationLoss);
            Assert.Equal(0.1f, report.LearningRate);
            Assert.True(report.Duration > TimeSpan.Zero);
            Assert.Equal(40 / report.Duration.TotalSeconds, report.SamplesPerSecond, 1e-6);
        });
        Assert.Null(history.Best);
        Assert.Equal((3, 6), (trainer.EpochsTrained, trainer.StepsTrained));
    }

    [Fact]
    public void Training_twice_for_five_epochs_is_training_for_ten()
    {
        var once = Run(10);
        var twice = Run(5, 5);
        Assert.Equal(once, twice);
        Assert.NotEqual(once, Run(5));

        static float[] Run(params int[] epochs)
        {
            var network = new TwoLayerNetwork(2, 8, 2);
            var optimizer = new PlainDescent(0.2f);
            var trainer = new Trainer(network, new PlainCrossEntropy(), optimizer) { Schedule = new StepLR(0.2f, 3, 0.5f) };
            foreach (var count in epochs)
                trainer.Fit(Samples.Clouds(50), count);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void The_learning_rate_of_each_step_is_that_of_the_schedule()
    {
        var optimizer = new PlainDescent(9);
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), optimizer)
        {
            BatchSize = 4,
            Schedule = new LambdaLR(static (step, epoch) => (0.001f * step) + (0.1f * epoch)),
        };
        var history = trainer.Fit(Samples.Sine(8), 2);
        Assert.Equal([0, 0.001f, 0.102f, 0.103f], optimizer.Rates);
        Assert.Equal([0.001f, 0.103f], history.Epochs.Select(static report => report.LearningRate));
    }

    [Fact]
    public void A_callback_can_change_the_learning_rate_between_steps()
    {
        var optimizer = new PlainDescent(0.5f);
        new Trainer(new TwoLayerNetwork(1, 2, 1), new PlainSquaredError(), optimizer) { BatchSize = 4 }
            .Fit(Samples.Sine(8), 1, onStep: _ => optimizer.LearningRate = 0.25f);
        Assert.Equal([0.5f, 0.25f], optimizer.Rates);
    }

    [Fact]
    public void A_gradient_is_clipped_to_its_norm_and_a_short_one_is_left()
    {
        var free = Norms(null);
        Assert.True(free > 0.1);
        Assert.Equal(0.1, Norms(0.1f), 1e-5);
        Assert.Equal(free, Norms((float)(2 * free)));

        static double Norms(float? clipNorm)
        {
            var optimizer = new PlainDescent(0.1f);
            new Trainer(new TwoLayerNetwork(1, 4, 1), new PlainSquaredError(), optimizer) { ClipNorm = clipNorm }.Fit(Samples.Sine(20), 1);
            return optimizer.GradientNorms[0];
        }
    }

    [Fact]
    public void Samples_that_do_not_fit_are_refused_with_the_numbers_and_nothing_changes()
    {
        var network = new TwoLayerNetwork(2, 3, 4, name: "FlowerNet");
        var before = network.Parameters.ToArray();
        var trainer = new Trainer(network, new PlainCrossEntropy(), new PlainDescent(1));
        var good = new Dataset(new float[4], new float[2], 2, 1);
        Refused("FlowerNet expects inputs of 2 floats [2], but those of 'train' have 3", () => trainer.Fit(new Dataset(new float[3], new float[1], 3, 1), 1));
        Refused("PlainCrossEntropy expects a target [], 1 floats, for an output [4] of FlowerNet, but those of 'train' have 4.", () => trainer.Fit(new Dataset(new float[2], new float[4], 2, 4), 1));
        Refused("but those of 'validation' have 3", () => trainer.Fit(good, 1, new Dataset(new float[3], new float[1], 3, 1)));
        Refused("There is no sample to give FlowerNet", () => trainer.Fit(new Dataset(ReadOnlyMemory<float>.Empty, ReadOnlyMemory<float>.Empty, 2, 1), 1));
        Refused("but those of 'data' have 3", () => trainer.Evaluate(new Dataset(new float[3], new float[1], 3, 1)));
        Refused("epochs", () => trainer.Fit(good, 0));
        trainer.EarlyStopping = new EarlyStopping(1);
        Refused("Early stopping needs samples for validation", () => trainer.Fit(good, 1));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Empty(trainer.History.Epochs);
    }

    [Fact]
    public void Settings_out_of_bounds_are_refused()
    {
        var trainer = new Trainer(new TwoLayerNetwork(1, 1, 1), new PlainSquaredError(), new PlainDescent(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.BatchSize = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Workers = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.ClipNorm = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.ClipNorm = float.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(1, -1));
    }

    private static void Refused(string message, Action action)
        => Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);

    private sealed class Heard<T> : IProgress<T>
    {
        public List<T> Values { get; } = [];

        public void Report(T value) => Values.Add(value);
    }
}
