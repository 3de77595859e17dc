using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>One tensor as it was read from a safetensors file.</summary>
public sealed class SafeTensor
{
    private readonly string fileName;
    private readonly byte[] data;

    internal SafeTensor(string fileName, SafeTensorHeaderEntry entry, byte[] data)
    {
        this.fileName = fileName;
        this.data = data;
        Name = entry.Name;
        Type = entry.Type;
        Shape = entry.Shape;
        Count = data.Length / SafeTensorTypes.Bytes(entry.Type);
    }

    /// <summary>The tensor's name, such as <c>hidden.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of its elements in the file.</summary>
    public SafeTensorType Type { get; }

    /// <summary>Its extents, outermost first; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>How many elements it has.</summary>
    public int Count { get; }

    /// <summary>The elements' bytes, little-endian, in C order.</summary>
    public ReadOnlyMemory<byte> Data => data;

    /// <summary>
    /// Copies the elements in C order. F64 is rounded to the nearest float; F16 and BF16 convert exactly. NaN and infinities are kept.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has not <see cref="Count"/> elements.</exception>
    /// <exception cref="SafeTensorsException">The type is none of F32, F64, F16 and BF16.</exception>
    public void CopyTo(Span<float> destination)
    {
        if (destination.Length != Count)
            throw new ArgumentException($"'{Name}' {Describe.Shape(Shape)} has {Count} elements; {destination.Length} were given.", nameof(destination));

        switch (Type)
        {
            case SafeTensorType.F32:
                data.CopyTo(MemoryMarshal.AsBytes(destination));
                LittleEndian.Normalize(destination);
                break;
            case SafeTensorType.F64:
                for (var i = 0; i < destination.Length; i++)
                    destination[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(data.AsSpan(i * sizeof(double)));
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
                throw new SafeTensorsException(fileName, Name, $"its type is {Type}; only F32, F64, F16 and BF16 can be read as floats.");
        }
    }

    /// <summary>The elements in C order, as a new array; see <see cref="CopyTo"/>.</summary>
    /// <exception cref="SafeTensorsException">The type is none of F32, F64, F16 and BF16.</exception>
    public float[] ToArray()
    {
        var values = new float[Count];
        CopyTo(values);
        return values;
    }

    /// <summary>Its name, type and shape, such as <c>hidden.weight F32 [128, 784]</c>.</summary>
    public override string ToString() => $"{Name} {Type} {Describe.Shape(Shape)}";
}

/// <summary>Floats between the file's byte order, which is little-endian, and the machine's.</summary>
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
}

/// <summary>Shapes as text for messages.</summary>
internal static class Describe
{
    /// <summary>A shape in brackets, such as <c>[128, 784]</c>.</summary>
    public static string Shape<T>(IEnumerable<T> shape) => $"[{string.Join(", ", shape)}]";

    /// <summary>Tensors with their shapes, such as <c>'place' [2], 'kind' [3]</c>.</summary>
    public static string Tensors(IEnumerable<TensorInfo> tensors) => string.Join(", ", tensors.Select(static tensor => $"'{tensor.Name}' {Shape(tensor.Shape)}"));
}
