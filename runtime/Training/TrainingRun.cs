using System.Diagnostics;

namespace NetGen;

/// <summary>One call of <see cref="Trainer.Fit"/>, as its callbacks see it: where the training is, what it found, and how to end it.</summary>
public sealed class TrainingRun
{
    private readonly long started = Stopwatch.GetTimestamp();
    private string stopReason = "";

    internal TrainingRun(Trainer trainer, IDataset train, IDataset? validation, int lastEpoch, int? stepsPerEpoch, bool isResumed)
    {
        Trainer = trainer;
        Train = train;
        Validation = validation;
        FirstEpoch = (trainer.Position?.FirstEpoch ?? trainer.EpochsTrained) + 1;
        LastEpoch = lastEpoch;
        StepsPerEpoch = stepsPerEpoch;
        IsResumed = isResumed;
    }

    /// <summary>Who trains, with all settings and the history.</summary>
    public Trainer Trainer { get; }

    /// <summary>The network that is trained.</summary>
    public INetwork Network => Trainer.Network;

    /// <summary>What changes the parameters.</summary>
    public Optimizer Optimizer => Trainer.Optimizer;

    /// <summary>What the network learns from.</summary>
    public IDataset Train { get; }

    /// <summary>What it is evaluated on after each epoch; null without such samples.</summary>
    public IDataset? Validation { get; }

    /// <summary>Whether this goes on with a training that a checkpoint was made of.</summary>
    public bool IsResumed { get; }

    /// <summary>The first epoch of this call, counted over the trainer's life, from 1.</summary>
    public int FirstEpoch { get; }

    /// <summary>The last epoch that is to be trained.</summary>
    public int LastEpoch { get; }

    /// <summary>The epoch at work, counted over the trainer's life, from 1.</summary>
    public int Epoch { get; internal set; }

    /// <summary>How many steps of the epoch have been taken.</summary>
    public int Step { get; internal set; }

    /// <summary>How many steps an epoch has; null where only reading the data shows it.</summary>
    public int? StepsPerEpoch { get; }

    /// <summary>How many samples the last step had.</summary>
    public int StepSamples { get; internal set; }

    /// <summary>The loss of the last step's batch, before the step; not a number where every target of the batch is left out.</summary>
    public double StepLoss { get; internal set; }

    /// <summary>The mean loss of the epoch's steps so far; not a number before the first.</summary>
    public double MeanLoss { get; internal set; } = double.NaN;

    /// <summary>The optimizer's learning rate. What is set holds until the next step, if the trainer has a <see cref="Trainer.Schedule"/>, else until it is set again.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => Optimizer.LearningRate;
        set => Optimizer.LearningRate = value;
    }

    /// <summary>The report of the last epoch; null before the end of the first.</summary>
    public EpochReport? Report { get; internal set; }

    /// <summary>
    /// The names of the values in each epoch's report (<see cref="EpochReport.Values"/>): <c>loss</c>, <c>accuracy</c>, <c>validation loss</c>, <c>validation accuracy</c>.
    /// </summary>
    public IReadOnlyList<string> ValueNames
    {
        get
        {
            string[] names = ["loss", .. Trainer.Metrics.Select(MetricBinding.NameOf)];
            return Validation is null ? names : [.. names, .. names.Select(static name => $"validation {name}")];
        }
    }

    /// <summary>Whether a callback has put earlier parameters back at the end of the training, so that the last ones are gone.</summary>
    internal bool ParametersAreRestored { get; set; }

    /// <summary>How long this call has taken so far.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(started);

    /// <summary>Why the training is to stop; null unless <see cref="Stop"/> or <see cref="Pause"/> was called.</summary>
    public string? StopReason => stopReason.Length == 0 ? null : stopReason;

    /// <summary>
    /// Ends the training: after this step where it is called in <see cref="ITrainingCallback.OnStep"/>, and the epoch is then not in the history; else before the
    /// next one. The first reason counts. The training is complete then: one that goes on with a checkpoint of this moment ends at once.
    /// </summary>
    /// <param name="reason">Why: one sentence, for people.</param>
    public void Stop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (stopReason.Length == 0)
            stopReason = reason;
        else if (IsPaused)
            (stopReason, IsPaused) = (reason, false);
    }

    /// <summary>
    /// Ends this call of <see cref="Trainer.Fit"/> as <see cref="Stop"/> does, for a reason outside of the training, such as a limit of time: one that goes on
    /// with a checkpoint of this moment is not ended by it. The checkpoint is saved at this moment, as <see cref="Checkpoints"/> do, and not after
    /// <see cref="Trainer.Fit"/>: at the end other callbacks may put the best parameters back.
    /// </summary>
    /// <param name="reason">Why: one sentence, for people.</param>
    public void Pause(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (stopReason.Length == 0)
            (stopReason, IsPaused) = (reason, true);
    }

    /// <summary>Whether it ends because of <see cref="Pause"/>.</summary>
    internal bool IsPaused { get; private set; }

    /// <summary>Saves, checks or loads what callbacks see of the present moment.</summary>
    internal void Exchange(StateExchange state)
    {
        var (epoch, step, samples, loss, mean) = (Epoch, Step, StepSamples, StepLoss, MeanLoss);
        var reason = IsPaused ? "" : stopReason;
        state.Value("epoch", ref epoch);
        state.Value("step", ref step);
        state.Value("step_samples", ref samples);
        state.Value("step_loss", ref loss);
        state.Value("mean_loss", ref mean);
        state.Value("stop_reason", ref reason);
        if (state.IsLoading)
            (Epoch, Step, StepSamples, StepLoss, MeanLoss, stopReason) = (epoch, step, samples, loss, mean, reason);
    }
}
