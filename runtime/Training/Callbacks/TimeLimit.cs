using System.Globalization;

namespace NetGen;

/// <summary>
/// Ends a training after the step at which a time is over. Where a training goes on from a checkpoint, the time before it counts; with a longer limit it trains on.
/// </summary>
public sealed class TimeLimit : ITrainingCallback, ICheckpointed
{
    private TimeSpan before;
    private TimeSpan used;

    /// <summary>Makes the limit.</summary>
    /// <param name="limit">How long a training may take; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is not positive.</exception>
    public TimeLimit(TimeSpan limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        Limit = limit;
    }

    /// <summary>How long a training may take.</summary>
    public TimeSpan Limit { get; }

    /// <inheritdoc/>
    public string StateName => "time_limit";

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        before = used = run.IsResumed ? used : TimeSpan.Zero;

        // Not one step more, where the time was over before.
        Check(run);
    }

    /// <inheritdoc/>
    public void OnStep(TrainingRun run) => Check(run);

    /// <summary>Counts the validation too: without it, an epoch would begin for one step.</summary>
    public void OnEpochEnd(TrainingRun run) => Check(run);

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var ticks = used.Ticks;
        state.Value("used_ticks", ref ticks);
        used = new TimeSpan(ticks);
    }

    private void Check(TrainingRun run)
    {
        used = before + run.Elapsed;
        if (used >= Limit && run.StopReason is null)
            run.Pause(string.Create(CultureInfo.InvariantCulture, $"the time limit of {Limit:c} was reached"));
    }
}
