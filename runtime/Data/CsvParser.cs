using System.Text;

namespace NetGen;

/// <summary>
/// Cuts text into rows of cells by RFC 4180: cells may be quoted, with line ends and doubled quotes inside; rows end in CRLF or LF.
/// Lines without a character are passed over.
/// </summary>
internal sealed class CsvParser(string text, char delimiter, string fileName)
{
    private readonly StringBuilder quoted = new();
    private int position = text.StartsWith('\uFEFF') ? 1 : 0;
    private int line = 1;

    /// <summary>One cell and the line on which it starts.</summary>
    public readonly record struct Cell(string Text, int Line);

    /// <summary>Reads the next row into <paramref name="row"/>; false at the end.</summary>
    public bool Read(List<Cell> row)
    {
        row.Clear();
        while (position < text.Length && TakeLineEnd())
        {
            // An empty line.
        }

        if (position >= text.Length)
            return false;
        while (true)
        {
            row.Add(ReadCell());
            if (position >= text.Length || TakeLineEnd())
                return true;
            position++;
        }
    }

    // Stops at a delimiter, a line end or the end of the text.
    private Cell ReadCell()
    {
        var start = line;
        if (position < text.Length && text[position] == '"')
            return new Cell(ReadQuoted(), start);

        var first = position;
        while (position < text.Length && text[position] != delimiter && !AtLineEnd())
        {
            if (text[position] == '"')
                throw new DataFileException(fileName, line, null, $"a quote is inside a cell that does not start with one: {Excerpt(text[first..(position + 1)])}.");
            position++;
        }

        return new Cell(text[first..position], start);
    }

    private string ReadQuoted()
    {
        var start = line;
        quoted.Clear();
        position++;
        while (true)
        {
            var end = text.IndexOf('"', position);
            if (end < 0)
                throw new DataFileException(fileName, start, null, "a quote is opened and never closed.");
            foreach (var character in text.AsSpan(position, end - position))
                line += character == '\n' ? 1 : 0;
            quoted.Append(text, position, end - position);
            position = end + 1;
            if (position >= text.Length || text[position] != '"')
                break;
            quoted.Append('"');
            position++;
        }

        if (position < text.Length && text[position] != delimiter && !AtLineEnd())
            throw new DataFileException(fileName, line, null, $"a quoted cell is followed by '{text[position]}', not by a delimiter or the end of the line.");
        return quoted.ToString();
    }

    private bool AtLineEnd()
        => text[position] == '\n' || (text[position] == '\r' && position + 1 < text.Length && text[position + 1] == '\n');

    private bool TakeLineEnd()
    {
        if (!AtLineEnd())
            return false;
        position += text[position] == '\r' ? 2 : 1;
        line++;
        return true;
    }

    internal static string Excerpt(string cell)
    {
        const int Longest = 40;
        return cell.Length <= Longest ? $"'{cell}'" : $"'{cell[..Longest]}…'";
    }
}
