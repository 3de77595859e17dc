namespace NetGen;

/// <summary>Determines an encoding from the training table.</summary>
internal static class CsvEncodingFit
{
    // A column of free text or of numbers of things would become as many inputs as the table has rows.
    private const int MostOneHot = 10_000;

    public static CsvEncoding Fit(CsvTable train, CsvColumn column)
    {
        var index = train.IndexOf(column.Name);
        var encoding = column.Kind == CsvColumnKind.Numeric ? Numbers(train, index, column) : Texts(train, index, column);
        return encoding with { HasIndicator = column.Missing?.HasIndicator == true };
    }

    private static CsvEncoding Numbers(CsvTable train, int index, CsvColumn column)
    {
        var values = new List<float>();
        for (var row = 0; row < train.RowCount; row++)
        {
            var cell = train.Trimmed(row, index);
            if (train.Format.IsMissing(cell))
            {
                if (column.Missing is null)
                    throw train.Bad(row, index, CsvCellEncoder.MissingProblem(cell, column.Name, column.Kind));
            }
            else if (train.Format.ReadNumber(cell, out var number) is { } problem)
            {
                throw train.BadNumber(row, index, problem);
            }
            else
            {
                values.Add(number);
            }
        }

        float? fill = column.Missing switch
        {
            null => null,
            { Strategy: MissingStrategy.Number } => column.Missing.Number,
            _ when values.Count == 0 => throw new DataFileException(train.FileName, null, column.Name, $"it has no value, so it has no {Words(column.Missing.Strategy)} to fill what is missing. Leave it out, or give a number by MissingValue.Value."),
            { Strategy: MissingStrategy.Mean } => (float)values.Average(static value => (double)value),
            { Strategy: MissingStrategy.Median } => Median(values),
            _ => values.GroupBy(static value => value).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key).First().Key,
        };
        var encoding = new CsvEncoding { Name = column.Name, Kind = column.Kind, FillNumber = fill };
        if (!column.Standardize)
            return encoding;

        // Over the column as it will be, with what is missing filled.
        if (fill is not null)
            values.AddRange(Enumerable.Repeat(fill.Value, train.RowCount - values.Count));
        var standardizer = Standardizer.Fit(values.ToArray(), 1);
        return encoding with { Mean = standardizer.Mean[0], Deviation = standardizer.Deviation[0] };
    }

    private static CsvEncoding Texts(CsvTable train, int index, CsvColumn column)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var byText = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var row = 0; row < train.RowCount; row++)
        {
            var cell = train.Trimmed(row, index);
            if (!train.Format.IsMissing(cell))
                byText[cell] = byText.TryGetValue(cell, out var count) ? count + 1 : 1;
            else if (column.Missing is null)
                throw train.Bad(row, index, CsvCellEncoder.MissingProblem(cell, column.Name, column.Kind));
        }

        var fill = column.Missing switch
        {
            null => null,
            { Strategy: MissingStrategy.Category } => column.Missing.Text,
            _ when counts.Count == 0 => throw new DataFileException(train.FileName, null, column.Name, "it has no value, so it has no most frequent one to fill what is missing. Leave it out, or give a category by MissingValue.Value."),
            _ => counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, CategoryOrder.Instance).First().Key,
        };
        var categories = column.Categories ?? [.. (fill is null ? counts.Keys : counts.Keys.Append(fill).Distinct(StringComparer.Ordinal)).Order(CategoryOrder.Instance)];
        if (column.Kind == CsvColumnKind.OneHot && column.Categories is null && categories.Count > MostOneHot)
            throw new DataFileException(train.FileName, null, column.Name, $"it has {categories.Count} different values; as one-hot it would be as many inputs, and at most {MostOneHot} are supported unless the categories are given. Is it a name or a number of something?");
        return new CsvEncoding { Name = column.Name, Kind = column.Kind, Categories = categories, HasOther = column.Other, FillCategory = fill };
    }

    private static float Median(List<float> values)
    {
        values.Sort();
        var middle = values.Count / 2;
        return values.Count % 2 == 1 ? values[middle] : (float)(((double)values[middle - 1] + values[middle]) / 2);
    }

    private static string Words(MissingStrategy strategy) => strategy switch
    {
        MissingStrategy.Mean => "mean",
        MissingStrategy.Median => "median",
        _ => "most frequent one",
    };
}
