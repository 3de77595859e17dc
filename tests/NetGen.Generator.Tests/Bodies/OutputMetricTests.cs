using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Metrics of networks with several outputs and targets.</summary>
public sealed class OutputMetricTests
{
    private const int Samples = 23;

    private const string Forward = """
        [Dense(2)] private partial Tensor Place(Tensor x);
        [Dense(3)] private partial Tensor Kind(Tensor x);
        [Forward] (Tensor place, Tensor kind) F([Shape(4)] Tensor x) => (Place(x), Kind(x));

        """;

    private const string Heads = Forward + """
        [Objective] private Tensor Loss(Tensor where, Tensor what, [Shape(3)] Tensor kinds, [Shape(2)] Tensor place)
            => Sum((where - place) * (where - place)) - Sum(kinds * LogSoftmax(what));
        """;

    private static readonly LoadedProject Project = new(BodyNetworks.Source(Heads));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Each_metric_is_of_its_output_and_target(int workers)
    {
        var network = (IObjectiveNetwork)Project.Network();
        var data = Data(3 + 2);
        // So small a step changes no parameter: all epochs see the same network.
        var trainer = new Trainer(network, new SGD(1e-20f))
        {
            BatchSize = 7,
            Workers = workers,
            Metrics = [new MeanAbsoluteError { Output = "place" }, new Accuracy { Output = "kind", Target = "kinds" }],
        };

        var evaluation = trainer.Evaluate(data);
        var epoch = trainer.Fit(data, 1, data).Epochs[0];

        var (distance, right) = Expected(network, data);
        foreach (var found in new[] { evaluation, epoch.Train, epoch.Validation! })
        {
            Assert.Equal(["place mean absolute error", "kind accuracy"], found.Metrics.Select(static metric => metric.Name));
            Assert.Equal(distance, found["place mean absolute error"], 1e-6);
            Assert.Equal(right, found["kind accuracy"], 1e-9);
        }
    }

    [Fact]
    public void A_metric_that_does_not_say_which_output_it_is_of_is_refused()
        => AssertRefused(new Accuracy(), "has the outputs 'place' [2], 'kind' [3]; say which one 'accuracy' is of: new Accuracy { Output = \"place\" }.");

    [Fact]
    public void An_output_that_is_not_there_is_refused()
        => AssertRefused(new Accuracy { Output = "size" }, "has no output 'size' for 'accuracy'; it has 'place' [2], 'kind' [3].");

    [Fact]
    public void A_target_that_is_not_there_is_refused()
        => AssertRefused(new Accuracy { Output = "kind", Target = "size" }, "has no target 'size' for 'accuracy'; it has 'kinds' [3], 'place' [2].");

    [Fact]
    public void An_output_without_a_target_of_its_name_needs_one()
        => AssertRefused(
            new Accuracy { Output = "kind" },
            "has the targets 'kinds' [3], 'place' [2]; say which one 'accuracy' compares 'kind' with: new Accuracy { Output = \"kind\", Target = \"kinds\" }.");

    [Fact]
    public void A_metric_of_an_objective_without_targets_is_refused()
    {
        var network = (IObjectiveNetwork)new LoadedProject(BodyNetworks.Source(Forward + "[Objective] private Tensor Loss(Tensor y, Tensor z) => Sum(y * y) + Sum(z * z);")).Network();
        var trainer = new Trainer(network, new SGD(0.1f));

        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(new Dataset(new float[8], 4), new Accuracy { Output = "kind" }));

        Assert.Equal($"'accuracy' compares an output with its target, but the objective of {network.Description.Name} has no targets.", exception.Message);
    }

    [Fact]
    public void A_loss_for_several_outputs_is_refused()
    {
        var network = new LoadedProject(BodyNetworks.Source(Forward)).Network();

        var exception = Assert.Throws<ArgumentException>(() => new Trainer(network, new MSELoss(), new SGD(0.1f)));

        Assert.StartsWith(
            $"{network.Description.Name} has the outputs 'place' [2], 'kind' [3], and a loss is of a network with one; say what it is trained for in a method marked [Objective].",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_output_may_be_named_and_a_target_beside_a_loss_has_no_name()
    {
        var network = new LoadedProject("[Network, Input(4), Dense(2)] public sealed partial class Net;").Network();
        var trainer = new Trainer(network, new MSELoss(), new SGD(0.1f));
        var data = Data(2);

        var named = trainer.Evaluate(data, new MeanAbsoluteError { Output = network.Description.Outputs[0].Name });
        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(data, new Accuracy { Target = "kind" }));

        Assert.Equal(trainer.Evaluate(data, new MeanAbsoluteError()).Metrics[0].Value, named.Metrics[0].Value);
        Assert.Equal("'accuracy' is of the target 'kind', but only those of an objective have names.", exception.Message);
    }

    private static void AssertRefused(Metric metric, string message)
    {
        var trainer = new Trainer((IObjectiveNetwork)Project.Network(), new SGD(0.1f)) { Metrics = [metric] };
        var data = Data(3 + 2);

        Assert.EndsWith(message, Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(data)).Message, StringComparison.Ordinal);
        Assert.EndsWith(message, Assert.Throws<InvalidOperationException>(() => trainer.Fit(data, 1)).Message, StringComparison.Ordinal);
    }

    /// <summary>The mean distance of places, and the share of kinds that are right.</summary>
    private static (double Distance, double Right) Expected(IObjectiveNetwork network, Dataset data)
    {
        var workspace = network.CreateWorkspace(1);
        var (distance, right) = (0.0, 0);
        for (var sample = 0; sample < data.Count; sample++)
        {
            data.Input(sample).CopyTo(workspace.Input(0));
            network.Evaluate(workspace);
            var (kinds, place) = (data.Target(sample)[..3].ToArray(), data.Target(sample)[3..].ToArray());
            for (var i = 0; i < 2; i++)
                distance += Math.Abs((double)workspace.Output(0)[i] - place[i]);
            var logits = workspace.Output(1).ToArray();
            right += Array.IndexOf(logits, logits.Max()) == Array.IndexOf(kinds, kinds.Max()) ? 1 : 0;
        }

        return (distance / (2 * data.Count), (double)right / data.Count);
    }

    private static Dataset Data(int targetSize)
    {
        var random = new CounterRandom(5);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextNormal())];
        return new(Draw(4 * Samples), Draw(targetSize * Samples), 4, targetSize);
    }
}
