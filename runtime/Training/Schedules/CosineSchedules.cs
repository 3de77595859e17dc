namespace NetGen;

/// <summary>
/// <c>etaMin + ½·(learningRate − etaMin)·(1 + cos(π·t / tMax))</c>: half a cosine down. PyTorch's <c>CosineAnnealingLR</c>: after <c>tMax</c> the rate rises
/// again, up to <c>2·tMax</c>, and so on. Counts epochs.
/// </summary>
public sealed record CosineAnnealingLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The first rate; finite, not negative.</param>
    /// <param name="tMax">When the smallest rate is reached; at least 1.</param>
    /// <param name="etaMin">The smallest rate; finite, not negative; 0 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public CosineAnnealingLR(double learningRate, int tMax, double etaMin = 0)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        TMax = ScheduleSetting.AtLeast(1, tMax);
        EtaMin = ScheduleSetting.Rate(etaMin);
    }

    /// <summary>The first rate.</summary>
    public double LearningRate { get; }

    /// <summary>When the smallest rate is reached.</summary>
    public int TMax { get; }

    /// <summary>The smallest rate.</summary>
    public double EtaMin { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time) => Cosine.Between(LearningRate, EtaMin, time % (2L * TMax) / (double)TMax);
}

/// <summary>
/// Half a cosine down, again and again, each <c>tMult</c> times as long as the one before it: PyTorch's <c>CosineAnnealingWarmRestarts</c>, SGDR (Loshchilov and Hutter 2017).
/// Counts epochs.
/// </summary>
public sealed record CosineAnnealingWarmRestarts : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The first rate of each cycle; finite, not negative.</param>
    /// <param name="t0">How long the first cycle is; at least 1.</param>
    /// <param name="tMult">How many times as long as the one before it a cycle is; at least 1; 1 unless given.</param>
    /// <param name="etaMin">The rate that each cycle goes down to; finite, not negative; 0 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public CosineAnnealingWarmRestarts(double learningRate, int t0, int tMult = 1, double etaMin = 0)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        T0 = ScheduleSetting.AtLeast(1, t0);
        TMult = ScheduleSetting.AtLeast(1, tMult);
        EtaMin = ScheduleSetting.Rate(etaMin);
    }

    /// <summary>The first rate of each cycle.</summary>
    public double LearningRate { get; }

    /// <summary>How long the first cycle is.</summary>
    public int T0 { get; }

    /// <summary>How many times as long as the one before it a cycle is.</summary>
    public int TMult { get; }

    /// <summary>The rate that each cycle goes down to.</summary>
    public double EtaMin { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time)
    {
        var length = (double)T0;
        if (TMult == 1)
            return Cosine.Between(LearningRate, EtaMin, time % T0 / length);
        double into = time;
        while (into >= length)
        {
            into -= length;
            length *= TMult;
        }

        return Cosine.Between(LearningRate, EtaMin, into / length);
    }
}

/// <summary>
/// Up to the largest rate and down to a rate far below the first: PyTorch's <c>OneCycleLR</c>, without its cycle of the momentum (Smith and Topin 2018). Counts steps.
/// After <c>totalSteps</c>, where PyTorch throws, the last rate stays.
/// </summary>
public sealed record OneCycleLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="maxRate">The largest rate; finite, not negative.</param>
    /// <param name="totalSteps">How many steps the cycle has; at least 1.</param>
    /// <param name="pctStart">Which share of the steps rises; 0 … 1, and at most ½ with <paramref name="threePhase"/>; 0.3 unless given.</param>
    /// <param name="strategy">Whether the rate follows a cosine, as unless given, or a straight line.</param>
    /// <param name="divFactor">The first rate is <paramref name="maxRate"/> divided by it; positive; 25 unless given.</param>
    /// <param name="finalDivFactor">The last rate is the first rate divided by it; positive; 10⁴ unless given.</param>
    /// <param name="threePhase">Whether the rate falls to the first rate in as many steps as it rose, and only then to the last one; it does not unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public OneCycleLR(
        double maxRate,
        int totalSteps,
        double pctStart = 0.3,
        AnnealStrategy strategy = AnnealStrategy.Cosine,
        double divFactor = 25,
        double finalDivFactor = 1e4,
        bool threePhase = false)
    {
        if (!(pctStart >= 0 && pctStart <= (threePhase ? 0.5 : 1)))
            throw new ArgumentOutOfRangeException(nameof(pctStart), pctStart, $"The share of steps that rise is from 0 to {(threePhase ? "½, as another phase of that length follows" : "1")}.");
        MaxRate = ScheduleSetting.Rate(maxRate);
        TotalSteps = ScheduleSetting.AtLeast(1, totalSteps);
        PctStart = pctStart;
        Strategy = strategy;
        DivFactor = ScheduleSetting.Positive(divFactor);
        FinalDivFactor = ScheduleSetting.Positive(finalDivFactor);
        ThreePhase = threePhase;
        Per = SchedulePeriod.Step;
    }

    /// <summary>The largest rate.</summary>
    public double MaxRate { get; }

    /// <summary>How many steps the cycle has.</summary>
    public int TotalSteps { get; }

    /// <summary>Which share of the steps rises.</summary>
    public double PctStart { get; }

    /// <summary>The form of the curve.</summary>
    public AnnealStrategy Strategy { get; }

    /// <summary>The first rate is the largest one divided by it.</summary>
    public double DivFactor { get; }

    /// <summary>The last rate is the first one divided by it.</summary>
    public double FinalDivFactor { get; }

    /// <summary>Whether the rate falls in two phases.</summary>
    public bool ThreePhase { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time)
    {
        var (first, end) = (MaxRate / DivFactor, TotalSteps - 1.0);
        var now = Math.Min(time, end);
        var top = (PctStart * TotalSteps) - 1;
        if (now <= top)
            return Anneal(first, MaxRate, now, 0, top);
        if (!ThreePhase)
            return Anneal(MaxRate, first / FinalDivFactor, now, top, end);
        var middle = (2 * PctStart * TotalSteps) - 2;
        return now <= middle ? Anneal(MaxRate, first, now, top, middle) : Anneal(first, first / FinalDivFactor, now, middle, end);
    }

    private double Anneal(double from, double to, double now, double start, double end)
    {
        var share = end > start ? (now - start) / (end - start) : 1;
        return Strategy == AnnealStrategy.Cosine ? Cosine.Between(from, to, share) : from + ((to - from) * share);
    }
}

/// <summary>The form of a curve from one rate to another; PyTorch's <c>anneal_strategy</c>.</summary>
public enum AnnealStrategy
{
    /// <summary>Half a cosine.</summary>
    Cosine,

    /// <summary>A straight line.</summary>
    Linear,
}

internal static class Cosine
{
    /// <summary>Half a cosine from one number, at share 0, to another, at share 1.</summary>
    public static double Between(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}
