namespace NetGen;

/// <summary>The cells of a CSV file, by row and column name. A <see cref="CsvEncoder"/> makes floats of them.</summary>
/// <example>
/// <code>
/// var flowers = CsvFile.Read("iris.csv").ToDataset(target: CsvColumn.ClassIndex("species"));
/// </code>
/// </example>
public sealed class CsvTable : ICsvSource
{
    private readonly string text;
    private readonly string[] names;
    private readonly Dictionary<string, int> indices;
    private readonly CsvParser.Cell[] cells;
    private readonly int[]? rows;
    private readonly int firstRow;

    internal CsvTable(string fileName, string text, string[] names, CsvParser.Cell[] cells, int firstRow, CsvFormat format)
        : this(fileName, text, names, cells, firstRow, format, (cells.Length / names.Length) - firstRow, null)
    {
    }

    private CsvTable(string fileName, string text, string[] names, CsvParser.Cell[] cells, int firstRow, CsvFormat format, int rowCount, int[]? rows)
    {
        FileName = fileName;
        this.text = text;
        this.names = names;
        this.cells = cells;
        this.firstRow = firstRow;
        this.rows = rows;
        Format = format;
        RowCount = rowCount;
        indices = new(names.Length, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
            indices.Add(names[i], i);
    }

    /// <summary>The file's path, or the name that was given for a text.</summary>
    public string FileName { get; }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>Whether the names are those of the file's first row.</summary>
    public bool HasHeader => firstRow > 0;

    /// <summary>How many rows there are, without the header.</summary>
    public int RowCount { get; }

    internal CsvFormat Format { get; }

    CsvFormat ICsvSource.Format => Format;

    long ICsvSource.RowCount => RowCount;

    /// <summary>The text of a cell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string this[int row, string column] => Cell(row, IndexOf(column)).In(text).ToString();

    /// <summary>
    /// The different texts of a column, without white space around them: numbers by their value, so that 2 is before 10, then texts in ordinal order.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataFileException">A value is missing.</exception>
    public IReadOnlyList<string> Categories(string column) => RowCount == 0 ? [] : CsvEncodingFit.Fit(this, [CsvColumn.ClassIndex(column)])[0].Categories;

    /// <summary>A column of numbers.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataFileException">A cell is missing or not a finite number: the message gives line, column and text.</exception>
    public float[] Numbers(string column) => CsvEncoder.Fit(this, [CsvColumn.Numeric(column)]).ApplyToInputs(this).Inputs.ToArray();

    /// <summary>How many values a column misses; what is missing is set by <see cref="CsvOptions.MissingTokens"/>.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int MissingCount(string column)
    {
        var index = IndexOf(column);
        var count = 0;
        for (var row = 0; row < RowCount; row++)
            count += IsMissing(row, index) ? 1 : 0;
        return count;
    }

    /// <summary>The rows in which none of the columns given misses a value; of all columns where none is given.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public CsvTable WithoutMissing(params string[] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var looked = columns.Length == 0 ? [.. Enumerable.Range(0, names.Length)] : Array.ConvertAll(columns, IndexOf);
        return Subset([.. Enumerable.Range(0, RowCount).Where(row => !Array.Exists(looked, column => IsMissing(row, column)))]);
    }

    /// <summary>
    /// Parts the rows at random into two, such as 0.8 for training and the rest for validation, so that an encoder is fitted on the first
    /// alone. The same seed gives the same parts, which are those of <see cref="Dataset.Split"/>.
    /// </summary>
    /// <param name="fraction">The first part's share of the rows, between 0 and 1; rounded to whole rows.</param>
    /// <param name="seed">Which of the many ways to part them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part without a row.</exception>
    public (CsvTable Train, CsvTable Validation) Split(double fraction, ulong seed)
    {
        var (first, second) = RandomParts.Split(RowCount, fraction, seed, "rows");
        return (Subset(first), Subset(second));
    }

    /// <summary>A dataset whose inputs are all columns but the target, as numbers.</summary>
    /// <inheritdoc cref="ToDataset(IReadOnlyList{CsvColumn}, CsvColumn[])"/>
    public Dataset ToDataset(CsvColumn target) => CsvEncoder.Fit(this, target).Apply(this);

    /// <summary>
    /// A dataset of the columns chosen, in the order given. For a second table, such as one of test data, fit a <see cref="CsvEncoder"/> on the
    /// first and apply it to both: otherwise each has categories of its own.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such column, or none is given.</exception>
    /// <exception cref="DataFileException">A cell cannot be read as its column asks, or is missing: the message gives line, column and text.</exception>
    public Dataset ToDataset(IReadOnlyList<CsvColumn> inputs, params CsvColumn[] targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Count == 0 || targets.Length == 0)
            throw new ArgumentException($"A dataset needs columns of inputs and of targets; {inputs.Count} and {targets.Length} are given.", nameof(inputs));
        return CsvEncoder.Fit(this, inputs, targets).Apply(this);
    }

    /// <summary>A cell without white space around it.</summary>
    internal ReadOnlySpan<char> Trimmed(int row, int column) => Cell(row, column).In(text).Trim();

    /// <summary>The line on which a cell starts.</summary>
    internal int LineOf(int row, int column) => CsvParser.Line(text, Cell(row, column).Start);

    internal DataFileException Bad(int row, int column, string problem) => new(FileName, LineOf(row, column), names[column], problem);

    /// <summary>What is wrong with a number; in the first row of a file that is read without a header, that may be a name.</summary>
    internal DataFileException BadNumber(int row, int column, string problem)
        => Bad(row, column, !HasHeader && Source(row) == 0 ? CsvSources.HeaderHint(problem) : problem);

    int ICsvSource.FindIndex(string column) => indices.GetValueOrDefault(column, -1);

    CsvRows ICsvSource.Rows() => new TableRows(this);

    private int IndexOf(string column) => CsvSources.IndexOf(this, column);

    private bool IsMissing(int row, int column) => Format.IsMissing(Trimmed(row, column));

    private int Source(int row) => rows is null ? row : rows[row];

    private CsvParser.Cell Cell(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return cells[((Source(row) + firstRow) * names.Length) + column];
    }

    private CsvTable Subset(int[] subset)
        => new(FileName, text, names, cells, firstRow, Format, subset.Length, Array.ConvertAll(subset, Source));

    private sealed class TableRows(CsvTable table) : CsvRows
    {
        private int row = -1;

        public override bool Next() => ++row < table.RowCount;

        public override ReadOnlySpan<char> Trimmed(int column) => table.Trimmed(row, column);

        public override DataFileException Bad(int column, string problem) => table.Bad(row, column, problem);

        public override DataFileException BadNumber(int column, string problem) => table.BadNumber(row, column, problem);
    }
}
