using System.Globalization;
using System.Text;
using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks.Interruption;

/// <summary>
/// A training with all that it could lose by an interruption: noise, running statistics, momenta, a schedule, the order of the samples, sums of metrics, best
/// parameters, a history. Made again from nothing, it goes on with a checkpoint.
/// </summary>
public sealed class InterruptedTraining
{
    /// <summary>How many steps it takes.</summary>
    public const int Steps = Epochs * 4;

    private const int Epochs = 10;
    private const int Inputs = 6;
    private const int Classes = 3;
    private const int BatchSize = 16;

    private static readonly Dataset Train = Clouds(55, 1);
    private static readonly Dataset Validation = Clouds(20, 2);

    /// <summary>Makes it, as a program does that is started.</summary>
    public InterruptedTraining(string optimizer, int workers, params ITrainingCallback[] callbacks)
    {
        Network = new Interrupted(seed: 4);
        Trainer = new Trainer(Network, new CrossEntropyLoss(labelSmoothing: 0.1f), Create(optimizer))
        {
            BatchSize = BatchSize,
            Seed = 9,
            Workers = workers,
            ClipNorm = 1.5f,
            Schedule = new WarmUp(6, new CosineAnnealingLR(0.03, Epochs)),
            Metrics = [new Accuracy(), new ConfusionMatrix(Classes)],
            EarlyStopping = new EarlyStopping(patience: 6),
            Callbacks = [.. callbacks],
        };
    }

    /// <summary>The names of all optimizers.</summary>
    public static IReadOnlyList<string> OptimizerNames { get; } = [.. Optimizers.All.Select(static optimizer => optimizer.Name), "groups"];

    public Interrupted Network { get; }

    public Trainer Trainer { get; }

    /// <summary>Trains up to the last epoch, from the start or from a checkpoint on.</summary>
    public void Fit(int epochs = Epochs) => Trainer.Fit(Train, epochs, Validation);

    /// <summary>All that it has come to, but for times, a line for each value: numbers with all their digits, arrays as bits.</summary>
    public string Result(string temporaryPath)
    {
        Trainer.SaveCheckpoint(temporaryPath);
        var file = SafeTensorsFile.Read(temporaryPath);
        List<string> lines = [];
        foreach (var (key, text) in file.Metadata)
        {
            if (key is not ("checksum" or "training/position.ticks"))
                lines.Add($"{key}: {text}");
        }

        // What the callbacks keep is their own, and the history has times.
        foreach (var tensor in file.Tensors.Where(static tensor => tensor.Name != "training/history"))
            lines.Add($"{tensor}: {Convert.ToHexString(tensor.Data.Span)}");
        foreach (var epoch in Trainer.History.Epochs)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch:D3}: rate {epoch.LearningRate:R}, train {Text(epoch.Train)}, validation {Text(epoch.Validation!)}"));
        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }

    private Optimizer Create(string name)
        => name == "groups"
            ? new ParameterGroups(Network, static () => new AdamW(0.01), ParameterGroup.Frozen("second"), new ParameterGroup(ParameterGroup.IsVector, static () => new RMSprop(0.005, momentum: 0.5)))
            : Optimizers.All.First(optimizer => optimizer.Name == name).Create();

    private static string Text(Evaluation evaluation)
        => new StringBuilder().Append(CultureInfo.InvariantCulture, $"{evaluation.Loss:R}").AppendJoin("", evaluation.Metrics.Select(static metric => string.Create(CultureInfo.InvariantCulture, $" {metric.Name} {metric.Value:R}"))).ToString();

    // Points around the corners of a cube.
    private static Dataset Clouds(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var inputs = new float[count * Inputs];
        var targets = new float[count];
        for (var i = 0; i < count; i++)
        {
            targets[i] = random.NextInt32(Classes);
            for (var feature = 0; feature < Inputs; feature++)
                inputs[(i * Inputs) + feature] = (float)(random.NextNormal() + (feature % Classes == (int)targets[i] ? 1 : 0));
        }

        return new Dataset(inputs, targets, Inputs, 1);
    }
}
