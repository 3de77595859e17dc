using System.Globalization;

namespace NetGen;

/// <summary>
/// The share of positions whose class is among the <c>k</c> largest outputs. Of equal outputs the first class counts as larger, as in <see cref="Accuracy"/>. Not a number where nothing
/// is counted.
/// </summary>
public sealed class TopKAccuracy : ClassificationMetric
{
    private double right;
    private double total;

    /// <summary>Makes the metric.</summary>
    /// <param name="k">How many classes are looked at; at least 1, and fewer than there are.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is less than 1.</exception>
    public TopKAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
    }

    /// <summary>How many classes are looked at.</summary>
    public int K { get; }

    /// <inheritdoc/>
    public override string Name => string.Create(CultureInfo.InvariantCulture, $"top-{K} accuracy");

    /// <inheritdoc/>
    public override double Value => right / total;

    /// <inheritdoc/>
    public override string? UndefinedReason => total == 0 ? NothingCounted : null;

    private protected override string? Objection(ClassDecision classes, MetricSource? source)
        => K >= classes.Classes ? $"it has {classes.Classes} classes, of which {K} always include the right one; choose a smaller k." : null;

    private protected override void Begin(ClassDecision classes, ScoreKind? outputs)
    {
    }

    private protected override void Clear() => right = total = 0;

    private protected override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        total += weight;
        if (classes.IsBinary ? classes.OfOutput(outputs, position) == actual : Rank(classes, outputs, position, actual) < K)
            right += weight;
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Setting("k", K);
        state.Value("right", ref right);
        state.Value("total", ref total);
    }

    // How many classes come before it. An output that is not a number comes before all, and is in no right place.
    private static int Rank(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual)
    {
        var score = classes.Score(outputs, position, actual);
        if (float.IsNaN(score))
            return int.MaxValue;
        var rank = 0;
        for (var index = 0; index < classes.Classes; index++)
        {
            var other = classes.Score(outputs, position, index);
            if (other > score || float.IsNaN(other) || (other == score && index < actual))
                rank++;
        }

        return rank;
    }
}
