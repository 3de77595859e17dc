namespace NetGen;

/// <summary>Reads an IDX file, gzip or not, one item of its first axis after another.</summary>
internal sealed class IdxStream : IDisposable
{
    private const int BufferSize = 1 << 16;

    private readonly string path;
    private readonly FileStream file;
    private readonly Stream stream;
    private readonly byte[] item;
    private int number;

    /// <exception cref="DataFileException">Its header is malformed, or the file has another length than it says.</exception>
    public IdxStream(string path)
    {
        this.path = path;
        file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
        try
        {
            var isCompressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            stream = new BufferedStream(isCompressed ? new GzipReader(file, path) : file, BufferSize);
            Header = IdxHeader.Read(stream, isCompressed ? null : file.Length, long.MaxValue, path);
            var size = Header.Shape[0] == 0 ? 0 : Header.Size / Header.Shape[0];
            if (size > Array.MaxLength)
                throw new DataFileException(path, $"one of its items has {size} bytes; at most {Array.MaxLength} are supported.");
            item = new byte[size];
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public IdxHeader Header { get; }

    /// <summary>How many elements an item has.</summary>
    public int ElementsPerItem => item.Length / IdxHeader.Width(Header.Type);

    /// <summary>The present item's bytes.</summary>
    public ReadOnlySpan<byte> Item => item;

    /// <summary>An element of the present item.</summary>
    public float Single(int index) => IdxHeader.ToSingle(Header.Type, item, index, ((long)(number - 1) * ElementsPerItem) + index, path);

    /// <summary>Reads the next item; false at the end, where it is checked that the file ends too.</summary>
    public bool Next()
    {
        if (number == Header.Shape[0])
            return stream.ReadByte() < 0 ? false : throw Header.WrongSize(path, "more follow the header");
        var read = stream.ReadAtLeast(item, item.Length, throwOnEndOfStream: false);
        if (read < item.Length)
            throw Header.WrongSize(path, $"only {((long)number * item.Length) + read} follow the header");
        number++;
        return true;
    }

    public void Dispose()
    {
        stream.Dispose();
        file.Dispose();
    }
}
