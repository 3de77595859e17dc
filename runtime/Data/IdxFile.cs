namespace NetGen;

/// <summary>The type of an IDX file's elements, with the codes of the format.</summary>
public enum IdxType
{
    /// <summary>Unsigned, 8 bits.</summary>
    UInt8 = 0x08,

    /// <summary>Signed, 8 bits.</summary>
    Int8 = 0x09,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 0x0B,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 0x0C,

    /// <summary>Floating point, 32 bits.</summary>
    Single = 0x0D,

    /// <summary>Floating point, 64 bits.</summary>
    Double = 0x0E,
}

/// <summary>
/// An array in the IDX format, in which MNIST comes (http://yann.lecun.com/exdb/mnist): big-endian <c>00 00 type axes</c>, one u32 for
/// the extent of each axis, then the elements in C order. May be compressed by gzip, which its first two bytes tell.
/// </summary>
public sealed class IdxFile
{
    private readonly byte[] data;

    private IdxFile(string fileName, IdxType type, int[] shape, byte[] data)
    {
        FileName = fileName;
        Type = type;
        Shape = shape;
        Count = data.Length / IdxHeader.Width(type);
        this.data = data;
    }

    /// <summary>The file's path, or the name that was given for a stream.</summary>
    public string FileName { get; }

    /// <summary>The type of the elements.</summary>
    public IdxType Type { get; }

    /// <summary>The extents, outermost first; at least one.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements there are.</summary>
    public int Count { get; }

    /// <summary>The elements' bytes, big-endian, in C order.</summary>
    public ReadOnlyMemory<byte> Data => data;

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataFileException">It is malformed; the message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from where it stands to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFileException">It is malformed; the message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdxFile Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        if (!stream.CanSeek)
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            copy.Position = 0;
            return Read(copy, name);
        }

        var start = stream.Position;
        var compressed = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = start;
        if (!compressed)
            return ReadPlain(stream, stream.Length - start, name);
        using var gzip = new GzipReader(stream, name);
        return ReadPlain(gzip, null, name);
    }

    /// <summary>Copies the elements in C order, converted to float; integers beyond 2²⁴ and doubles are rounded to the nearest.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has not <see cref="Count"/> elements.</exception>
    /// <exception cref="DataFileException">A double is finite, and too large for a float; the message gives the element and its value.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length != Count)
            throw new ArgumentException($"'{FileName}' has {Count} elements; {destination.Length} were given.", nameof(destination));

        for (var i = 0; i < destination.Length; i++)
            destination[i] = IdxHeader.ToSingle(Type, data, i, i, FileName);
    }

    /// <summary>The elements in C order, converted to float, as a new array; see <see cref="CopyTo"/>.</summary>
    public float[] ToArray()
    {
        var values = new float[Count];
        CopyTo(values);
        return values;
    }

    private static IdxFile ReadPlain(Stream stream, long? length, string name)
    {
        var header = IdxHeader.Read(stream, length, Array.MaxLength, name);

        // A few bytes of gzip can claim gigabytes.
        var data = GrowingRead.Read(stream, (int)header.Size, out var read);
        if (read < header.Size)
            throw header.WrongSize(name, $"only {read} follow the header");
        if (stream.ReadByte() >= 0)
            throw header.WrongSize(name, "more follow the header");
        return new IdxFile(name, header.Type, header.Shape, data);
    }
}
