namespace NetGen;

/// <summary>Determines the encoding of a column from the training rows. It sees them one at a time, once for each pass that it asks for, so that they need not be in memory.</summary>
internal abstract class CsvEncodingFit
{
    protected CsvEncodingFit(ICsvSource train, CsvColumn column)
    {
        Index = train.IndexOf(column.Name);
        (Train, Column) = (train, column);
    }

    /// <summary>The place of the column.</summary>
    public int Index { get; }

    /// <summary>Whether the rows are to be gone through once more.</summary>
    public abstract bool NeedsRows { get; }

    protected ICsvSource Train { get; }

    protected CsvColumn Column { get; }

    /// <summary>The encodings of columns.</summary>
    /// <exception cref="DataFileException">A cell cannot be read as its column asks.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static CsvEncoding[] Fit(ICsvSource train, IReadOnlyList<CsvColumn> columns)
    {
        CsvEncodingFit[] fits = [.. columns.Select(column => column.Kind == CsvColumnKind.Numeric ? (CsvEncodingFit)new CsvNumberFit(train, column) : new CsvCategoryFit(train, column))];
        while (Array.Exists(fits, static fit => fit.NeedsRows))
        {
            var needing = Array.FindAll(fits, static fit => fit.NeedsRows);
            using (var rows = train.Rows())
            {
                while (rows.Next())
                {
                    foreach (var fit in needing)
                        fit.Add(rows);
                }
            }

            foreach (var fit in needing)
                fit.EndRows();
        }

        return Array.ConvertAll(fits, static fit => fit.Result() with { HasIndicator = fit.Column.Missing?.HasIndicator == true });
    }

    /// <summary>The encoding, when no more rows are needed.</summary>
    protected abstract CsvEncoding Result();

    /// <summary>Takes a row into account.</summary>
    protected abstract void Add(CsvRows rows);

    /// <summary>After the last row.</summary>
    protected abstract void EndRows();
}
