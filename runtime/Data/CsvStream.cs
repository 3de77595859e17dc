using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>
/// A CSV file whose rows are read when they are asked for, so that it need not fit in memory. It is made by <see cref="CsvFile.Open"/>; a <see cref="CsvEncoder"/> is fitted on it
/// and makes a dataset of it, as of a <see cref="CsvTable"/>.
/// </summary>
/// <example>
/// <code>
/// var (train, validation) = CsvFile.Open("flights.csv").Split(0.9);
/// var encoder = CsvEncoder.Fit(train, [CsvColumn.Numeric("distance", standardize: true), CsvColumn.OneHot("carrier")], CsvColumn.Numeric("delay"));
/// trainer.Fit(encoder.Apply(train), epochs: 3, encoder.Apply(validation));
/// </code>
/// </example>
[SuppressMessage("Naming", "CA1711", Justification = "It is a stream of rows, though not of bytes.")]
public sealed class CsvStream : ICsvSource
{
    // Where a row is known to start, for every row with a multiple of this number.
    private const int RowsPerPlace = 256;
    private const int FirstHead = 1 << 20;

    private readonly string[] names;
    private readonly char delimiter;
    private readonly CsvFormat format;
    private readonly int[] needed;
    private readonly CsvRowReader.Place rowsStart;
    private readonly List<CsvRowReader.Place> places;
    private readonly long fileLength;
    private readonly long first;
    private readonly bool isPart;

    private CsvStream(string path, string[] names, bool hasHeader, char delimiter, CsvFormat format, int[] needed)
    {
        (FileName, this.names, HasHeader, this.delimiter, this.format, this.needed) = (path, names, hasHeader, delimiter, format, needed);
        places = [];
        using var reader = new CsvRowReader(path, delimiter);
        fileLength = reader.Length;
        if (hasHeader)
            reader.Read();
        rowsStart = reader.Next;
        for (var next = reader.Next; Read(reader); next = reader.Next, RowCount++)
        {
            if (RowCount % RowsPerPlace == 0)
                places.Add(next);
        }
    }

    private CsvStream(CsvStream whole, long first, long count)
    {
        (FileName, names, HasHeader, delimiter, format, needed) = (whole.FileName, whole.names, whole.HasHeader, whole.delimiter, whole.format, whole.needed);
        (rowsStart, places, fileLength, this.first, RowCount, isPart) = (whole.rowsStart, whole.places, whole.fileLength, first, count, true);
    }

    /// <summary>The file's path.</summary>
    public string FileName { get; }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>Whether the names are those of the file's first row.</summary>
    public bool HasHeader { get; }

    /// <summary>How many rows there are, without the header.</summary>
    public long RowCount { get; }

    CsvFormat ICsvSource.Format => format;

    /// <summary>The number of the first row in the file, for messages.</summary>
    internal long First => first;

