using System.Text;

namespace NetGen;

/// <summary>How a CSV file is written.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between cells; a comma unless given.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>
    /// Whether the first row names the columns; it does unless set otherwise. Without it, and where a name is empty, columns are
    /// <c>column1</c>, <c>column2</c> and so on.
    /// </summary>
    public bool Header { get; init; } = true;
}

/// <summary>Reads CSV files: RFC 4180, UTF-8 with or without a byte-order mark.</summary>
public static class CsvFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFileException">It is malformed: the message says in which line.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllText(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true)), options, path);
        }
        catch (DecoderFallbackException exception)
        {
            throw new DataFileException(path, $"it is not UTF-8: {exception.Message}", exception);
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">What a file would hold.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFileException">It is malformed: the message says in which line.</exception>
    /// <exception cref="ArgumentException">The delimiter is a quote or a line end.</exception>
    public static CsvTable Parse(string text, CsvOptions? options = null, string name = "text")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new CsvOptions();
        if (options.Delimiter is '"' or '\r' or '\n')
            throw new ArgumentException("A quote or a line end cannot stand between cells.", nameof(options));

        var parser = new CsvParser(text, options.Delimiter, name);
        var row = new List<CsvParser.Cell>();
        if (!parser.Read(row))
            throw new DataFileException(name, "it has no rows.");
        var names = Names(row, options.Header, name);
        var cells = new List<CsvParser.Cell>();
        if (!options.Header)
            cells.AddRange(row);
        while (parser.Read(row))
        {
            if (row.Count != names.Length)
                throw new DataFileException(name, row[0].Line, null, $"it has {row.Count} cells, but the first row has {names.Length}.");
            cells.AddRange(row);
        }

        return new CsvTable(name, names, cells);
    }

    private static string[] Names(List<CsvParser.Cell> row, bool header, string fileName)
    {
        var names = new string[row.Count];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            var name = header ? row[i].Text.Trim() : "";
            names[i] = name.Length > 0 ? name : $"column{i + 1}";
            if (!seen.Add(names[i]))
                throw new DataFileException(fileName, row[i].Line, null, $"two columns are called '{names[i]}'.");
        }

        return names;
    }
}
