using NetGen.Numerics;

namespace NetGen;

/// <summary>Changes a network's parameters by their gradients. The formulas, names and defaults are PyTorch's.</summary>
/// <remarks>
/// <para>Parameters and gradients are flat: what is padding in them has zero gradients, and where it is zero it stays zero under every
/// optimizer here. Settings are given as double, since a decay's 1 − β has its digits behind those of a float; arithmetic on the
/// parameters is in float, as in PyTorch.</para>
/// <para>An optimizer belongs to the parameters that it first stepped, until <see cref="Reset"/>: what it keeps of them says nothing about others.</para>
/// <para>Denormal floats make a processor slow, and what decays would end there. So momenta, and every 256 steps the parameters, are rounded to
/// multiples of 2⁻¹⁰⁴ ≈ 4.9·10⁻³² where they are below 2⁻⁵⁵ ≈ 2.8·10⁻¹⁷; nothing changes above. A mean of squares gets 2⁻¹²⁶ ≈ 1.2·10⁻³⁸ added at each
/// step, so that gradients below about 10⁻¹⁷ are divided by more than they would be, where ε is as small as that.</para>
/// <para>An optimizer of one's own changes parameters in <see cref="Update"/>, and forgets in <see cref="Clear"/>. For checkpoints it names in
/// <see cref="ExchangeState"/> what earlier steps left.</para>
/// </remarks>
public abstract class Optimizer
{
    private const int StepsToRounding = 256;

    private readonly ParameterOwner owner = new();
    private readonly float firstLearningRate;
    private float learningRate;

    /// <summary>Makes an optimizer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="learningRate"/> is negative or not finite.</exception>
    protected Optimizer(float learningRate) => firstLearningRate = LearningRate = learningRate;

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

    /// <summary>How many steps have been taken since the first one, or since <see cref="Reset"/>.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// Takes one step of a network: its trainable parameters change by its <see cref="INetwork.Gradients"/> and by what earlier steps left.
    /// Allocates at the first step only.
    /// </summary>
    /// <exception cref="InvalidOperationException">The earlier steps were of another network.</exception>
    /// <exception cref="NonFiniteLossException">The step made a parameter infinite or not a number.</exception>
    public void Step(INetwork network)
    {
        if (!TryStep(network))
            throw NonFiniteLossException.OfUpdate(this, network.TrainableParameters());
    }

    /// <summary>
    /// Takes one step: <paramref name="parameters"/> change by <paramref name="gradients"/> and by what earlier steps left.
    /// Allocates at the first step only.
    /// </summary>
    /// <exception cref="ArgumentException">The two differ in length, or from those of the first step, or share memory.</exception>
    /// <exception cref="InvalidOperationException">The earlier steps were of other parameters.</exception>
    /// <exception cref="NonFiniteLossException">The step made a parameter infinite or not a number.</exception>
    public void Step(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (!TryStep(parameters, gradients))
            throw NonFiniteLossException.OfUpdate(this, parameters);
    }

    /// <summary>Forgets all steps: the next one is the first, and may be of another network. Settings stay.</summary>
    public void Reset()
    {
        StepCount = 0;
        owner.Forget();
        Clear();
    }

    /// <summary>Changes the parameters. Lengths have been checked, and <see cref="StepCount"/> counts this step already.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradients">As many gradients.</param>
    /// <returns>Whether all parameters are finite now; <see cref="AllFinite"/> finds out where the update does not.</returns>
    protected abstract bool Update(Span<float> parameters, ReadOnlySpan<float> gradients);

    /// <summary>Forgets what earlier steps left.</summary>
    protected abstract void Clear();

    /// <summary>
    /// For checkpoints: names all settings, and every value that earlier steps left, such as a momentum. An optimizer that keeps nothing overrides it and names
    /// nothing; <see cref="LearningRate"/> and <see cref="StepCount"/> are kept in any case.
    /// </summary>
    /// <exception cref="NotSupportedException">The optimizer does not override it, so that nobody knows what it keeps.</exception>
    protected virtual void ExchangeState(StateExchange state)
        => throw new NotSupportedException(
            $"{GetType().Name} does not say what a checkpoint has to keep of it: override {nameof(ExchangeState)}(StateExchange) and name every setting and every value that earlier steps left; leave it empty if there is none.");

    /// <summary>Whether no value is infinite or not a number.</summary>
    protected static bool AllFinite(ReadOnlySpan<float> values) => FlatVector.AllFinite(values);

    /// <summary>Whether each parameter is changed by its own gradient and state alone, so that threads can share a step: <see cref="BeginStep(INetwork)"/>, then <see cref="StepPart"/> for each part.</summary>
    internal virtual bool IsElementwise => false;

    /// <summary>Begins a step of all parameters: computes what is the same for them. <see cref="StepCount"/> counts this step already.</summary>
    private protected virtual void Begin(Span<float> parameters) => throw new NotSupportedException();

    /// <summary>Changes a part of the parameters.</summary>
    /// <param name="parameters">The part.</param>
    /// <param name="gradients">As many gradients.</param>
    /// <param name="start">How many parameters are before the part.</param>
    /// <returns>Whether the part is finite now.</returns>
    private protected virtual bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start) => throw new NotSupportedException();

    /// <summary>Makes the optimizer that of a network before its first step.</summary>
    private protected void BelongTo(INetwork network) => owner.Check(network);

    /// <summary>Takes one step, and says whether all parameters are finite after it.</summary>
    internal bool TryStep(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        owner.Check(network);
        return Take(network.TrainableParameters(), network.Gradients);
    }

    /// <inheritdoc cref="TryStep(INetwork)"/>
    internal bool TryStep(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (gradients.Length != parameters.Length)
            throw new ArgumentException($"There are {parameters.Length} parameters, but {gradients.Length} gradients.", nameof(gradients));
        SpanOverlap.CheckApart<float>(parameters, nameof(parameters), gradients, nameof(gradients));
        owner.Check(parameters);
        return Take(parameters, gradients);
    }

    /// <summary>Saves, checks or loads all that the next step depends on. The next step may be of any parameters after it was loaded.</summary>
    internal void Exchange(StateExchange state)
    {
        var steps = StepCount;
        state.Setting("optimizer", GetType().Name);
        state.Setting("first_learning_rate", firstLearningRate);
        state.Value("learning_rate", ref learningRate);
        state.Value("steps", ref steps);
        if (state.IsLoading)
        {
            StepCount = steps;
            owner.Forget();
        }

        ExchangeState(state);
    }

    /// <summary>Begins a step that threads share.</summary>
    internal void BeginStep(INetwork network)
    {
        owner.Check(network);
        StepCount++;
        Begin(network.TrainableParameters());
    }

    /// <summary>Begins a step of a part of a network's parameters that has this optimizer to itself.</summary>
    internal void BeginStep(Span<float> parameters)
    {
        owner.Check(parameters);
        StepCount++;
        Begin(parameters);
    }

    /// <summary>A part of the step. Parts that do not overlap may be taken at the same time.</summary>
    /// <returns>Whether the parameters are finite now.</returns>
    internal bool StepPart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
    {
        var isFinite = UpdatePart(parameters, gradients, start);
        RoundSometimes(parameters);
        return isFinite;
    }

    private bool Take(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        StepCount++;
        var isFinite = Update(parameters, gradients);
        RoundSometimes(parameters);
        return isFinite;
    }

    // Weight decay takes hundreds of steps from what is rounded here to denormal floats.
    private void RoundSometimes(Span<float> parameters)
    {
        if (StepCount % StepsToRounding == 0)
            Denormals.Round(parameters);
    }
}
