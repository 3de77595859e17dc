namespace NetGen;

/// <summary>
/// The share of right classes. What the classes are depends on the loss:
/// <list type="bullet">
/// <item>With class indices or probabilities, the class of a position is its largest output; positions with the loss's ignored index are not counted.</item>
/// <item>With <see cref="BCEWithLogitsLoss"/> or <see cref="HingeLoss"/> each output is a decision of its own, whether it is above the <see cref="Threshold"/>.</item>
/// <item>Otherwise as many targets as outputs are compared by their largest, and fewer are class indices; a single output is a decision. Class −100 is not counted.</item>
/// </list>
/// 0 where nothing is counted.
/// </summary>
/// <param name="threshold">
/// The output above which a single one says yes, or class 1; unless given 0, where the probability is ½, and ½ for a network that ends in a sigmoid.
/// </param>
public sealed class Accuracy(float? threshold = null) : Metric
{
    private ClassDecision? decision;
    private long right;
    private long count;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <summary>The output above which a single one says class 1; null for the one that fits the network.</summary>
    public float? Threshold { get; } = threshold;

    /// <inheritdoc/>
    public override double Value => count == 0 ? 0 : (double)right / count;

    /// <inheritdoc/>
    public override TargetFormat Targets => decision?.Format ?? TargetFormat.Any;

    /// <inheritdoc/>
    public override void Start(MetricSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        decision = ClassDecision.Of(source, Name, Threshold);
        Reset();
    }

    /// <inheritdoc/>
    public override void Reset() => right = count = 0;

    /// <inheritdoc/>
    public override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("threshold", Threshold ?? double.NaN);
        state.Value("right", ref right);
        state.Value("count", ref count);
    }

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var classes = decision ?? ClassDecision.OfSizes(outputs, targets, batch, Threshold);
        classes.Check(outputs, targets, batch);
        for (var i = 0; i < batch * classes.Count; i++)
        {
            if (classes.OfTarget(targets, i) is not { } actual)
                continue;
            count++;
            if (classes.OfOutput(outputs, i) == actual)
                right++;
        }
    }
}
