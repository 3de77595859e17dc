using System.Globalization;

namespace NetGen;

/// <summary>
/// A metric of the order in which the scores put the samples: <see cref="RocAuc"/>, <see cref="AveragePrecision"/>, <see cref="PrecisionRecallAuc"/>. Samples of equal score count as one
/// step. It keeps every score of an epoch (4 bytes for each class and sample) and is exact.
/// </summary>
/// <remarks>
/// With two classes the score is that of class 1. With more, each class is compared with all others, by its probability, and the values of the classes are averaged; where a sample has several independent labels, those
/// of the labels are. As in scikit-learn, a class without samples, or with all of them, has no curve: then the value is not a number.
/// </remarks>
public abstract class RankingMetric : ClassificationMetric
{
    private readonly ScoreList list = new();
    private ScoreReading? probabilities;
    private bool isMultiLabel;
    private bool areProbabilities;
    private int problems = 1;
    private (double Value, string? Reason)? result;

    // Those of the sample whose labels are being added.
    private Memory<float> scoreRow;
    private Memory<float> classRow;

    private protected RankingMetric(Average average)
    {
        if (average.Checked() == Average.Binary)
            throw new ArgumentOutOfRangeException(nameof(average), average, "Two classes have one curve, whatever the average; for more, choose Macro, Micro or Weighted.");
        Average = average;
    }

    /// <summary>How the values of more than two classes, or of several labels, become one.</summary>
    public Average Average { get; }

    /// <summary>What the outputs are; unless set, what the loss and the last layer say. Where nothing says so, they are compared as they are.</summary>
    public ScoreKind? Scores { get; init; }

    /// <summary>Which of several independent labels, or positions, of a sample it is of; all of them unless set.</summary>
    public int? Label { get; init; }

    /// <inheritdoc/>
    public sealed override double Value => (result ??= Compute()).Value;

    /// <inheritdoc/>
    public sealed override string? UndefinedReason => (result ??= Compute()).Reason;

    private protected sealed override bool IsOf(int position) => Label is not { } label || position == label;

    private protected sealed override string? Objection(ClassDecision classes, MetricSource? source)
        => Label is { } label && (uint)label >= (uint)classes.Count ? $"it is of label {label}, but a sample has {classes.Count}, counted from 0." : null;

    private protected sealed override void Begin(ClassDecision classes, ScoreKind? outputs)
    {
        var kind = Scores ?? outputs;
        areProbabilities = kind == ScoreKind.Probabilities;
        isMultiLabel = classes.IsBinary && classes.Count > 1 && Label is null;
        problems = isMultiLabel ? classes.Count : classes.Classes == 2 ? 1 : classes.Classes;

        // Of the logits of several classes the order among samples is not that of their probabilities.
        probabilities = kind == ScoreKind.Logits && classes.Classes > 2 ? new ScoreReading(classes, ScoreKind.Logits) : null;
        list.Begin(problems, isMultiLabel ? problems : 1);
    }

    private protected sealed override void Clear()
    {
        list.Clear();
        result = null;
    }

    private protected sealed override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        // What has no weight does not count, whatever it is.
        if (weight == 0)
            return;
        result = null;
        if (isMultiLabel)
        {
            AddLabel(outputs[position], position % problems, actual, weight);
            return;
        }

        var (room, own) = list.Add(weight);
        var scores = room.Span;
        own.Span[0] = actual;
        if (classes.IsBinary)
        {
            scores[0] = outputs[position];
        }
        else if (problems == 1)
        {
            var yes = classes.Score(outputs, position, 1);
            scores[0] = areProbabilities ? yes : yes - classes.Score(outputs, position, 0);
        }
        else if (probabilities is not null)
        {
            var values = probabilities.Probabilities(outputs, position);
            for (var index = 0; index < scores.Length; index++)
                scores[index] = (float)values[index];
        }
        else
        {
            for (var index = 0; index < scores.Length; index++)
                scores[index] = classes.Score(outputs, position, index);
        }

