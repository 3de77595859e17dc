namespace NetGen;

/// <summary><c>learningRate · factor</c> while <c>t &lt; totalIterations</c>, then <c>learningRate</c>: PyTorch's <c>ConstantLR</c>. Counts epochs.</summary>
public sealed record ConstantLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The rate that stays; finite, not negative.</param>
    /// <param name="factor">What it is multiplied by at first; finite, not negative. PyTorch's default is ⅓.</param>
    /// <param name="totalIterations">For how long; at least 0. PyTorch's default is 5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public ConstantLR(double learningRate, double factor, int totalIterations)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        Factor = ScheduleSetting.Rate(factor);
        TotalIterations = ScheduleSetting.AtLeast(0, totalIterations);
    }

    /// <summary>A learning rate that stays as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or not finite.</exception>
    public ConstantLR(double learningRate)
        : this(learningRate, 1, 0)
    {
    }

    /// <summary>The rate that stays.</summary>
    public double LearningRate { get; }

    /// <summary>What it is multiplied by at first.</summary>
    public double Factor { get; }

    /// <summary>For how long.</summary>
    public int TotalIterations { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time) => time < TotalIterations ? LearningRate * Factor : LearningRate;
}

/// <summary><c>learningRate · gamma^⌊t / stepSize⌋</c>: a drop every so many epochs. PyTorch's <c>StepLR</c>. Counts epochs.</summary>
public sealed record StepLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The first rate; finite, not negative.</param>
    /// <param name="stepSize">After how long it drops; at least 1.</param>
    /// <param name="gamma">What a drop multiplies by; finite, not negative; 0.1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public StepLR(double learningRate, int stepSize, double gamma = 0.1)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        StepSize = ScheduleSetting.AtLeast(1, stepSize);
        Gamma = ScheduleSetting.Rate(gamma);
    }

    /// <summary>The first rate.</summary>
    public double LearningRate { get; }

    /// <summary>After how long it drops.</summary>
    public int StepSize { get; }

    /// <summary>What a drop multiplies by.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time) => LearningRate * Math.Pow(Gamma, time / StepSize);
}

/// <summary><c>learningRate · gamma^(how many milestones are ≤ t)</c>: a drop at each milestone. PyTorch's <c>MultiStepLR</c>. Counts epochs.</summary>
public sealed record MultiStepLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The first rate; finite, not negative.</param>
    /// <param name="milestones">When it drops, in any order; one that is given twice counts twice. Not negative.</param>
    /// <param name="gamma">What a drop multiplies by; finite, not negative; 0.1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public MultiStepLR(double learningRate, IReadOnlyList<int> milestones, double gamma = 0.1)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        Milestones = ScheduleSetting.Milestones(milestones);
        Gamma = ScheduleSetting.Rate(gamma);
    }

    /// <summary>The first rate.</summary>
    public double LearningRate { get; }

    /// <summary>When it drops, in order.</summary>
    public IReadOnlyList<int> Milestones { get; }

    /// <summary>What a drop multiplies by.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time)
    {
        var drops = 0;
        while (drops < Milestones.Count && Milestones[drops] <= time)
            drops++;
        return LearningRate * Math.Pow(Gamma, drops);
    }
}

/// <summary><c>learningRate · gamma^t</c>: PyTorch's <c>ExponentialLR</c>. Counts epochs.</summary>
public sealed record ExponentialLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The first rate; finite, not negative.</param>
    /// <param name="gamma">What each epoch multiplies by; finite, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public ExponentialLR(double learningRate, double gamma)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        Gamma = ScheduleSetting.Rate(gamma);
    }

    /// <summary>The first rate.</summary>
    public double LearningRate { get; }

    /// <summary>What each epoch multiplies by.</summary>
    public double Gamma { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time) => LearningRate * Math.Pow(Gamma, time);
}

/// <summary><c>learningRate · (1 − min(t, totalIterations) / totalIterations)^power</c>: PyTorch's <c>PolynomialLR</c>. Counts epochs.</summary>
public sealed record PolynomialLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The first rate; finite, not negative.</param>
    /// <param name="totalIterations">When the rate reaches 0; at least 1. PyTorch's default is 5.</param>
    /// <param name="power">The exponent; finite, not negative; 1, a straight line, unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public PolynomialLR(double learningRate, int totalIterations, double power = 1)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        TotalIterations = ScheduleSetting.AtLeast(1, totalIterations);
        Power = ScheduleSetting.Rate(power);
    }

    /// <summary>The first rate.</summary>
    public double LearningRate { get; }

    /// <summary>When the rate reaches 0.</summary>
    public int TotalIterations { get; }

    /// <summary>The exponent.</summary>
    public double Power { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time)
        => LearningRate * Math.Pow(1 - (Math.Min(time, TotalIterations) / (double)TotalIterations), Power);
}

/// <summary>
/// <c>learningRate · (startFactor + (endFactor − startFactor) · min(t, totalIterations) / totalIterations)</c>: PyTorch's <c>LinearLR</c>. Counts epochs. For a warm-up over
/// steps before another schedule, see <see cref="WarmUp"/>.
/// </summary>
public sealed record LinearLR : ClockSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="learningRate">The rate at factor 1; finite, not negative.</param>
    /// <param name="startFactor">The first factor; finite, not negative. PyTorch's default is ⅓.</param>
    /// <param name="totalIterations">When the last factor is reached; at least 1. PyTorch's default is 5.</param>
    /// <param name="endFactor">The last factor, which stays; finite, not negative; 1 unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its bounds.</exception>
    public LinearLR(double learningRate, double startFactor, int totalIterations, double endFactor = 1)
    {
        LearningRate = ScheduleSetting.Rate(learningRate);
        StartFactor = ScheduleSetting.Rate(startFactor);
        TotalIterations = ScheduleSetting.AtLeast(1, totalIterations);
        EndFactor = ScheduleSetting.Rate(endFactor);
    }

    /// <summary>The rate at factor 1.</summary>
    public double LearningRate { get; }

    /// <summary>The first factor.</summary>
    public double StartFactor { get; }

    /// <summary>When the last factor is reached.</summary>
    public int TotalIterations { get; }

    /// <summary>The last factor.</summary>
    public double EndFactor { get; }

    /// <inheritdoc/>
    protected override double RateAt(long time)
        => LearningRate * (StartFactor + ((EndFactor - StartFactor) * Math.Min(time, TotalIterations) / TotalIterations));
}
