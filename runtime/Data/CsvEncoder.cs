namespace NetGen;

/// <summary>
/// How the rows of a table become floats. It is fitted once, on the training table: categories, what fills missing values, means and
/// deviations. Then it is applied to that table and to every other, and to single rows, so that all are understood alike.
/// </summary>
/// <example>
/// <code>
/// var (train, test) = CsvFile.Read("flowers.csv").Split(0.8, seed: 1);
/// var encoder = CsvEncoder.Fit(train,
///     [CsvColumn.Numeric("petal", missing: MissingValue.Mean, standardize: true), CsvColumn.OneHot("colour", other: true)],
///     CsvColumn.ClassIndex("species"));
/// var trainData = encoder.Apply(train);
/// var testData = encoder.Apply(test);
/// float[] flower = encoder.ApplyToRow(("petal", "1.4"), ("colour", "blue"));
/// </code>
/// </example>
public sealed class CsvEncoder
{
    private readonly CsvFormat format;
    private readonly CsvCellEncoder[] inputs;
    private readonly CsvCellEncoder[] targets;

    /// <summary>Makes an encoder of encodings that are known, as when they were saved.</summary>
    /// <param name="inputs">The columns that become inputs, in order; at least one.</param>
    /// <param name="targets">The columns that become targets, in order; none for samples without targets.</param>
    /// <param name="missingTokens">The cells that are missing values, as in <see cref="CsvOptions.MissingTokens"/>; the default ones unless given.</param>
    /// <param name="decimalSeparator">What stands before the decimals of a number, as in <see cref="CsvOptions.DecimalSeparator"/>.</param>
    /// <exception cref="ArgumentException">There are no inputs, or what an encoding says does not fit together.</exception>
    public CsvEncoder(
        IReadOnlyList<CsvEncoding> inputs, IReadOnlyList<CsvEncoding> targets, IReadOnlyList<string>? missingTokens = null, char decimalSeparator = '.')
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Count == 0)
            throw new ArgumentException("An encoder needs at least one column of inputs.", nameof(inputs));
        format = new CsvFormat(missingTokens ?? CsvOptions.DefaultMissingTokens, decimalSeparator);
        this.inputs = [.. inputs.Select(encoding => new CsvCellEncoder(encoding, format))];
        this.targets = [.. targets.Select(encoding => new CsvCellEncoder(encoding, format))];
        Inputs = [.. inputs];
        Targets = [.. targets];
        InputSize = inputs.Sum(static encoding => encoding.Size);
        TargetSize = targets.Sum(static encoding => encoding.Size);
        InputNames = [.. inputs.SelectMany(static encoding => encoding.FloatNames())];
    }

    /// <summary>The columns that become inputs, in order.</summary>
    public IReadOnlyList<CsvEncoding> Inputs { get; }

    /// <summary>The columns that become targets, in order.</summary>
    public IReadOnlyList<CsvEncoding> Targets { get; }

    /// <summary>How many floats an input has: what the network's <c>[Input]</c> must be.</summary>
    public int InputSize { get; }

    /// <summary>How many floats a target has.</summary>
    public int TargetSize { get; }

    /// <summary>What each float of an input is, such as <c>age</c>, <c>age missing</c>, <c>colour=red</c>.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>The cells that are missing values.</summary>
    public IReadOnlyList<string> MissingTokens => format.MissingTokens;

    /// <summary>What stands before the decimals of a number.</summary>
    public char DecimalSeparator => format.DecimalSeparator;

    /// <summary>Fits all columns but the target as inputs that are numbers.</summary>
    /// <inheritdoc cref="Fit(CsvTable, IReadOnlyList{CsvColumn}, CsvColumn[])"/>
    public static CsvEncoder Fit(CsvTable train, CsvColumn target) => Fit(train, OtherColumns(train, target), target);

    /// <inheritdoc cref="Fit(CsvTable, CsvColumn)"/>
    public static CsvEncoder Fit(CsvStream train, CsvColumn target) => Fit(train, OtherColumns(train, target), target);

    /// <summary>Fits the columns chosen: finds their categories, what fills missing values, means and deviations.</summary>
    /// <param name="train">The training table.</param>
    /// <param name="inputs">The columns that become inputs, in order; at least one.</param>
    /// <param name="targets">The columns that become targets, in order; none for samples without targets.</param>
    /// <exception cref="ArgumentException">There is no such column, or no input; or a target's missing values are to be filled, which would be made up.</exception>
    /// <exception cref="DataFileException">A cell cannot be read as its column asks, or is missing: the message gives line, column and text. Or the table has no rows.</exception>
    public static CsvEncoder Fit(CsvTable train, IReadOnlyList<CsvColumn> inputs, params CsvColumn[] targets) => FitTo(train, inputs, targets);

    /// <summary>
    /// Fits the columns chosen, as for a table in memory, with the same bits. The file is read once; once more where numbers are standardised, and once more where a median fills what is
    /// missing. In memory are the categories, and the different numbers of a column that is filled by <see cref="MissingValue.MostFrequent"/>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <inheritdoc cref="Fit(CsvTable, IReadOnlyList{CsvColumn}, CsvColumn[])"/>
    public static CsvEncoder Fit(CsvStream train, IReadOnlyList<CsvColumn> inputs, params CsvColumn[] targets) => FitTo(train, inputs, targets);

    /// <summary>The inputs and targets of a table. Columns are found by their names; the table may have others, in any order.</summary>
    /// <exception cref="DataFileException">
    /// The table has no such column or no rows; or a cell cannot be read as its column asks, is missing and not to be filled, or is a category
    /// that the training table had not: the message gives line, column and text.
    /// </exception>
    public Dataset Apply(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Dataset(Rows(table, inputs, InputSize), Rows(table, targets, TargetSize), InputSize, TargetSize);
    }

    /// <summary>The inputs and targets of a file, which are read from it batch by batch. What a cell has wrong is found then.</summary>
    /// <param name="table">The file.</param>
    /// <param name="shuffle">How rows are mixed where a training shuffles them.</param>
    /// <exception cref="DataFileException">The file has no such column, or no rows.</exception>
    public IDataset Apply(CsvStream table, BlockShuffle? shuffle = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new CsvDataset(table, inputs, targets, shuffle ?? new BlockShuffle());
    }

    /// <summary>The inputs alone of a table, which need not have the columns of the targets.</summary>
    /// <inheritdoc cref="Apply(CsvTable)"/>
    public Dataset ApplyToInputs(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new Dataset(Rows(table, inputs, InputSize), InputSize);
    }

    /// <summary>The inputs alone of a file, which are read from it batch by batch; it need not have the columns of the targets.</summary>
    /// <inheritdoc cref="Apply(CsvStream, BlockShuffle)"/>
    public IDataset ApplyToInputs(CsvStream table, BlockShuffle? shuffle = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new CsvDataset(table, inputs, [], shuffle ?? new BlockShuffle());
    }

    /// <summary>The input of a single row, such as <c>encoder.ApplyToRow(("age", "31"), ("colour", "red"))</c>: [<see cref="InputSize"/>].</summary>
    /// <param name="cells">The columns' names and texts, as they would be in a file; other columns are passed over.</param>
    /// <exception cref="ArgumentException">A column is given twice.</exception>
    /// <exception cref="DataFileException">A column of the inputs is not given, or its text cannot be read as it asks.</exception>
    public float[] ApplyToRow(params ReadOnlySpan<(string Column, string Text)> cells)
    {
        const string RowName = "row";
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (column, text) in cells)
        {
            if (!texts.TryAdd(column, text))
                throw new ArgumentException($"The column '{Describe.Text(column)}' is given twice.", nameof(cells));
        }

        var row = new float[InputSize];
        var start = 0;
        foreach (var encoder in inputs)
        {
            var encoding = encoder.Encoding;
            if (!texts.TryGetValue(encoding.Name, out var text))
                throw new DataFileException(RowName, $"it has no column '{Describe.Text(encoding.Name)}', which the inputs need. It has {Describe.Names(texts.Keys)}.");
            if (encoder.Encode(text.AsSpan().Trim(), row.AsSpan(start, encoding.Size)) is { } problem)
                throw new DataFileException(RowName, null, encoding.Name, problem);
            start += encoding.Size;
        }

        return row;
    }

    private static CsvEncoder FitTo(ICsvSource train, IReadOnlyList<CsvColumn> inputs, CsvColumn[] targets)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (targets.FirstOrDefault(static target => target.Missing is not null) is { } filled)
            throw new ArgumentException($"The target '{Describe.Text(filled.Name)}' cannot be filled where it is missing: the network would learn what was made up. Leave such rows out by table.WithoutMissing(\"{Describe.Text(filled.Name)}\").", nameof(targets));
        foreach (var column in inputs.Concat(targets))
            train.IndexOf(column.Name);
        if (train.RowCount == 0)
            throw train.NoRows();
        var encodings = CsvEncodingFit.Fit(train, [.. inputs, .. targets]);
        return new(encodings[..inputs.Count], encodings[inputs.Count..], train.Format.MissingTokens, train.Format.DecimalSeparator);
    }

    private static CsvColumn[] OtherColumns(ICsvSource train, CsvColumn target)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(target);
        return [.. train.ColumnNames.Where(name => name != target.Name).Select(static name => CsvColumn.Numeric(name))];
    }

    private static float[] Rows(CsvTable table, CsvCellEncoder[] encoders, int size)
    {
        if (table.RowCount == 0)
            throw CsvSources.NoRows(table);
        var encoder = new CsvRowEncoder(table, encoders);
        if ((long)table.RowCount * size > Array.MaxLength)
            throw new DataFileException(table.FileName, $"{table.RowCount} rows of {size} floats are more than {Array.MaxLength}, which is the most that one dataset can have.");
        var values = new float[table.RowCount * size];
        using var rows = ((ICsvSource)table).Rows();
        for (var start = 0; rows.Next(); start += size)
            encoder.Encode(rows, values.AsSpan(start, size));
        return values;
    }
}