    /// <summary>The <paramref name="count"/> rows from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They are not all in the file.</exception>
    public CsvStream Slice(long start, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > RowCount - start)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are {RowCount} rows; {count} from {start} on is past the end.");
        return new CsvStream(this, first + start, count);
    }

    /// <summary>
    /// Cuts the rows into two parts, in the order of the file: such as the first 0.8 for training and the rest for validation. The rows of a sorted file are first to be put in
    /// a random order.
    /// </summary>
    /// <param name="fraction">The first part's share of the rows, between 0 and 1; rounded to whole rows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part without a row.</exception>
    public (CsvStream Train, CsvStream Validation) Split(double fraction)
    {
        var count = RandomParts.FirstPart(RowCount, fraction, "rows");
        return (Slice(0, count), Slice(count, RowCount - count));
    }

    /// <summary>The rows in which none of the columns given misses a value; of all columns where none is given. The file is gone through once more.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">These are rows of a part of the file: leave rows out before it is cut.</exception>
    public CsvStream WithoutMissing(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (isPart)
            throw new InvalidOperationException("Rows are left out before the file is cut into parts: CsvFile.Open(…).WithoutMissing(…).Split(…).");
        int[] looked = columns.Length == 0 ? [.. Enumerable.Range(0, names.Length)] : Array.ConvertAll(columns, column => this.IndexOf(column));
        return new CsvStream(FileName, names, HasHeader, delimiter, format, [.. needed.Union(looked)]);
    }

    int ICsvSource.FindIndex(string column) => Array.IndexOf(names, column);

    CsvRows ICsvSource.Rows() => Rows();

    /// <summary>Finds the rows of a file, and what its layout is.</summary>
    internal static CsvStream Open(string path, CsvOptions options)
    {
        var head = Head(path);
        var table = CsvFile.Parse(head, options, path);
        var delimiter = options.Delimiter ?? CsvLayout.FindDelimiter(head, path);
        return new CsvStream(path, [.. table.ColumnNames], table.HasHeader, delimiter, new CsvFormat(options.MissingTokens, options.DecimalSeparator), []);
    }

    /// <summary>Before the first row.</summary>
    internal RowsOf Rows() => new(this);

    // The first rows, whole, from which the layout is recognised.
    private static string Head(string path)
    {
        using var reader = new CsvRowReader(path, ',');
        for (var size = FirstHead; ; size *= 2)
        {
            var text = reader.Ahead(size, out var isAll);
            if (isAll)
                return text.ToString();
            if (LastRowEnd(text) is > 0 and var length)
                return text[..length].ToString();
        }
    }

    // Behind the last line end that is in no quotes.
    private static int LastRowEnd(ReadOnlySpan<char> text)
    {
        var (isQuoted, last) = (false, 0);
        for (var i = 0; i < text.Length - 1; i++)
        {
            isQuoted ^= text[i] == '"';
            if (!isQuoted && (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n')))
                last = i + 1;
        }

        return last;
    }

    // The next row that misses nothing.
    private bool Read(CsvRowReader reader)
    {
        while (reader.Read())
        {
            if (reader.Width != names.Length)
                throw new DataFileException(FileName, (int)Math.Min(reader.Line, int.MaxValue), null, $"it has {reader.Width} cells, but the first row has {names.Length}.");
            if (!Misses(reader))
                return true;
        }

        return false;
    }

    private bool Misses(CsvRowReader reader)
    {
        foreach (var column in needed)
        {
            if (format.IsMissing(reader.Trimmed(column)))
                return true;
        }

        return false;
    }

    /// <summary>Goes through the rows, or from any of them on.</summary>
    internal sealed class RowsOf : CsvRows
    {
        private readonly CsvStream table;
        private readonly CsvRowReader reader;
        private long next;

        public RowsOf(CsvStream table)
        {
            this.table = table;
            reader = new CsvRowReader(table.FileName, table.delimiter);
            var length = reader.Length;
            if (length == table.fileLength)
            {
                GoTo(0);
                return;
            }

            reader.Dispose();
            throw new DataFileException(table.FileName, $"it has changed since it was opened: it had {table.fileLength} bytes, and has {length} now. Open it anew.");
        }

        /// <summary>Goes to the place before a row.</summary>
        public void GoTo(long row)
        {
            if (row == next && row > 0)
                return;
            var inFile = table.first + row;
            var place = (int)(inFile / RowsPerPlace);
            reader.GoTo(place < table.places.Count ? table.places[place] : table.rowsStart);
            for (var i = 0; i < inFile % RowsPerPlace && table.Read(reader); i++)
            {
                // Passed over.
            }

            next = row;
        }

        public override bool Next()
        {
            if (next >= table.RowCount || !table.Read(reader))
                return false;
            next++;
            return true;
        }

        public override ReadOnlySpan<char> Trimmed(int column) => reader.Trimmed(column);

        public override DataFileException Bad(int column, string problem) => new(table.FileName, (int)Math.Min(reader.LineOf(column), int.MaxValue), table.names[column], problem);

        public override DataFileException BadNumber(int column, string problem) => Bad(column, !table.HasHeader && table.first + next == 1 ? CsvSources.HeaderHint(problem) : problem);

        public override void Dispose()
        {
            base.Dispose();
            reader.Dispose();
        }
    }
}
