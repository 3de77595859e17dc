namespace NetGen;

/// <summary>How one column of a <see cref="CsvTable"/> becomes floats.</summary>
public sealed class CsvColumn
{
    private CsvColumn(string name, ColumnKind kind, IReadOnlyList<string>? categories)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (categories is not null && (categories.Count == 0 || categories.Distinct(StringComparer.Ordinal).Count() != categories.Count))
            throw new ArgumentException($"The categories of '{name}' must be at least one, and different: {string.Join(", ", categories)}.", nameof(categories));
        Name = name;
        Kind = kind;
        Categories = categories;
    }

    internal enum ColumnKind
    {
        Numeric,
        ClassIndex,
        OneHot,
    }

    /// <summary>The column's name in the table.</summary>
    public string Name { get; }

    internal ColumnKind Kind { get; }

    internal IReadOnlyList<string>? Categories { get; }

    /// <summary>A column of finite numbers, with a point whatever the culture: one float a row.</summary>
    public static CsvColumn Numeric(string name) => new(name, ColumnKind.Numeric, null);

    /// <summary>A column of categories: one float a row, the category's place among <paramref name="categories"/>.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">The categories in order; those of the table, sorted, unless given.</param>
    public static CsvColumn ClassIndex(string name, IReadOnlyList<string>? categories = null) => new(name, ColumnKind.ClassIndex, categories);

    /// <summary>A column of categories: as many floats a row as there are categories, a one among zeros.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">The categories in order; those of the table, sorted, unless given.</param>
    public static CsvColumn OneHot(string name, IReadOnlyList<string>? categories = null) => new(name, ColumnKind.OneHot, categories);
}
