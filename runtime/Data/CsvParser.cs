using System.Buffers;

namespace NetGen;

/// <summary>
/// Cuts text into rows of cells by RFC 4180: cells may be quoted, with line ends and doubled quotes inside; rows end in LF, CRLF or CR.
/// Lines without a character are passed over.
/// </summary>
internal sealed class CsvParser(string text, char delimiter, string fileName)
{
    /// <summary>The most columns of a table.</summary>
    public const int MostColumns = 100_000;

    private readonly SearchValues<char> delimiters = SearchValues.Create([delimiter, '"', '\r', '\n']);
    private int position = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>Where a cell is in the text, without its quotes.</summary>
    public readonly record struct Cell
    {
        private readonly int length;

        public Cell(int start, int length, bool hasDoubledQuotes)
        {
            Start = start;
            this.length = hasDoubledQuotes ? ~length : length;
        }

        public int Start { get; }

        public int Length => length < 0 ? ~length : length;

        public bool HasDoubledQuotes => length < 0;

        /// <summary>Its characters; copied only where quotes are doubled in it.</summary>
        public ReadOnlySpan<char> In(string text)
        {
            var cell = text.AsSpan(Start, Length);
            return HasDoubledQuotes ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        }
    }

    /// <summary>The line of a place in a text, from 1.</summary>
    public static int Line(string text, int position)
    {
        var line = 1;
        for (var i = 0; i < position; i++)
            line += text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')) ? 1 : 0;
        return line;
    }

    /// <summary>A cell in quotes for messages, cut off where it is long.</summary>
    public static string Excerpt(ReadOnlySpan<char> cell)
    {
        const int Longest = 40;
        return cell.Length <= Longest ? $"'{Describe.Text(cell.ToString())}'" : $"'{Describe.Text(cell[..Longest].ToString())}…'";
    }

    /// <summary>Reads the next row into <paramref name="row"/>; false at the end.</summary>
    public bool Read(List<Cell> row)
    {
        row.Clear();
        while (position < text.Length && text[position] is '\r' or '\n')
            position++;
        if (position >= text.Length)
            return false;
        while (true)
        {
            row.Add(ReadCell());
            if (position >= text.Length || TakeLineEnd())
                return true;
            if (row.Count == MostColumns)
                throw Error(position, $"it has more than {MostColumns} cells; at most so many are supported.");
            position++;
        }
    }

    // Stops at a delimiter, a line end or the end of the text.
    private Cell ReadCell()
    {
        if (position < text.Length && text[position] == '"')
            return ReadQuoted();
        var first = position;
        var found = text.AsSpan(first).IndexOfAny(delimiters);
        var length = found >= 0 ? found : text.Length - first;
        position = first + length;
        if (position < text.Length && text[position] == '"')
            throw Error(position, $"a quote is inside a cell that does not start with one: {Excerpt(text.AsSpan()[Math.Max(first, position - 30)..(position + 1)])}.");
        return new Cell(first, length, hasDoubledQuotes: false);
    }

    private Cell ReadQuoted()
    {
        var start = position++;
        var doubled = false;
        while (true)
        {
            var end = text.IndexOf('"', position);
            if (end < 0)
                throw Error(start, "a quote is opened and never closed.");
            position = end + 1;
            if (position >= text.Length || text[position] != '"')
                break;
            doubled = true;
            position++;
        }

        if (position < text.Length && text[position] != delimiter && text[position] is not ('\r' or '\n'))
            throw Error(position, $"a quoted cell is followed by '{Describe.Text(text[position].ToString())}', not by a delimiter or the end of the line.");
        return new Cell(start + 1, position - start - 2, doubled);
    }

    private bool TakeLineEnd()
    {
        if (text[position] is not ('\r' or '\n'))
            return false;
        position += text[position] == '\r' && position + 1 < text.Length && text[position + 1] == '\n' ? 2 : 1;
        return true;
    }

    private DataFileException Error(int place, string problem) => new(fileName, Line(text, place), null, problem);
}
