using System.Text;

namespace NetGen;

/// <summary>
/// A file of lines, written one at a time and at once, so that a process that is killed loses at most the line that it was writing. Where a training goes on from a
/// checkpoint, what the file has of later epochs and steps is cut off first.
/// </summary>
internal sealed class LogFile(string path) : IDisposable
{
    private FileStream? stream;

    /// <summary>Which part of the file comes from before the place where a training goes on: a line is kept if this says so of it.</summary>
    public delegate bool KeepLine(string line, bool isFirst);

    /// <summary>The first line of the file as it was opened; null for an empty file.</summary>
    public string? FirstLine { get; private set; }

    /// <summary>Opens the file empty.</summary>
    public void Create()
    {
        FirstLine = null;
        stream = Open(FileMode.Create);
    }

    /// <summary>Opens the file at the end of its whole lines, or before the first that is not to be kept.</summary>
    public void Append(KeepLine keep)
    {
        FirstLine = null;
        stream = Open(FileMode.OpenOrCreate);
        try
        {
            var end = EndOfKeptLines(keep);
            stream.SetLength(end);
            stream.Position = end;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Writes a line in one call of the system.</summary>
    public void WriteLine(StringBuilder line)
    {
        line.Append('\n');
        stream!.Write(Encoding.UTF8.GetBytes(line.ToString()));
        stream.Flush();
    }

    public void Dispose()
    {
        stream?.Dispose();
        stream = null;
    }

    // Without a buffer of its own, the stream gives each line to the system at once. Others may read while it is written.
    private FileStream Open(FileMode mode) => new(path, mode, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, bufferSize: 0);

    private long EndOfKeptLines(KeepLine keep)
    {
        using var reader = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var (line, end, position) = (new List<byte>(), 0L, 0L);
        for (int read; (read = reader.ReadByte()) >= 0;)
        {
            position++;
            if (read != '\n')
            {
                line.Add((byte)read);
                continue;
            }

            var text = Encoding.UTF8.GetString([.. line]);
            if (!keep(text, end == 0))
                break;
            FirstLine ??= text;
            end = position;
            line.Clear();
        }

        return end;
    }
}
