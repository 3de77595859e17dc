namespace NetGen;

/// <summary>Counts the categories of a column.</summary>
internal sealed class CsvCategoryFit : CsvEncodingFit
{
    // A column of free text or of numbers of things would become as many inputs as the table has rows.
    private const int MostOneHot = 10_000;

    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> byText;
    private bool isDone;

    public CsvCategoryFit(ICsvSource train, CsvColumn column)
        : base(train, column)
        => byText = counts.GetAlternateLookup<ReadOnlySpan<char>>();

    public override bool NeedsRows => !isDone;

    protected override void Add(CsvRows rows)
    {
        var cell = rows.Trimmed(Index);
        if (!Train.Format.IsMissing(cell))
            byText[cell] = byText.TryGetValue(cell, out var count) ? count + 1 : 1;
        else if (Column.Missing is null)
            throw rows.Bad(Index, CsvCellEncoder.MissingProblem(cell, Column.Name, Column.Kind));
    }

    protected override void EndRows() => isDone = true;

    protected override CsvEncoding Result()
    {
        var fill = Column.Missing switch
        {
            null => null,
            { Strategy: MissingStrategy.Category } => Column.Missing.Text,
            _ when counts.Count == 0 => throw new DataFileException(Train.FileName, null, Column.Name, "it has no value, so it has no most frequent one to fill what is missing. Leave it out, or give a category by MissingValue.Value."),
            _ => counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, CategoryOrder.Instance).First().Key,
        };
        var categories = Column.Categories ?? [.. (fill is null ? counts.Keys : counts.Keys.Append(fill).Distinct(StringComparer.Ordinal)).Order(CategoryOrder.Instance)];
        if (Column.Kind == CsvColumnKind.OneHot && Column.Categories is null && categories.Count > MostOneHot)
            throw new DataFileException(Train.FileName, null, Column.Name, $"it has {categories.Count} different values; as one-hot it would be as many inputs, and at most {MostOneHot} are supported unless the categories are given. Is it a name or a number of something?");
        return new CsvEncoding { Name = Column.Name, Kind = Column.Kind, Categories = categories, HasOther = Column.Other, FillCategory = fill };
    }
}
