using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Metrics;

/// <summary>What metrics are by definition, where scikit-learn has no function or another opinion; and what they refuse.</summary>
public class MetricDefinitionTests
{
    private static readonly MetricSource TwoLogits = Source([2], new CrossEntropyLoss());
    private static readonly MetricSource FourLogits = Source([4], new CrossEntropyLoss());
    private static readonly MetricSource SingleLogit = Source([1], new BCEWithLogitsLoss());

    [Fact]
    public void The_area_under_a_curve_is_the_share_of_pairs_in_the_right_order()
    {
        var random = new CounterRandom(4);
        var (scores, targets, weights) = (new float[60], new float[60], new float[60]);
        for (var i = 0; i < scores.Length; i++)
            (scores[i], targets[i], weights[i]) = (random.NextInt32(6), random.NextInt32(2), random.NextInt32(4));
        var (right, all) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            for (var j = 0; j < scores.Length; j++)
            {
                if (targets[i] != 1 || targets[j] != 0)
                    continue;
                all += weights[i] * weights[j];
                right += weights[i] * weights[j] * (scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0);
            }
        }

        Assert.Equal(right / all, Of(new RocAuc(), SingleLogit, scores, targets, weights), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void One_class_alone_has_no_curve_and_says_so(int only)
    {
        var metric = new RocAuc();
        Assert.Equal(double.NaN, Of(metric, SingleLogit, [1, 2, 3], [only, only, only]));
        Assert.Equal($"only class {only} occurs in the targets", metric.UndefinedReason);
        var precision = new AveragePrecision();
        var value = Of(precision, SingleLogit, [1, 2, 3], [only, only, only]);
        Assert.Equal(only == 1 ? 1 : double.NaN, value);
        Assert.Equal(only == 1 ? null : "only class 0 occurs in the targets", precision.UndefinedReason);
    }

    [Fact]
    public void A_class_that_does_not_occur_has_no_curve_and_is_named()
    {
        var metric = new RocAuc();
        Assert.Equal(double.NaN, Of(metric, FourLogits, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], [0, 1, 3]));
        Assert.Equal("class 2 does not occur in the targets", metric.UndefinedReason);

        // Together they have one.
        Assert.Equal(1, Of(new RocAuc(Average.Micro), FourLogits, [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1], [0, 1, 3]));
        var labels = new AveragePrecision();
        Assert.Equal(double.NaN, Of(labels, Source([2], new BCEWithLogitsLoss()), [1, 0, 0, 1], [1, 0, 0, 0]));
        Assert.Equal("every target of label 1 is no", labels.UndefinedReason);
    }

    [Fact]
    public void Nothing_counted_is_no_value_and_an_output_that_is_not_a_number_none_either()
    {
        foreach (var metric in (Metric[])[new RocAuc(), new AveragePrecision(), new PrecisionRecallAuc(), new LogLoss(), new CalibrationError(), new BalancedAccuracy(), new MatthewsCorrelation(), new F1Score(), new TopKAccuracy(1)])
        {
            metric.Start(TwoLogits);
            Assert.Equal((double.NaN, "no target counts"), (metric.Value, metric.UndefinedReason));
            metric.Add([1, 2, 3, 4], [-100, -100], 2);
            Assert.Equal((double.NaN, "no target counts"), (metric.Value, metric.UndefinedReason));
        }

        foreach (var metric in (Metric[])[new RocAuc(), new AveragePrecision(), new LogLoss(), new CalibrationError()])
        {
            Assert.Equal(double.NaN, Of(metric, TwoLogits, [1, 2, float.NaN, 4, 2, 1], [0, 1, 0]));
            Assert.Equal("an output is not a number", metric.UndefinedReason);
            metric.Reset();
            metric.Add([1, 2, 2, 1], [1, 0], 2);
            Assert.True(double.IsFinite(metric.Value));
        }

        foreach (var metric in (Metric[])[new RootMeanSquaredError(), new R2Score(), new MeanAbsolutePercentageError()])
        {
            Assert.Equal(double.NaN, metric.Value);
            Assert.Equal("no target counts", metric.UndefinedReason);
        }
    }

    [Fact]
    public void Ignored_positions_and_samples_without_weight_do_not_count()
    {
        foreach (var create in (Func<Metric>[])[() => new RocAuc(), () => new AveragePrecision(), () => new LogLoss(), () => new CalibrationError(), () => new Accuracy(), () => new F1Score(), () => new MatthewsCorrelation(), () => new BalancedAccuracy()])
        {
            var expected = Of(create(), TwoLogits, [1, 2, 3, 1, 0, 1, 1, 0], [1, 0, 0, 1]);
            Assert.Equal(expected, Of(create(), TwoLogits, [1, 2, 9, 9, 3, 1, 0, 1, 1, 0], [1, -100, 0, 0, 1]));
            Assert.Equal(expected, Of(create(), TwoLogits, [1, 2, float.NaN, 9, 3, 1, 0, 1, 1, 0], [1, 1, 0, 0, 1], [1, 0, 1, 1, 1]));
        }
    }

