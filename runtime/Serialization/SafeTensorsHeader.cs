using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace NetGen;

/// <summary>What the header says of one tensor; its bytes are [Begin, End) of the data that follows the header.</summary>
internal sealed record SafeTensorHeaderEntry(string Name, SafeTensorType Type, IReadOnlyList<long> Shape, long Begin, long End);

/// <summary>
/// Reads the JSON header of a safetensors file. What comes out is well-formed in itself: names are unique, every size is its shape
/// times its type, and the tensors cover the data without gap or overlap.
/// </summary>
internal static class SafeTensorsHeader
{
    public const string MetadataKey = "__metadata__";

    /// <summary>The tensors in the order of their data, and the metadata.</summary>
    /// <param name="header">The header's bytes, without the length before it.</param>
    /// <param name="dataLength">How many bytes follow the header.</param>
    /// <param name="fileName">The file, for messages.</param>
    public static (List<SafeTensorHeaderEntry> Entries, Dictionary<string, string> Metadata) Parse(
        ReadOnlySpan<byte> header, long dataLength, string fileName)
    {
        if (!Utf8.IsValid(header))
            throw new SafeTensorsException(fileName, null, $"the header is not UTF-8; its byte {FirstInvalid(header)} is not part of a character.");
        if (header.IsEmpty)
            throw new SafeTensorsException(fileName, null, "the header is empty; it must be a JSON object that starts with '{'.");
        if (header[0] != (byte)'{')
        {
            Rune.DecodeFromUtf8(header, out var first, out _);
            throw new SafeTensorsException(fileName, null, $"the header must start with '{{', but it starts with '{first}'.");
        }

        var entries = new List<SafeTensorHeaderEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            Parse(header, fileName, entries, metadata);
        }
        catch (JsonException exception)
        {
            throw new SafeTensorsException(
                fileName, null, $"the header is not JSON, at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}: {exception.Message}", exception);
        }

        // Reading by place, not by the order in the header, shows gaps and overlaps; empty tensors come before what starts where they do.
        entries.Sort(static (a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        CheckCoverage(entries, dataLength, fileName);
        return (entries, metadata);
    }

    private static void Parse(
        ReadOnlySpan<byte> header, string fileName, List<SafeTensorHeaderEntry> entries, Dictionary<string, string> metadata)
    {
        var reader = new Utf8JsonReader(header);
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, fileName, null);
            if (!names.Add(name))
                throw new SafeTensorsException(fileName, null, $"the header has the key '{name}' twice.");
            reader.Read();
            if (name == MetadataKey)
                ReadMetadata(ref reader, fileName, metadata);
            else
                entries.Add(ReadEntry(ref reader, fileName, name));
        }

