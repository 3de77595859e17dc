using System.Buffers.Binary;
using System.Globalization;

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
        Count = data.Length / Width(type);
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

        ReadOnlySpan<byte> bytes = data;
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = Type switch
            {
                IdxType.UInt8 => bytes[i],
                IdxType.Int8 => (sbyte)bytes[i],
                IdxType.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes[(i * sizeof(short))..]),
                IdxType.Int32 => BinaryPrimitives.ReadInt32BigEndian(bytes[(i * sizeof(int))..]),
                IdxType.Single => BinaryPrimitives.ReadSingleBigEndian(bytes[(i * sizeof(float))..]),
                _ => FromDouble(BinaryPrimitives.ReadDoubleBigEndian(bytes[(i * sizeof(double))..]), i),
            };
        }
    }

    /// <summary>The elements in C order, converted to float, as a new array; see <see cref="CopyTo"/>.</summary>
    public float[] ToArray()
    {
        var values = new float[Count];
        CopyTo(values);
        return values;
    }

    private float FromDouble(double value, int element)
    {
        var single = (float)value;
        return float.IsInfinity(single) && double.IsFinite(value)
            ? throw new DataFileException(FileName, string.Create(CultureInfo.InvariantCulture, $"its element {element} is {value}, which is too large for a float (at most {float.MaxValue})."))
            : single;
    }

    private static IdxFile ReadPlain(Stream stream, long? length, string name)
    {
        Span<byte> magic = stackalloc byte[4];
        ReadHeader(stream, magic, name, "the four bytes it starts with");
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"it starts with {magic[0]:X2} {magic[1]:X2}, but an IDX file starts with 00 00."));
        var type = (IdxType)magic[2];
        if (!Enum.IsDefined(type))
            throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"its type is {magic[2]:X2}; known are 08, 09, 0B, 0C, 0D and 0E."));
        if (magic[3] == 0)
            throw new DataFileException(name, "it has 0 axes; at least one is needed.");

        var shape = new int[magic[3]];
        var size = ReadShape(stream, shape, Width(type), name);
        if (length is not null)
        {
            var present = length.Value - magic.Length - (sizeof(uint) * shape.Length);
            if (present != size)
                throw WrongSize(name, type, shape, size, present < size ? $"only {present} follow the header" : $"{present} follow the header");
        }

        // A few bytes of gzip can claim gigabytes.
        var data = GrowingRead.Read(stream, (int)size, out var read);
        if (read < size)
            throw WrongSize(name, type, shape, size, $"only {read} follow the header");
        if (stream.ReadByte() >= 0)
            throw WrongSize(name, type, shape, size, "more follow the header");
        return new IdxFile(name, type, shape, data);
    }

    private static long ReadShape(Stream stream, int[] shape, int width, string name)
    {
        Span<byte> extent = stackalloc byte[sizeof(uint)];
        long size = width;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            ReadHeader(stream, extent, name, $"the extent of axis {axis} of {shape.Length}");
            var value = BinaryPrimitives.ReadUInt32BigEndian(extent);
            if (value > int.MaxValue)
                throw new DataFileException(name, $"axis {axis} has {value} elements; at most {int.MaxValue} are supported.");
            shape[axis] = (int)value;

            // Below 2³¹ before and 2³¹ at most after it: the product of the two cannot overflow 64 bits.
            size *= value;
            if (size > Array.MaxLength)
                throw new DataFileException(name, $"its first {axis + 1} axes {Describe.Shape(shape.Take(axis + 1))} take {size} bytes; at most {Array.MaxLength} are supported.");
        }

        return size;
    }

    private static void ReadHeader(Stream stream, Span<byte> destination, string name, string what)
    {
        var count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (count < destination.Length)
            throw new DataFileException(name, $"it ends within its header: {what} has {count} of {destination.Length} bytes.");
    }

    private static DataFileException WrongSize(string name, IdxType type, int[] shape, long size, string found)
        => new(name, $"{type} {Describe.Shape(shape)} takes {size} bytes, but {found}.");

    private static int Width(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Single => 4,
        _ => 8,
    };
}
