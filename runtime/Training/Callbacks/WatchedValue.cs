namespace NetGen;

/// <summary>Which of two values is the better one.</summary>
public enum Better
{
    /// <summary>The lower one, as of a loss.</summary>
    Lower,

    /// <summary>The higher one, as of an accuracy.</summary>
    Higher,
}

/// <summary>
/// A value that a callback compares from epoch to epoch, by its name in <see cref="EpochReport.Values"/>; one for all callbacks, so that all call a value the same and refuse a
/// name alike.
/// </summary>
internal sealed class WatchedValue(string name, Better? better)
{
    private const string Prefix = "validation ";

    /// <summary>What the value is called.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it needs samples for validation.</summary>
    public bool IsOfValidation => Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Which value is better, once <see cref="Start"/> was called.</summary>
    public Better Better { get; private set; } = better ?? Better.Lower;

    /// <summary>Worse than any value.</summary>
    public double Worst => Better == Better.Lower ? double.PositiveInfinity : double.NegativeInfinity;

    /// <summary>Finds out, before the first step, whether a training has the value.</summary>
    /// <param name="run">The training.</param>
    /// <param name="callback">Who watches it, for messages.</param>
    /// <exception cref="InvalidOperationException">It has none of that name, or does not say which value is better.</exception>
    public void Start(TrainingRun run, string callback)
    {
        var names = run.ValueNames;
        if (!names.Contains(Name))
        {
            var cause = IsOfValidation && run.Validation is null ? "It needs samples for validation, and Fit was given none." : "A metric has to be in Trainer.Metrics.";
            throw new InvalidOperationException(
                $"{callback} watches '{Name}', which this training does not have. It has {string.Join(", ", names.Select(static name => $"'{name}'"))}. {cause}");
        }

        Better = better ?? Usual(run)
            ?? throw new InvalidOperationException($"{callback} watches '{Name}'. Say which value is the better one: set Better to {nameof(Better)}.{nameof(Better.Lower)} or {nameof(Better)}.{nameof(Better.Higher)}.");
    }

    /// <summary>The value in a report.</summary>
    public double Of(EpochReport report) => report[Name];

    /// <summary>Whether a value is better than another by more than a difference. One that is not a number is never better.</summary>
    public bool IsBetter(double value, double than, double by = 0) => Better == Better.Lower ? value < than - by : value > than + by;

    // The names of two metrics of different outputs may end alike, but they have the same direction if they have the same name.
    private Better? Usual(TrainingRun run)
    {
        var name = IsOfValidation ? Name[Prefix.Length..] : Name;
        if (name == "loss")
            return Better.Lower;
        return run.Trainer.Metrics.First(metric => MetricBinding.NameOf(metric) == name).HigherIsBetter switch
        {
            true => Better.Higher,
            false => Better.Lower,
            null => null,
        };
    }
}