    [Fact]
    public void Log_loss_keeps_its_digits_where_a_probability_would_be_0_or_1()
    {
        Assert.Equal(200, Of(new LogLoss(), SingleLogit, [-200], [1]), 1e-12);

        // As uncertain as among four equally likely classes, which is two bits.
        Assert.Equal(4, Of(new Perplexity(), TwoLogits, [0, (float)Math.Log(3)], [0]), 1e-6);
        Assert.Equal(2, Of(new BitsPerCharacter(), TwoLogits, [0, (float)Math.Log(3)], [0]), 1e-6);
        Assert.Equal(Math.Exp(-40), Of(new LogLoss(), TwoLogits, [-20, 20], [1]), 1e-16);
        Assert.Equal(1000, Of(new LogLoss(), FourLogits, [1000, 0, -5, 0], [1]), 1e-9);
        Assert.Equal(-Math.Log(0.25), Of(new LogLoss(), Source([4], new NLLLoss(), "LogSoftmax"), [MathF.Log(0.25f), -9, -9, -9], [0]), 1e-7);

        // Of probabilities that are 0 there is no logarithm: 2⁻²³ in their place.
        Assert.Equal(23 * Math.Log(2), Of(new LogLoss(), Source([1], new MSELoss(), "Sigmoid"), [0], [1]), 1e-9);
        Assert.Equal(0, Of(new LogLoss(), Source([1], new MSELoss(), "Sigmoid"), [1], [1]));
    }

    [Fact]
    public void Log_loss_is_the_loss_it_is_named_after()
    {
        var (data, network) = (Samples.Clouds(100), new TwoLayerNetwork(2, 8, 2));
        var evaluation = new Trainer(network, new CrossEntropyLoss(), new SGD(0.1)).Evaluate(data, new LogLoss());
        Assert.Equal(evaluation.Loss, evaluation["log-loss"], 1e-6);
    }

    [Fact]
    public void Calibration_is_the_distance_of_confidence_and_accuracy_in_each_bin()
    {
        // Confidences 0.6 and 0.7 in the bin 0.5 … 0.75, half of them right; 0.9 in the last, right; 0.5 is in the bin that ends with it.
        var probabilities = Source([2], new ProbabilityLoss(), "Softmax");
        var metric = new CalibrationError(bins: 4);
        var value = Of(metric, probabilities, [0.4f, 0.6f, 0.7f, 0.3f, 0.1f, 0.9f, 0.5f, 0.5f], [1, 1, 1, 0]);
        Assert.Equal((0.5 * Math.Abs(0.5 - 0.65)) + (0.25 * Math.Abs(1 - 0.9)) + (0.25 * Math.Abs(1 - 0.5)), value, 1e-7);
        Assert.Equal((2, 0.5), (metric[2].Weight, metric[2].Right));
        Assert.Equal(0.65, metric[2].Confidence, 1e-7);
        Assert.Equal(1, metric[1].Weight);

        // A single output: how often it is yes against how likely it said so.
        var single = new CalibrationError(bins: 2);
        Assert.Equal((0.5 * Math.Abs(0.5 - 0.3)) + (0.5 * Math.Abs(0.5 - 0.75)), Of(single, Source([1], new MSELoss(), "Sigmoid"), [0.2f, 0.4f, 0.6f, 0.9f], [0, 1, 1, 0]), 1e-7);
    }

    [Fact]
    public void A_percentage_of_0_is_none()
    {
        var metric = new MeanAbsolutePercentageError();
        Assert.Equal(double.NaN, Of(metric, Source([1], new MSELoss()), [1, 2, 3], [1, 0, 0]));
        Assert.Equal("2 targets are 0, to which no error is relative", metric.UndefinedReason);
        Assert.Equal(0.25, Of(metric, Source([1], new MSELoss()), [3, 2], [4, 0], [1, 0]));
    }

