using System.Buffers.Binary;
using System.Globalization;

namespace NetGen;

/// <summary>What an IDX file says of itself: the type of its elements and their shape.</summary>
/// <param name="Type">The type of the elements.</param>
/// <param name="Shape">The extents, outermost first; at least one.</param>
/// <param name="Size">How many bytes the elements take.</param>
internal sealed record IdxHeader(IdxType Type, int[] Shape, long Size)
{
    private const int MagicLength = 4;

    /// <summary>Reads it from the start of a file.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="length">How many bytes the file has from there on; null where that is not known.</param>
    /// <param name="mostBytes">How many bytes of elements are supported.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="DataFileException">It is malformed, or the file has another length than it says.</exception>
    public static IdxHeader Read(Stream stream, long? length, long mostBytes, string name)
    {
        Span<byte> magic = stackalloc byte[MagicLength];
        ReadBytes(stream, magic, name, "the four bytes it starts with");
        if (magic[0] != 0 || magic[1] != 0)
            throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"it starts with {magic[0]:X2} {magic[1]:X2}, but an IDX file starts with 00 00."));
        var type = (IdxType)magic[2];
        if (!Enum.IsDefined(type))
            throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"its type is {magic[2]:X2}; known are 08, 09, 0B, 0C, 0D and 0E."));
        if (magic[3] == 0)
            throw new DataFileException(name, "it has 0 axes; at least one is needed.");

        var shape = new int[magic[3]];
        var header = new IdxHeader(type, shape, ReadShape(stream, shape, Width(type), mostBytes, name));
        if (length is not null)
        {
            var present = length.Value - magic.Length - (sizeof(uint) * shape.Length);
            if (present != header.Size)
                throw header.WrongSize(name, present < header.Size ? $"only {present} follow the header" : $"{present} follow the header");
        }

        return header;
    }

    /// <summary>How many bytes an element has.</summary>
    public static int Width(IdxType type) => type switch
    {
        IdxType.UInt8 or IdxType.Int8 => 1,
        IdxType.Int16 => 2,
        IdxType.Int32 or IdxType.Single => 4,
        _ => 8,
    };

    /// <summary>An element as a float.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="bytes">Elements, big-endian.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="element">Which of the file it is, for the message.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="DataFileException">A double is finite, and too large for a float.</exception>
    public static float ToSingle(IdxType type, ReadOnlySpan<byte> bytes, int index, long element, string name) => type switch
    {
        IdxType.UInt8 => bytes[index],
        IdxType.Int8 => (sbyte)bytes[index],
        IdxType.Int16 => BinaryPrimitives.ReadInt16BigEndian(bytes[(index * sizeof(short))..]),
        IdxType.Int32 => BinaryPrimitives.ReadInt32BigEndian(bytes[(index * sizeof(int))..]),
        IdxType.Single => BinaryPrimitives.ReadSingleBigEndian(bytes[(index * sizeof(float))..]),
        _ => FromDouble(BinaryPrimitives.ReadDoubleBigEndian(bytes[(index * sizeof(double))..]), element, name),
    };

    /// <summary>What to say where the elements are not as many bytes as they should be.</summary>
    public DataFileException WrongSize(string name, string found) => new(name, $"{Type} {Describe.Shape(Shape)} takes {Size} bytes, but {found}.");

    private static float FromDouble(double value, long element, string name)
    {
        var single = (float)value;
        return float.IsInfinity(single) && double.IsFinite(value)
            ? throw new DataFileException(name, string.Create(CultureInfo.InvariantCulture, $"its element {element} is {value}, which is too large for a float (at most {float.MaxValue})."))
            : single;
    }

    private static long ReadShape(Stream stream, int[] shape, int width, long mostBytes, string name)
    {
        Span<byte> extent = stackalloc byte[sizeof(uint)];
        Int128 size = width;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            ReadBytes(stream, extent, name, $"the extent of axis {axis} of {shape.Length}");
            var value = BinaryPrimitives.ReadUInt32BigEndian(extent);
            if (value > int.MaxValue)
                throw new DataFileException(name, $"axis {axis} has {value} elements; at most {int.MaxValue} are supported.");
            shape[axis] = (int)value;

            // At most 2⁶³ before: the product cannot overflow 128 bits.
            size *= value;
            if (size > mostBytes)
                throw new DataFileException(name, $"its first {axis + 1} axes {Describe.Shape(shape.Take(axis + 1))} take {size} bytes; at most {mostBytes} are supported.");
        }

        return (long)size;
    }

    private static void ReadBytes(Stream stream, Span<byte> destination, string name, string what)
    {
        var count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (count < destination.Length)
            throw new DataFileException(name, $"it ends within its header: {what} has {count} of {destination.Length} bytes.");
    }
}
