namespace NetGen;

/// <summary>
/// A metric of <c>−ln p</c>, with p the probability that the network gave the right class. Logits become probabilities without loss of digits; outputs that are probabilities are clipped to
/// at least 2⁻²³ ≈ 1.2·10⁻⁷, as scikit-learn does for floats, so that one wrong certainty is not infinite. Targets that a loss leaves out are left out. Not a number where nothing is counted.
/// </summary>
public abstract class LogLikelihoodMetric : ClassificationMetric
{
    private ScoreReading? reading;
    private double sum;
    private double total;

    private protected LogLikelihoodMetric()
    {
    }

    /// <summary>What the outputs are; unless set, what the loss and the last layer say.</summary>
    public ScoreKind? Scores { get; init; }

    /// <inheritdoc/>
    public override bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public override string? UndefinedReason => total == 0 ? NothingCounted : double.IsNaN(sum) ? "an output is not a number" : null;

    /// <summary>The mean of <c>−ln p</c>.</summary>
    private protected double Mean => sum / total;

    private protected override string? Objection(ClassDecision classes, MetricSource? source)
        => (Scores ?? (source is null ? null : ScoreReading.KindOf(source))) is null ? ScoreReading.Unknown : null;

    private protected override void Begin(ClassDecision classes, ScoreKind? outputs) => reading = new ScoreReading(classes, (Scores ?? outputs)!.Value);

    private protected override void Clear() => sum = total = 0;

    private protected override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        // What has no weight does not count, whatever it is.
        if (weight == 0)
            return;
        total += weight;
        sum -= weight * reading!.LogProbability(outputs, position, actual);
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Setting("scores_are", Scores?.ToString() ?? "");
        state.Value("sum", ref sum);
        state.Value("total", ref total);
    }
}