    [Fact]
    public void R2_of_a_target_that_never_changes_and_of_one_sample()
    {
        var source = Source([1], new MSELoss());
        Assert.Equal(1, Of(new R2Score(), source, [0.1f, 0.1f, 0.1f], [0.1f, 0.1f, 0.1f]));
        Assert.Equal(0, Of(new R2Score(), source, [0.1f, 0.1f, 0.2f], [0.1f, 0.1f, 0.1f]));
        var metric = new R2Score();
        Assert.Equal(double.NaN, Of(metric, source, [1], [1]));
        Assert.Equal("a single sample has no variance", metric.UndefinedReason);

        // Far from 0, where Σ y² − n·mean² loses all digits: y² needs 48 bits, and its sum more than a double has.
        var targets = Enumerable.Range(0, 1000).Select(static i => 16_000_000f + (i % 2)).ToArray();
        Assert.Equal(1 - (1000 * 0.01 / (1000 * 0.25)), Of(new R2Score(), source, [.. Enumerable.Range(0, 1000).Select(static i => 16_000_000f + (i % 2))], [.. targets.Select((target, i) => i % 100 == 0 ? target + 1 : target)]), 0.05);
    }

    [Fact]
    public void The_root_of_several_outputs_is_that_of_their_loss()
    {
        float[] outputs = [1, 5, 2, 3];
        float[] targets = [0, 1, 2, 7];
        Assert.Equal(Math.Sqrt(new MSELoss().Evaluate(outputs, targets, 2)), Of(new RootMeanSquaredError(), Source([2], new MSELoss()), outputs, targets), 1e-12);
    }

    [Fact]
    public void Top_1_accuracy_is_accuracy_also_of_equal_outputs()
    {
        var random = new CounterRandom(6);
        var outputs = Enumerable.Range(0, 400).Select(_ => (float)random.NextInt32(3)).ToArray();
        var targets = Enumerable.Range(0, 100).Select(_ => (float)random.NextInt32(4)).ToArray();
        Assert.Equal(Of(new Accuracy(), FourLogits, outputs, targets), Of(new TopKAccuracy(1), FourLogits, outputs, targets));

        // Of three equal outputs the first two are taken.
        Assert.Equal(2.0 / 4, Of(new TopKAccuracy(2), FourLogits, [0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1], [0, 1, 2, 3]), 1e-12);
    }

