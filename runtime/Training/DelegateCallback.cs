namespace NetGen;

/// <summary>The arguments of <see cref="Trainer.Fit"/> that are called back, as a callback.</summary>
internal sealed class DelegateCallback(IProgress<EpochReport>? progress, Action<StepReport>? onStep) : ITrainingCallback
{
    public void OnStep(TrainingRun run)
        => onStep?.Invoke(new StepReport(run.Epoch, run.Step, run.StepsPerEpoch, run.StepLoss, run.LearningRate));

    public void OnEpochEnd(TrainingRun run) => progress?.Report(run.Report!);
}
