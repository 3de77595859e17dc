namespace NetGen;

/// <summary>The learning rate of a step, for a trainer that changes it between steps.</summary>
/// <param name="step">How many steps the trainer has taken before this one.</param>
/// <param name="epoch">How many whole epochs it has trained before this one.</param>
public delegate float LearningRateSchedule(long step, int epoch);

/// <summary>The classic schedules, under PyTorch's names and by its formulas.</summary>
public static class LearningRateSchedules
{
    /// <summary><c>initial · gamma^⌊epoch / stepSize⌋</c>: a drop every so many epochs (PyTorch's <c>StepLR</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="stepSize"/> is less than 1, or another number is negative or not finite.</exception>
    public static LearningRateSchedule StepLR(float initial, int stepSize, float gamma = 0.1f)
    {
        CheckRate(initial);
        CheckRate(gamma);
        ArgumentOutOfRangeException.ThrowIfLessThan(stepSize, 1);
        return (_, epoch) => initial * MathF.Pow(gamma, epoch / stepSize);
    }

    /// <summary>
    /// <c>minimum + ½·(initial − minimum)·(1 + cos(π·epoch / epochs))</c>: half a cosine down (PyTorch's <c>CosineAnnealingLR</c>);
    /// from <paramref name="epochs"/> on it stays at the minimum.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epochs"/> is less than 1, or another number is negative or not finite.</exception>
    public static LearningRateSchedule CosineAnnealing(float initial, int epochs, float minimum = 0)
    {
        CheckRate(initial);
        CheckRate(minimum);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        return (_, epoch) => epoch >= epochs
            ? minimum
            : (float)(minimum + (0.5 * ((double)initial - minimum) * (1 + Math.Cos(Math.PI * epoch / epochs))));
    }

    /// <summary>
    /// <c>(step + 1) / steps</c> of what <paramref name="then"/> says in the first <paramref name="steps"/> steps, and all of it after.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1.</exception>
    public static LearningRateSchedule WarmUp(int steps, LearningRateSchedule then)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentNullException.ThrowIfNull(then);
        return (step, epoch) => step >= steps - 1 ? then(step, epoch) : then(step, epoch) * (step + 1) / steps;
    }

    /// <summary>A linear rise over the first <paramref name="steps"/> steps to <paramref name="learningRate"/>, which then stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is less than 1, or the rate is negative or not finite.</exception>
    public static LearningRateSchedule WarmUp(int steps, float learningRate)
    {
        CheckRate(learningRate);
        return WarmUp(steps, (_, _) => learningRate);
    }

    private static void CheckRate(float rate)
    {
        if (!(rate >= 0) || !float.IsFinite(rate))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A learning rate, and a factor of one, is finite and not negative.");
    }
}
