using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>Gives a tensor's elements, in C order of its shape.</summary>
/// <param name="values">Receives them; as long as the shape's product.</param>
public delegate void TensorSource(Span<float> values);

/// <summary>A tensor to be written under a name, with a shape: F32, F64 or I64.</summary>
public sealed class SafeTensorsEntry
{
    // A character that JSON escapes, such as \u0001.
    private const int MostBytesPerCharacter = 6;

    /// <summary>Makes an entry whose elements are asked for when they are written.</summary>
    /// <param name="name">The tensor's name, such as <c>hidden.weight</c>.</param>
    /// <param name="shape">Its extents, outermost first; empty for a single number.</param>
    /// <param name="source">Gives its elements.</param>
    /// <exception cref="ArgumentException">The name is <c>__metadata__</c>, too long or not valid text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An extent is negative, or the tensor has more elements than an array can.</exception>
    public SafeTensorsEntry(string name, IReadOnlyList<int> shape, TensorSource source)
        : this(name, shape, SafeTensorType.F32, bytes => Floats(source, bytes))
    {
        ArgumentNullException.ThrowIfNull(source);
    }

    private SafeTensorsEntry(string name, IReadOnlyList<int> shape, SafeTensorType type, ByteSource source)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (name == SafeTensorsHeader.MetadataKey)
            throw new ArgumentException($"A tensor cannot be called '{name}'; the format keeps that name for itself.", nameof(name));
        if (name.Length > SafeTensorsFile.MaximumNameLength / MostBytesPerCharacter)
            throw new ArgumentException($"'{Describe.Text(name)}' has {name.Length} characters; a name has at most {SafeTensorsFile.MaximumNameLength / MostBytesPerCharacter}.", nameof(name));
        SafeTensorsWriter.CheckText(name, nameof(name));

        var size = type == SafeTensorType.F32 ? sizeof(float) : sizeof(double);
        long count = 1;
        foreach (var extent in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(shape));
            count *= extent;
            if (count > Array.MaxLength / size)
                throw new ArgumentOutOfRangeException(nameof(shape), $"'{Describe.Text(name)}' {Describe.Shape(shape)} has more than {Array.MaxLength / size} elements.");
        }

        Name = name;
        Shape = [.. shape];
        Type = type;
        Source = source;
        Count = (int)count;
        ByteCount = Count * size;
    }

    /// <summary>Makes an entry with the elements given.</summary>
    /// <param name="name">The tensor's name, such as <c>hidden.weight</c>.</param>
    /// <param name="shape">Its extents, outermost first; empty for a single number.</param>
    /// <param name="values">Its elements in C order; not copied before they are written.</param>
    /// <exception cref="ArgumentException">The name cannot be written, or the values are not as many as the shape says.</exception>
    public SafeTensorsEntry(string name, IReadOnlyList<int> shape, ReadOnlyMemory<float> values)
        : this(name, shape, destination => values.Span.CopyTo(destination))
        => CheckCount(values.Length);

    /// <summary>Makes an entry of doubles, F64.</summary>
    /// <inheritdoc cref="SafeTensorsEntry(string, IReadOnlyList{int}, ReadOnlyMemory{float})"/>
    public SafeTensorsEntry(string name, IReadOnlyList<int> shape, ReadOnlyMemory<double> values)
        : this(name, shape, SafeTensorType.F64, bytes => Eights(values.Span, bytes))
        => CheckCount(values.Length);

    /// <summary>Makes an entry of whole numbers, I64.</summary>
    /// <inheritdoc cref="SafeTensorsEntry(string, IReadOnlyList{int}, ReadOnlyMemory{float})"/>
    public SafeTensorsEntry(string name, IReadOnlyList<int> shape, ReadOnlyMemory<long> values)
        : this(name, shape, SafeTensorType.I64, bytes => Eights(values.Span, bytes))
        => CheckCount(values.Length);

    /// <summary>Gives the elements' bytes, little-endian.</summary>
    internal delegate void ByteSource(Span<byte> bytes);

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>Its extents, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements it has.</summary>
    public int Count { get; }

    /// <summary>The type of its elements.</summary>
    public SafeTensorType Type { get; }

    /// <summary>How many bytes its elements have.</summary>
    internal int ByteCount { get; }

    /// <summary>Gives its elements' bytes.</summary>
    internal ByteSource Source { get; }

    /// <summary>Its elements' bytes, as a new array.</summary>
    internal byte[] Bytes()
    {
        var bytes = new byte[ByteCount];
        Source(bytes);
        return bytes;
    }

    private static void Floats(TensorSource source, Span<byte> bytes)
    {
        var values = MemoryMarshal.Cast<byte, float>(bytes);
        source(values);
        LittleEndian.Normalize(values);
    }

    private static void Eights<T>(ReadOnlySpan<T> values, Span<byte> bytes)
        where T : struct
    {
        MemoryMarshal.AsBytes(values).CopyTo(bytes);
        LittleEndian.NormalizeEights(bytes);
    }

    private void CheckCount(int given)
    {
        if (given != Count)
            throw new ArgumentException($"'{Describe.Text(Name)}' {Describe.Shape(Shape)} has {Count} elements; {given} were given.");
    }
}

