namespace NetGen;

/// <summary>
/// Looks into the layers of a network every so many steps, and says in words what keeps it from learning: vanishing or exploding gradients, dead or saturated units, a learning rate that is too large or too
/// small, over- and underfitting.
/// </summary>
/// <remarks>
/// <para>Each time it sends the same samples (64 to 256 of the training samples, as many as a batch has) through the network, forward and backward, in memory of its own. So the training takes the same
/// steps with it and without it, to the bit. It looks before the first step, after it, and every <see cref="EverySteps"/> steps; at epochs' ends it looks at the history.</para>
/// <para>The thresholds are constants with their reasons in <c>FindingRules</c>. A finding is a suspicion, not a proof.</para>
/// </remarks>
/// <example>
/// <code>
/// var diagnosis = new Diagnosis(everySteps: 100);
/// var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam()) { Callbacks = [diagnosis] };
/// trainer.Fit(train, epochs: 10, validation);
/// foreach (var finding in diagnosis.Findings)
///     Console.WriteLine(finding);
/// </code>
/// </example>
public sealed class Diagnosis : ITrainingCallback, ICheckpointed
{
    private readonly List<DiagnosisReport> reports = [];
    private readonly List<Finding> findings = [];
    private INetwork? network;
    private LayerProbe? probe;
    private FindingRules? rules;
    private FindingRules.Memory memory = new();

    /// <summary>Makes the callback.</summary>
    /// <param name="everySteps">How many steps lie between two diagnoses; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="everySteps"/> is less than 1.</exception>
    public Diagnosis(int everySteps = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(everySteps, 1);
        EverySteps = everySteps;
    }

    /// <summary>How many steps lie between two diagnoses.</summary>
    public int EverySteps { get; }

    /// <summary>Called with each finding when it is found first; nothing unless set.</summary>
    public Action<Finding>? OnFinding { get; init; }

    /// <summary>All diagnoses, in order; those of another network are forgotten when a training starts.</summary>
    public IReadOnlyList<DiagnosisReport> Reports => reports;

    /// <summary>What was found, each kind once, for the layer where it showed first, in the order in which it was found.</summary>
    public IReadOnlyList<Finding> Findings => findings;

    string ICheckpointed.StateName => "diagnosis";

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        probe = new LayerProbe(run);
        if (!ReferenceEquals(network, run.Network) && !run.IsResumed)
        {
            reports.Clear();
            findings.Clear();
            memory = new();
        }

        network = run.Network;
        rules = new FindingRules(run.Network.Description, probe, run.Trainer.Loss, memory);
        if (reports.Count == 0 || (!run.IsResumed && reports[^1].Step != run.Trainer.StepsTrained))
            Look(run);
        if (IsNext(run))
            probe.Watch();
    }

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (IsDue(run.Trainer.StepsTrained))
            Look(run);
        if (IsNext(run))
            probe!.Watch();
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Take(rules!.OfHistory(run.Trainer.History.Epochs, run.Trainer.StepsTrained, findings));
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (reports[^1].Step != run.Trainer.StepsTrained)
            Look(run);
        probe = null;
    }

    /// <inheritdoc/>
    public void OnFailure(TrainingRun run, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (failure is NonFiniteLossException nonFinite && rules is not null)
            Take(rules.OfFailure(nonFinite, run, findings));
        probe = null;
    }

    void ICheckpointed.ExchangeState(StateExchange state)
    {
        memory.Exchange(state);
        DiagnosisState.Exchange(state, reports, findings);
    }

    // After the first step, since a rate that is too large does its harm there.
    private bool IsDue(long step) => step == 1 || step % EverySteps == 0;

    private bool IsNext(TrainingRun run) => IsDue(run.Trainer.StepsTrained + 1);

    private void Look(TrainingRun run)
    {
        var trainer = run.Trainer;
        var (loss, layers) = probe!.Look(trainer.StepsTrained);
        var report = new DiagnosisReport(Math.Max(run.Epoch, run.FirstEpoch), trainer.StepsTrained, run.LearningRate, loss, layers, []);
        report = report with { Findings = rules!.OfReport(report) };
        reports.Add(report);
        Take(report.Findings);
    }

    private void Take(IEnumerable<Finding> found)
    {
        foreach (var finding in found)
        {
            if (findings.Exists(known => known.Kind == finding.Kind))
                continue;
            findings.Add(finding);
            OnFinding?.Invoke(finding);
        }
    }
}
