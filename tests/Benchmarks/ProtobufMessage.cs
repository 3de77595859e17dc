using System.Runtime.InteropServices;
using System.Text;

namespace NetGen.Benchmarks;

/// <summary>A message in the wire format of Protocol Buffers, field by field: as much of it as an ONNX model needs.</summary>
internal sealed class ProtobufMessage
{
    private const int Varint = 0, LengthDelimited = 2;

    private readonly List<byte> bytes = [];

    public ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(bytes);

    public ProtobufMessage Add(int field, long number)
    {
        AddVarint(((ulong)field << 3) | Varint);
        AddVarint((ulong)number);
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufMessage Add(int field, ProtobufMessage message) => Add(field, message.Bytes);

    public ProtobufMessage Add(int field, ReadOnlySpan<byte> value)
    {
        AddVarint(((ulong)field << 3) | LengthDelimited);
        AddVarint((ulong)value.Length);
        bytes.AddRange(value);
        return this;
    }

    /// <summary>A repeated field that is not packed: an entry for each of its elements.</summary>
    public ProtobufMessage Add(int field, IEnumerable<int> numbers)
        => numbers.Aggregate(this, (message, number) => message.Add(field, number));

    public ProtobufMessage Add(int field, IEnumerable<string> texts)
        => texts.Aggregate(this, (message, text) => message.Add(field, text));

    public ProtobufMessage Add(int field, IEnumerable<ProtobufMessage> messages)
        => messages.Aggregate(this, (message, part) => message.Add(field, part));

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private void AddVarint(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
    }
}
