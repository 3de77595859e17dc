namespace NetGen;

/// <summary>A value of a metric.</summary>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MetricValue(string Name, double Value);

/// <summary>A loss and metrics over a whole dataset.</summary>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metrics">The metrics, in the order in which they were asked for.</param>
public sealed record Evaluation(double Loss, IReadOnlyList<MetricValue> Metrics)
{
    /// <summary>The value of the metric of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public double this[string metric]
    {
        get
        {
            foreach (var (name, value) in Metrics)
            {
                if (name == metric)
                    return value;
            }

            throw new KeyNotFoundException($"There is no metric '{metric}'. There are {string.Join(", ", Metrics.Select(static value => $"'{value.Name}'"))}.");
        }
    }
}

/// <summary>What one epoch gave.</summary>
/// <param name="Epoch">Which epoch of the trainer it was, from 1.</param>
/// <param name="Train">
/// Loss and metrics of the training samples, each as the network was at its step: the mean over the epoch, not the state at its end.
/// </param>
/// <param name="Validation">Loss and metrics of the validation samples at the end of the epoch, or null without such samples.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Duration">How long its steps took, without the validation.</param>
/// <param name="SamplesPerSecond">How many training samples that is per second.</param>
public sealed record EpochReport(
    int Epoch, Evaluation Train, Evaluation? Validation, float LearningRate, TimeSpan Duration, double SamplesPerSecond)
{
    /// <summary>The mean loss of the training samples over the epoch.</summary>
    public double TrainLoss => Train.Loss;

    /// <summary>The mean loss of the validation samples at the end of the epoch, or null without such samples.</summary>
    public double? ValidationLoss => Validation?.Loss;
}

/// <summary>What one step gave.</summary>
/// <param name="Epoch">Which epoch of the trainer it is in, from 1.</param>
/// <param name="Step">Which step of the epoch it was, from 1.</param>
/// <param name="StepsPerEpoch">How many steps the epoch has.</param>
/// <param name="Loss">The batch's loss, before the step.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
public readonly record struct StepReport(int Epoch, int Step, int StepsPerEpoch, double Loss, float LearningRate);

/// <summary>All epochs of a trainer.</summary>
public sealed class TrainingHistory
{
    private readonly List<EpochReport> epochs = [];

    /// <summary>The epochs, in order.</summary>
    public IReadOnlyList<EpochReport> Epochs => epochs;

    /// <summary>The first epoch with the lowest validation loss, or null where none is a number.</summary>
    public EpochReport? Best
        => epochs.Where(static report => report.Validation is { Loss: not double.NaN }).MinBy(static report => report.ValidationLoss);

    /// <summary>Whether the last training ended by <see cref="EarlyStopping"/>, before its last epoch.</summary>
    public bool StoppedEarly { get; internal set; }

    internal void Add(EpochReport report) => epochs.Add(report);
}
