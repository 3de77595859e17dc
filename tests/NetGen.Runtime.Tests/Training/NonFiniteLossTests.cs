namespace NetGen.Runtime.Tests.Training;

public class NonFiniteLossTests
{
    [Theory]
    [InlineData("hidden.weight", "hidden", "'hidden.weight' has NaN at [1, 1]")]
    [InlineData("hidden.bias", "hidden", "'hidden.bias' has NaN at [1]")]
    [InlineData("output.weight", "output", "'output.weight' has NaN at [0, 1]")]
    public void A_parameter_that_is_not_finite_is_named_with_its_layer(string parameter, string layer, string place)
    {
        var network = new TwoLayerNetwork(2, 3, 1);
        var view = network.View(parameter);
        if (view.Shape.Count == 1)
            view[1] = float.NaN;
        else
            view[view.Shape[0] == 1 ? 0 : 1, 1] = float.NaN;
        var exception = Stop(network, WithValue(0, 0), 1, out _);
        Assert.Equal(layer, exception.Layer);
        Assert.Contains($"layer '{layer}' is the first that is not finite: {place}", exception.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (exception.Epoch, exception.Step));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_layer_that_overflows_is_named_with_feature_and_sample(int workers)
    {
        var network = new TwoLayerNetwork(2, 3, 2);
        network.View("output.weight")[1, 0] = 3e38f;
        network.View("output.bias")[1] = 3e38f;
        network.View("hidden.weight")[0, 0] = 100;
        network.View("hidden.weight")[0, 1] = 0;
        network.View("hidden.bias")[0] = 0;
        var inputs = new float[40];
        inputs[2 * 13] = 1;
        var exception = Stop(network, new Dataset(inputs, new float[40], 2, 2), workers, out _);
        Assert.Equal("output", exception.Layer);
        Assert.Contains("layer 'output' is the first that is not finite: its output has Infinity in feature 1 for sample 13, from finite parameters", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_overflows_by_itself_is_said_to()
    {
        var network = new TwoLayerNetwork(2, 3, 1);
        var trainer = new Trainer(network, new ScriptedLoss(static _ => double.PositiveInfinity, static _ => 0), new PlainDescent(0.1f));
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(WithValue(0, 0), 1));
        Assert.Null(exception.Layer);
        Assert.Contains("all finite, so the loss itself is not", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parameters_are_those_of_the_last_good_step_and_the_place_is_named()
    {
        var network = new TwoLayerNetwork(1, 2, 1);
        var last = Array.Empty<float>();

        // 4 steps an epoch; the seventh loss is the third of the second epoch.
        var trainer = new Trainer(network, new ScriptedLoss(static call => call == 6 ? double.NaN : 1, static _ => 0.5f), new PlainDescent(0.1f)) { BatchSize = 3 };
        var exception = Assert.Throws<NonFiniteLossException>(
            () => trainer.Fit(Samples.Sine(12), 5, onStep: _ => last = network.Parameters.ToArray()));
        Assert.Equal((2, 3), (exception.Epoch, exception.Step));
        Assert.StartsWith("Epoch 2, step 3: the loss is NaN;", exception.Message, StringComparison.Ordinal);
        Assert.Equal(last, network.Parameters.ToArray());
        Assert.Equal(6, trainer.StepsTrained);
        Assert.Equal(6, trainer.Optimizer.StepCount);
        Assert.Single(trainer.History.Epochs);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1f)]
    public void A_gradient_that_is_not_finite_is_not_applied_though_the_loss_is_finite(float? clipNorm)
    {
        var network = new TwoLayerNetwork(1, 2, 1);
        var before = network.Parameters.ToArray();
        var trainer = new Trainer(network, new ScriptedLoss(static _ => 0.25, static _ => float.NaN), new PlainDescent(0.1f)) { ClipNorm = clipNorm };
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(Samples.Sine(4), 1));
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal("output", exception.Layer);
        Assert.Equal(0.25, exception.Loss);
        Assert.Contains("the loss is 0.25; its gradient with respect to 'output.bias' has NaN at [0]", exception.Message, StringComparison.Ordinal);
    }

    public static IEnumerable<object[]> Overflows()
    {
        yield return [new Func<Optimizer>(static () => new Adam(3e38))];
        yield return [new Func<Optimizer>(static () => new AdamW(3e38, weightDecay: 0))];
        yield return [new Func<Optimizer>(static () => new NAdam(3e38))];
        yield return [new Func<Optimizer>(static () => new SGD(3e38))];
        yield return [new Func<Optimizer>(static () => new SGD(3e38, momentum: 0.9))];
        yield return [new Func<Optimizer>(static () => new RMSprop(3e38))];
        yield return [new Func<Optimizer>(static () => new Adagrad(3e38))];
        yield return [new Func<Optimizer>(static () => new PlainDescent(3e38f))];
    }

    [Theory]
    [MemberData(nameof(Overflows))]
    public void A_step_that_makes_parameters_not_finite_is_told_with_the_layer(Func<Optimizer> create)
    {
        var network = new TwoLayerNetwork(1, 2, 1);
        network.View("output.bias")[0] = 3e38f;
        var steps = 0;
        var trainer = new Trainer(network, new ScriptedLoss(static _ => 0.25, static _ => -2), create());
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Fit(Samples.Sine(4), 1, onStep: _ => steps++));
        var first = network.Description.Parameters.First(parameter => !network.View(parameter.Name).ToArray().All(float.IsFinite));
        Assert.Equal(first.Layer, exception.Layer);
        Assert.Contains($"the step of {trainer.Optimizer.GetType().Name} at learning rate 3E+38 made layer '{first.Layer}' not finite: '{first.Name}' has ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("no longer of use", exception.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1, 0, 0L), (exception.Epoch, exception.Step, steps, trainer.StepsTrained));
    }

    [Fact]
    public void Parameter_groups_tell_it_too()
    {
        var network = new TwoLayerNetwork(1, 2, 1);
        network.View("output.bias")[0] = 3e38f;
        var groups = new ParameterGroups(network, static () => new Adam(), new ParameterGroup(static parameter => parameter.Name == "output.bias", static () => new SGD(3e38)));
        var trainer = new Trainer(network, new ScriptedLoss(static _ => 0.25, static _ => -2), groups);
        Assert.Equal("output", Assert.Throws<NonFiniteLossException>(() => trainer.Fit(Samples.Sine(4), 1)).Layer);
    }

    private static NonFiniteLossException Stop(TwoLayerNetwork network, Dataset data, int workers, out Trainer trainer)
    {
        var before = network.Parameters.ToArray();
        var used = trainer = new Trainer(network, new PlainSquaredError(), new PlainDescent(0.1f)) { BatchSize = Trainer.FullBatch, Workers = workers };
        var exception = Assert.Throws<NonFiniteLossException>(() => used.Fit(data, 1));
        Assert.Equal(before, network.Parameters.ToArray());
        return exception;
    }

    // 20 samples of two features.
    private static Dataset WithValue(int inputAt, float value)
    {
        var inputs = new float[40];
        inputs[inputAt] = value;
        return new Dataset(inputs, new float[20], 2, 1);
    }
}