        foreach (var score in scores)
        {
            if (float.IsNaN(score))
                list.MarkNaN();
        }
    }

    private protected sealed override void Exchange(StateExchange state)
    {
        state.Setting("label", Label ?? -1);
        state.Setting("scores_are", Scores?.ToString() ?? "");
        list.Exchange(state);
        result = null;
    }

    /// <summary>The value of a curve.</summary>
    private protected abstract double Area(ref Curve curve);

    /// <summary>Whether the curve needs samples of the other classes, too.</summary>
    private protected abstract bool NeedsNegatives { get; }

    // The labels of a sample come one after the other.
    private void AddLabel(float score, int label, int actual, float weight)
    {
        if (label == 0)
            (scoreRow, classRow) = list.Add(weight);
        scoreRow.Span[label] = score;
        classRow.Span[label] = actual;
        if (float.IsNaN(score))
            list.MarkNaN();
    }

    private (double Value, string? Reason) Compute()
    {
        if (list.Count == 0)
            return (double.NaN, NothingCounted);
        if (list.HasNaN)
            return (double.NaN, "an output is not a number");
        if (problems > 1 && Average == Average.Micro)
            return Compute(null);
        var (sum, count) = (0.0, 0.0);
        for (var problem = 0; problem < problems; problem++)
        {
            var (value, reason) = Compute(problem);
            if (reason is not null)
                return (double.NaN, reason);
            var weight = Average == Average.Weighted && problems > 1 ? Totals(problem).Positives : 1;
            (sum, count) = (sum + (weight * value), count + weight);
        }

        return (sum / count, null);
    }

    private (double Value, string? Reason) Compute(int? problem)
    {
        var (positives, negatives) = problem is { } one ? Totals(one) : (0, 0);
        for (var other = 0; problem is null && other < problems; other++)
        {
            var totals = Totals(other);
            (positives, negatives) = (positives + totals.Positives, negatives + totals.Negatives);
        }

        if (positives == 0 || (NeedsNegatives && negatives == 0))
            return (double.NaN, Missing(problem ?? 0, positives == 0));
        var curve = new Curve(this, list.Rank(problems == 1 ? 0 : problem), positives, negatives);
        return (Area(ref curve), null);
    }

    private string Missing(int problem, bool isPositive)
        => isMultiLabel
            ? string.Create(CultureInfo.InvariantCulture, $"every target of label {problem} is {(isPositive ? "no" : "yes")}")
            : string.Create(CultureInfo.InvariantCulture, $"{(problems == 1 ? $"only class {(isPositive ? 0 : 1)} occurs" : isPositive ? $"class {problem} does not occur" : $"only class {problem} occurs")} in the targets");

    private (double Positives, double Negatives) Totals(int problem)
    {
        var (positives, negatives) = (0.0, 0.0);
        for (var sample = 0; sample < list.Count; sample++)
        {
            if (IsPositive(sample, problem))
                positives += list.WeightOf(sample);
            else
                negatives += list.WeightOf(sample);
        }

        return (positives, negatives);
    }

    private bool IsPositive(int sample, int problem) => isMultiLabel ? list.ClassOf(sample, problem) == 1 : list.ClassOf(sample, 0) == (problems == 1 ? 1 : problem);

    /// <summary>The true and the false positives at each threshold, from the highest to the lowest.</summary>
    private protected ref struct Curve(RankingMetric metric, Ranking ranking, double positives, double negatives)
    {
        private readonly Ranking ranking = ranking;
        private int rank;

        /// <summary>What all samples of the class weigh.</summary>
        public double Positives { get; } = positives;

        /// <summary>What all others weigh.</summary>
        public double Negatives { get; } = negatives;

        /// <summary>What those of the class weigh whose score reaches the threshold.</summary>
        public double TruePositives { get; private set; }

        /// <summary>What the others weigh whose score reaches the threshold.</summary>
        public double FalsePositives { get; private set; }

        /// <summary>Goes to the next threshold; false where there is none.</summary>
        public bool MoveNext()
        {
            if (rank == ranking.Count)
                return false;
            do
            {
                var (sample, problem) = Math.DivRem(ranking[rank], metric.problems);
                if (metric.IsPositive(sample, problem))
                    TruePositives += metric.list.WeightOf(sample);
                else
                    FalsePositives += metric.list.WeightOf(sample);
            }
            while (ranking.IsTied(rank++));
            return true;
        }
    }
}
