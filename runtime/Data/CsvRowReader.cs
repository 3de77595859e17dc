using System.Buffers;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace NetGen;

/// <summary>Reads the rows of a CSV file one after another, with a part of the file in memory that has the present row.</summary>
internal sealed class CsvRowReader : IDisposable
{
    private const int BufferSize = 1 << 16;
    private const int LongestRow = 1 << 28;

    // A decoder that has no room for what it decodes fails.
    private const int MostCharactersAtOnce = 16;

    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly Encoding encoding;
    private readonly Decoder decoder;
    private readonly byte[] bytes = new byte[BufferSize];
    private readonly char delimiter;
    private readonly SearchValues<char> cellEnds;
    private readonly List<CsvParser.Cell> row = [];
    private char[] buffer = new char[BufferSize];
    private long offset;
    private int bytesStart;
    private int bytesEnd;
    private int start;
    private int end;
    private int taken;
    private bool isAtEnd;

    public CsvRowReader(string path, char delimiter)
    {
        (this.path, this.delimiter, cellEnds) = (path, delimiter, CsvParser.CellEnds(delimiter));
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            Span<byte> mark = stackalloc byte[3];
            mark = mark[..RandomAccess.Read(file, mark, 0)];
            encoding = CsvFile.EncodingOf(mark);
            decoder = encoding.GetDecoder();
            Start = encoding is UnicodeEncoding ? 2 : mark.SequenceEqual(Encoding.UTF8.Preamble) ? 3 : 0;
        }
        catch
        {
            file.Dispose();
            throw;
        }

        GoTo(new Place(Start, 1));
    }

    /// <summary>Where a row starts: the byte of the file, and its line.</summary>
    public readonly record struct Place(long Offset, long Line);

    /// <summary>The byte behind the byte-order mark.</summary>
    public long Start { get; }

    /// <summary>How many bytes the file has.</summary>
    public long Length => RandomAccess.GetLength(file);

    /// <summary>How many cells the present row has.</summary>
    public int Width => row.Count;

    /// <summary>Where the next row starts, or empty lines before it.</summary>
    public Place Next { get; private set; }

    /// <summary>The line that the present row starts on.</summary>
    public long Line { get; private set; }

    /// <summary>Goes to a place where a row starts.</summary>
    public void GoTo(Place place)
    {
        decoder.Reset();
        (offset, bytesStart, bytesEnd) = (place.Offset, 0, 0);
        (start, end, taken, isAtEnd) = (0, 0, 0, false);
        Next = place;
        row.Clear();
    }

    /// <summary>Reads the next row; false at the end.</summary>
    /// <exception cref="DataFileException">It is malformed.</exception>
    public bool Read()
    {
        (start, taken) = (start + taken, 0);
        while (true)
        {
            var text = buffer.AsSpan(start, end - start);
            var parser = new CsvParser(text, delimiter, path, cellEnds) { Position = 0, FirstLine = (int)Math.Min(Next.Line, int.MaxValue), IsCut = !isAtEnd };
            var found = parser.Read(row);
            if (parser.Position >= text.Length && !isAtEnd)
            {
                Fill();
                continue;
            }

            taken = parser.Position;
            var passed = text[..taken];
            Line = Next.Line + (found ? Lines(passed[..Math.Min(row[0].Start, taken)]) : 0);
            Next = new Place(Next.Offset + encoding.GetByteCount(passed), Next.Line + Lines(passed));
            return found;
        }
    }

    /// <summary>The text of at least so many characters from where the reader stands, if there are as many; it is not passed.</summary>
    public ReadOnlySpan<char> Ahead(int count, out bool isAll)
    {
        while (end - start < count && !isAtEnd)
            Fill();
        isAll = isAtEnd;
        return buffer.AsSpan(start, end - start);
    }

    /// <summary>A cell of the present row, without white space around it.</summary>
    public ReadOnlySpan<char> Trimmed(int column) => row[column].In(buffer.AsSpan(start, taken)).Trim();

    /// <summary>The line that a cell of the present row starts on.</summary>
    public long LineOf(int column) => Line + Lines(buffer.AsSpan(start, row[column].Start)) - Lines(buffer.AsSpan(start, Math.Min(row[0].Start, taken)));

    public void Dispose() => file.Dispose();

    // A CR and LF together end one line.
    private static int Lines(ReadOnlySpan<char> text)
    {
        var returns = text.Count('\r');
        return text.Count('\n') + (returns == 0 ? 0 : returns - text.Count("\r\n"));
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (buffer.Length - end < MostCharactersAtOnce)
        {
            if (end >= LongestRow)
                throw new DataFileException(path, (int)Math.Min(Next.Line, int.MaxValue), null, $"its row has more than {LongestRow} characters; is a quote opened and never closed?");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        try
        {
            if (bytesStart == bytesEnd)
            {
                (bytesStart, bytesEnd) = (0, RandomAccess.Read(file, bytes, offset));
                offset += bytesEnd;
                isAtEnd = bytesEnd == 0;
            }

            decoder.Convert(bytes.AsSpan(bytesStart, bytesEnd - bytesStart), buffer.AsSpan(end), flush: isAtEnd, out var used, out var made, out _);
            bytesStart += used;
            end += made;
        }
        catch (DecoderFallbackException exception)
        {
            throw CsvFile.NotText(path, encoding, exception);
        }
    }
}
