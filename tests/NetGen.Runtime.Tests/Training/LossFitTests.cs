namespace NetGen.Runtime.Tests.Training;

/// <summary>What does not fit together is refused when a trainer is made, or when a training starts.</summary>
public class LossFitTests
{
    public static IEnumerable<object?[]> Misfits =>
    [
        ["ce", "Softmax", 3, "CrossEntropyLoss cannot train Net: its last layer is Softmax, but this loss takes logits and applies the softmax itself. Leave Softmax out"],
        ["ce", "LogSoftmax", 3, "or train it with NLLLoss"],
        ["ce", "Sigmoid", 3, "Leave Sigmoid out"],
        ["ce", "Linear", 1, "has a single class, whose probability is always 1"],
        ["ce", null, 1, "train a single one with BCEWithLogitsLoss"],
        ["bce", "Sigmoid", 1, "takes logits and applies the sigmoid itself. Leave Sigmoid out; Logits.Sigmoid makes probabilities"],
        ["bce", "HardSigmoid", 1, "Leave HardSigmoid out"],
        ["bce", "Softmax", 3, "Leave Softmax out"],
        ["bce", "Relu", 1, "never negative, so that no probability would be below a half"],
        ["bce", "LogSoftmax", 3, "never positive, so that no probability would be above a half"],
        ["nll", "Linear", 3, "a plain matrix product, but this loss takes log-probabilities. End the network with [LogSoftmax]"],
        ["nll", "Softmax", 3, "Put [LogSoftmax] in the place of [Softmax]"],
        ["nll", "Relu", 3, "this loss takes log-probabilities"],
        ["nll", "LogSoftmax", 1, "has a single class"],
        ["kl", "Softmax", 3, "Put [LogSoftmax] in the place of [Softmax]"],
        ["hinge", "Sigmoid", 1, "never negative, but a score is positive for one class and negative for the other"],
    ];

