using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>One tensor as it was read from a safetensors file.</summary>
public sealed class SafeTensor
{
    private readonly string fileName;
    private readonly SafeTensorHeaderEntry entry;
    private readonly byte[] data;

    internal SafeTensor(string fileName, SafeTensorHeaderEntry entry, byte[] data)
    {
        this.fileName = fileName;
        this.entry = entry;
        this.data = data;
    }

    /// <summary>The tensor's name, such as <c>hidden.weight</c>.</summary>
    public string Name => entry.Name;

    /// <summary>The type of its elements in the file; <see cref="SafeTensorType.Unknown"/> where this version does not know it.</summary>
    public SafeTensorType Type => entry.Type;

    /// <summary>What the file calls the type, such as <c>F32</c>; also where it is not known.</summary>
    public string TypeName => entry.TypeName;

    /// <summary>Its extents, outermost first; empty for a single number.</summary>
    public IReadOnlyList<long> Shape => entry.Shape;

    /// <summary>How many elements it has: the product of its shape.</summary>
    public long Count => entry.Count;

    /// <summary>The elements' bytes, little-endian, in C order.</summary>
    public ReadOnlyMemory<byte> Data => data;

    /// <summary>
    /// Copies the elements in C order as floats. F16, BF16 and whole numbers convert exactly, BOOL to 0 or 1; F64 is rounded to the nearest
    /// float. NaN and infinities are kept.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has not <see cref="Count"/> elements.</exception>
    /// <exception cref="SafeTensorsException">
    /// The type has no conversion to float (C64, the types of 4 to 8 bits that are no whole numbers, unknown ones). Or a value has none: a
    /// finite F64 that is too large for a float, a whole number that no float equals, a BOOL other than 0 or 1; the message gives the element
    /// and its value.
    /// </exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length != Count)
            throw new ArgumentException($"'{Describe.Text(Name)}' {Describe.Shape(Shape)} has {Count} elements; {destination.Length} were given.", nameof(destination));

        CheckConvertible();
        switch (Type)
        {
            case SafeTensorType.F32:
                data.CopyTo(MemoryMarshal.AsBytes(destination));
                LittleEndian.Normalize(destination);
                break;
            case SafeTensorType.F64:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = FromDouble(BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(i * sizeof(double))), i);
                break;
            case SafeTensorType.F16:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(data.AsSpan(i * sizeof(ushort)));
                break;
            case SafeTensorType.BF16:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(i * sizeof(ushort))) << 16);
                break;
            default:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = FromWhole(WholeAt(i), i);
                break;
        }
    }

    /// <summary>Whether the elements are floats as this machine has them, so that they can be read where they are.</summary>
    internal bool IsFloats => Type == SafeTensorType.F32 && BitConverter.IsLittleEndian;

    /// <summary>The elements in C order, where they are: see <see cref="IsFloats"/>.</summary>
    internal ReadOnlySpan<float> Floats => MemoryMarshal.Cast<byte, float>(data);

    /// <summary>The elements in C order, as a new array; see <see cref="CopyTo"/>.</summary>
    /// <exception cref="SafeTensorsException">The type, or a value, has no conversion to float.</exception>
    public float[] ToArray()
    {
        // Checked before memory is taken: a type of unknown width may claim any number of elements.
        CheckConvertible();
        if (Count > Array.MaxLength)
            throw new SafeTensorsException(fileName, Name, $"it has {Count} elements; at most {Array.MaxLength} can be read as one array.");
        var values = new float[Count];
        CopyTo(values);
        return values;
    }

    /// <summary>The elements of an F64 tensor in C order, as a new array, with all their bits.</summary>
    /// <exception cref="SafeTensorsException">It is of another type, or has more elements than an array can.</exception>
    public double[] ToDoubleArray() => ToEights<double>(SafeTensorType.F64);

    /// <summary>The elements of an I64 tensor in C order, as a new array.</summary>
    /// <exception cref="SafeTensorsException">It is of another type, or has more elements than an array can.</exception>
    public long[] ToInt64Array() => ToEights<long>(SafeTensorType.I64);

    /// <summary>Its name, type and shape, such as <c>hidden.weight F32 [128, 784]</c>.</summary>
    public override string ToString() => $"{Describe.Text(Name)} {Describe.Text(TypeName)} {Describe.Shape(Shape)}";

    private T[] ToEights<T>(SafeTensorType type)
        where T : struct
    {
        if (Type != type)
            throw new SafeTensorsException(fileName, Name, $"its type is {Describe.Text(TypeName)}, but {SafeTensorTypes.Name(type)} was asked for.");
        var values = new T[data.Length / sizeof(long)];
        data.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        LittleEndian.NormalizeEights(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private void CheckConvertible()
    {
        if (!SafeTensorTypes.IsParameter(Type) && !SafeTensorTypes.IsWhole(Type))
            throw new SafeTensorsException(fileName, Name, $"its type is {Describe.Text(TypeName)}, which cannot be read as floats; {SafeTensorTypes.ParameterTypes}, whole numbers and BOOL can.");
    }

    private float FromDouble(double value, int element)
    {
        var single = (float)value;
        return float.IsInfinity(single) && double.IsFinite(value)
            ? throw new SafeTensorsException(fileName, Name, string.Create(CultureInfo.InvariantCulture, $"its element {element} is {value}, which is too large for a float (at most {float.MaxValue})."))
            : single;
    }

    // 65 bits hold every whole number of up to 64, signed or not.
    private Int128 WholeAt(int element)
    {
        var bytes = data.AsSpan();
        return Type switch
        {
            SafeTensorType.U8 or SafeTensorType.BOOL => bytes[element],
            SafeTensorType.I8 => (sbyte)bytes[element],
            SafeTensorType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(element * sizeof(ushort))..]),
            SafeTensorType.I16 => BinaryPrimitives.ReadInt16LittleEndian(bytes[(element * sizeof(short))..]),
            SafeTensorType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(element * sizeof(uint))..]),
            SafeTensorType.I32 => BinaryPrimitives.ReadInt32LittleEndian(bytes[(element * sizeof(int))..]),
            SafeTensorType.U64 => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(element * sizeof(ulong))..]),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[(element * sizeof(long))..]),
        };
    }

    private float FromWhole(Int128 value, int element)
    {
        if (Type == SafeTensorType.BOOL && value > 1)
            throw new SafeTensorsException(fileName, Name, $"its element {element} is {value}; a BOOL is 0 or 1.");
        var single = (float)value;
        return (Int128)single == value
            ? single
            : throw new SafeTensorsException(fileName, Name, $"its element {element} is {value}, which is too large for a float: no float equals it.");
    }
}

/// <summary>Numbers between the file's byte order, which is little-endian, and the machine's.</summary>
internal static class LittleEndian
{
    /// <summary>Reverses the bytes of every float on a big-endian machine, in place; does nothing on others.</summary>
    public static void Normalize(Span<float> values)
    {
        if (BitConverter.IsLittleEndian)
            return;
        var bits = MemoryMarshal.Cast<float, int>(values);
        BinaryPrimitives.ReverseEndianness(bits, bits);
    }

    /// <summary>Reverses every eight bytes on a big-endian machine, in place; does nothing on others.</summary>
    public static void NormalizeEights(Span<byte> values)
    {
        if (BitConverter.IsLittleEndian)
            return;
        var bits = MemoryMarshal.Cast<byte, long>(values);
        BinaryPrimitives.ReverseEndianness(bits, bits);
    }
}
