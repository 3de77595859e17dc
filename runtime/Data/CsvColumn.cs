namespace NetGen;

/// <summary>What a column becomes.</summary>
public enum CsvColumnKind
{
    /// <summary>A number: one float.</summary>
    Numeric,

    /// <summary>The place of its category among all: one float.</summary>
    ClassIndex,

    /// <summary>As many floats as there are categories: a one among zeros.</summary>
    OneHot,
}

/// <summary>How one column of a <see cref="CsvTable"/> is to become floats; see <see cref="CsvEncoder"/>.</summary>
public sealed class CsvColumn
{
    private CsvColumn(string name, CsvColumnKind kind, MissingValue? missing)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var strategy = missing?.Strategy;
        if (kind == CsvColumnKind.Numeric && strategy == MissingStrategy.Category)
            throw new ArgumentException($"'{Describe.Text(name)}' is a column of numbers; a missing one is filled with a number, not with '{Describe.Text(missing!.Text!)}'.", nameof(missing));
        if (kind != CsvColumnKind.Numeric && strategy is MissingStrategy.Mean or MissingStrategy.Median or MissingStrategy.Number)
            throw new ArgumentException($"'{Describe.Text(name)}' is a column of categories; a missing one is filled with MissingValue.MostFrequent or MissingValue.Value(\"unknown\").", nameof(missing));
        Name = name;
        Kind = kind;
        Missing = missing;
    }

    /// <summary>The column's name in the table.</summary>
    public string Name { get; }

    /// <summary>What it becomes.</summary>
    public CsvColumnKind Kind { get; }

    /// <summary>What is put where it misses a value; null where that is refused.</summary>
    public MissingValue? Missing { get; }

    /// <summary>Its categories in order; null where they are those of the training table.</summary>
    public IReadOnlyList<string>? Categories { get; private init; }

    /// <summary>Whether a category that is none of these is one class more, the last; refused otherwise.</summary>
    public bool Other { get; private init; }

    /// <summary>Whether its numbers are brought to mean 0 and standard deviation 1 over the training table, as by a <see cref="Standardizer"/>.</summary>
    public bool Standardize { get; private init; }

    /// <summary>A column of finite numbers, with a point whatever the culture: one float a row.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="missing">What is put where a value is missing, such as <see cref="MissingValue.Mean"/>; refused unless given.</param>
    /// <param name="standardize">Whether to bring the numbers to mean 0 and standard deviation 1 over the training table; not unless set.</param>
    /// <exception cref="ArgumentException"><paramref name="missing"/> is a category.</exception>
    public static CsvColumn Numeric(string name, MissingValue? missing = null, bool standardize = false)
        => new(name, CsvColumnKind.Numeric, missing) { Standardize = standardize };

    /// <summary>A column of categories: one float a row, the category's place among all, as <see cref="CrossEntropyLoss"/> takes it as a target.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">The categories in order; those of the training table unless given, numbers by their value and before texts.</param>
    /// <param name="missing">What is put where a value is missing, such as <see cref="MissingValue.MostFrequent"/>; refused unless given.</param>
    /// <param name="other">Whether a category that is none of these is one class more, the last; refused unless set.</param>
    /// <exception cref="ArgumentException">There are no categories, one is given twice, or <paramref name="missing"/> is for numbers.</exception>
    public static CsvColumn ClassIndex(string name, IReadOnlyList<string>? categories = null, MissingValue? missing = null, bool other = false)
        => new(name, CsvColumnKind.ClassIndex, missing) { Categories = Checked(name, categories), Other = other };

    /// <summary>A column of categories: as many floats a row as there are categories, a one among zeros.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">The categories in order; those of the training table unless given, numbers by their value and before texts.</param>
    /// <param name="missing">What is put where a value is missing, such as <see cref="MissingValue.MostFrequent"/>; refused unless given.</param>
    /// <param name="other">Whether a category that is none of these is one class more, the last; refused unless set.</param>
    /// <exception cref="ArgumentException">There are no categories, one is given twice, or <paramref name="missing"/> is for numbers.</exception>
    public static CsvColumn OneHot(string name, IReadOnlyList<string>? categories = null, MissingValue? missing = null, bool other = false)
        => new(name, CsvColumnKind.OneHot, missing) { Categories = Checked(name, categories), Other = other };

    private static IReadOnlyList<string>? Checked(string name, IReadOnlyList<string>? categories)
    {
        if (categories is not null)
            CsvEncoding.CheckCategories(name, categories);
        return categories;
    }
}
