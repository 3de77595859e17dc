using System.Text;

namespace NetGen;

/// <summary>
/// Reads CSV files: RFC 4180, with lines that end in LF, CRLF or CR. UTF-8 with or without a byte-order mark, or UTF-16 with one. Lines
/// without a character are passed over.
/// </summary>
public static class CsvFile
{
    // What .NET can hold in one string.
    private const int LongestText = 0x3FFFFFDF;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFileException">It is malformed: the message says in which line. Or its layout cannot be recognised: the message says which option to set.</exception>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static CsvTable Read(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(Decode(File.ReadAllBytes(path), path), options, path);
    }

    /// <summary>Reads text.</summary>
    /// <param name="text">What a file would hold.</param>
    /// <param name="options">How it is written.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFileException">It is malformed: the message says in which line. Or its layout cannot be recognised: the message says which option to set.</exception>
    /// <exception cref="ArgumentException">The delimiter is a quote or a line end, or decimals follow neither a point nor a comma.</exception>
    public static CsvTable Parse(string text, CsvOptions? options = null, string name = "text")
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new CsvOptions();
        if (options.Delimiter is '"' or '\r' or '\n')
            throw new ArgumentException("A quote or a line end cannot stand between cells.", nameof(options));

        var format = new CsvFormat(options.MissingTokens, options.DecimalSeparator);
        var delimiter = options.Delimiter ?? CsvLayout.FindDelimiter(text, name);
        var (cells, width) = Cells(text, delimiter, name);
        if (options.Header != true)
        {
            var table = new CsvTable(name, text, Names(width, static _ => "", name, static () => 1), cells, firstRow: 0, format);
            if (options.Header == false)
                return table;
            CsvLayout.CheckHeader(table, format);
        }

        return new CsvTable(name, text, Names(width, column => cells[column].In(text).Trim().ToString(), name, () => CsvParser.Line(text, cells[0].Start)), cells, firstRow: 1, format);
    }

    /// <summary>Opens a file whose rows are read when they are asked for, for one that does not fit in memory. It is gone through once, to find its rows.</summary>
    /// <inheritdoc cref="Read"/>
    public static CsvStream Open(string path, CsvOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return CsvStream.Open(path, options ?? new CsvOptions());
    }

    /// <summary>The encoding that a file starts as if it had: UTF-16 by its byte-order mark, otherwise UTF-8.</summary>
    internal static Encoding EncodingOf(ReadOnlySpan<byte> start) => start switch
    {
        [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true),
        [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
    };

    internal static DataFileException NotText(string path, Encoding encoding, Exception exception)
        => new(path, $"it is not UTF-{(encoding is UTF8Encoding ? 8 : 16)}: {exception.Message}", exception);

    private static (CsvParser.Cell[] Cells, int Width) Cells(string text, char delimiter, string name)
    {
        var parser = new CsvParser(text, delimiter, name);
        var row = new List<CsvParser.Cell>();
        if (!parser.Read(row))
            throw new DataFileException(name, "it has no rows.");
        var width = row.Count;

        // At most one cell before each delimiter and line end: the array is made once, and is at most a few times the text.
        var characters = text.AsSpan();
        var cells = new CsvParser.Cell[characters.Count(delimiter) + characters.Count('\n') + characters.Count('\r') + 1];
        var count = 0;
        do
        {
            if (row.Count != width)
                throw new DataFileException(name, CsvParser.Line(text, row[0].Start), null, $"it has {row.Count} cells, but the first row has {width}.");
            row.CopyTo(cells, count);
            count += width;
        }
        while (parser.Read(row));
        return (count == cells.Length ? cells : cells[..count], width);
    }

    private static string[] Names(int width, Func<int, string> header, string fileName, Func<int> line)
    {
        var names = new string[width];
        var seen = new HashSet<string>(width, StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = header(i) is { Length: > 0 } text ? text : $"column{i + 1}";
            if (!seen.Add(names[i]))
                throw new DataFileException(fileName, line(), null, $"two columns are called '{Describe.Text(names[i])}'.");
        }

        return names;
    }

    private static string Decode(byte[] bytes, string path)
    {
        var encoding = EncodingOf(bytes);
        try
        {
            var length = encoding.GetCharCount(bytes);
            return length <= LongestText
                ? encoding.GetString(bytes)
                : throw new DataFileException(path, $"it has {length} characters; at most {LongestText} can be read at once.");
        }
        catch (DecoderFallbackException exception)
        {
            throw NotText(path, encoding, exception);
        }
    }
}
