using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace NetGen;

/// <summary>Samples of a <see cref="DataFile"/>. They are read into the caller's memory, not mapped: mapped pages would count as the process's own, and a disk that fails would end it.</summary>
internal sealed class DataFileSource : BlockSource
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly long first;

    /// <param name="path">The file.</param>
    /// <param name="expected">What its header was before; null where it is not known.</param>
    /// <param name="first">The first sample.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="DataFileException">It is no such file, or another one than before.</exception>
    public DataFileSource(string path, DataFileHeader? expected, long first, long count)
    {
        (this.path, this.first, Count) = (path, first, count);
        file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        try
        {
            Span<byte> bytes = stackalloc byte[DataFileHeader.Length];
            Header = DataFileHeader.Read(bytes[..Read(bytes, 0)], RandomAccess.GetLength(file), path);
            if (expected is not null && expected != Header)
                throw new DataFileException(path, "it has changed since it was opened. Open it anew.");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public DataFileHeader Header { get; }

    public override long? Count { get; }

    public override int Read(long block, int blockSize, Span<float> rows)
    {
        var start = block * blockSize;
        var count = (int)Math.Clamp(Count!.Value - start, 0, blockSize);
        var floats = rows[..(count * Header.RowSize)];
        var bytes = MemoryMarshal.AsBytes(floats);
        if (Read(bytes, DataFileHeader.Length + ((first + start) * Header.RowSize * sizeof(float))) < bytes.Length)
            throw new DataFileException(path, "it is cut off: it became shorter since it was opened.");
        LittleEndian.Normalize(floats);
        return count;
    }

    public override void Dispose() => file.Dispose();

    private int Read(Span<byte> bytes, long offset)
    {
        var done = 0;
        while (done < bytes.Length && RandomAccess.Read(file, bytes[done..], offset + done) is > 0 and var count)
            done += count;
        return done;
    }
}
