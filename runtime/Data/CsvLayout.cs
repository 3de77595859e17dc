namespace NetGen;

/// <summary>What a CSV file does not say of itself: its delimiter, and whether its first row names the columns.</summary>
internal static class CsvLayout
{
    private const int RowsLookedAt = 1000;

    private static readonly (char Delimiter, string Name)[] Candidates = [(',', "','"), (';', "';'"), ('\t', "a tab")];

    /// <summary>
    /// The delimiter that the first row has; where it has several, the one that makes rows of equal length. A comma where it has none: a
    /// table of one column.
    /// </summary>
    /// <exception cref="DataFileException">Several make rows of equal length.</exception>
    public static char FindDelimiter(string text, string fileName)
    {
        var present = Array.FindAll(Candidates, candidate => Widths(text, candidate.Delimiter, rows: 1) is [> 1]);
        if (present.Length == 0)
            return ',';
        if (present.Length == 1)
            return present[0].Delimiter;
        var even = Array.FindAll(present, candidate => Widths(text, candidate.Delimiter, RowsLookedAt) is { } widths && widths.TrueForAll(width => width == widths[0]));
        return even.Length switch
        {
            0 => present[0].Delimiter,
            1 => even[0].Delimiter,
            _ => throw new DataFileException(
                fileName, $"{string.Join(" and ", even.Select(static candidate => candidate.Name))} both divide its rows evenly; set CsvOptions.Delimiter to the one that stands between cells."),
        };
    }

    /// <summary>Refuses a first row that is not recognisable as the columns' names.</summary>
    /// <param name="table">The table with its first row as a row.</param>
    /// <param name="format">What is a number and what is missing.</param>
    /// <exception cref="DataFileException">The first row seems to be data, or could be.</exception>
    public static void CheckHeader(CsvTable table, CsvFormat format)
    {
        for (var column = 0; column < table.ColumnNames.Count; column++)
        {
            var cell = table.Trimmed(0, column);
            if (!cell.IsEmpty && (CsvFormat.LooksLikeNumber(cell) || format.IsMissing(cell)))
                throw Refused(table, column, $"has {CsvParser.Excerpt(cell)}, so it seems to be data, not the names of the columns");
        }

        var rows = Math.Min(table.RowCount, RowsLookedAt);
        if (rows < 2 || AnyColumn(table, column => IsNumeric(table, format, column, rows)))
            return;

        // Texts alone. Names are not among the values below them; where values repeat, that tells.
        var repeats = false;
        for (var column = 0; column < table.ColumnNames.Count; column++)
        {
            var first = table.Trimmed(0, column).ToString();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var row = 1; row < rows; row++)
            {
                var cell = table.Trimmed(row, column);
                if (!cell.IsEmpty && cell.SequenceEqual(first))
                    throw Refused(table, column, $"has {CsvParser.Excerpt(first)}, which is a value of line {table.LineOf(row, column)} too, so it seems to be data, not the names of the columns");
                repeats |= !seen.Add(cell.ToString());
            }
        }

        if (!repeats)
            throw Refused(table, 0, $"starts with {CsvParser.Excerpt(table.Trimmed(0, 0))}, and nothing tells whether these are the names of the columns or data");
    }

    private static DataFileException Refused(CsvTable table, int column, string what)
        => new(table.FileName, table.LineOf(0, column), null, $"the first row {what}. Set CsvOptions.Header: to false if it is data, to true if it names the columns.");

    private static bool AnyColumn(CsvTable table, Predicate<int> predicate)
    {
        for (var column = 0; column < table.ColumnNames.Count; column++)
        {
            if (predicate(column))
                return true;
        }

        return false;
    }

    private static bool IsNumeric(CsvTable table, CsvFormat format, int column, int rows)
    {
        if (table.Trimmed(0, column).IsEmpty)
            return false;
        var any = false;
        for (var row = 1; row < rows; row++)
        {
            var cell = table.Trimmed(row, column);
            if (format.IsMissing(cell))
                continue;
            if (!CsvFormat.LooksLikeNumber(cell))
                return false;
            any = true;
        }

        return any;
    }

    /// <summary>How many cells the first rows have; null where they are malformed.</summary>
    private static List<int>? Widths(string text, char delimiter, int rows)
    {
        try
        {
            var parser = new CsvParser(text, delimiter, "");
            var row = new List<CsvParser.Cell>();
            var widths = new List<int>();
            while (widths.Count < rows && parser.Read(row))
                widths.Add(row.Count);
            return widths;
        }
        catch (DataFileException)
        {
            return null;
        }
    }
}