/// <summary>Writes safetensors files. The same tensors give the same bytes.</summary>
public static class SafeTensorsWriter
{
    private const int HeaderAlignment = 8;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// Writes a file, atomically: a temporary file beside it is written, flushed to the disk and renamed. If anything fails, a file
    /// that was there before stays as it was.
    /// </summary>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <param name="entries">The tensors, in any order.</param>
    /// <param name="metadata">What to put under <c>__metadata__</c>, if anything.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a text is not valid Unicode.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<SafeTensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var sorted = Sort(entries);
        var header = Header(sorted, metadata);
        AtomicFile.Write(path, stream => Write(stream, header, sorted));
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{SafeTensorsEntry}, IReadOnlyDictionary{string, string})"/>
    public static void Write(Stream stream, IEnumerable<SafeTensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var sorted = Sort(entries);
        Write(stream, Header(sorted, metadata), sorted);
    }

    internal static void CheckText(string text, string argument)
    {
        try
        {
            Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException($"The text has half a character (U+{(int)exception.CharUnknown:X4}) at {exception.Index}.", argument, exception);
        }
    }

    private static SafeTensorsEntry[] Sort(IEnumerable<SafeTensorsEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);

        // The widest type first, then by name, whose UTF-8 bytes are compared: as in the reference writer.
        var given = entries.ToArray();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in given)
        {
            if (!names.Add(entry.Name))
                throw new ArgumentException($"Two tensors are called '{Describe.Text(entry.Name)}'.", nameof(entries));
        }

        var keys = Array.ConvertAll(given, static entry => (entry.Type, Name: Strict.GetBytes(entry.Name)));
        Array.Sort(keys, given, FileOrder.Instance);
        return given;
    }

    private static byte[] Header(SafeTensorsEntry[] entries, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(writer, metadata);
            long begin = 0;
            foreach (var entry in entries)
            {
                var end = begin + entry.ByteCount;
                writer.WriteStartObject(entry.Name);
                writer.WriteString("dtype", SafeTensorTypes.Name(entry.Type));
                writer.WriteStartArray("shape");
                foreach (var extent in entry.Shape)
                    writer.WriteNumberValue(extent);
                writer.WriteEndArray();
                writer.WriteStartArray("data_offsets");
                writer.WriteNumberValue(begin);
                writer.WriteNumberValue(end);
                writer.WriteEndArray();
                writer.WriteEndObject();
                begin = end;
            }

            writer.WriteEndObject();
        }

        var padding = (HeaderAlignment - (buffer.WrittenCount % HeaderAlignment)) % HeaderAlignment;
        buffer.Write("        "u8[..padding]);
        if (buffer.WrittenCount > SafeTensorsFile.MaximumHeaderLength)
            throw new ArgumentException($"The header has {buffer.WrittenCount} bytes; at most {SafeTensorsFile.MaximumHeaderLength} are allowed.", nameof(entries));
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        writer.WriteStartObject(SafeTensorsHeader.MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            CheckText(key, nameof(metadata));
            CheckText(value, nameof(metadata));
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void Write(Stream stream, byte[] header, SafeTensorsEntry[] entries)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);

        var bytes = new byte[entries.Length == 0 ? 0 : entries.Max(static entry => entry.ByteCount)];
        foreach (var entry in entries)
        {
            var tensor = bytes.AsSpan(0, entry.ByteCount);
            entry.Source(tensor);
            stream.Write(tensor);
        }
    }

    private sealed class FileOrder : IComparer<(SafeTensorType Type, byte[] Name)>
    {
        public static readonly FileOrder Instance = new();

        public int Compare((SafeTensorType Type, byte[] Name) x, (SafeTensorType Type, byte[] Name) y)
            => x.Type == y.Type ? x.Name.AsSpan().SequenceCompareTo(y.Name) : (int)y.Type - (int)x.Type;
    }
}
