using System.Globalization;

namespace NetGen;

/// <summary>The cells of a CSV file, by row and column name, and their way to floats.</summary>
/// <example>
/// <code>
/// var flowers = CsvFile.Read("iris.csv").ToDataset(target: CsvColumn.ClassIndex("species"));
/// </code>
/// </example>
public sealed class CsvTable
{
    private readonly string fileName;
    private readonly string[] names;
    private readonly List<CsvParser.Cell> cells;

    internal CsvTable(string fileName, string[] names, List<CsvParser.Cell> cells)
    {
        this.fileName = fileName;
        this.names = names;
        this.cells = cells;
        RowCount = cells.Count / names.Length;
    }

    /// <summary>The columns' names, in order.</summary>
    public IReadOnlyList<string> ColumnNames => names;

    /// <summary>How many rows there are, without the header.</summary>
    public int RowCount { get; }

    /// <summary>The text of a cell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string this[int row, string column] => CellAt(row, IndexOf(column)).Text;

    /// <summary>The different texts of a column, without white space around them, in ordinal order.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataFileException">A cell is empty.</exception>
    public IReadOnlyList<string> Categories(string column)
    {
        var index = IndexOf(column);
        var categories = new SortedSet<string>(StringComparer.Ordinal);
        for (var row = 0; row < RowCount; row++)
            categories.Add(Text(row, index));
        return [.. categories];
    }

    /// <summary>A column of numbers.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="DataFileException">A cell is empty or not a finite number: the message gives line, column and text.</exception>
    public float[] Numbers(string column) => Values([CsvColumn.Numeric(column)], out _);

    /// <summary>A dataset whose inputs are all columns but the target, as numbers.</summary>
    /// <inheritdoc cref="ToDataset(IReadOnlyList{CsvColumn}, CsvColumn[])"/>
    public Dataset ToDataset(CsvColumn target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return ToDataset([.. names.Where(name => name != target.Name).Select(CsvColumn.Numeric)], target);
    }

    /// <summary>A dataset of the columns chosen, in the order given.</summary>
    /// <exception cref="ArgumentException">There is no such column, or none is given.</exception>
    /// <exception cref="DataFileException">A cell cannot be read as its column asks: the message gives line, column and text.</exception>
    public Dataset ToDataset(IReadOnlyList<CsvColumn> inputs, params CsvColumn[] targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Count == 0 || targets.Length == 0)
            throw new ArgumentException($"A dataset needs columns of inputs and of targets; {inputs.Count} and {targets.Length} are given.", nameof(inputs));
        var inputValues = Values(inputs, out var inputSize);
        var targetValues = Values(targets, out var targetSize);
        return new Dataset(inputValues, targetValues, inputSize, targetSize);
    }

    private float[] Values(IReadOnlyList<CsvColumn> columns, out int size)
    {
        var resolved = new (CsvColumn Column, int Index, Dictionary<string, int>? Classes)[columns.Count];
        size = 0;
        for (var i = 0; i < resolved.Length; i++)
        {
            var column = columns[i];
            var index = IndexOf(column.Name);
            var classes = column.Kind == CsvColumn.ColumnKind.Numeric ? null : Classes(column);
            resolved[i] = (column, index, classes);
            size += column.Kind == CsvColumn.ColumnKind.OneHot ? classes!.Count : 1;
        }

        if (RowCount == 0)
            throw new DataFileException(fileName, "it has no rows below the header.");
        var values = new float[checked(RowCount * size)];
        var position = 0;
        for (var row = 0; row < RowCount; row++)
        {
            foreach (var (column, index, classes) in resolved)
            {
                switch (column.Kind)
                {
                    case CsvColumn.ColumnKind.Numeric:
                        values[position++] = Number(row, index);
                        break;
                    case CsvColumn.ColumnKind.ClassIndex:
                        values[position++] = Class(row, index, classes!);
                        break;
                    default:
                        values[position + Class(row, index, classes!)] = 1;
                        position += classes!.Count;
                        break;
                }
            }
        }

        return values;
    }

    private Dictionary<string, int> Classes(CsvColumn column)
    {
        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var category in column.Categories ?? Categories(column.Name))
            classes.Add(category, classes.Count);
        return classes;
    }

    private float Number(int row, int column)
    {
        var text = Text(row, column);
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw Bad(row, column, $"{CsvParser.Excerpt(text)} is not a number.");
        if (!float.IsFinite(number))
            throw Bad(row, column, $"{CsvParser.Excerpt(text)} is not a finite number.");
        return number;
    }

    private int Class(int row, int column, Dictionary<string, int> classes)
    {
        var text = Text(row, column);
        return classes.TryGetValue(text, out var index)
            ? index
            : throw Bad(row, column, $"{CsvParser.Excerpt(text)} is none of its categories: {string.Join(", ", classes.Keys)}.");
    }

    private string Text(int row, int column)
    {
        var text = CellAt(row, column).Text.Trim();
        return text.Length > 0 ? text : throw Bad(row, column, "the cell is empty.");
    }

    private DataFileException Bad(int row, int column, string problem)
        => new(fileName, CellAt(row, column).Line, names[column], problem);

    private CsvParser.Cell CellAt(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, RowCount);
        return cells[(row * names.Length) + column];
    }

    private int IndexOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        var index = Array.IndexOf(names, column);
        return index >= 0
            ? index
            : throw new ArgumentException($"'{fileName}' has no column '{column}'. It has {string.Join(", ", names.Select(static name => $"'{name}'"))}.", nameof(column));
    }
}
