using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Diagnoses and weighted metrics of generated networks.</summary>
public sealed class DiagnosisTests
{
    private const string Pictures = """
        [Network, Input(1, 8, 8)]
        [Conv2D(6, 3, Activation.Relu, Padding = 1), MaxPool2D(2)]
        [Conv2D(8, 3, Bias = false), BatchNorm, Activation(Activation.Relu)]
        [Flatten, Dense(16, Activation.Tanh), Dropout(0.2f), Dense(3, Name = "output")]
        public sealed partial class Net;
        """;

    private const string Weighted = """
        using static NetGen.Functional;

        [Network]
        public sealed partial class Net
        {
            [Dense(2)] private partial Tensor Kind(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) => Kind(x);
            [Objective] private Tensor Loss(Tensor what, [Shape(2)] Tensor kinds, [Shape(1)] Tensor weight) => -Sum(Sum(kinds * LogSoftmax(what)) * weight);
        }
        """;

    [Fact]
    public void Layers_have_their_activations_and_their_dead_channels()
    {
        var network = new LoadedProject(Pictures).Network();
        Assert.Equal(["Relu", null, "Linear", null, "Relu", "Relu", "Tanh", null, "Linear"], network.Description.Layers.Select(static layer => layer.LastOperation));

        // Two of six channels never get above 0.
        var first = network.Description.Layers[0].Name;
        var bias = new TensorView(network.Parameters, network.Description.Parameter($"{first}.bias"));
        (bias[1], bias[4]) = (-100, -100);
        var diagnosis = new Diagnosis(everySteps: 5);
        new Trainer(network, new CrossEntropyLoss(), new Adam()) { BatchSize = 16, Callbacks = [diagnosis] }.Fit(Data(160), 2);
        Assert.Equal([0L, 1, 5, 10, 15, 20], diagnosis.Reports.Select(static report => report.Step));
        foreach (var report in diagnosis.Reports)
        {
            Assert.Equal(network.Description.Layers.Select(static layer => layer.Name), report.Layers.Select(static layer => layer.Layer));
            Assert.Equal(2 / 6.0, report.Layers[0].DeadShare!.Value, 1e-12);
            Assert.All(report.Layers, layer => Assert.Equal(network.Description.Parameters.Any(parameter => parameter.Layer == layer.Layer && !parameter.IsFrozen), layer.Gradients is not null));
            Assert.NotNull(report.Layers[6].SaturatedShare);
            Assert.NotNull(report.Layers[6].Activations);
        }

        Assert.Empty(diagnosis.Findings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_diagnosis_changes_no_bit_of_parameters_and_running_statistics(int workers)
    {
        var project = new LoadedProject(Pictures);
        Assert.Equal(Train([]), Train([new Diagnosis(everySteps: 1)]));

        float[] Train(ITrainingCallback[] callbacks)
        {
            var network = project.Network();
            new Trainer(network, new CrossEntropyLoss(), new Adam()) { BatchSize = 16, Workers = workers, Callbacks = callbacks }.Fit(Data(96), 2, Data(30));
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void An_objective_is_diagnosed_and_its_metrics_take_weights_from_a_target()
    {
        var network = (IObjectiveNetwork)new LoadedProject(Weighted).Network();
        var random = new CounterRandom(3);
        var (inputs, targets) = (new float[4 * 60], new float[3 * 60]);
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (float)random.NextNormal();

        // Which kind it is the first input says; of those that do not count, the opposite is said.
        for (var i = 0; i < 60; i++)
        {
            var (kind, weight) = (inputs[4 * i] > 0 ? 1 : 0, i % 3 == 0 ? 0 : 1);
            targets[(3 * i) + (weight == 1 ? kind : 1 - kind)] = 1;
            targets[(3 * i) + 2] = weight;
        }

        var data = new Dataset(inputs, targets, 4, 3);
        var diagnosis = new Diagnosis(everySteps: 10);
        var trainer = new Trainer(network, new Adam(0.05)) { BatchSize = 20, Callbacks = [diagnosis] };
        trainer.Fit(data, 60);
        Assert.All(diagnosis.Reports, static report => Assert.Equal("kind", Assert.Single(report.Layers).Layer));
        Assert.True(diagnosis.Reports[^1].Loss < diagnosis.Reports[0].Loss / 2);

        var weighted = trainer.Evaluate(data, new Accuracy { Target = "kinds", SampleWeight = "weight" }, new RocAuc { Target = "kinds", SampleWeight = "weight" });
        Assert.True(weighted["accuracy"] > 0.95);
        Assert.True(weighted["ROC-AUC"] > 0.98);
        Assert.True(trainer.Evaluate(data, new Accuracy { Target = "kinds" })["accuracy"] < 0.75);
        Assert.EndsWith("has no target 'size' with the weights of 'accuracy'; it has 'kinds' [2], 'weight' [1].", Refused("size"), StringComparison.Ordinal);
        Assert.Contains("but that has 2 floats: [2]", Refused("kinds"), StringComparison.Ordinal);

        string Refused(string name) => Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(data, new Accuracy { Target = "kinds", SampleWeight = name })).Message;
    }

    // Stripes: along, across, or none.
    private static Dataset Data(int count)
    {
        var random = new CounterRandom(1);
        var (inputs, targets) = (new float[64 * count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            targets[i] = i % 3;
            for (var pixel = 0; pixel < 64; pixel++)
                inputs[(64 * i) + pixel] = (float)(random.NextNormal() * 0.5) + (i % 3 == 0 ? pixel % 2 : i % 3 == 1 ? pixel / 8 % 2 : 0);
        }

        return new Dataset(inputs, targets, 64, 1);
    }
}
