namespace NetGen.Runtime.Tests.Training.Trials;

/// <summary>The checks before training: each finds its fault, and says nothing where there is none.</summary>
public class CheckTests
{
    [Fact]
    public void Where_nothing_is_wrong_nothing_is_found_and_nothing_changes()
    {
        var trainer = Make();
        var before = trainer.Network.Parameters.ToArray();
        var report = trainer.Check(Samples.Clouds(500), Samples.Clouds(200, seed: 5));
        Assert.True(report.IsClean, report.ToString());
        Assert.Empty(report.Problems);
        Assert.Equal(
            ["loss at initialisation", "gradients", "parameters without a gradient", "scale of the inputs", "constant columns", "balance of classes", "contradictory samples", "samples in training and validation"],
            report.Findings.Select(static finding => finding.Check));
        Assert.Contains("a network that knows nothing has 0.6931 (ln 2).", Of(report, "loss at initialisation").Text, StringComparison.Ordinal);
        Assert.Equal("7 of 7 that were tried agree with central differences.", Of(report, "gradients").Text);
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        Assert.Equal((0L, 0L), (trainer.StepsTrained, trainer.Optimizer.StepCount));
    }

    [Fact]
    public void Outputs_that_start_far_from_zero_are_found()
    {
        var trainer = Make();
        new TensorView(trainer.Network.Parameters, trainer.Network.Description.Parameter("output.weight")).CopyFrom([.. Enumerable.Range(0, 16).Select(static i => i < 8 ? 9f : -9f)]);
        var finding = Of(trainer.Check(Samples.Clouds(500)), "loss at initialisation");
        Assert.Equal(CheckOutcome.Warning, finding.Outcome);
        Assert.StartsWith("The outputs are too far from 0", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_knows_too_much_is_found_and_one_that_was_trained_is_not_judged()
    {
        var trained = Make();
        trained.Fit(Samples.Clouds(500), 20);
        Assert.Equal(CheckOutcome.Skipped, Of(trained.Check(Samples.Clouds(500)), "loss at initialisation").Outcome);
        var other = new Trainer(trained.Network, new CrossEntropyLoss(), new SGD(0.1));
        Assert.Equal(CheckOutcome.Warning, Of(other.Check(Samples.Clouds(500)), "loss at initialisation").Outcome);
    }

    [Fact]
    public void Targets_far_from_zero_are_found()
    {
        var data = Numbers(200, static (random, _) => (float)(1000 + random.NextNormal()));
        var report = new Trainer(new TwoLayerNetwork(2, 8, 1), new MSELoss(), new SGD(0.1)).Check(data);
        var loss = Of(report, "loss at initialisation");
        Assert.Equal(CheckOutcome.Warning, loss.Outcome);
        Assert.Contains("(the variance)", loss.Text, StringComparison.Ordinal);
        Assert.Contains("standardise them", loss.Remedy, StringComparison.Ordinal);
        Assert.Equal(CheckOutcome.Warning, Of(report, "targets").Outcome);

        var clean = new Trainer(new TwoLayerNetwork(2, 8, 1), new MSELoss(), new SGD(0.1)).Check(Numbers(200, static (random, _) => (float)random.NextNormal()));
        Assert.True(clean.IsClean, clean.ToString());
    }

    [Theory]
    [InlineData("hidden.weight", 1.3f)]
    [InlineData("hidden.bias", -1f)]
    [InlineData("output.weight", 0.5f)]
    [InlineData("output.bias", 0f)]
    public void A_wrong_gradient_is_found_with_its_parameter(string name, float factor)
    {
        var network = new WrongNetwork(new TwoLayerNetwork(2, 8, 2), name, factor);
        var finding = Of(new Trainer(network, new CrossEntropyLoss(), new SGD(0.1)).Check(Samples.Clouds(500)), "gradients");
        Assert.Equal(CheckOutcome.Failed, finding.Outcome);
        Assert.Contains($"that of {name}[", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Right_gradients_pass_for_many_networks_and_losses()
    {
        for (var seed = 1ul; seed <= 30; seed++)
        {
            foreach (var (outputs, loss, data) in ((int, Loss, Dataset)[])
            [
                (2, new CrossEntropyLoss(), Samples.Clouds(100, seed)),
                (1, new BCEWithLogitsLoss(), Samples.Clouds(100, seed)),
                (1, new MSELoss(), Samples.Clouds(100, seed)),
                (1, new L1Loss(), Samples.Clouds(100, seed)),
                (1, new HuberLoss(), Samples.Clouds(100, seed)),
            ])
            {
                var finding = Of(new Trainer(new TwoLayerNetwork(2, 5, outputs, seed), loss, new SGD(0.1)).Check(data), "gradients");
                Assert.True(finding.Outcome is CheckOutcome.Passed, $"{loss}, seed {seed}: {finding}");
            }
        }
    }

    [Fact]
    public void At_a_kink_any_gradient_between_both_sides_is_right()
    {
        // Every hidden unit is 0 for every sample, and |0 − 0| has its kink there.
        var network = new TwoLayerNetwork(2, 4, 1);
        network.Parameters.Clear();
        var data = new Dataset(Samples.Clouds(50).Inputs, new float[50], 2, 1);
        Assert.NotEqual(CheckOutcome.Failed, Of(new Trainer(network, new L1Loss(), new SGD(0.1)).Check(data), "gradients").Outcome);
    }

    [Fact]
    public void Parameters_without_a_gradient_are_named()
    {
        var network = new WrongNetwork(new TwoLayerNetwork(2, 8, 2), "hidden.bias", 0);
        var finding = Of(new Trainer(network, new CrossEntropyLoss(), new SGD(0.1)).Check(Samples.Clouds(500)), "parameters without a gradient");
        Assert.Equal((CheckOutcome.Warning, "1 of 4: hidden.bias."), (finding.Outcome, finding.Text));
        var constant = new TwoLayerNetwork(2, 8, 1);
        finding = Of(new Trainer(constant, new ScriptedLoss(static _ => 1, static _ => 0), new SGD(0.1)).Check(new Dataset(Samples.Clouds(50).Inputs, new float[50], 2, 1)), "parameters without a gradient");
        Assert.Equal(CheckOutcome.Failed, finding.Outcome);
        Assert.StartsWith("all of 4: hidden.weight", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_that_are_not_standardised_and_constant_columns_are_named()
    {
        var data = Inputs(300, 4, static (random, _, column) => column switch
        {
            0 => (float)random.NextNormal(),
            1 => 300 + (200 * random.NextSingle()),
            2 => 7,
            _ => random.NextSingle() * 1e-4f,
        });
        var report = new Trainer(new TwoLayerNetwork(4, 8, 2), new CrossEntropyLoss(), new SGD(0.1)).Check(data);
        var scale = Of(report, "scale of the inputs");
        Assert.Equal(CheckOutcome.Warning, scale.Outcome);
        Assert.Matches(@"^2 of 4 columns are not standardised: columns 1, 3; column [13] has mean ", scale.Text);
        var constant = Of(report, "constant columns");
        Assert.Equal((CheckOutcome.Warning, "1 of 4 are the same in 300 samples: column 2."), (constant.Outcome, constant.Text));

        var same = new Trainer(new TwoLayerNetwork(1, 8, 2), new CrossEntropyLoss(), new SGD(0.1)).Check(Inputs(50, 1, static (_, _, _) => 1));
        Assert.Equal(CheckOutcome.Failed, Of(same, "constant columns").Outcome);
    }

    [Theory]
    [InlineData(0.5, CheckOutcome.Passed, "")]
    [InlineData(0.97, CheckOutcome.Warning, "Who always says class 0 is right in 97%.")]
    [InlineData(1, CheckOutcome.Failed, "every target of 1,000 samples is class 0.")]
    public void The_balance_of_classes_is_told(double share, CheckOutcome outcome, string text)
    {
        var data = Inputs(1000, 2, static (random, _, _) => (float)random.NextNormal(), sample => sample < 1000 * share ? 0 : 1);
        var finding = Of(Make().Check(data), "balance of classes");
        Assert.Equal(outcome, finding.Outcome);
        Assert.EndsWith(text, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_class_without_a_sample_is_named()
    {
        var data = Inputs(100, 2, static (random, _, _) => (float)random.NextNormal(), static sample => sample % 2 * 2);
        var finding = Of(new Trainer(new TwoLayerNetwork(2, 8, 4), new CrossEntropyLoss(), new SGD(0.1)).Check(data), "balance of classes");
        Assert.Equal(CheckOutcome.Warning, finding.Outcome);
        Assert.StartsWith("2 of 4 classes have no sample: 1, 3.", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Samples_in_both_parts_are_counted_and_named()
    {
        var all = Samples.Clouds(500);
        var finding = Of(Make().Check(all.Slice(0, 400), all.Slice(390, 110)), "samples in training and validation");
        Assert.Equal(CheckOutcome.Failed, finding.Outcome);
        Assert.Equal("10 of 110 samples for validation are also learned from: sample 0 is sample 390 of the training.", finding.Text);
        finding = Of(Make().Check(all.Slice(0, 400), all.Slice(400, 100)), "samples in training and validation");
        Assert.Equal((CheckOutcome.Passed, "none of 100 samples for validation is among 400 samples for training."), (finding.Outcome, finding.Text));
        Assert.Equal(CheckOutcome.Skipped, Of(Make().Check(all), "samples in training and validation").Outcome);
    }

    [Fact]
    public void A_validation_of_another_kind_is_found()
    {
        var (train, other) = (Samples.Clouds(200), Samples.Clouds(100, 9));
        var shifted = new Dataset(other.Inputs.ToArray().Select(static (value, i) => i % 2 == 0 ? value + 20 : value).ToArray(), other.Targets, 2, 1);
        Assert.StartsWith("1 of 2 columns have another mean", Of(Make().Check(train, shifted), "inputs of the validation").Text, StringComparison.Ordinal);
        var unknown = Inputs(50, 2, static (random, _, _) => (float)random.NextNormal(), static _ => 2);
        var finding = Of(new Trainer(new TwoLayerNetwork(2, 8, 3), new CrossEntropyLoss(), new SGD(0.1)).Check(train, unknown), "classes of the validation");
        Assert.Equal((CheckOutcome.Failed, "class 2 is not in the training samples."), (finding.Outcome, finding.Text));
    }

    [Fact]
    public void Contradictory_samples_are_counted()
    {
        var data = Inputs(100, 2, static (_, sample, column) => (sample / 2) + column, static sample => sample % 2);
        var finding = Of(Make().Check(data), "contradictory samples");
        Assert.Equal(CheckOutcome.Warning, finding.Outcome);
        Assert.Equal("50 of 100 samples have the inputs of an earlier one and another target: sample 1 and sample 0.", finding.Text);
    }

    [Fact]
    public void Sorted_samples_without_shuffling_are_found()
    {
        var data = Inputs(1000, 2, static (random, _, _) => (float)random.NextNormal(), static sample => sample / 500);
        var trainer = Make();
        Assert.DoesNotContain(trainer.Check(data).Findings, static finding => finding.Check == "order of the samples");
        trainer.Shuffle = false;
        Assert.Equal("the class changes 1 times in 1,000 samples: they are in the order of their classes, and Shuffle is off.", Of(trainer.Check(data), "order of the samples").Text);
        Assert.DoesNotContain(trainer.Check(Samples.Clouds(500)).Findings, static finding => finding.Check == "order of the samples");
    }

    [Fact]
    public void What_cannot_be_checked_is_refused()
    {
        Assert.Contains("There is no sample", Assert.Throws<ArgumentException>(() => Make().Check(new Dataset(default, default, 2, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Make().Check(Samples.Sine(5)));
        Assert.Throws<ArgumentException>(() => Make().Check(Inputs(5, 2, static (_, _, _) => float.NaN)));
        Assert.Throws<ArgumentException>(() => Make().Check(Samples.Clouds(5), Inputs(5, 2, static (_, _, _) => 1, static _ => 7)));
        Assert.Contains(Make().Check(Samples.Clouds(1)).Findings, static finding => finding is { Check: "balance of classes", Outcome: CheckOutcome.Failed });
    }

    private static CheckFinding Of(CheckReport report, string check) => report.Findings.Single(finding => finding.Check == check);

    private static Trainer Make() => new(new TwoLayerNetwork(2, 8, 2), new CrossEntropyLoss(), new SGD(0.1));

    private static Dataset Inputs(int count, int columns, Func<CounterRandomBox, int, int, float> value, Func<int, int>? target = null)
    {
        var random = new CounterRandomBox(3);
        var inputs = new float[count * columns];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = value(random, i / columns, i % columns);
        return new Dataset(inputs, Enumerable.Range(0, count).Select(sample => (float)(target?.Invoke(sample) ?? (sample % 2))).ToArray(), columns, 1);
    }

    private static Dataset Numbers(int count, Func<CounterRandomBox, int, float> target)
    {
        var random = new CounterRandomBox(4);
        return new Dataset(Samples.Clouds(count).Inputs, Enumerable.Range(0, count).Select(sample => target(random, sample)).ToArray(), 2, 1);
    }

    private sealed class CounterRandomBox(ulong seed)
    {
        private CounterRandom random = new(seed);

        public double NextNormal() => random.NextNormal();

        public float NextSingle() => (float)random.NextDouble();
    }

    /// <summary>A network whose backward pass multiplies the gradient of a parameter.</summary>
    private sealed class WrongNetwork(INetwork network, string parameter, float factor) : INetwork
    {
        public NetworkDescription Description => network.Description;

        public Span<float> Parameters => network.Parameters;

        public Span<float> Gradients => network.Gradients;

        public Workspace CreateWorkspace(int capacity) => network.CreateWorkspace(capacity);

        public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => network.Predict(inputs, outputs);

        public void Forward(Workspace workspace) => network.Forward(workspace);

        public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false)
        {
            Assert.False(accumulate, "gradients that others have added to are not to be changed");
            network.Backward(workspace, gradients);
            var view = new TensorView(gradients, Description.Parameter(parameter));
            view.CopyFrom([.. view.ToArray().Select(value => value * factor)]);
        }
    }
}
