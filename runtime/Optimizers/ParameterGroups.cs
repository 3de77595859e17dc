using System.Globalization;

namespace NetGen;

/// <summary>
/// Different optimizers, or settings, for different parameters of one network, as PyTorch's parameter groups: no decay on biases, a lower
/// learning rate for what is trained already, nothing at all for what is to stay.
/// </summary>
/// <example>
/// <code>
/// var optimizer = new ParameterGroups(
///     network,
///     () => new AdamW(1e-3),
///     ParameterGroup.Frozen("trunk"),
///     new ParameterGroup(ParameterGroup.IsVector, () => new AdamW(1e-3, weightDecay: 0)));
/// </code>
/// </example>
/// <remarks>
/// A parameter is in the first group that contains it. <see cref="Optimizer.LearningRate"/> is that of the parameters in no group; a schedule
/// that changes it changes all others in proportion.
/// </remarks>
public sealed class ParameterGroups : Optimizer
{
    private readonly INetwork owner;
    private readonly NetworkDescription network;
    private readonly float baseRate;
    private readonly List<Run> runs = [];
    private readonly bool isElementwise;

    /// <summary>Divides a network's parameters among optimizers.</summary>
    /// <param name="network">The network. The optimizer serves no other, even after <see cref="Optimizer.Reset"/>.</param>
    /// <param name="createOptimizer">Makes the optimizer of all parameters that are in no group.</param>
    /// <param name="groups">The groups, of which the first that contains a parameter has it.</param>
    /// <exception cref="ArgumentException">A group contains no parameter of the network that is trained.</exception>
    public ParameterGroups(INetwork network, Func<Optimizer> createOptimizer, params ParameterGroup[] groups)
        : this(network, createOptimizer, groups, Create(createOptimizer).LearningRate)
    {
    }

    private ParameterGroups(INetwork network, Func<Optimizer> createOptimizer, ParameterGroup[] groups, float baseRate)
        : base(baseRate)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(groups);
        owner = network;
        this.network = network.Description;
        BelongTo(network);
        this.baseRate = baseRate;
        var parameters = this.network.Parameters.Where(static parameter => !parameter.IsFrozen).OrderBy(static parameter => parameter.Layout.Offset).ToArray();
        var members = Array.ConvertAll(parameters, parameter => Array.FindIndex(groups, group => group.Contains(parameter)));
        for (var group = 0; group < groups.Length; group++)
        {
            if (!members.Contains(group))
                throw new ArgumentException($"Group {group} contains none of the {parameters.Length} parameters of {this.network.Name} that are left for it.", nameof(groups));
        }

        for (var index = 0; index < parameters.Length;)
        {
            var first = index;
            while (index < parameters.Length && members[index] == members[first])
                index++;
            var start = parameters[first].Layout.Offset;
            var end = index < parameters.Length ? parameters[index].Layout.Offset : this.network.TrainableLength;
            if ((members[first] < 0 ? createOptimizer : groups[members[first]].CreateOptimizer) is { } create)
                runs.Add(new Run(start, end - start, Create(create)));
        }

        isElementwise = runs.TrueForAll(static run => run.Optimizer.IsElementwise);
    }

    /// <inheritdoc/>
    protected override bool Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (parameters.Length != network.TrainableLength || gradients.Length != network.TrainableLength)
        {
            throw new ArgumentException(
                $"{network.Name} trains {network.TrainableLength} floats, but there are {parameters.Length} parameters and {gradients.Length} gradients.",
                nameof(parameters));
        }

        SetRates();
        var isFinite = true;
        foreach (var run in runs)
            isFinite &= run.Optimizer.TryStep(parameters.Slice(run.Start, run.Length), gradients.Slice(run.Start, run.Length));
        return isFinite;
    }

    /// <summary>Whether the optimizers of all groups are.</summary>
    internal override bool IsElementwise => isElementwise;

    /// <inheritdoc/>
    private protected override void Begin(Span<float> parameters)
    {
        SetRates();
        foreach (var run in runs)
            run.Optimizer.BeginStep(parameters.Slice(run.Start, run.Length));
    }

    /// <inheritdoc/>
    private protected override bool UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
    {
        var isFinite = true;
        foreach (var run in runs)
        {
            var first = Math.Max(run.Start - start, 0);
            var end = Math.Min(run.Start + run.Length - start, parameters.Length);
            if (first < end)
                isFinite &= run.Optimizer.StepPart(parameters[first..end], gradients[first..end], start + first - run.Start);
        }

        return isFinite;
    }

    /// <inheritdoc/>
    protected override void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.Setting("runs", string.Join(", ", runs.Select(static run => string.Create(CultureInfo.InvariantCulture, $"{run.Optimizer.GetType().Name} of {run.Length} floats from {run.Start} on"))));
        for (var i = 0; i < runs.Count; i++)
            runs[i].Optimizer.Exchange(state.Part(string.Create(CultureInfo.InvariantCulture, $"run{i}"), runs[i].Length));
        if (state.IsLoading)
            BelongTo(owner);
    }

    /// <inheritdoc/>
    protected override void Clear()
    {
        foreach (var run in runs)
            run.Optimizer.Reset();
        BelongTo(owner);
    }

    private void SetRates()
    {
        foreach (var run in runs)
            run.Optimizer.LearningRate = baseRate == 0 ? run.Rate : run.Rate * (LearningRate / baseRate);
    }

    private static Optimizer Create(Func<Optimizer> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return create() ?? throw new ArgumentException("A group's optimizer is not set.", nameof(create));
    }

    /// <summary>Neighbours in the flat parameters that have the same settings.</summary>
    private sealed record Run(int Start, int Length, Optimizer Optimizer)
    {
        /// <summary>The learning rate that the group was given.</summary>
        public float Rate { get; } = Optimizer.LearningRate;
    }
}
