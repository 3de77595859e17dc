namespace NetGen;

/// <summary>How the values that a column misses are filled.</summary>
internal enum MissingStrategy
{
    Mean,
    Median,
    MostFrequent,
    Number,
    Category,
}

/// <summary>
/// What is put where a column of a <see cref="CsvTable"/> misses a value. It is determined once, from the training table, and put into every
/// other table too. A column that says nothing has its missing values refused.
/// </summary>
public sealed record MissingValue
{
    private MissingValue(MissingStrategy strategy) => Strategy = strategy;

    /// <summary>The mean of the column's values; for numbers.</summary>
    public static MissingValue Mean { get; } = new(MissingStrategy.Mean);

    /// <summary>The median of the column's values, the mean of the middle two where they are even in number; for numbers.</summary>
    public static MissingValue Median { get; } = new(MissingStrategy.Median);

    /// <summary>The value that the column has most often, the first in order where several are; for numbers and categories.</summary>
    public static MissingValue MostFrequent { get; } = new(MissingStrategy.MostFrequent);

    /// <summary>Whether a float is added behind the column: 1 where its value was missing, otherwise 0.</summary>
    public bool HasIndicator { get; private init; }

    internal MissingStrategy Strategy { get; }

    internal float Number { get; private init; }

    internal string? Text { get; private init; }

    /// <summary>A number of choice; for numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static MissingValue Value(float number)
    {
        ThrowIf.NotFinite(number);
        return new(MissingStrategy.Number) { Number = number };
    }

    /// <summary>A category of choice, which may be one that no row has, such as <c>unknown</c>; for categories.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static MissingValue Value(string category)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(category);
        return new(MissingStrategy.Category) { Text = category.Trim() };
    }

    /// <summary>The same, with a float added behind the column: 1 where its value was missing, otherwise 0.</summary>
    public MissingValue WithIndicator() => this with { HasIndicator = true };
}