    [Fact]
    public void What_a_metric_cannot_be_of_is_refused_and_says_what_to_do()
    {
        Refused(new F1Score(), FourLogits, "'F1' cannot be of Net: there are 4 classes; say how their values become one, as in new F1Score(Average.Macro).");
        Refused(new Precision(), Source([3], new BCEWithLogitsLoss()), "a sample has 3 independent labels; say how their values become one, as in new Precision(Average.Macro), or which label it is of: { Label = 0 }.");
        Refused(new BalancedAccuracy(), Source([3], new BCEWithLogitsLoss()), "say which one it is of, as in new BalancedAccuracy { Label = 0 }.");
        Refused(new MatthewsCorrelation { Label = 3 }, Source([3], new BCEWithLogitsLoss()), "it is of label 3, but a sample has 3, counted from 0.");
        Refused(new RocAuc { Label = 3 }, Source([3], new BCEWithLogitsLoss()), "it is of label 3, but a sample has 3, counted from 0.");
        Refused(new TopKAccuracy(4), FourLogits, "it has 4 classes, of which 4 always include the right one; choose a smaller k.");
        Refused(new LogLoss(), Source([2], new HingeLoss()), "neither the loss nor the last layer says whether the outputs are logits or probabilities. Set Scores, such as { Scores = ScoreKind.Logits }.");
        Refused(new CalibrationError(), Source([1], new MSELoss()), "Set Scores");
        Refused(new RootMeanSquaredError(), TwoLogits, "the targets of CrossEntropyLoss are class indices");
        Refused(new ConfusionMatrix(3), FourLogits, "new ConfusionMatrix(4)");
        Assert.Throws<ArgumentOutOfRangeException>(() => new RocAuc(Average.Binary));
        Assert.Throws<ArgumentOutOfRangeException>(() => new F1Score((Average)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopKAccuracy(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CalibrationError(0));
        Assert.Throws<ArgumentException>(() => new Accuracy().Add([0, 1], [1], [1, 1], 1));
        Assert.Contains("The weight of sample 1 of the batch is -1", Assert.Throws<ArgumentException>(() => new Accuracy().Add([0, 1, 1, 0], [1, 1], [1, -1], 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MeanAbsoluteError().Add([0, 1], [1, 1], [1, float.NaN], 2));

        static void Refused(Metric metric, MetricSource source, string message)
            => Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => metric.Start(source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_alone_is_a_problem_of_two_classes()
    {
        var source = Source([2], new BCEWithLogitsLoss());
        float[] outputs = [1, 9, -1, 9, 2, -9, -3, -9];
        float[] targets = [1, 0, 0, 1, 0, 0, 1, 1];
        Assert.Equal(Of(new RocAuc(), SingleLogit, [1, -1, 2, -3], [1, 0, 0, 1]), Of(new RocAuc { Label = 0 }, source, outputs, targets));
        Assert.Equal(Of(new F1Score(), SingleLogit, [1, -1, 2, -3], [1, 0, 0, 1]), Of(new F1Score { Label = 0 }, source, outputs, targets));
        Assert.Equal(Of(new MatthewsCorrelation(), SingleLogit, [9, 9, -9, -9], [0, 1, 0, 1]), Of(new MatthewsCorrelation { Label = 1 }, source, outputs, targets));
    }

    [Fact]
    public void After_the_first_epoch_no_step_allocates()
    {
        var marks = new long[150];
        var count = 0;
        var trainer = new Trainer(new TwoLayerNetwork(2, 8, 2), new CrossEntropyLoss(), new SGD(0.1))
        {
            BatchSize = 8,
            Metrics = [new RocAuc(), new AveragePrecision(), new PrecisionRecallAuc(), new LogLoss(), new CalibrationError(), new BalancedAccuracy(), new F1Score(), new MatthewsCorrelation(), new Accuracy(), new Precision(Average.Macro)],
        };
        trainer.Fit(Samples.Clouds(600), 2, onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(150, count);
        Assert.Equal(marks[75], marks[149]);
    }

    [Fact]
    public void A_validation_of_one_class_says_so_in_the_report_and_the_training_goes_on()
    {
        var data = Samples.Clouds(64);
        var ones = data.Subset([.. Enumerable.Range(0, 64).Where(sample => data.Target(sample)[0] == 1)]);
        var history = new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new SGD(0.1)) { Metrics = [new RocAuc()] }.Fit(data, 2, ones);
        Assert.Equal(2, history.Epochs.Count);
        Assert.Contains("validation loss", history.Epochs[1].ToString(), StringComparison.Ordinal);
        Assert.Contains("ROC-AUC NaN (only class 1 occurs in the targets)", history.Epochs[1].ToString(), StringComparison.Ordinal);
        Assert.InRange(history.Epochs[1].Train["ROC-AUC"], 0, 1);
    }

    [Fact]
    public void Two_metrics_of_one_name_are_refused_and_a_name_of_its_own_tells_them_apart()
    {
        var data = Samples.Clouds(64);
        var alike = new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new SGD(0.1)) { Metrics = [new MatthewsCorrelation(), new MatthewsCorrelation()] };
        var loss = new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new SGD(0.1)) { Metrics = [new Accuracy { ReportedAs = "loss" }] };
        var named = new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new SGD(0.1))
        {
            Metrics = [new MatthewsCorrelation(), new MatthewsCorrelation { ReportedAs = "ones" }],
        };

        Assert.Equal(
            "Two metrics are called 'Matthews correlation', so that nobody could tell them apart; give one of them a name of its own: "
            + "new MatthewsCorrelation { ReportedAs = \"another Matthews correlation\" }.",
            Assert.Throws<InvalidOperationException>(() => alike.Fit(data, 1)).Message);
        Assert.Equal("A metric cannot be called 'loss'; give it another ReportedAs.", Assert.Throws<InvalidOperationException>(() => loss.Evaluate(data)).Message);
        Assert.Equal(["Matthews correlation", "ones"], named.Evaluate(data).Metrics.Select(static metric => metric.Name));
    }

    [Fact]
    public void A_metric_that_knows_no_weights_refuses_them()
    {
        var metric = new Largest();
        metric.Add([1, 3], [0, 0], [], 2);
        Assert.Equal(3, metric.Value);
        Assert.Contains("Largest does not say what they mean for it", Assert.Throws<NotSupportedException>(() => metric.Add([1], [0], [2], 1)).Message, StringComparison.Ordinal);
    }

    private static double Of(Metric metric, MetricSource source, float[] outputs, float[] targets, float[]? weights = null)
    {
        metric.Start(source);
        metric.Add(outputs, targets, weights ?? [], outputs.Length / source.Output.Size);
        return metric.Value;
    }

    private static MetricSource Source(int[] shape, Loss loss, string? last = "Linear")
        => new("Net", new TensorInfo("output", shape) { LastOperation = last }, loss.TargetShape(shape).ToArray(), loss);

    private sealed class Largest : Metric
    {
        private double largest = double.NegativeInfinity;

        public override string Name => "largest";

        public override double Value => largest;

        public override void Reset() => largest = double.NegativeInfinity;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        {
            foreach (var output in outputs)
                largest = Math.Max(largest, output);
        }
    }

    private sealed class ProbabilityLoss : Loss
    {
        public override TargetFormat Targets { get; } = new(TargetKind.ClassIndex);

        public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape) => outputShape[..^1];

        protected override LossValue Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape) => default;
    }
}
