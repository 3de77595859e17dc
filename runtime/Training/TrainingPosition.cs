using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace NetGen;

/// <summary>How far a call of <see cref="Trainer.Fit"/> has come: what, beside parameters, optimizer and history, a training needs to go on in the middle of an epoch.</summary>
internal sealed class TrainingPosition
{
    // What stands for a number of samples that is not known, and for no samples at all.
    private const long UnknownCount = -1;
    private const long NoSamples = -2;

    private long trainCount;
    private long validationCount;
    private TimeSpan duration;
    private long? started;

    /// <summary>How many epochs the trainer had trained when the call began.</summary>
    public int FirstEpoch { get; set; }

    /// <summary>Whether the callbacks have been told of the start of the present epoch, or are being told.</summary>
    public bool IsEpochStarted { get; set; }

    /// <summary>Whether the callbacks have been told that the present epoch's validation is to begin, or are being told.</summary>
    public bool IsValidationStarted { get; set; }

    /// <summary>How many steps of the present epoch have been taken.</summary>
    public int Step { get; set; }

    /// <summary>The loss of these steps.</summary>
    public LossValue Loss { get; set; }

    /// <summary>How many samples they had.</summary>
    public long Samples { get; set; }

    /// <summary>How long they took.</summary>
    public TimeSpan Duration => duration + (started is { } start ? Stopwatch.GetElapsedTime(start) : TimeSpan.Zero);

    /// <summary>The report of the present epoch, from its validation on until it is in the history.</summary>
    public EpochReport? Report { get; set; }

    /// <summary>
    /// Whether all that a checkpoint has belongs together: between two steps, once the callbacks have been told of the start. It does not during a step or a
    /// validation, nor after one that failed.
    /// </summary>
    public bool IsWhole { get; set; }

    /// <summary>Whether metrics have sums of the present epoch.</summary>
    public bool HasSums => Step > 0 && Report is null;

    /// <summary>What callbacks see, which of them are still to be told of the present moment, and the sums of the metrics: while no call of <see cref="Trainer.Fit"/> has them.</summary>
    public StateStore? Detached { get; set; }

    /// <summary>Why no checkpoint can be saved after the call has ended.</summary>
    public ExceptionDispatchInfo? Obstacle { get; set; }

    /// <summary>Begins to measure the time of an epoch's steps.</summary>
    public void StartClock() => started = Stopwatch.GetTimestamp();

    /// <summary>Stops it.</summary>
    public void StopClock() => (duration, started) = (Duration, null);

    /// <summary>Goes to the start of the next epoch.</summary>
    public void EndEpoch()
    {
        (IsEpochStarted, IsValidationStarted, Step, Loss, Samples, Report) = (false, false, 0, default, 0, null);
        (duration, started) = (TimeSpan.Zero, null);
    }

    /// <summary>Notes how many samples the datasets have.</summary>
    public void TakeSizes(IDataset train, IDataset? validation)
        => (trainCount, validationCount) = (train.Count ?? UnknownCount, Count(validation));

    /// <summary>What is wrong with datasets to go on with; null where it is nothing.</summary>
    public string? Objection(IDataset? train, IDataset? validation)
    {
        if (train is not null && (train.Count ?? UnknownCount) != trainCount)
            return $"was made of a training with {Text(trainCount)} for training, but here are {Text(train.Count ?? UnknownCount)}";
        if (train is not null && Count(validation) != validationCount)
            return $"was made of a training with {Text(validationCount)} for validation, but here are {Text(Count(validation))}";
        return null;
    }

    public void Exchange(StateExchange state)
    {
        var (first, step, samples, isStarted, isValidationStarted) = (FirstEpoch, Step, Samples, IsEpochStarted, IsValidationStarted);
        var (sum, count, ticks) = (Loss.Sum, Loss.Count, Duration.Ticks);
        List<EpochReport> reports = Report is null ? [] : [Report];
        state.Value("first_epoch", ref first);
        state.Value("epoch_started", ref isStarted);
        state.Value("validation_started", ref isValidationStarted);
        state.Value("step", ref step);
        state.Value("samples", ref samples);
        state.Value("loss_sum", ref sum);
        state.Value("loss_count", ref count);
        state.Value("ticks", ref ticks);
        state.Value("train_samples", ref trainCount);
        state.Value("validation_samples", ref validationCount);
        EpochReports.Exchange(state, "report", reports);
        if (!state.IsLoading)
            return;
        if (first < 0 || step < 0)
            state.Refuse(first < 0 ? "first_epoch" : "step", "is negative in the checkpoint");
        (FirstEpoch, Step, Samples, IsEpochStarted, IsValidationStarted) = (first, step, samples, isStarted, isValidationStarted);
        (Loss, duration) = (new LossValue(sum, count), TimeSpan.FromTicks(ticks));
        Report = reports.FirstOrDefault();
    }

    private static long Count(IDataset? data) => data is null ? NoSamples : data.Count ?? UnknownCount;

    private static string Text(long count) => count switch
    {
        UnknownCount => "an unknown number of samples",
        NoSamples => "no samples",
        _ => FormattableString.Invariant($"{count} samples"),
    };
}
