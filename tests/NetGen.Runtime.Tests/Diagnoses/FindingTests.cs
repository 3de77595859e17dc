using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Diagnoses;

/// <summary>Networks with each fault, and healthy ones.</summary>
public class FindingTests
{
    [Fact]
    public void A_deep_sigmoid_network_has_vanishing_gradients()
    {
        var finding = Found(new DeepNetwork([2, .. Enumerable.Repeat(16, 8), 2], Activation.Sigmoid), new CrossEntropyLoss(), new SGD(0.1), Samples.Clouds(256), 5, FindingKind.VanishingGradients);
        Assert.Equal("dense1", finding.Layer);
        Assert.Contains("relu", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Activation.Relu, 12)]
    [InlineData(Activation.None, 12)]
    [InlineData(Activation.Relu, 1e8)]
    public void A_network_of_large_weights_explodes(Activation activation, double scale)
    {
        var finding = Found(new DeepNetwork([2, .. Enumerable.Repeat(16, 8), 2], activation, scale), new CrossEntropyLoss(), new SGD(1e-3), Samples.Clouds(256), 2, FindingKind.ExplodingGradients);
        Assert.Equal(0, finding.Step);
        Assert.Contains("normalisation", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relu_network_that_is_shifted_below_zero_has_dead_units()
    {
        var finding = Found(new DeepNetwork([2, 16, 16, 2], Activation.Relu, bias: -3), new CrossEntropyLoss(), new SGD(0.01), Samples.Clouds(256), 3, FindingKind.DeadUnits);
        Assert.Contains(finding.Layer, (string[])["dense1", "dense2"]);
        Assert.Contains("leaky relu", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tanh_network_of_inputs_that_are_not_standardised_is_saturated()
    {
        var clouds = Samples.Clouds(256);
        var inputs = clouds.Inputs.ToArray().Select(static value => 100 * value).ToArray();
        var finding = Found(new DeepNetwork([2, 16, 16, 2], Activation.Tanh), new CrossEntropyLoss(), new SGD(0.01), clouds.WithInputs(inputs, 2), 3, FindingKind.SaturatedUnits);
        Assert.Equal("dense1", finding.Layer);
        Assert.Contains("Standardise", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_network_of_few_samples_overfits()
    {
        var random = new CounterRandom(3);

        // Labels that have nothing to do with the inputs: all that can be learned is the samples themselves.
        var samples = new Dataset(Enumerable.Range(0, 400).Select(_ => (float)random.NextNormal()).ToArray(), Enumerable.Range(0, 80).Select(_ => (float)random.NextInt32(2)).ToArray(), 5, 1);
        var finding = Found(
            new DeepNetwork([5, 64, 64, 2], Activation.Relu, 1.4), new CrossEntropyLoss(), new Adam(0.003), samples.Slice(0, 40), 60, FindingKind.Overfitting, samples.Slice(40, 40));
        Assert.Null(finding.Layer);
        Assert.Contains("EarlyStopping", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_cannot_part_what_no_line_parts()
    {
        var finding = Found(new DeepNetwork([2, 2], Activation.None), new CrossEntropyLoss(), new SGD(0.1), Xor(256), 20, FindingKind.Underfitting);
        Assert.Contains("units", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mean_is_no_fit()
    {
        // Targets far from 0: nearly all of the loss falls, and still nothing but the mean is learned.
        var xor = Xor(256);
        var targets = xor.Targets.ToArray().Select(static target => 10 + target).ToArray();
        Found(new DeepNetwork([2, 1], Activation.None), new MSELoss(), new SGD(0.1), xor.WithTargets(targets, 1), 20, FindingKind.Underfitting);
    }

    [Theory]
    [InlineData("SGD", 30)]
    [InlineData("Adam", 3)]
    [InlineData("SGD", 1e30)]
    public void A_rate_that_is_too_large_is_found(string optimizer, double rate)
    {
        var finding = Found(new DeepNetwork([2, 16, 16, 2], Activation.Tanh), new CrossEntropyLoss(), Create(optimizer, rate), Samples.Clouds(256), 8, FindingKind.LearningRateTooLarge);
        Assert.Contains("Divide the rate", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_descent_that_diverges_is_found_when_it_fails()
    {
        var finding = Found(new DeepNetwork([1, 16, 1], Activation.Relu), new MSELoss(), new SGD(5), Samples.Sine(64), 8, FindingKind.LearningRateTooLarge);
        Assert.Contains("at learning rate 5", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SGD", 1e-5)]
    [InlineData("Adam", 1e-6)]
    public void A_rate_that_is_too_small_is_found(string optimizer, double rate)
    {
        var finding = Found(new DeepNetwork([2, 16, 16, 2], Activation.Relu), new CrossEntropyLoss(), Create(optimizer, rate), Samples.Clouds(256), 10, FindingKind.LearningRateTooSmall);
        Assert.Contains("Multiply the rate", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Activation.Relu, "Adam", 0.001, 1)]
    [InlineData(Activation.Relu, "Adam", 0.01, 2)]
    [InlineData(Activation.Tanh, "Adam", 0.003, 3)]
    [InlineData(Activation.Tanh, "SGD", 0.1, 4)]
    [InlineData(Activation.Relu, "SGD", 0.05, 5)]
    [InlineData(Activation.Sigmoid, "Adam", 0.01, 6)]
    public void Healthy_networks_give_no_finding(Activation activation, string optimizer, double rate, ulong seed)
    {
        var network = new DeepNetwork([2, 24, 24, 2], activation, activation == Activation.Relu ? 1.4 : 1, seed: seed);
        var diagnosis = new Diagnosis(everySteps: 10);
        var history = new Trainer(network, new CrossEntropyLoss(), Create(optimizer, rate)) { Callbacks = [diagnosis], Seed = seed, Metrics = [new Accuracy()] }
            .Fit(Samples.Clouds(512, seed), 40, Samples.Clouds(512, seed + 100));
        Assert.Empty(diagnosis.Findings);
        Assert.True(history.Epochs[^1].Validation!["accuracy"] > 0.85);
    }

    [Theory]
    [InlineData(Activation.Relu, 0.01)]
    [InlineData(Activation.Tanh, 0.01)]
    public void A_healthy_regression_gives_no_finding(Activation activation, double rate)
    {
        var diagnosis = new Diagnosis(everySteps: 10);
        new Trainer(new DeepNetwork([1, 32, 32, 1], activation, activation == Activation.Relu ? 1.4 : 1), new MSELoss(), new Adam(rate)) { Callbacks = [diagnosis] }
            .Fit(Centred(256), 60, Centred(100));
        Assert.Empty(diagnosis.Findings);
    }

    [Fact]
    public void The_remedies_of_a_deep_sigmoid_network_work()
    {
        var diagnosis = new Diagnosis(everySteps: 10);
        new Trainer(new DeepNetwork([2, .. Enumerable.Repeat(16, 8), 2], Activation.Relu, 1.4), new CrossEntropyLoss(), new SGD(0.05)) { Callbacks = [diagnosis] }.Fit(Samples.Clouds(256), 20);
        Assert.Empty(diagnosis.Findings);
    }

    private static Finding Found(INetwork network, Loss loss, Optimizer optimizer, Dataset train, int epochs, FindingKind kind, Dataset? validation = null)
    {
        List<Finding> told = [];
        var diagnosis = new Diagnosis(everySteps: 10) { OnFinding = told.Add };
        try
        {
            new Trainer(network, loss, optimizer) { BatchSize = 32, Callbacks = [diagnosis], Seed = 1 }.Fit(train, epochs, validation);
        }
        catch (NonFiniteLossException)
        {
        }

        Assert.Equal(diagnosis.Findings, told);
        var finding = Assert.Single(diagnosis.Findings, finding => finding.Kind == kind);
        Assert.True(kind == diagnosis.Findings[0].Kind, string.Join('\n', diagnosis.Reports));
        return finding;
    }

    private static Optimizer Create(string name, double rate) => name == "Adam" ? new Adam(rate) : new SGD(rate);

    // Relu units of positive inputs alone are half of them dead at the start.
    private static Dataset Centred(int count)
    {
        var sine = Samples.Sine(count);
        return Standardizer.FitInputs(sine).ApplyToInputs(sine);
    }

    private static Dataset Xor(int count)
    {
        var random = new CounterRandom(5);
        var (inputs, targets) = (new float[2 * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            var (x, y) = (i % 2, i / 2 % 2);
            (inputs[2 * i], inputs[(2 * i) + 1], targets[i]) = ((2 * x) - 1 + (float)(0.1 * random.NextNormal()), (2 * y) - 1 + (float)(0.1 * random.NextNormal()), x ^ y);
        }

        return new Dataset(inputs, targets, 2, 1);
    }
}
