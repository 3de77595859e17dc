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
internal sealed class WatchedValue
{
    /// <summary>What is watched unless another name is given.</summary>
    public const string ValidationLoss = Prefix + "loss";

    private const string Prefix = "validation ";

    private readonly string name;

    private WatchedValue(string name, Better better) => (this.name, Better) = (name, better);

    /// <summary>Which value is better.</summary>
    public Better Better { get; }

    /// <summary>Worse than any value.</summary>
    public double Worst => Better == Better.Lower ? double.PositiveInfinity : double.NegativeInfinity;

    /// <summary>Whether a value of that name needs samples for validation.</summary>
    public static bool IsOfValidation(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Finds a value, before the first step.</summary>
    /// <param name="run">The training.</param>
    /// <param name="callback">Who watches it, for messages.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="better">Which value is better; null for what the metric says.</param>
    /// <exception cref="InvalidOperationException">The training has none of that name, or it does not say which value is better.</exception>
    public static WatchedValue Of(TrainingRun run, string callback, string name, Better? better)
    {
        var names = run.ValueNames;
        if (!names.Contains(name))
        {
            var cause = IsOfValidation(name) && run.Validation is null ? "It needs samples for validation, and Fit was given none." : "A metric has to be in Trainer.Metrics.";
            throw new InvalidOperationException(
                $"{callback} watches '{name}', which this training does not have. It has {string.Join(", ", names.Select(static name => $"'{name}'"))}. {cause}");
        }

        return new(name, better ?? Usual(run, name)
            ?? throw new InvalidOperationException($"{callback} watches '{name}'. Say which value is the better one: set Better to {nameof(Better)}.{nameof(Better.Lower)} or {nameof(Better)}.{nameof(Better.Higher)}."));
    }

    /// <summary>The value in a report.</summary>
    public double In(EpochReport report) => report[name];

    /// <summary>Whether a value is better than another by more than a difference. One that is not a number is never better.</summary>
    public bool IsBetter(double value, double than, double by = 0) => Better == Better.Lower ? value < than - by : value > than + by;

    // The names of two metrics of different outputs may end alike, but they have the same direction if they have the same name.
    private static Better? Usual(TrainingRun run, string name)
    {
        name = IsOfValidation(name) ? name[Prefix.Length..] : name;
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
