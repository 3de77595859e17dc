namespace NetGen;

/// <summary>How a training stands.</summary>
internal enum TrainingOutcome
{
    Running,
    Finished,
    Failed,
}

/// <summary>What a report says of a training beside its history.</summary>
/// <param name="Started">When it started, by the clock of the machine.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="State">How it stands, in words.</param>
/// <param name="Outcome">How it stands.</param>
/// <param name="Train">The samples that it learns from; nothing where that is not known.</param>
/// <param name="Validation">The samples that it is evaluated on.</param>
internal sealed record TrainingFacts(DateTimeOffset? Started, TimeSpan Elapsed, string State, TrainingOutcome Outcome, string? Train, string? Validation)
{
    /// <summary>Those of a training that starts now.</summary>
    public static TrainingFacts Of(TrainingRun run)
        => new(DateTimeOffset.Now, TimeSpan.Zero, "running", TrainingOutcome.Running, Samples(run.Train), run.Validation is null ? null : Samples(run.Validation));

    /// <summary>Those that a trainer knows of its past.</summary>
    public static TrainingFacts Of(Trainer trainer)
    {
        var elapsed = TimeSpan.FromTicks(trainer.History.Epochs.Sum(static epoch => epoch.Duration.Ticks));
        var state = trainer.History.StopReason is { } reason ? $"stopped early: {reason}" : "finished";
        return new(Started: null, elapsed, state, TrainingOutcome.Finished, Train: null, Validation: null);
    }

    private static string Samples(IDataset data) => data.Count is { } count ? $"{ReportText.Number(count, "N0")} samples" : "as many samples as there are";
}
