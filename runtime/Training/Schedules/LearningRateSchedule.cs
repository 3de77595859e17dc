using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// The learning rate of every step: for <see cref="Trainer.Schedule"/>. The ready ones have PyTorch's names and formulas. They are values: two with the same
/// settings are equal.
/// </summary>
/// <remarks>
/// One of your own is a lambda, <c>new LambdaLR((step, epoch) => 0.1f / (1 + epoch))</c>, or a record that derives from this one or from <see cref="ClockSchedule"/>.
/// </remarks>
public abstract record LearningRateSchedule
{
    /// <summary>Which clocks the schedule reads.</summary>
    internal virtual ScheduleClocks Clocks => ScheduleClocks.None;

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">How many steps the trainer has taken before this one.</param>
    /// <param name="epoch">How many whole epochs it has trained before this one.</param>
    public abstract float Rate(long step, int epoch);

    /// <summary>The same schedule, counting steps. All parts of a composed schedule then count steps; a schedule that is given both clocks stays as it is.</summary>
    public virtual LearningRateSchedule PerStep() => this;

    /// <summary>The same schedule, counting epochs. All parts of a composed schedule then count epochs; a schedule that is given both clocks stays as it is.</summary>
    public virtual LearningRateSchedule PerEpoch() => this;

    /// <summary>The name and all settings, the same in every culture: a checkpoint compares it.</summary>
    public sealed override string ToString()
    {
        // The members that the compiler writes for a record print numbers in the current culture.
        var culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            var text = new StringBuilder(GetType().Name).Append(" { ");
            PrintMembers(text);
            return text.Append(" }").ToString();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}

/// <summary>What a schedule counts.</summary>
public enum SchedulePeriod
{
    /// <summary>Whole epochs: the rate changes between epochs.</summary>
    Epoch,

    /// <summary>Steps: the rate changes between steps.</summary>
    Step,
}

/// <summary>Which clocks a schedule reads: the clock of epochs, that of steps, or both. None, where it is given both and does not say.</summary>
[Flags]
internal enum ScheduleClocks
{
    None = 0,
    Epochs = 1,
    Steps = 2,
}

/// <summary>
/// A schedule with one clock, as those of PyTorch: it counts epochs, or steps. What PyTorch decides by where <c>scheduler.step()</c> is called,
/// <see cref="PerStep"/> and <see cref="PerEpoch"/> decide here.
/// </summary>
public abstract record ClockSchedule : LearningRateSchedule
{
    /// <summary>What is counted.</summary>
    public SchedulePeriod Per { get; private protected init; }

    /// <inheritdoc/>
    internal sealed override ScheduleClocks Clocks => Per == SchedulePeriod.Step ? ScheduleClocks.Steps : ScheduleClocks.Epochs;

    /// <inheritdoc/>
    public sealed override float Rate(long step, int epoch) => (float)RateAt(Per == SchedulePeriod.Step ? step : epoch);

    /// <inheritdoc/>
    public sealed override LearningRateSchedule PerStep() => this with { Per = SchedulePeriod.Step };

    /// <inheritdoc/>
    public sealed override LearningRateSchedule PerEpoch() => this with { Per = SchedulePeriod.Epoch };

    /// <summary>The learning rate after so many epochs or steps.</summary>
    /// <param name="time">How many there were; PyTorch's <c>last_epoch</c>.</param>
    protected abstract double RateAt(long time);
}