    [Theory]
    [InlineData(CrossEntropyTarget.ClassIndex, 3, "such as one-hot ones, need new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities).")]
    [InlineData(CrossEntropyTarget.Probabilities, 1, "become one-hot targets by data.WithOneHotTargets(classes).")]
    public void Targets_of_the_other_kind_are_told_how_they_are_trained_for(CrossEntropyTarget kind, int targetSize, string remedy)
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 4, 3), new CrossEntropyLoss(target: kind), new Adam());
        var exception = Assert.Throws<ArgumentException>(() => trainer.Fit(new Dataset(new float[20], new float[10 * targetSize], 2, targetSize), 1));
        Assert.Contains(remedy, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_loss_refuses_what_a_network_computes_last(string loss, string? lastOperation, int outputs, string message)
    {
        var network = Network(outputs, lastOperation);
        var exception = Assert.Throws<ArgumentException>(() => new Trainer(network, LossNamed(loss), new Adam()));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        var workspace = network.CreateWorkspace(1);
        Assert.Throws<ArgumentException>(() => LossNamed(loss).Evaluate(network, workspace, new float[outputs]));
    }

    [Theory]
    [InlineData("ce", "Linear", 3)]
    [InlineData("ce", null, 3)]
    [InlineData("ce", "Relu", 3)]
    [InlineData("ce", "Tanh", 2)]
    [InlineData("bce", "Linear", 1)]
    [InlineData("bce", "Tanh", 1)]
    [InlineData("nll", "LogSoftmax", 3)]
    [InlineData("nll", null, 3)]
    [InlineData("kl", "LogSoftmax", 3)]
    [InlineData("hinge", "Tanh", 1)]
    [InlineData("mse", "Softmax", 3)]
    [InlineData("mse", "Sigmoid", 1)]
    public void What_fits_is_taken(string loss, string? lastOperation, int outputs)
        => Assert.NotNull(new Trainer(Network(outputs, lastOperation), LossNamed(loss), new Adam()).Loss);

    [Fact]
    public void Classes_along_the_last_axis_without_a_target_for_each_position_are_refused_with_both_shapes()
    {
        var network = new DescribedNetwork(new TwoLayerNetwork(2, 3, 480, name: "Net"), [4, 12, 10], "Linear");
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam());
        var exception = Assert.Throws<ArgumentException>("train", () => trainer.Fit(new Dataset(new float[8], new float[4], 2, 1), 1));
        Assert.Contains("CrossEntropyLoss expects a target [4, 12], 48 floats, for an output [4, 12, 10] of Net, but those of 'train' have 1.", exception.Message, StringComparison.Ordinal);
        Assert.Contains("axis 2 of the output as 10 classes", exception.Message, StringComparison.Ordinal);
        Assert.Contains("[Flatten]", exception.Message, StringComparison.Ordinal);

        // With a target for each position it trains, and metrics look at the positions.
        trainer.Metrics.Add(new Accuracy());
        trainer.Metrics.Add(new ConfusionMatrix(10));
        var history = trainer.Fit(new Dataset(new float[8], new float[4 * 48], 2, 48), 1);
        Assert.True(double.IsFinite(history.Epochs[0].TrainLoss));
        Assert.Equal(4 * 48, ((ConfusionMatrix)trainer.Metrics[1]).Total);
        Assert.Throws<InvalidOperationException>(() => trainer.Evaluate(new Dataset(new float[8], new float[4 * 48], 2, 48), new ConfusionMatrix(480)));
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("nll")]
    [InlineData("bce")]
    [InlineData("mse")]
    public void A_loss_of_a_workspace_knows_the_networks_shape_and_allocates_nothing(string name)
    {
        var network = new DescribedNetwork(new TwoLayerNetwork(2, 3, 12), [4, 3]);
        var workspace = network.CreateWorkspace(5);
        workspace.Inputs.Fill(0.5f);
        network.Forward(workspace);
        var loss = LossNamed(name);
        var targets = new float[5 * loss.TargetSize(4, 3)];
        var value = loss.Evaluate(network, workspace, targets);
        Assert.Equal(loss.Evaluate(workspace.Outputs, targets, [], 5, [4, 3]).Mean, value);
        Assert.Equal(name is "ce" or "nll" ? 20 : 60, targets.Length);

        Assert.Equal(0, Allocation.Of(() =>
        {
            for (var i = 0; i < 10; i++)
                loss.Evaluate(network, workspace, targets);
        }));
    }

    [Fact]
    public void Accuracy_reads_signs_with_a_hinge_loss()
    {
        var (data, right) = Labelled([1, -1, -1, 1, -1], isRight: static (logit, target) => logit > 0 == target > 0);
        var trainer = new Trainer(Network(1, "Linear"), new HingeLoss(), new Adam());
        var matrix = new ConfusionMatrix(2);
        Assert.Equal(right / 5.0, trainer.Evaluate(data, new Accuracy(), matrix)["accuracy"]);
        Assert.Equal(3, matrix.ActualCount(0));
        Assert.Equal(2, matrix.ActualCount(1));
    }

    [Fact]
    public void Several_independent_labels_count_one_by_one()
    {
        var accuracy = new Accuracy();
        var (matrix, second) = (new ConfusionMatrix(2), new ConfusionMatrix(2) { Label = 1 });
        var source = new MetricSource("Net", new TensorInfo("output", [3]), [3], new BCEWithLogitsLoss());
        foreach (var metric in new Metric[] { accuracy, matrix, second })
        {
            metric.Start(source);
            metric.Add([2, -1, 0.5f, -3, 4, 1], [1, 0, 0, 1, 1, 1], 2);
        }

        // Arg max would say 1/2: the first sample's largest is label 0, the second's label 1 and its first 1 label 0.
        Assert.Equal(4.0 / 6, accuracy.Value);
        Assert.Equal((1, 1, 1, 3), (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]));
        Assert.Equal((1, 0, 0, 1), (second[0, 0], second[0, 1], second[1, 0], second[1, 1]));
        Assert.Throws<InvalidOperationException>(() => new ConfusionMatrix(3).Start(source));
        Assert.Throws<InvalidOperationException>(() => new ConfusionMatrix(2) { Label = 3 }.Start(source));
    }

    [Fact]
    public void A_single_probability_says_yes_above_a_half_and_a_single_logit_above_zero()
    {
        foreach (var (operation, expected) in new[] { ("Sigmoid", 1.0), ("Linear", 0.5) })
        {
            var accuracy = new Accuracy();
            accuracy.Start(new MetricSource("Net", new TensorInfo("output", [1]) { LastOperation = operation }, [1], new MSELoss()));
            accuracy.Add([0.4f, 0.6f], [0, 1], 2);
            Assert.Equal(expected, accuracy.Value);
        }
    }

    [Fact]
    public void Metrics_leave_out_the_index_that_the_loss_leaves_out()
    {
        var data = new Dataset(new float[6], new float[] { 0, 2, 1 }, 2, 1);
        var matrix = new ConfusionMatrix(3);
        new Trainer(Network(3, "Linear"), new CrossEntropyLoss(ignoreIndex: 2), new Adam()).Evaluate(data, matrix);
        Assert.Equal(2, matrix.Total);
        Assert.Equal(0, matrix.ActualCount(2));
    }

    [Fact]
    public void Classes_along_another_axis_are_those_of_the_metrics()
    {
        var accuracy = new Accuracy();
        accuracy.Start(new MetricSource("Net", new TensorInfo("output", [2, 3]), [3], new CrossEntropyLoss(classAxis: 0)));

        // Class 0 has 5, 0, 1 and class 1 has 4, 2, 0 at the three pixels.
        accuracy.Add([5, 0, 1, 4, 2, 0], [0, 1, 1], 1);
        Assert.Equal(2.0 / 3, accuracy.Value);
    }

    [Theory]
    [InlineData("ce")]
    [InlineData("bce")]
    [InlineData("hinge")]
    public void An_absolute_error_of_classes_is_refused(string loss)
    {
        var trainer = new Trainer(Network(2, "Linear"), LossNamed(loss), new Adam()) { Metrics = [new MeanAbsoluteError()] };
        var data = loss == "ce" ? new Dataset(new float[2], new float[1], 2, 1) : new Dataset(new float[2], new float[] { 1, 1 }, 2, 2);
        var exception = Assert.Throws<InvalidOperationException>(() => trainer.Fit(data, 1));
        Assert.Contains("Use Accuracy or ConfusionMatrix", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_was_started_refuses_other_sizes()
    {
        var accuracy = new Accuracy();
        accuracy.Start(new MetricSource("Net", new TensorInfo("output", [3]), [], new CrossEntropyLoss()));
        Assert.Throws<ArgumentException>(() => accuracy.Add(new float[4], new float[1], 1));
        Assert.Throws<ArgumentException>(() => accuracy.Add(new float[3], new float[3], 1));
    }

    internal static Loss LossNamed(string name) => name switch
    {
        "ce" => new CrossEntropyLoss(),
        "bce" => new BCEWithLogitsLoss(),
        "nll" => new NLLLoss(),
        "kl" => new KLDivLoss(),
        "hinge" => new HingeLoss(),
        "probabilities" => new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities),
        _ => new MSELoss(),
    };

    internal static DescribedNetwork Network(int outputs, string? lastOperation)
        => new(new TwoLayerNetwork(2, 3, outputs, name: "Net"), [outputs], lastOperation);

    private static (Dataset Data, int Right) Labelled(float[] targets, Func<float, float, bool> isRight)
    {
        float[] inputs = [.. Enumerable.Range(0, 2 * targets.Length).Select(static i => MathF.Sin(3 * i))];
        var outputs = new float[targets.Length];
        Network(1, "Linear").Predict(inputs, outputs);
        return (new Dataset(inputs, targets, 2, 1), outputs.Zip(targets, isRight).Count(static right => right));
    }
}
