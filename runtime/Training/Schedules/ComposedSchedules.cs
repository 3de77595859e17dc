using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// One schedule after another, each with a clock that begins with it: PyTorch's <c>SequentialLR</c>. It counts what its schedules count, all of them epochs or all steps;
/// <see cref="PerStep"/> makes all of them count steps.
/// </summary>
public sealed record SequentialLR : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="schedules">The schedules, in order; at least one.</param>
    /// <param name="milestones">When each but the first begins, ascending and positive: one fewer than schedules.</param>
    /// <exception cref="ArgumentException">Some count epochs and others steps, or the milestones are not as many or not in order.</exception>
    public SequentialLR(IReadOnlyList<LearningRateSchedule> schedules, IReadOnlyList<int> milestones)
    {
        Schedules = Checked(schedules, milestones);
        Milestones = ScheduleSetting.Milestones(milestones);
    }

    /// <summary>The schedules, in order.</summary>
    public IReadOnlyList<LearningRateSchedule> Schedules { get; }

    /// <summary>When each but the first begins.</summary>
    public IReadOnlyList<int> Milestones { get; }

    /// <inheritdoc/>
    internal override ScheduleClocks Clocks => ClocksOf(Schedules) is var clocks && clocks == ScheduleClocks.None ? ScheduleClocks.Epochs : clocks;

    /// <inheritdoc/>
    public override float Rate(long step, int epoch)
    {
        var countsSteps = Clocks == ScheduleClocks.Steps;
        var (index, start) = (0, 0);
        while (index < Milestones.Count && Milestones[index] <= (countsSteps ? step : epoch))
            start = Milestones[index++];
        return countsSteps ? Schedules[index].Rate(step - start, epoch) : Schedules[index].Rate(step, epoch - start);
    }

    /// <inheritdoc/>
    public override LearningRateSchedule PerStep() => new SequentialLR([.. Schedules.Select(static schedule => schedule.PerStep())], Milestones);

    /// <inheritdoc/>
    public override LearningRateSchedule PerEpoch() => new SequentialLR([.. Schedules.Select(static schedule => schedule.PerEpoch())], Milestones);

    private static ScheduleClocks ClocksOf(IReadOnlyList<LearningRateSchedule> schedules)
    {
        // By index: the rate of every step asks for them, and an enumerator would be allocated.
        var clocks = ScheduleClocks.None;
        for (var i = 0; i < schedules.Count; i++)
            clocks |= schedules[i].Clocks;
        return clocks;
    }

    private static ValueList<LearningRateSchedule> Checked(IReadOnlyList<LearningRateSchedule> schedules, IReadOnlyList<int> milestones)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        ArgumentNullException.ThrowIfNull(milestones);
        if (schedules.Count == 0 || milestones.Count != schedules.Count - 1)
            throw new ArgumentException($"Each schedule but the first has a milestone, but there are {schedules.Count} schedules and {milestones.Count} milestones.", nameof(milestones));
        for (var i = 0; i < milestones.Count; i++)
        {
            if (milestones[i] <= (i == 0 ? 0 : milestones[i - 1]))
                throw new ArgumentException($"Milestones ascend from above 0, but number {i} is {milestones[i]}.", nameof(milestones));
        }

        if (ClocksOf(schedules) == (ScheduleClocks.Epochs | ScheduleClocks.Steps))
        {
            throw new ArgumentException(
                "Some of the schedules count epochs and others steps, so that a milestone would be in both. Let all count steps: call PerStep() on those that count epochs. "
                + "For a warm-up over steps before a schedule that counts epochs, take WarmUp.",
                nameof(schedules));
        }

        return new(schedules);
    }
}

/// <summary>
/// <c>(step + 1) / steps</c> of what another schedule says in the first <see cref="Steps"/> steps, and all of it after: a linear warm-up. In PyTorch, a
/// <c>ChainedScheduler</c> of a <c>LinearLR</c> with the first factor <c>1 / steps</c> over <c>steps − 1</c> steps, and the other. The warm-up counts steps, whatever the
/// other schedule counts.
/// </summary>
public sealed record WarmUp : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">How many steps it takes; at least 1.</param>
    /// <param name="then">What the rate would be without it. Its clock begins at the first step.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    public WarmUp(int steps, LearningRateSchedule then)
    {
        Steps = ScheduleSetting.AtLeast(1, steps);
        Then = then ?? throw new ArgumentNullException(nameof(then));
    }

    /// <summary>Rises to a rate that then stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1, or the rate is negative or not finite.</exception>
    public WarmUp(int steps, double learningRate)
        : this(steps, new ConstantLR(learningRate))
    {
    }

    /// <summary>How many steps it takes.</summary>
    public int Steps { get; }

    /// <summary>What the rate would be without it.</summary>
    public LearningRateSchedule Then { get; }

    /// <inheritdoc/>
    internal override ScheduleClocks Clocks => ScheduleClocks.Steps | Then.Clocks;

    /// <inheritdoc/>
    public override float Rate(long step, int epoch)
        => step >= Steps - 1 ? Then.Rate(step, epoch) : (float)((double)Then.Rate(step, epoch) * (step + 1) / Steps);

    /// <inheritdoc/>
    public override LearningRateSchedule PerStep() => new WarmUp(Steps, Then.PerStep());

    /// <summary>The same warm-up, which counts steps, of what then counts epochs.</summary>
    public override LearningRateSchedule PerEpoch() => new WarmUp(Steps, Then.PerEpoch());
}

/// <summary>A schedule of your own: <c>new LambdaLR((step, epoch) => 0.1f / (1 + epoch))</c>. In a <see cref="SequentialLR"/>, the clock that the others count begins at its milestone.</summary>
public sealed record LambdaLR : LearningRateSchedule
{
    private readonly Func<long, int, float> rate;

    /// <summary>Makes the schedule.</summary>
    /// <param name="rate">The learning rate, by how many steps and how many whole epochs there were before.</param>
    /// <param name="description">
    /// What a checkpoint compares, and <see cref="LearningRateSchedule.ToString"/> says; the text of <paramref name="rate"/> in the program unless given. Say more where
    /// the text does not say all, since it reads variables.
    /// </param>
    public LambdaLR(Func<long, int, float> rate, [CallerArgumentExpression(nameof(rate))] string description = "")
    {
        ArgumentNullException.ThrowIfNull(rate);
        ArgumentNullException.ThrowIfNull(description);
        this.rate = rate;
        Description = description;
    }

    /// <summary>What a checkpoint compares.</summary>
    public string Description { get; }

    /// <inheritdoc/>
    public override float Rate(long step, int epoch) => rate(step, epoch);

    /// <summary>Whether the descriptions are the same: two lambdas with the same text cannot be told apart.</summary>
    public bool Equals(LambdaLR? other) => other is not null && Description == other.Description;

    /// <inheritdoc/>
    public override int GetHashCode() => Description.GetHashCode(StringComparison.Ordinal);
}
