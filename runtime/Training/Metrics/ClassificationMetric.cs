namespace NetGen;

/// <summary>
/// A metric of classes. What the classes are depends on the loss, as <see cref="Accuracy"/> says: positions with the loss's ignored index are not counted, and targets that
/// are probabilities count as the class of the largest.
/// </summary>
public abstract class ClassificationMetric : Metric
{
    private const string Nothing = "no target counts";

    private ClassDecision? decision;
    private bool isStarted;

    private protected ClassificationMetric()
    {
    }

    /// <inheritdoc/>
    public sealed override TargetFormat Targets => isStarted ? decision!.Format : TargetFormat.Any;

    /// <inheritdoc/>
    public override bool? HigherIsBetter => true;

    /// <summary>How many decisions were counted, whatever their weights.</summary>
    private protected long Decisions { get; private set; }

    /// <summary>Why there is no value where nothing was counted, or only what has weight 0.</summary>
    private protected string NothingCounted => Decisions == 0 ? Nothing : "every target that counts has weight 0";

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The outputs stand for no classes, or for others than the metric can be of.</exception>
    public sealed override void Start(MetricSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var classes = ClassDecision.Of(source, Name, DecisionThreshold);
        if (Objection(classes, source) is { } objection)
            throw new InvalidOperationException($"'{Name}' cannot be of {source.Network}: {objection}");
        Begin(classes, ScoreReading.KindOf(source));
        (decision, isStarted) = (classes, true);
        Reset();
    }

    /// <inheritdoc/>
    public sealed override void Reset()
    {
        if (!isStarted)
            decision = null;
        Decisions = 0;
        Clear();
    }

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch) => Add(outputs, targets, [], batch);

    /// <inheritdoc/>
    public sealed override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights, int batch)
    {
        if (decision is null)
        {
            var classes = ClassDecision.OfSizes(outputs, targets, batch, DecisionThreshold);
            if (Objection(classes, null) is { } objection)
                throw new ArgumentException($"'{Name}' cannot be of these outputs: {objection}", nameof(outputs));
            Begin(classes, null);
            decision = classes;
            Clear();
        }

        decision.Check(outputs, targets, batch);
        CheckWeights(weights, batch);
        var positions = decision.Count;
        for (var i = 0; i < batch * positions; i++)
        {
            if (decision.OfTarget(targets, i) is not { } actual || !IsOf(i % positions))
                continue;
            Decisions++;
            AddDecision(decision, outputs, i, actual, weights.IsEmpty ? 1 : weights[i / positions]);
        }
    }

    /// <inheritdoc/>
    public sealed override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var decisions = Decisions;
        state.Value("decisions", ref decisions);
        Decisions = decisions;
        Exchange(state);
    }

    /// <summary>The output above which a single one says class 1; null for the one that fits the network.</summary>
    private protected virtual float? DecisionThreshold => null;

    /// <summary>Whether that position, or label, of a sample is one that counts.</summary>
    private protected virtual bool IsOf(int position) => true;

    /// <summary>Why the metric cannot be of such classes, and what to do, as a sentence; null where it can.</summary>
    private protected virtual string? Objection(ClassDecision classes, MetricSource? source) => null;

    /// <summary>Makes room for what is gathered of such classes.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="outputs">What the outputs are; null where that is not known.</param>
    private protected abstract void Begin(ClassDecision classes, ScoreKind? outputs);

    /// <summary>Forgets what was gathered.</summary>
    private protected abstract void Clear();

    /// <summary>Takes a decision into account whose class is known.</summary>
    private protected abstract void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight);

    /// <summary>Names what was gathered.</summary>
    private protected abstract void Exchange(StateExchange state);
}
