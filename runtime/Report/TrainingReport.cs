using System.Diagnostics;

namespace NetGen;

/// <summary>
/// A training as one HTML page: curves of loss, metrics and learning rate, the gradients and updates of each layer, the confusion matrix, what the diagnosis found,
/// the network, all settings and the machine. The page opens without a network, and a reader can point at values, switch lines off and choose a logarithmic scale.
/// </summary>
/// <remarks>
/// <para>As a callback with a path it writes the page while it trains, at most every <see cref="Interval"/>, and for the last time at the end, also of a training that fails.
/// An open page loads itself anew until then. A step allocates nothing but where the page is written.</para>
/// <para>A path that cannot be written ends the training before its first step. If the disk is full later, the training goes on, and the next page is tried again; only
/// the last page must be written.</para>
/// <para>A <see cref="Diagnosis"/> among the trainer's callbacks gives the curves of layers and the findings; a <see cref="ConfusionMatrix"/> among its metrics gives the matrix.</para>
/// </remarks>
/// <example>
/// <code>
/// var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam())
/// {
///     Metrics = [new Accuracy(), new ConfusionMatrix(10)],
///     Callbacks = [new Diagnosis(everySteps: 50), new TrainingReport("report.html")],
/// };
/// trainer.Fit(train, epochs: 10, validation);
///
/// // After a training, of its history alone:
/// TrainingReport.Of(trainer).Save("report.html");
/// </code>
/// </example>
public sealed class TrainingReport : ITrainingCallback, ICheckpointed
{
    // A page is not written again before this many times its own writing have passed, so that it costs a twentieth of the time at most.
    private const int RestPerWriting = 20;

    private readonly StepCurve losses = new();
    private readonly StepCurve rates = new();
    private TrainingFacts? facts;
    private ConfusionCounts? confusion;
    private Trainer? trainer;
    private long lastWritten;
    private TimeSpan rest;

    /// <summary>Makes a report.</summary>
    /// <param name="path">Where the page goes while it trains; null to write it only by <see cref="Save"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public TrainingReport(string? path = null)
    {
        if (path is not null)
            ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>Where the page goes while it trains; null where it does not.</summary>
    public string? Path { get; }

    /// <summary>What the page is called; the network's name unless set.</summary>
    public string? Title { get; init; }

    /// <summary>How long to wait at least between two pages while it trains; 2 seconds unless set.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The names of the classes in the confusion matrix, from class 0; numbers for those that have none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>Charts of one's own, shown after the curves.</summary>
    public IList<Chart> Charts { get; init; } = [];

    string ICheckpointed.StateName => "training_report";

    /// <summary>A report of what a trainer has done so far: without the curves by step, which only a callback sees.</summary>
    public static TrainingReport Of(Trainer trainer)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        var report = new TrainingReport { trainer = trainer, facts = TrainingFacts.Of(trainer) };
        report.confusion = ConfusionCounts.Of(trainer);
        return report;
    }

    /// <summary>The page as HTML.</summary>
    /// <exception cref="InvalidOperationException">It is the report of no training yet.</exception>
    public string ToHtml() => Page(reload: TimeSpan.Zero).ToString();

    /// <summary>Writes the page to a file, completely or not at all.</summary>
    /// <exception cref="InvalidOperationException">It is the report of no training yet.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Save(string path) => Page(reload: TimeSpan.Zero).Save(path);

    void ITrainingCallback.OnStart(TrainingRun run)
    {
        trainer = run.Trainer;
        facts = TrainingFacts.Of(run);
        confusion = null;
        if (Path is not null)
            Write();
    }

    void ITrainingCallback.OnStep(TrainingRun run)
    {
        losses.Add(run.Trainer.StepsTrained, run.StepLoss);
        rates.Add(run.Trainer.StepsTrained, run.LearningRate);
        WriteInBetween(run);
    }

    void ITrainingCallback.OnValidation(TrainingRun run) => confusion = ConfusionCounts.Of(run.Trainer);

    void ITrainingCallback.OnEpochEnd(TrainingRun run)
    {
        // Without a validation the matrix is that of the training samples.
        if (run.Validation is null)
            confusion = ConfusionCounts.Of(run.Trainer);
        WriteInBetween(run);
    }

    void ITrainingCallback.OnEnd(TrainingRun run)
    {
        facts = facts! with
        {
            Elapsed = run.Elapsed,
            State = run.StopReason is { } reason && run.Trainer.EpochsTrained < run.LastEpoch ? $"stopped early: {reason}" : "finished",
            Outcome = TrainingOutcome.Finished,
        };
        if (Path is not null)
            Write();
    }

    void ITrainingCallback.OnFailure(TrainingRun run, Exception failure)
    {
        var isCancelled = failure is OperationCanceledException;
        facts = facts! with { Elapsed = run.Elapsed, State = isCancelled ? "cancelled" : $"failed: {failure.Message}", Outcome = isCancelled ? TrainingOutcome.Finished : TrainingOutcome.Failed };
        if (Path is not null)
            Write();
    }

    void ICheckpointed.ExchangeState(StateExchange state)
    {
        losses.Exchange(state.Part("losses"));
        rates.Exchange(state.Part("rates"));
    }

    private void WriteInBetween(TrainingRun run)
    {
        if (Path is null || Stopwatch.GetElapsedTime(lastWritten) < rest)
            return;
        facts = facts! with { Elapsed = run.Elapsed, State = FormattableString.Invariant($"running: epoch {run.Epoch} of {run.LastEpoch}") };
        try
        {
            Write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next page is tried again, and the last one must succeed.
        }
    }

    private void Write()
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            Page(facts!.Outcome == TrainingOutcome.Running ? Interval : TimeSpan.Zero).Save(Path!);
        }
        finally
        {
            lastWritten = Stopwatch.GetTimestamp();
            rest = RestPerWriting * Stopwatch.GetElapsedTime(started, lastWritten);
            if (rest < Interval)
                rest = Interval;
        }
    }

    private ReportPage Page(TimeSpan reload)
    {
        if (trainer is null || facts is null)
            throw new InvalidOperationException("It is the report of no training yet: add it to Trainer.Callbacks, or use TrainingReport.Of(trainer) after a training.");
        return new TrainingPage(trainer, facts)
        {
            Title = Title ?? trainer.Network.Description.Name,
            Reload = reload,
            StepLosses = losses.ToSeries("loss of each step"),
            StepRates = rates.ToSeries("learning rate"),
            Confusion = confusion,
            ClassNames = ClassNames,
            Charts = Charts,
            Diagnosis = trainer.Callbacks.OfType<Diagnosis>().FirstOrDefault(),
        }.Build();
    }
}
