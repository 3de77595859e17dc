using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace NetGen;

/// <summary>What the header says of one tensor; its bytes are [Begin, End) of the data that follows the header.</summary>
/// <param name="Name">The tensor's name.</param>
/// <param name="Type">The type of its elements, which may be unknown.</param>
/// <param name="TypeName">What the file calls the type.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Count">The product of its extents.</param>
/// <param name="Begin">Where its bytes begin.</param>
/// <param name="End">Where its bytes end.</param>
internal sealed record SafeTensorHeaderEntry(string Name, SafeTensorType Type, string TypeName, IReadOnlyList<long> Shape, long Count, long Begin, long End);

/// <summary>
/// Reads the JSON header of a safetensors file. What comes out is well-formed in itself: names are unique, every size is its shape
/// times its type (where the type is known), and the tensors cover the data without gap or overlap. The memory that it takes is at most
/// about eight times the header, whatever the header has in it.
/// </summary>
internal ref struct SafeTensorsHeader
{
    public const string MetadataKey = "__metadata__";

    private const int MostAxes = 64;
    private const int MostMetadataKeys = 1 << 16;
    private const int LongestKnownType = 32;

    private readonly string fileName;
    private readonly List<SafeTensorHeaderEntry> entries = [];
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<long> numbers = [];
    private Utf8JsonReader reader;
    private string unknownType = "";
    private bool hasMetadata;

    private SafeTensorsHeader(ReadOnlySpan<byte> header, string fileName)
    {
        this.fileName = fileName;
        reader = new Utf8JsonReader(header);
    }

    /// <summary>The tensors in the order of their data, and the metadata.</summary>
    /// <param name="header">The header's bytes, without the length before it.</param>
    /// <param name="dataLength">How many bytes follow the header; null where that is not known yet.</param>
    /// <param name="fileName">The file, for messages.</param>
    public static (List<SafeTensorHeaderEntry> Entries, Dictionary<string, string> Metadata) Parse(
        ReadOnlySpan<byte> header, long? dataLength, string fileName)
    {
        if (!Utf8.IsValid(header))
            throw new SafeTensorsException(fileName, null, $"the header is not UTF-8; its byte {FirstInvalid(header)} is not part of a character.");
        if (header.IsEmpty)
            throw new SafeTensorsException(fileName, null, "the header is empty; it must be a JSON object that starts with '{'.");
        if (header[0] != (byte)'{')
        {
            Rune.DecodeFromUtf8(header, out var first, out _);
            throw new SafeTensorsException(fileName, null, $"the header must start with '{{', but it starts with '{Describe.Text(first.ToString())}'.");
        }

        var parser = new SafeTensorsHeader(header, fileName);
        try
        {
            parser.Parse();
        }
        catch (JsonException exception)
        {
            throw new SafeTensorsException(
                fileName, null, $"the header is not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}: {Describe.Text(exception.Message)}", exception);
        }

        // Reading by place, not by the order in the header, shows gaps and overlaps; empty tensors come before what starts where they do.
        var entries = parser.entries;
        entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        CheckCoverage(entries, dataLength, fileName);
        return (entries, parser.metadata);
    }

    private void Parse()
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Name(null);
            reader.Read();
            if (name != MetadataKey)
                entries.Add(ReadEntry(name));
            else if (hasMetadata)
                throw Twice(name);
            else
                ReadMetadata();
            if (entries.Count > SafeTensorsFile.MaximumTensorCount)
                throw new SafeTensorsException(fileName, null, $"the header has more than {SafeTensorsFile.MaximumTensorCount} tensors; at most so many are supported.");
        }

        // Whatever is not white space after the closing brace throws here.
        reader.Read();
        var names = new HashSet<string>(entries.Count, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (!names.Add(entry.Name))
                throw Twice(entry.Name);
        }
    }

    private void ReadMetadata()
    {
        hasMetadata = true;
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new SafeTensorsException(fileName, null, $"{MetadataKey} must be an object of strings, but it is {Kind(reader.TokenType)}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Name(null);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new SafeTensorsException(fileName, null, $"{MetadataKey} must map strings to strings, but '{Describe.Text(key)}' is {Kind(reader.TokenType)}.");
            if (!metadata.TryAdd(key, Text(null)))
                throw new SafeTensorsException(fileName, null, $"{MetadataKey} has the key '{Describe.Text(key)}' twice.");
            if (metadata.Count > MostMetadataKeys)
                throw new SafeTensorsException(fileName, null, $"{MetadataKey} has more than {MostMetadataKeys} keys; at most so many are supported.");
        }
    }

    private SafeTensorHeaderEntry ReadEntry(string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new SafeTensorsException(fileName, name, $"its entry must be an object, but it is {Kind(reader.TokenType)}.");

        (SafeTensorType Type, string Name)? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
                type = type is null ? ReadType(name) : throw TwiceInEntry(name, "dtype");
            else if (reader.ValueTextEquals("shape"u8))
                shape = shape is null ? ReadNumbers(name, "shape", MostAxes) : throw TwiceInEntry(name, "shape");
            else if (reader.ValueTextEquals("data_offsets"u8))
                offsets = offsets is null ? ReadNumbers(name, "data_offsets", MostAxes) : throw TwiceInEntry(name, "data_offsets");
            else
            {
                // It might change what the bytes mean, so it is not passed over.
                throw new SafeTensorsException(fileName, name, $"its entry has the key '{Describe.Text(Name(name))}'; only dtype, shape and data_offsets are known.");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            var missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new SafeTensorsException(fileName, name, $"its entry has no {missing}.");
        }

        if (offsets is not [var begin, var end])
            throw new SafeTensorsException(fileName, name, $"data_offsets must be [begin, end], but it has {offsets.Length} numbers.");
        var count = CheckSize(name, type.Value, shape, begin, end);
        return new SafeTensorHeaderEntry(name, type.Value.Type, type.Value.Name, shape, count, begin, end);
    }

    private (SafeTensorType Type, string Name) ReadType(string name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            throw new SafeTensorsException(fileName, name, $"dtype must be a string, but it is {Kind(reader.TokenType)}.");
        if (reader.ValueSpan.Length <= LongestKnownType)
        {
            Span<char> text = stackalloc char[LongestKnownType];
            var type = SafeTensorTypes.Parse(text[..CopyText(name, text)]);
            if (type != SafeTensorType.Unknown)
                return (type, SafeTensorTypes.Name(type));
        }

        // A file of one unknown type has its name in memory once.
        var unknown = Name(name);
        if (unknown != unknownType)
            unknownType = unknown;
        return (SafeTensorType.Unknown, unknownType);
    }

    private long[] ReadNumbers(string name, string key, int most)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new SafeTensorsException(fileName, name, $"{key} must be an array of whole numbers, but it is {Kind(reader.TokenType)}.");
        numbers.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number)
                throw new SafeTensorsException(fileName, name, $"{key} must hold whole numbers, but has {Kind(reader.TokenType)}.");
            if (!reader.TryGetInt64(out var number) || number < 0)
            {
                throw new SafeTensorsException(
                    fileName, name, $"{key} must hold whole numbers from 0 to {long.MaxValue}, but has {Describe.Text(reader.ValueSpan)}.");
            }

            if (numbers.Count == most)
                throw new SafeTensorsException(fileName, name, $"{key} has more than {most} numbers; at most so many are supported.");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>How many elements it has, where the bytes that it has are those of its shape and type.</summary>
    private readonly long CheckSize(string name, (SafeTensorType Type, string Name) type, long[] shape, long begin, long end)
    {
        if (end < begin)
            throw new SafeTensorsException(fileName, name, $"its data ends at {end}, before it begins at {begin}.");
        var bits = SafeTensorTypes.Bits(type.Type);
        long count = 1;
        foreach (var extent in shape)
        {
            if (count != 0 && extent > long.MaxValue / (bits ?? 1) / count)
                throw new SafeTensorsException(fileName, name, $"its shape {Describe.Shape(shape)} times {Describe.Text(type.Name)} overflows 64 bits.");
            count *= extent;
        }

        if (bits is null)
            return count;
        var (bytes, rest) = Math.DivRem(count * bits.Value, 8);
        if (rest != 0)
            throw new SafeTensorsException(fileName, name, $"{type.Name} {Describe.Shape(shape)} takes {count * bits.Value} bits, which are not whole bytes.");
        return bytes == end - begin
            ? count
            : throw new SafeTensorsException(
                fileName, name, $"{type.Name} {Describe.Shape(shape)} takes {bytes} bytes, but data_offsets [{begin}, {end}] give it {end - begin}.");
    }

    private static void CheckCoverage(List<SafeTensorHeaderEntry> entries, long? dataLength, string fileName)
    {
        long end = 0;
        string? previous = null;
        string After() => previous is null ? "the data starts at 0" : $"'{Describe.Text(previous)}' ends at {end}";
        foreach (var entry in entries)
        {
            if (entry.Begin > end)
                throw new SafeTensorsException(fileName, entry.Name, $"it begins at {entry.Begin}, but {After()}: a gap of {entry.Begin - end} bytes.");
            if (entry.Begin < end)
                throw new SafeTensorsException(fileName, entry.Name, $"it begins at {entry.Begin}, but {After()}: they overlap.");
            end = entry.End;
            previous = entry.Name;
            if (end > dataLength)
                throw new SafeTensorsException(fileName, entry.Name, $"its data ends at {end}, but the file has only {dataLength} bytes of data.");
        }

        if (dataLength is not null && end != dataLength)
            throw new SafeTensorsException(fileName, null, $"the tensors take {end} bytes, but {dataLength} follow the header: {dataLength - end} are left over.");
    }

    /// <summary>The name or key where the reader stands.</summary>
    private string Name(string? tensorName)
    {
        var length = reader.ValueSpan.Length;
        return length <= SafeTensorsFile.MaximumNameLength
            ? Text(tensorName)
            : throw new SafeTensorsException(
                fileName, tensorName, $"the header has a name of {length} bytes, '{Describe.Text(reader.ValueSpan)}'; at most {SafeTensorsFile.MaximumNameLength} are supported.");
    }

    private string Text(string? tensorName)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            throw NotText(tensorName, exception);
        }
    }

    private int CopyText(string? tensorName, scoped Span<char> destination)
    {
        try
        {
            return reader.CopyString(destination);
        }
        catch (InvalidOperationException exception)
        {
            throw NotText(tensorName, exception);
        }
    }

    // An escape such as \ud800 that is half a character.
    private readonly SafeTensorsException NotText(string? tensorName, Exception exception)
        => new(fileName, tensorName, $"the header has a string that is not text: {Describe.Text(reader.ValueSpan)}.", exception);

    private readonly SafeTensorsException Twice(string name) => new(fileName, null, $"the header has the key '{Describe.Text(name)}' twice.");

    private readonly SafeTensorsException TwiceInEntry(string name, string key) => new(fileName, name, $"its entry has the key '{key}' twice.");

    private static string Kind(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "a truth value",
        _ => "null",
    };

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(text[position..], out _, out var length) == System.Buffers.OperationStatus.Done)
            position += length;
        return position;
    }
}
