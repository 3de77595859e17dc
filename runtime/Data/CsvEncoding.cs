namespace NetGen;

/// <summary>
/// How one column becomes floats, with all that was determined from the training table: plain data, from which a <see cref="CsvEncoder"/>
/// can be made again.
/// </summary>
public sealed record CsvEncoding
{
    /// <summary>What <see cref="Category"/> calls a category that is none of <see cref="Categories"/>.</summary>
    public const string OtherName = "(other)";

    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it becomes.</summary>
    public required CsvColumnKind Kind { get; init; }

    /// <summary>Its categories in the order of their classes; none for a column of numbers.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether there is one class more, the last, for a category that is none of <see cref="Categories"/>.</summary>
    public bool HasOther { get; init; }

    /// <summary>The number that is put where one is missing, before it is standardised; null where that is refused.</summary>
    public float? FillNumber { get; init; }

    /// <summary>The category that is put where one is missing; null where that is refused.</summary>
    public string? FillCategory { get; init; }

    /// <summary>Whether a float follows: 1 where the value was missing, otherwise 0.</summary>
    public bool HasIndicator { get; init; }

    /// <summary>What is subtracted from a number; 0 where it is not standardised.</summary>
    public float Mean { get; init; }

    /// <summary>What a number is divided by after that; 1 where it is not standardised.</summary>
    public float Deviation { get; init; } = 1;

    /// <summary>How many classes there are; 0 for a column of numbers.</summary>
    public int ClassCount => Categories.Count + (HasOther ? 1 : 0);

    /// <summary>How many floats a row of it is.</summary>
    public int Size => (Kind == CsvColumnKind.OneHot ? ClassCount : 1) + (HasIndicator ? 1 : 0);

    /// <summary>The category of a class.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public string Category(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, ClassCount);
        return index < Categories.Count ? Categories[index] : OtherName;
    }

    /// <summary>A number in the column's own unit, from one that is standardised: <c>z·deviation + mean</c>, as for a prediction of a target.</summary>
    public float Invert(float standardized) => (standardized * Deviation) + Mean;

    /// <summary>What each of its floats is, such as <c>age</c>, <c>age missing</c>, <c>colour=red</c>.</summary>
    internal IEnumerable<string> FloatNames()
    {
        var names = Kind == CsvColumnKind.OneHot ? Enumerable.Range(0, ClassCount).Select(index => $"{Name}={Category(index)}") : [Name];
        return HasIndicator ? names.Append($"{Name} missing") : names;
    }

    internal static void CheckCategories(string column, IReadOnlyList<string> categories)
    {
        var different = new HashSet<string>(StringComparer.Ordinal);
        if (categories.Count == 0 || !categories.All(different.Add))
            throw new ArgumentException($"The categories of '{Describe.Text(column)}' must be at least one, and different: {Describe.Names(categories)}.", nameof(categories));
    }

    /// <exception cref="ArgumentException">What is set does not fit together.</exception>
    internal void Check()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name);
        if (!float.IsFinite(Mean) || !float.IsFinite(Deviation) || !(Deviation > 0) || !float.IsFinite(FillNumber ?? 0))
            throw new ArgumentException($"'{Describe.Text(Name)}' has mean {Mean}, deviation {Deviation} and fill {FillNumber}; all must be finite, the deviation positive.");
        if (Kind == CsvColumnKind.Numeric)
            return;
        CheckCategories(Name, Categories);
        if (FillCategory is not null && !HasOther && !Categories.Contains(FillCategory, StringComparer.Ordinal))
            throw new ArgumentException($"'{Describe.Text(FillCategory)}', which fills what '{Describe.Text(Name)}' misses, is none of its categories: {Describe.Names(Categories)}.");
    }
}
