namespace NetGen;

/// <summary>Reduces the learning rate when a value no longer becomes better: PyTorch's <c>ReduceLROnPlateau</c>, by its rules, names and defaults.</summary>
public sealed class ReduceLROnPlateau : ITrainingCallback, ICheckpointed
{
    private readonly double factor;
    private readonly double threshold;
    private readonly double minRate;
    private readonly double eps;
    private WatchedValue? watched;
    private double best;
    private int badEpochs;
    private int cooldownLeft;

    /// <summary>Makes the rule.</summary>
    /// <param name="factor">What the rate is multiplied by; 0 … 1, without 1; 0.1 unless given.</param>
    /// <param name="patience">How many epochs in a row may be no better; the next one reduces the rate. At least 0; 10 unless given.</param>
    /// <param name="threshold">By how much a value must be better than the best so far to count; not negative; 10⁻⁴ unless given.</param>
    /// <param name="isAbsolute">
    /// Whether <paramref name="threshold"/> is a difference (PyTorch's <c>threshold_mode='abs'</c>), and not, as unless given, a share of the best value (<c>'rel'</c>).
    /// </param>
    /// <param name="cooldown">For how many epochs after a reduction none is counted as bad; at least 0; 0 unless given.</param>
    /// <param name="minRate">The rate is not reduced below it; not negative; 0 unless given.</param>
    /// <param name="eps">A reduction by no more than this is left out; not negative; 10⁻⁸ unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public ReduceLROnPlateau(
        double factor = 0.1, int patience = 10, double threshold = 1e-4, bool isAbsolute = false, int cooldown = 0, double minRate = 0, double eps = 1e-8)
    {
        if (!(factor >= 0 && factor < 1))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor that reduces is from 0 to below 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(cooldown);
        ThrowUnlessNotNegative(threshold, nameof(threshold));
        ThrowUnlessNotNegative(minRate, nameof(minRate));
        ThrowUnlessNotNegative(eps, nameof(eps));
        (this.factor, Patience, this.threshold, IsAbsolute, Cooldown) = (factor, patience, threshold, isAbsolute, cooldown);
        (this.minRate, this.eps) = (minRate, eps);
    }

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor => factor;

    /// <summary>How many epochs in a row may be no better.</summary>
    public int Patience { get; }

    /// <summary>By how much a value must be better than the best so far to count.</summary>
    public double Threshold => threshold;

    /// <summary>Whether <see cref="Threshold"/> is a difference, and not a share.</summary>
    public bool IsAbsolute { get; }

    /// <summary>For how many epochs after a reduction none is counted as bad.</summary>
    public int Cooldown { get; }

    /// <summary>The value that counts, by its name in <see cref="EpochReport.Values"/>: <c>validation loss</c> unless set.</summary>
    public string Watch
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = WatchedValue.ValidationLoss;

    /// <summary>Which value is the better one (PyTorch's <c>mode</c>); unless set the lower one of a loss, and what a metric of the package says.</summary>
    public Better? Better { get; init; }

    /// <inheritdoc/>
    public string StateName => $"reduce_lr_on_plateau {Watch}";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The trainer has a schedule, which would set another rate at the next step; or the training does not have the value.</exception>
    public void OnStart(TrainingRun run)
    {
        if (run.Trainer.Schedule is { } schedule)
            throw new InvalidOperationException($"ReduceLROnPlateau changes the learning rate, but the trainer has the schedule {schedule}, which sets it before every step. Remove one of the two.");
        watched = WatchedValue.Of(run, nameof(ReduceLROnPlateau), Watch, Better);
        if (!run.IsResumed)
            (best, badEpochs, cooldownLeft) = (watched.Worst, 0, 0);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        // The order of these steps is PyTorch's.
        var value = watched!.In(run.Report!);
        if (IsBetter(value))
            (best, badEpochs) = (value, 0);
        else
            badEpochs++;
        if (cooldownLeft > 0)
            (cooldownLeft, badEpochs) = (cooldownLeft - 1, 0);
        if (badEpochs <= Patience)
            return;
        var rate = Math.Max(run.LearningRate * factor, minRate);
        if (run.LearningRate - rate > eps)
            run.LearningRate = (float)rate;
        (cooldownLeft, badEpochs) = (Cooldown, 0);
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("factor", factor);
        state.Setting("patience", Patience);
        state.Setting("threshold", threshold);
        state.Setting("is_absolute", IsAbsolute);
        state.Setting("cooldown", Cooldown);
        state.Setting("min_rate", minRate);
        state.Setting("eps", eps);
        state.Value("best", ref best);
        state.Value("bad_epochs", ref badEpochs);
        state.Value("cooldown_left", ref cooldownLeft);
    }

    private bool IsBetter(double value)
    {
        if (IsAbsolute || !double.IsFinite(best))
            return watched!.IsBetter(value, best, threshold);
        var share = watched!.Better == NetGen.Better.Lower ? 1 - threshold : 1 + threshold;
        return watched!.IsBetter(value, best * share);
    }

    private static void ThrowUnlessNotNegative(double value, string name)
    {
        if (!(value >= 0) || !double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, "It is finite and not negative.");
    }
}
