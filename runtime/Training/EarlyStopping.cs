namespace NetGen;

/// <summary>Ends the training when the validation loss no longer falls.</summary>
public sealed class EarlyStopping : ITrainingCallback, ICheckpointed
{
    private float[]? parameters;
    private double lowest;
    private int epochsSince;
    private bool any;

    /// <summary>Makes the rule.</summary>
    /// <param name="patience">After how many epochs in a row without a new lowest validation loss the training ends; at least 1.</param>
    /// <param name="minimumImprovement">By how much a loss must be below the lowest so far to count; 0 unless given.</param>
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

    /// <summary>After how many epochs in a row without a new lowest validation loss the training ends.</summary>
    public int Patience { get; }

    /// <summary>By how much a loss must be below the lowest so far to count.</summary>
    public double MinimumImprovement { get; }

    /// <summary>
    /// Whether the parameters of the best epoch are put back when the training ends, early, after its last epoch, or by a
    /// validation loss that is not finite; not when it is cancelled or fails otherwise.
    /// </summary>
    public bool RestoreBest { get; }

    /// <inheritdoc/>
    public string StateName => "early_stopping";

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("patience", Patience);
        state.Setting("minimum_improvement", MinimumImprovement);
        state.Setting("restore_best", RestoreBest);
        state.Value("lowest", ref lowest);
        state.Value("epochs_since", ref epochsSince);
        state.Value("any", ref any);
        state.Values("parameters", ref parameters, state.ParameterCount);
    }

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        if (run.Validation is null)
            throw new InvalidOperationException("Early stopping needs samples for validation.");
        if (run.IsResumed)
            return;
        (lowest, epochsSince, any) = (double.PositiveInfinity, 0, false);
        if (RestoreBest && parameters?.Length != run.Network.Parameters.Length)
            parameters = new float[run.Network.Parameters.Length];
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        var loss = run.Report!.ValidationLoss!.Value;
        if (loss < lowest - MinimumImprovement)
        {
            (lowest, epochsSince, any) = (loss, 0, true);
            if (RestoreBest)
                run.Network.Parameters.CopyTo(parameters ??= new float[run.Network.Parameters.Length]);
        }
        else if (++epochsSince >= Patience)
        {
            run.Stop(FormattableString.Invariant($"the validation loss did not fall for {epochsSince} epochs"));
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

    private void Restore(TrainingRun run)
    {
        if (any && RestoreBest)
            parameters!.CopyTo(run.Network.Parameters);
    }
}
