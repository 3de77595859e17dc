using System.Buffers;

namespace NetGen;

/// <summary>
/// Cuts text into rows of cells by RFC 4180: cells may be quoted, with line ends and doubled quotes inside; rows end in LF, CRLF or CR.
/// Lines without a character are passed over.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="delimiter">What stands between cells.</param>
/// <param name="fileName">What messages call the text.</param>
/// <param name="cellEnds">What <see cref="CellEnds"/> gives, where several parsers need it.</param>
internal ref struct CsvParser(ReadOnlySpan<char> text, char delimiter, string fileName, SearchValues<char>? cellEnds = null)
{
    /// <summary>The most columns of a table.</summary>
    public const int MostColumns = 100_000;

    private readonly ReadOnlySpan<char> text = text;
    private readonly SearchValues<char> cellEnds = cellEnds ?? CellEnds(delimiter);

    /// <summary>Where the next row is read.</summary>
    public int Position { get; set; } = text.StartsWith('\uFEFF') ? 1 : 0;

    /// <summary>The line of the text's first character.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>Whether more text follows behind this one.</summary>
    public bool IsCut { get; init; }

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
        public ReadOnlySpan<char> In(ReadOnlySpan<char> text)
        {
            var cell = text.Slice(Start, Length);
            return HasDoubledQuotes ? cell.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
        }
    }

    /// <summary>The characters at which a cell may end.</summary>
    public static SearchValues<char> CellEnds(char delimiter) => SearchValues.Create([delimiter, '"', '\r', '\n']);

    /// <summary>The line of a place in a text, from 1.</summary>
    public static int Line(ReadOnlySpan<char> text, int position)
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

    /// <summary>
    /// Reads the next row into <paramref name="row"/>; false at the end. Where <see cref="IsCut"/> is set, a row that reaches its end may be longer, and is to be read again when
    /// there is more.
    /// </summary>
    public bool Read(List<Cell> row)
    {
        row.Clear();
        while (Position < text.Length && text[Position] is '\r' or '\n')
            Position++;
        if (Position >= text.Length)
            return false;
        while (true)
        {
            row.Add(ReadCell());
            if (Position >= text.Length || TakeLineEnd())
                return true;
            if (row.Count == MostColumns)
                throw Error(Position, $"it has more than {MostColumns} cells; at most so many are supported.");
            Position++;
        }
    }

    // Stops at a delimiter, a line end or the end of the text.
    private Cell ReadCell()
    {
        if (Position < text.Length && text[Position] == '"')
            return ReadQuoted();
        var first = Position;
        var found = text[first..].IndexOfAny(cellEnds);
        var length = found >= 0 ? found : text.Length - first;
        Position = first + length;
        if (Position < text.Length && text[Position] == '"')
            throw Error(Position, $"a quote is inside a cell that does not start with one: {Excerpt(text[Math.Max(first, Position - 30)..(Position + 1)])}.");
        return new Cell(first, length, hasDoubledQuotes: false);
    }

    private Cell ReadQuoted()
    {
        var start = Position++;
        var doubled = false;
        while (true)
        {
            var end = text[Position..].IndexOf('"');
            if (end < 0 && IsCut)
            {
                Position = text.Length;
                return new Cell(start + 1, 0, doubled);
            }

            if (end < 0)
                throw Error(start, "a quote is opened and never closed.");
            Position += end + 1;
            if (Position >= text.Length || text[Position] != '"')
                break;
            doubled = true;
            Position++;
        }

        if (Position < text.Length && text[Position] != delimiter && text[Position] is not ('\r' or '\n'))
            throw Error(Position, $"a quoted cell is followed by '{Describe.Text(text[Position].ToString())}', not by a delimiter or the end of the line.");
        return new Cell(start + 1, Position - start - 2, doubled);
    }

    private bool TakeLineEnd()
    {
        if (text[Position] is not ('\r' or '\n'))
            return false;
        Position += text[Position] == '\r' && Position + 1 < text.Length && text[Position + 1] == '\n' ? 2 : 1;
        return true;
    }

    private readonly DataFileException Error(int place, string problem) => new(fileName, FirstLine - 1 + Line(text, place), null, problem);
}
