using System.Globalization;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>A small training that can be made again from nothing, as the program that is started again does it.</summary>
internal sealed class Resumable
{
    public const int Epochs = 3;

    public Resumable(Func<Optimizer> createOptimizer, int workers = 1, bool stopsEarly = true, params ITrainingCallback[] callbacks)
        : this(_ => createOptimizer(), workers, stopsEarly, callbacks)
    {
    }

    public Resumable(Func<INetwork, Optimizer> createOptimizer, int workers = 1, bool stopsEarly = true, params ITrainingCallback[] callbacks)
    {
        Network = new TwoLayerNetwork(2, 5, 2, seed: 3);
        Trainer = new Trainer(Network, new PlainCrossEntropy(), createOptimizer(Network))
        {
            BatchSize = 8,
            Seed = 5,
            ClipNorm = 0.9f,
            Workers = workers,
            Metrics = [new Accuracy(), new ConfusionMatrix(2)],
            EarlyStopping = stopsEarly ? new EarlyStopping(patience: 2) : null,
            Schedule = null,
            Callbacks = [.. callbacks],
        };
    }

    public static Dataset Train { get; } = Samples.Clouds(30);

    public static Dataset Validation { get; } = Samples.Clouds(11, seed: 9);

    public TwoLayerNetwork Network { get; }

    public Trainer Trainer { get; }

    public TrainingHistory Fit() => Trainer.Fit(Train, Epochs, Validation);

    /// <summary>All that a checkpoint at the end has, but for times: texts, and the bits of tensors.</summary>
    public static SortedDictionary<string, string> State(Trainer trainer)
    {
        using var folder = new TemporaryFolder();
        trainer.SaveCheckpoint(folder["end"]);
        var file = SafeTensorsFile.Read(folder["end"]);
        var state = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in file.Metadata)
        {
            if (key is not ("checksum" or "training/position.ticks"))
                state.Add(key, text);
        }

        foreach (var tensor in file.Tensors.Where(static tensor => tensor.Name != "training/history"))
            state.Add(tensor.Name, Convert.ToHexString(tensor.Data.Span));
        foreach (var report in trainer.History.Epochs)
            state.Add(string.Create(CultureInfo.InvariantCulture, $"history {report.Epoch}"), Text(report));
        return state;
    }

    /// <summary>That two trainings have come to the same; the message says in what they differ.</summary>
    public static void ExpectSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual, string what = "")
    {
        var differences = expected.Keys.Union(actual.Keys).Where(key => expected.GetValueOrDefault(key) != actual.GetValueOrDefault(key));
        Assert.True(
            !differences.Any(),
            $"{what}\n{string.Join('\n', differences.Select(key => $"{key}: {Short(expected, key)} became {Short(actual, key)}"))}");

        static string Short(SortedDictionary<string, string> state, string key) => state.TryGetValue(key, out var text) ? text[..Math.Min(100, text.Length)] : "nothing";
    }

    private static string Text(EpochReport report)
        => string.Create(CultureInfo.InvariantCulture, $"rate {report.LearningRate:R}, train {Text(report.Train)}, validation {(report.Validation is null ? "none" : Text(report.Validation))}");

    private static string Text(Evaluation evaluation)
        => string.Join(' ', evaluation.Metrics.Select(static metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {metric.Value:R}")).Prepend(evaluation.Loss.ToString("R", CultureInfo.InvariantCulture)));
}

/// <summary>Saves at every moment, each in a file of its own; or holds the place of one that does.</summary>
internal sealed class SaveAlways(TemporaryFolder? folder) : ITrainingCallback
{
    public List<string> Paths { get; } = [];

    public void OnEpochStart(TrainingRun run) => Save(run, "a start");

    public void OnStep(TrainingRun run) => Save(run, "b step");

    public void OnValidationStart(TrainingRun run) => Save(run, "c before validation");

    public void OnValidation(TrainingRun run) => Save(run, "c validation");

    public void OnEpochEnd(TrainingRun run) => Save(run, "d end");

    private void Save(TrainingRun run, string moment)
    {
        if (folder is null)
            return;
        Paths.Add(folder[string.Create(CultureInfo.InvariantCulture, $"{run.Epoch} {run.Step:D3} {moment}")]);
        run.Trainer.SaveCheckpoint(Paths[^1]);
    }
}

/// <summary>Changes the learning rate at every moment by how many it has heard of, so that one that is told twice or not at all shows in the parameters.</summary>
internal sealed class Drummer(string name, float factor) : ITrainingCallback, ICheckpointed
{
    private int heard;

    public int Starts { get; private set; }

    public string StateName => name;

    public void ExchangeState(StateExchange state)
    {
        state.Setting("factor", factor);
        state.Value("heard", ref heard);
    }

    public void OnStart(TrainingRun run)
    {
        Starts++;
        if (!run.IsResumed)
            heard = 0;
    }

    public void OnEpochStart(TrainingRun run) => Hear(run);

    public void OnStep(TrainingRun run) => Hear(run);

    public void OnValidationStart(TrainingRun run) => Hear(run);

    public void OnValidation(TrainingRun run) => Hear(run);

    public void OnEpochEnd(TrainingRun run) => Hear(run);

    private void Hear(TrainingRun run) => run.LearningRate *= 1 + (factor * MathF.Sin(++heard + run.Step + (float)(double.IsNaN(run.MeanLoss) ? 0 : run.MeanLoss)));
}
