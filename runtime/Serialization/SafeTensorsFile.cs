using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>
/// Named tensors in a file: the safetensors format (https://github.com/huggingface/safetensors). A u64 with the header's length, the
/// header in JSON, then the tensors' bytes, little-endian, in C order. A file that breaks any of the format's rules is refused before its data is
/// read. A tensor of a type that is not known is kept, and refused only when its elements are asked for as floats.
/// </summary>
public sealed class SafeTensorsFile
{
    /// <summary>The longest header that is read or written, in bytes; the format's own limit.</summary>
    public const int MaximumHeaderLength = 100_000_000;

    /// <summary>
    /// The longest name of a tensor, and key of the metadata, in bytes of the header. The format has no such limit; files in use are far below it.
    /// </summary>
    public const int MaximumNameLength = 1 << 16;

    /// <summary>The most tensors that are read. The format has no such limit; the largest language models have about half as many.</summary>
    public const int MaximumTensorCount = 1 << 18;

    private const int PrefixLength = sizeof(ulong);

    private readonly Dictionary<string, SafeTensor> byName;

    private SafeTensorsFile(string fileName, List<SafeTensor> tensors, Dictionary<string, string> metadata)
    {
        FileName = fileName;
        Tensors = tensors;
        byName = new(tensors.Count, StringComparer.Ordinal);
        Metadata = metadata;
        foreach (var tensor in tensors)
            byName.Add(tensor.Name, tensor);
    }

    /// <summary>The file's path, or the name that was given for a stream.</summary>
    public string FileName { get; }

    /// <summary>All tensors, in the order of their data.</summary>
    public IReadOnlyList<SafeTensor> Tensors { get; }

    /// <summary>What the file says under <c>__metadata__</c>; empty if it says nothing.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public SafeTensor this[string name]
        => byName.TryGetValue(name, out var tensor)
            ? tensor
            : throw new KeyNotFoundException($"'{FileName}' has no tensor '{Describe.Text(name)}'. It has {Describe.List(Tensors, static tensor => $"'{Describe.Text(tensor.Name)}'")}.");

    /// <summary>The tensor of that name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafeTensor? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SafeTensorsException">It is malformed; the message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public static SafeTensorsFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from where it stands to its end.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="SafeTensorsException">It is malformed; the message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SafeTensorsFile Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        if (length < PrefixLength)
            throw TooShort(name, length.Value);

        Span<byte> prefix = stackalloc byte[PrefixLength];
        var prefixRead = stream.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false);
        if (prefixRead < PrefixLength)
            throw TooShort(name, prefixRead);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaximumHeaderLength)
            throw new SafeTensorsException(name, null, $"its header would have {headerLength} bytes; at most {MaximumHeaderLength} are allowed.");
        var rest = length - PrefixLength;
        if ((long)headerLength > rest)
            throw new SafeTensorsException(name, null, $"its header would have {headerLength} bytes, but only {rest} follow.");

        // The whole header is checked before data is read, and what it claims against the length where that is known.
        var header = ReadBytes(stream, (int)headerLength, rest is not null, name);
        var (entries, metadata) = SafeTensorsHeader.Parse(header, rest - header.Length, name);
        var tensors = new List<SafeTensor>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.End - entry.Begin > Array.MaxLength)
                throw new SafeTensorsException(name, entry.Name, $"it has {entry.End - entry.Begin} bytes; at most {Array.MaxLength} can be read.");
            tensors.Add(new SafeTensor(name, entry, ReadBytes(stream, (int)(entry.End - entry.Begin), rest is not null, name)));
        }

        if (rest is null && stream.ReadByte() >= 0)
            throw new SafeTensorsException(name, null, $"the tensors take {(entries.Count == 0 ? 0 : entries[^1].End)} bytes, but more follow the header.");
        return new SafeTensorsFile(name, tensors, metadata);
    }

    // A stream that cannot tell its length may end long before what its header claims.
    private static byte[] ReadBytes(Stream stream, int size, bool lengthIsKnown, string name)
    {
        int read;
        byte[] data;
        if (lengthIsKnown)
        {
            data = size == 0 ? [] : new byte[size];
            read = stream.ReadAtLeast(data, size, throwOnEndOfStream: false);
        }
        else
        {
            data = GrowingRead.Read(stream, size, out read);
        }

        return read == size ? data : throw new SafeTensorsException(name, null, $"it ended while it was read, {size - read} bytes early.");
    }

    private static SafeTensorsException TooShort(string name, long length)
        => new(name, null, $"it has {length} bytes; a safetensors file starts with {PrefixLength} that give the length of its header.");
}
