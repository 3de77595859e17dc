using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>
/// Named tensors in a file: the safetensors format (https://github.com/huggingface/safetensors). A u64 with the header's length, the
/// header in JSON, then the tensors' bytes, little-endian, in C order. A file that breaks any of the format's rules is refused.
/// </summary>
public sealed class SafeTensorsFile
{
    /// <summary>The longest header that is read or written, in bytes; the format's own limit.</summary>
    public const int MaximumHeaderLength = 100_000_000;

    private const int PrefixLength = sizeof(ulong);

    private readonly Dictionary<string, SafeTensor> byName = new(StringComparer.Ordinal);

    private SafeTensorsFile(string fileName, List<SafeTensor> tensors, Dictionary<string, string> metadata)
    {
        FileName = fileName;
        Tensors = tensors;
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
            : throw new KeyNotFoundException($"'{FileName}' has no tensor '{name}'. It has {string.Join(", ", Tensors.Select(static tensor => $"'{tensor.Name}'"))}.");

    /// <summary>The tensor of that name, if there is one.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out SafeTensor? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>Reads a file.</summary>
    /// <exception cref="SafeTensorsException">It is malformed; the message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
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
        if (stream.CanSeek)
            return ReadSeekable(stream, name);

        // Sizes are checked against the length before memory is taken for them, so the length must be known.
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        copy.Position = 0;
        return ReadSeekable(copy, name);
    }

    private static SafeTensorsFile ReadSeekable(Stream stream, string name)
    {
        var length = stream.Length - stream.Position;
        if (length < PrefixLength)
            throw new SafeTensorsException(name, null, $"it has {length} bytes; a safetensors file starts with {PrefixLength} that give the length of its header.");

        Span<byte> prefix = stackalloc byte[PrefixLength];
        ReadExactly(stream, prefix, name);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaximumHeaderLength)
            throw new SafeTensorsException(name, null, $"its header would have {headerLength} bytes; at most {MaximumHeaderLength} are allowed.");
        if (headerLength > (ulong)(length - PrefixLength))
            throw new SafeTensorsException(name, null, $"its header would have {headerLength} bytes, but only {length - PrefixLength} follow.");

        var header = new byte[(int)headerLength];
        ReadExactly(stream, header, name);
        var (entries, metadata) = SafeTensorsHeader.Parse(header, length - PrefixLength - header.Length, name);

        var tensors = new List<SafeTensor>(entries.Count);
        foreach (var entry in entries)
        {
            if (entry.End - entry.Begin > Array.MaxLength)
                throw new SafeTensorsException(name, entry.Name, $"it has {entry.End - entry.Begin} bytes; at most {Array.MaxLength} can be read.");
            var data = new byte[(int)(entry.End - entry.Begin)];
            ReadExactly(stream, data, name);
            tensors.Add(new SafeTensor(name, entry, data));
        }

        return new SafeTensorsFile(name, tensors, metadata);
    }

    private static void ReadExactly(Stream stream, Span<byte> destination, string name)
    {
        var count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (count < destination.Length)
            throw new SafeTensorsException(name, null, $"it ended while it was read, {destination.Length - count} bytes early.");
    }
}
