namespace NetGen;

/// <summary>A table whose rows can be gone through, any number of times.</summary>
internal interface ICsvSource
{
    string FileName { get; }

    CsvFormat Format { get; }

    IReadOnlyList<string> ColumnNames { get; }

    bool HasHeader { get; }

    /// <summary>How many rows there are, without the header.</summary>
    long RowCount { get; }

    /// <summary>The place of a column, or −1.</summary>
    int FindIndex(string column);

    /// <summary>Before the first row.</summary>
    CsvRows Rows();
}

/// <summary>Goes through the rows of a table.</summary>
internal abstract class CsvRows : IDisposable
{
    /// <summary>Goes to the next row; false where there is none.</summary>
    public abstract bool Next();

    /// <summary>A cell of the row, without white space around it.</summary>
    public abstract ReadOnlySpan<char> Trimmed(int column);

    /// <summary>What to say of a cell that is wrong.</summary>
    public abstract DataFileException Bad(int column, string problem);

    /// <summary>What is wrong with a number; in the first row of a file that is read without a header, that may be a name.</summary>
    public abstract DataFileException BadNumber(int column, string problem);

    public virtual void Dispose()
    {
    }
}

/// <summary>What is asked of all tables.</summary>
internal static class CsvSources
{
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static int IndexOf(this ICsvSource table, string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return table.FindIndex(column) is var index and >= 0
            ? index
            : throw new ArgumentException($"'{table.FileName}' has no column '{Describe.Text(column)}'. It has {Describe.Names(table.ColumnNames)}.", nameof(column));
    }

    /// <summary>What to say of a table without rows.</summary>
    public static DataFileException NoRows(this ICsvSource table) => new(table.FileName, table.HasHeader ? "it has no rows below the header." : "it has no rows.");

    public static string HeaderHint(string problem) => $"{problem} If this row names the columns, set CsvOptions.Header to true.";
}
