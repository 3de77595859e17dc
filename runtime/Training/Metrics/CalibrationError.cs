namespace NetGen;

/// <summary>
/// Expected calibration error: how far the network's confidence is from how often it is right. Decisions are put into bins of equal width by their confidence, and the error is
/// <c>Σ (n/N)·|right − confidence|</c> over the bins, with the share that is right and the mean confidence of each
/// (Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", 2017). The confidence is the largest probability; where a single output decides between no and yes, it is that
/// of yes, and what is compared with it is the share of yes. A bin has its upper end, but not its lower one. Not a number where nothing is counted.
/// </summary>
public sealed class CalibrationError : ClassificationMetric
{
    private ScoreReading? reading;
    private readonly double[] total;
    private readonly double[] right;
    private readonly double[] confidence;

    /// <summary>Makes the metric.</summary>
    /// <param name="bins">How many bins there are from 0 to 1; 15 unless given, as in the paper.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is less than 1.</exception>
    public CalibrationError(int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        Bins = bins;
        (total, right, confidence) = (new double[bins], new double[bins], new double[bins]);
    }

    /// <summary>How many bins there are from 0 to 1.</summary>
    public int Bins { get; }

    /// <summary>What the outputs are; unless set, what the loss and the last layer say.</summary>
    public ScoreKind? Scores { get; init; }

    /// <inheritdoc/>
    public override string Name => "calibration error";

    /// <inheritdoc/>
    public override bool? HigherIsBetter => false;

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            var (sum, all) = (0.0, 0.0);
            for (var bin = 0; bin < total.Length; bin++)
            {
                sum += Math.Abs(right[bin] - confidence[bin]);
                all += total[bin];
            }

            return sum / all;
        }
    }

    /// <inheritdoc/>
    public override string? UndefinedReason
        => !double.IsNaN(Value) ? null : Array.TrueForAll(total, static weight => weight == 0) ? NothingCounted : "an output is not a number";

    /// <summary>A bin: what its decisions weigh (how many they are, unless samples have weights), the share that is right, and their mean confidence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bin.</exception>
    public (double Weight, double Right, double Confidence) this[int bin]
        => (uint)bin < (uint)Bins
            ? (total[bin], right[bin] / total[bin], confidence[bin] / total[bin])
            : throw new ArgumentOutOfRangeException(nameof(bin), bin, $"There are {Bins} bins; there is none at {bin}.");

    private protected override string? Objection(ClassDecision classes, MetricSource? source)
        => (Scores ?? (source is null ? null : ScoreReading.KindOf(source))) is null ? ScoreReading.Unknown : null;

    private protected override void Begin(ClassDecision classes, ScoreKind? outputs) => reading = new ScoreReading(classes, (Scores ?? outputs)!.Value);

    private protected override void Clear()
    {
        Array.Clear(total);
        Array.Clear(right);
        Array.Clear(confidence);
    }

    private protected override void AddDecision(ClassDecision classes, ReadOnlySpan<float> outputs, int position, int actual, float weight)
    {
        if (weight == 0)
            return;
        var probabilities = reading!.Probabilities(outputs, position);
        var index = 1;
        if (!classes.IsBinary)
        {
            index = 0;
            for (var other = 1; other < probabilities.Length; other++)
            {
                if (probabilities[other] > probabilities[index])
                    index = other;
            }
        }

        // Not a number is in no bin, and makes the first one so.
        var bin = (int)Math.Clamp(Math.Ceiling(probabilities[index] * Bins) - 1, 0, Bins - 1);
        total[bin] += weight;
        confidence[bin] += weight * probabilities[index];
        if (index == actual)
            right[bin] += weight;
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Setting("bins", Bins);
        state.Setting("scores_are", Scores?.ToString() ?? "");
        state.Values("total", total.AsSpan());
        state.Values("right", right.AsSpan());
        state.Values("confidence", confidence.AsSpan());
    }
}
