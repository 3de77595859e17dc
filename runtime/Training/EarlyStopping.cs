using System.Globalization;

namespace NetGen;

/// <summary>Ends the training when the validation loss, or another value, no longer becomes better.</summary>
public sealed class EarlyStopping : ITrainingCallback, ICheckpointed
{
    private float[]? parameters;
    private double best;
    private int epochsSince;
    private bool any;
    private WatchedValue? watched;

    /// <summary>Makes the rule.</summary>
    /// <param name="patience">After how many epochs in a row without a new best value the training ends; at least 1.</param>
    /// <param name="minimumImprovement">By how much a value must be better than the best so far to count; 0 unless given.</param>
    /// <param name="restoreBest">Whether the parameters of the best epoch are put back at the end; they are unless set otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public EarlyStopping(int patience, double minimumImprovement = 0, bool restoreBest = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        if (!(minimumImprovement >= 0))
            throw new ArgumentOutOfRangeException(nameof(minimumImprovement), minimumImprovement, "An improvement is not negative.");
        Patience = patience;
        MinimumImprovement = minimumImprovement;
        RestoreBest = restoreBest;
    }

    /// <summary>After how many epochs in a row without a new best value the training ends.</summary>
    public int Patience { get; }

    /// <summary>By how much a value must be better than the best so far to count.</summary>
    public double MinimumImprovement { get; }

    /// <summary>
    /// Whether the parameters of the best epoch are put back when the training ends, early, after its last epoch, or by a
    /// validation loss that is not finite; not when it is cancelled or fails otherwise.
    /// </summary>
    public bool RestoreBest { get; }

    /// <summary>
    /// The value that counts, by its name in <see cref="EpochReport.Values"/>: <c>validation loss</c> unless set; or such as <c>validation accuracy</c>.
    /// </summary>
    public string Watch
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = WatchedValue.ValidationLoss;

    /// <summary>Which value is the better one; unless set the lower one of a loss, and what a metric of the package says.</summary>
    public Better? Better { get; init; }

    internal bool NeedsValidation => WatchedValue.IsOfValidation(Watch);

    /// <inheritdoc/>
    public string StateName => "early_stopping";

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        watched = WatchedValue.Of(run, "Early stopping", Watch, Better);
        if (run.IsResumed)
            return;
        (best, epochsSince, any) = (watched.Worst, 0, false);
        if (RestoreBest && parameters?.Length != run.Network.Parameters.Length)
            parameters = new float[run.Network.Parameters.Length];
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        var value = watched!.In(run.Report!);
        if (watched.IsBetter(value, best, MinimumImprovement))
        {
            (best, epochsSince, any) = (value, 0, true);
            if (RestoreBest)
                run.Network.Parameters.CopyTo(parameters ??= new float[run.Network.Parameters.Length]);
        }
        else if (++epochsSince >= Patience)
        {
            var direction = watched.Better == NetGen.Better.Lower ? "fall" : "rise";
            run.Stop(string.Create(CultureInfo.InvariantCulture, $"the {Watch} did not {direction} for {epochsSince} {(epochsSince == 1 ? "epoch" : "epochs")}"));
        }
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingRun run) => Restore(run);

    /// <inheritdoc/>
    public void OnFailure(TrainingRun run, Exception failure)
    {
        if (failure is NonFiniteLossException { IsOfValidation: true })
            Restore(run);
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("watch", Watch);
        state.Setting("patience", Patience);
        state.Setting("minimum_improvement", MinimumImprovement);
        state.Setting("restore_best", RestoreBest);
        state.Value("best", ref best);
        state.Value("epochs_since", ref epochsSince);
        state.Value("any", ref any);
        state.Values("parameters", ref parameters, state.ParameterCount);
    }

    private void Restore(TrainingRun run)
    {
        if (!any || !RestoreBest)
            return;
        parameters!.CopyTo(run.Network.Parameters);
        run.ParametersAreRestored = true;
    }
}