        // Whatever is not white space after the closing brace throws here.
        reader.Read();
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, string fileName, Dictionary<string, string> metadata)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new SafeTensorsException(fileName, null, $"{MetadataKey} must be an object of strings, but it is {Kind(reader.TokenType)}.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader, fileName, null);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw new SafeTensorsException(fileName, null, $"{MetadataKey} must map strings to strings, but '{key}' is {Kind(reader.TokenType)}.");
            if (!metadata.TryAdd(key, Text(ref reader, fileName, null)))
                throw new SafeTensorsException(fileName, null, $"{MetadataKey} has the key '{key}' twice.");
        }
    }

    private static SafeTensorHeaderEntry ReadEntry(ref Utf8JsonReader reader, string fileName, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new SafeTensorsException(fileName, name, $"its entry must be an object, but it is {Kind(reader.TokenType)}.");

        SafeTensorType? type = null;
        List<long>? shape = null;
        List<long>? offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader, fileName, name);
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(ref reader, fileName, name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(ref reader, fileName, name, key);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(ref reader, fileName, name, key);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw new SafeTensorsException(fileName, name, $"its entry has the key '{key}' twice.");
                default:
                    // It might change what the bytes mean, so it is not passed over.
                    throw new SafeTensorsException(fileName, name, $"its entry has the key '{key}'; only dtype, shape and data_offsets are known.");
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            var missing = type is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw new SafeTensorsException(fileName, name, $"its entry has no {missing}.");
        }

        if (offsets.Count != 2)
            throw new SafeTensorsException(fileName, name, $"data_offsets must be [begin, end], but it has {offsets.Count} numbers.");
        var entry = new SafeTensorHeaderEntry(name, type.Value, shape, offsets[0], offsets[1]);
        CheckSize(entry, fileName);
        return entry;
    }

    private static SafeTensorType ReadType(ref Utf8JsonReader reader, string fileName, string name)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new SafeTensorsException(fileName, name, $"dtype must be a string, but it is {Kind(reader.TokenType)}.");
        var text = Text(ref reader, fileName, name);
        return SafeTensorTypes.TryParse(text, out var type)
            ? type
            : throw new SafeTensorsException(fileName, name, $"its dtype '{text}' is not known. Known are {SafeTensorTypes.Names}.");
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string fileName, string name, string key)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new SafeTensorsException(fileName, name, $"{key} must be an array of whole numbers, but it is {Kind(reader.TokenType)}.");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number)
                throw new SafeTensorsException(fileName, name, $"{key} must hold whole numbers, but has {Kind(reader.TokenType)}.");
            if (!reader.TryGetInt64(out var number) || number < 0)
            {
                throw new SafeTensorsException(
                    fileName, name, $"{key} must hold whole numbers from 0 to {long.MaxValue}, but has {Encoding.UTF8.GetString(reader.ValueSpan)}.");
            }

            numbers.Add(number);
        }

        return numbers;
    }

    private static void CheckSize(SafeTensorHeaderEntry entry, string fileName)
    {
        if (entry.End < entry.Begin)
            throw new SafeTensorsException(fileName, entry.Name, $"its data ends at {entry.End}, before it begins at {entry.Begin}.");
        long bytes = SafeTensorTypes.Bytes(entry.Type);
        foreach (var extent in entry.Shape)
        {
            if (bytes != 0 && extent > long.MaxValue / bytes)
                throw new SafeTensorsException(fileName, entry.Name, $"its shape {Describe.Shape(entry.Shape)} times {entry.Type} overflows 64 bits.");
            bytes *= extent;
        }

        if (bytes != entry.End - entry.Begin)
        {
            throw new SafeTensorsException(
                fileName,
                entry.Name,
                $"{entry.Type} {Describe.Shape(entry.Shape)} takes {bytes} bytes, but data_offsets [{entry.Begin}, {entry.End}] give it {entry.End - entry.Begin}.");
        }
    }

    private static void CheckCoverage(List<SafeTensorHeaderEntry> entries, long dataLength, string fileName)
    {
        long end = 0;
        string? previous = null;
        foreach (var entry in entries)
        {
            var after = previous is null ? "the data starts at 0" : $"'{previous}' ends at {end}";
            if (entry.Begin > end)
                throw new SafeTensorsException(fileName, entry.Name, $"it begins at {entry.Begin}, but {after}: a gap of {entry.Begin - end} bytes.");
            if (entry.Begin < end)
                throw new SafeTensorsException(fileName, entry.Name, $"it begins at {entry.Begin}, but {after}: they overlap.");
            end = entry.End;
            previous = entry.Name;
            if (end > dataLength)
                throw new SafeTensorsException(fileName, entry.Name, $"its data ends at {end}, but the file has only {dataLength} bytes of data.");
        }

        if (end != dataLength)
            throw new SafeTensorsException(fileName, null, $"the tensors take {end} bytes, but {dataLength} follow the header: {dataLength - end} are left over.");
    }

    private static string Text(ref Utf8JsonReader reader, string fileName, string? tensorName)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException exception)
        {
            // An escape such as \ud800 that is half a character.
            throw new SafeTensorsException(
                fileName, tensorName, $"the header has a string that is not text: {Encoding.UTF8.GetString(reader.ValueSpan)}.", exception);
        }
    }

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
