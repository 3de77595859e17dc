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
public sealed class Accuracy(float? threshold = null) : ClassificationMetric
{
    private double right;
    private double total;

    /// <inheritdoc/>
    public override string Name => "accuracy";

    /// <summary>The output above which a single one says class 1; null for the one that fits the network.</summary>
    public float? Threshold { get; } = threshold;

    /// <inheritdoc/>
    public override double Value => total == 0 ? 0 : right / total;

    private protected override float? DecisionThreshold => Threshold;

    private protected override void Begin(ClassDecision classes, ScoreKind? outputs)
    {
    }

    private protected override void Clear() => right = total = 0;

    private protected override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        total += weight;
        if (classes.OfOutput(outputs, position) == actual)
            right += weight;
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Setting("threshold", Threshold ?? double.NaN);
        state.Value("right", ref right);
        state.Value("total", ref total);
    }
}
