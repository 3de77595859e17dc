using NetGen.Runtime.Tests.Fixtures;

namespace NetGen.Runtime.Tests.Metrics;

/// <summary>Every metric against scikit-learn, with and without sample weights, in one batch and in several.</summary>
public class MetricFixtureTests
{
    private static readonly string[] Inputs = ["outputs", "targets", "weights"];

    public static TheoryData<string> Recorded => [.. Names];

    private static IEnumerable<string> Names
        => FixtureFile.Metrics.Names.Where(static name => name.Split('/') is [_, var last] ? !Inputs.Contains(last) : !name.EndsWith("/weights", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_metric_is_that_of_scikit_learn(string name)
    {
        var parts = name.Split('/');
        var metric = Create(parts[1], parts.ElementAtOrDefault(2));
        metric.Start(Source(parts[0]));
        foreach (var isWeighted in (bool[])[false, true])
        {
            var expected = FixtureFile.Metrics.Doubles(isWeighted ? $"{name}/weights" : name)[0];
            foreach (var batch in (int[])[int.MaxValue, 32, 7, 1])
            {
                metric.Reset();
                AddAll(metric, parts[0], isWeighted, batch);
                Assert.Equal(expected, metric.Value, 1e-9 * Math.Max(1, Math.Abs(expected)));
                Assert.Null(metric.UndefinedReason);
            }
        }
    }

    [Fact]
    public void Every_metric_has_its_fixture()
    {
        var recorded = Names.Select(static name => Create(name.Split('/')[1], name.Split('/').ElementAtOrDefault(2)).GetType()).ToHashSet();

        // By definition in tests of their own.
        recorded.Add(typeof(CalibrationError));
        recorded.Add(typeof(ConfusionMatrix));
        recorded.Add(typeof(Perplexity));
        recorded.Add(typeof(BitsPerCharacter));
        Assert.Empty(typeof(Metric).Assembly.GetTypes().Where(static type => type.IsSubclassOf(typeof(Metric)) && !type.IsAbstract && type.IsPublic).Except(recorded));
    }

    [Theory]
    [InlineData("binary", "weights")]
    [InlineData("multi", "weights")]
    [InlineData("rare", "weights")]
    public void A_confusion_matrix_has_the_same_rates(string name, string weights)
    {
        var matrix = new ConfusionMatrix(Shape(name)[1] == 1 ? 2 : Shape(name)[1]);
        matrix.Start(Source(name));
        AddAll(matrix, name, isWeighted: true, 16);
        Assert.Equal(Value($"{name}/f1/macro/{weights}"), matrix.MacroF1, 1e-12);
        Assert.Equal(Value($"{name}/precision/macro/{weights}"), matrix.MacroPrecision, 1e-12);
        Assert.Equal(Value($"{name}/recall/macro/{weights}"), matrix.MacroRecall, 1e-12);
        Assert.Equal(Value($"{name}/accuracy/{weights}"), matrix.Accuracy, 1e-12);
        Assert.Equal(Shape(name)[0], matrix.Total);

        static double Value(string name) => FixtureFile.Metrics.Doubles(name)[0];
    }

    [Theory]
    [MemberData(nameof(Recorded))]
    public void State_that_is_saved_and_loaded_in_the_middle_goes_on_with_the_same_bits(string name)
    {
        var parts = name.Split('/');
        var (whole, first, second) = (Create(parts[1], parts.ElementAtOrDefault(2)), Create(parts[1], parts.ElementAtOrDefault(2)), Create(parts[1], parts.ElementAtOrDefault(2)));
        foreach (var metric in (Metric[])[whole, first, second])
            metric.Start(Source(parts[0]));
        AddAll(whole, parts[0], isWeighted: true, 16);
        AddAll(first, parts[0], isWeighted: true, 16, from: 0, to: 3);

        // What was gathered before is forgotten when a state is loaded.
        AddAll(second, parts[0], isWeighted: false, 16, from: 2, to: 4);
        _ = second.Value;
        var store = new StateStore();
        first.ExchangeState(new StateExchange(store, StateMode.Save, 0));
        second.ExchangeState(new StateExchange(store, StateMode.Check, 0));
        second.ExchangeState(new StateExchange(store, StateMode.Load, 0));
        Assert.Empty(store.Problems);
        AddAll(second, parts[0], isWeighted: true, 16, from: 3);
        Assert.Equal(BitConverter.DoubleToInt64Bits(whole.Value), BitConverter.DoubleToInt64Bits(second.Value));
    }

    internal static void AddAll(Metric metric, string name, bool isWeighted, int batch, int from = 0, int to = int.MaxValue)
    {
        var shape = Shape(name);
        var (outputs, targets, weights) = (FixtureFile.Metrics.Singles($"{name}/outputs"), FixtureFile.Metrics.Singles($"{name}/targets"), FixtureFile.Metrics.Singles($"{name}/weights"));
        var (count, outputSize, targetSize) = (shape[0], shape[1], targets.Length / shape[0]);
        batch = Math.Min(batch, count);
        for (var number = from; number < to && number * batch < count; number++)
        {
            var (start, length) = (number * batch, Math.Min(batch, count - (number * batch)));
            metric.Add(
                outputs.AsSpan(start * outputSize, length * outputSize), targets.AsSpan(start * targetSize, length * targetSize), isWeighted ? weights.AsSpan(start, length) : [], length);
        }
    }

    internal static MetricSource Source(string name)
    {
        var size = Shape(name)[1];
        var (loss, last) = name switch
        {
            "binary" or "labels" => ((Loss)new BCEWithLogitsLoss(), "Linear"),
            "one" or "several" => (new MSELoss(), "Linear"),
            "multi" or "rare" => (new ClassProbabilities(), "Softmax"),
            _ => (new CrossEntropyLoss(), "Linear"),
        };
        return new MetricSource("Net", new TensorInfo("output", [size]) { LastOperation = last }, loss.TargetShape([size]).ToArray(), loss);
    }

    private static int[] Shape(string name) => FixtureFile.Metrics.Shape($"{name}/outputs");

    private static Metric Create(string name, string? variant) => name switch
    {
        "roc_auc" => new RocAuc(Kind(variant)),
        "average_precision" => new AveragePrecision(Kind(variant)),
        "pr_auc" => new PrecisionRecallAuc(Kind(variant)),
        "log_loss" => new LogLoss(),
        "precision" => new Precision(Kind(variant)),
        "recall" => new Recall(Kind(variant)),
        "f1" => new F1Score(Kind(variant)),
        "accuracy" => new Accuracy(),
        "balanced_accuracy" => new BalancedAccuracy(),
        "matthews" => new MatthewsCorrelation(),
        "top_k" => new TopKAccuracy(int.Parse(variant!, System.Globalization.CultureInfo.InvariantCulture)),
        "r2" => new R2Score(),
        "mae" => new MeanAbsoluteError(),
        "mape" => new MeanAbsolutePercentageError(),
        "rmse" => new RootMeanSquaredError(),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such metric."),
    };

    private static Average Kind(string? variant) => Enum.Parse<Average>(variant!, ignoreCase: true);

    /// <summary>A loss of class indices for a network that gives probabilities.</summary>
    private sealed class ClassProbabilities : Loss
    {
        public override TargetFormat Targets { get; } = new(TargetKind.ClassIndex) { IgnoreIndex = -100 };

        public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape) => outputShape[..^1];

        protected override LossValue Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape) => default;
    }
}
