namespace NetGen;

/// <summary>Changes a network's parameters by their gradients. The formulas, names and defaults are PyTorch's.</summary>
/// <remarks>
/// Parameters and gradients are flat: what is padding in them has zero gradients, and where it is zero it stays zero under every
/// optimizer here. Settings are given as double, since a decay's 1 − β has its digits behind those of a float; arithmetic on the
/// parameters is in float, as in PyTorch.
/// </remarks>
public abstract class Optimizer
{
    private float learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or not finite.</exception>
    protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The step length; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => learningRate;
        set
        {
            if (!(value >= 0) || !float.IsFinite(value))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A learning rate is finite and not negative.");
            learningRate = value;
        }
    }

    /// <summary>How many steps have been taken.</summary>
    public int StepCount { get; protected set; }

    /// <summary>
    /// Takes one step: <paramref name="parameters"/> change by <paramref name="gradients"/> and by what earlier steps left.
    /// Allocates at the first step only.
    /// </summary>
    /// <exception cref="ArgumentException">The two differ in length, or from those of the first step, or share memory.</exception>
    public abstract void Step(Span<float> parameters, ReadOnlySpan<float> gradients);
}
