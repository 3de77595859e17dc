using System.Buffers;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// How a <see cref="Preprocessing"/> is written in a safetensors file: the encoder as JSON in the metadata, means and deviations of the standardizers as tensors
/// whose names start with <see cref="TensorPrefix"/>, which no parameter's name does. Every float has the same bits when it is read again.
/// </summary>
internal static class PreprocessingFormat
{
    /// <summary>Under which key of the metadata it is.</summary>
    public const string MetadataKey = "preprocessing";

    /// <summary>What the names of its tensors start with.</summary>
    public const string TensorPrefix = "@preprocessing.";

    private const int Version = 1;

    /// <summary>Whether a tensor is not of a network.</summary>
    public static bool IsReserved(string tensorName) => tensorName.StartsWith(TensorPrefix, StringComparison.Ordinal);

    public static IEnumerable<SafeTensorsEntry> Entries(Preprocessing preprocessing)
        => [.. Entries("input", preprocessing.InputStandardizer), .. Entries("target", preprocessing.TargetStandardizer)];

    public static string Text(Preprocessing preprocessing)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            if (preprocessing.Encoder is { } encoder)
            {
                writer.WriteStartObject("encoder");
                Write(writer, "inputs", encoder.Inputs);
                Write(writer, "targets", encoder.Targets);
                Write(writer, "missingTokens", encoder.MissingTokens);
                writer.WriteString("decimalSeparator", encoder.DecimalSeparator.ToString());
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <exception cref="SafeTensorsException">It has none, or one that is malformed.</exception>
    public static Preprocessing Read(SafeTensorsFile file)
    {
        if (!file.Metadata.TryGetValue(MetadataKey, out var text))
            throw new SafeTensorsException(file.FileName, null, "it has no preprocessing: it was not saved by ModelFile. If it has the parameters of a network, network.Load reads it.");
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var version = root.GetProperty("version").GetInt32();
            if (version != Version)
                throw new SafeTensorsException(file.FileName, null, $"its preprocessing has version {version}; this version of NetGen knows {Version}.");
            return new Preprocessing
            {
                Encoder = root.TryGetProperty("encoder", out var encoder) ? ReadEncoder(encoder) : null,
                InputStandardizer = ReadStandardizer("input", file),
                TargetStandardizer = ReadStandardizer("target", file),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException && exception is not SafeTensorsException)
        {
            throw new SafeTensorsException(file.FileName, null, $"its preprocessing is malformed: {Describe.Text(exception.Message)}", exception);
        }
    }

    private static IEnumerable<SafeTensorsEntry> Entries(string what, Standardizer? standardizer)
        => standardizer is null
            ? []
            : [
                new($"{TensorPrefix}{what}.mean", [standardizer.Size], standardizer.Mean.ToArray()),
                new($"{TensorPrefix}{what}.deviation", [standardizer.Size], standardizer.Deviation.ToArray()),
            ];

    private static Standardizer? ReadStandardizer(string what, SafeTensorsFile file)
    {
        var hasMean = file.TryGet($"{TensorPrefix}{what}.mean", out var mean);
        var hasDeviation = file.TryGet($"{TensorPrefix}{what}.deviation", out var deviation);
        if (hasMean != hasDeviation)
            throw new FormatException($"of the standardizer's mean and deviation of each {what}, one is missing.");
        return hasMean ? new Standardizer(mean!.ToArray(), deviation!.ToArray()) : null;
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<CsvEncoding> encodings)
    {
        writer.WriteStartArray(name);
        foreach (var encoding in encodings)
        {
            writer.WriteStartObject();
            writer.WriteString("name", encoding.Name);
            writer.WriteString("kind", encoding.Kind.ToString());
            if (encoding.Kind != CsvColumnKind.Numeric)
                Write(writer, "categories", encoding.Categories);
            writer.WriteBoolean("other", encoding.HasOther);
            writer.WriteBoolean("indicator", encoding.HasIndicator);
            if (encoding.FillNumber is { } number)
                writer.WriteNumber("fillNumber", number);
            if (encoding.FillCategory is { } category)
                writer.WriteString("fillCategory", category);
            writer.WriteNumber("mean", encoding.Mean);
            writer.WriteNumber("deviation", encoding.Deviation);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static CsvEncoder ReadEncoder(JsonElement encoder)
        => new(
            ReadEncodings(encoder.GetProperty("inputs")),
            ReadEncodings(encoder.GetProperty("targets")),
            Texts(encoder.GetProperty("missingTokens")),
            Text(encoder.GetProperty("decimalSeparator")) is [var separator] ? separator : throw new FormatException("decimalSeparator is not one character."));

    private static CsvEncoding[] ReadEncodings(JsonElement encodings) => [.. encodings.EnumerateArray().Select(ReadEncoding)];

    private static CsvEncoding ReadEncoding(JsonElement encoding)
        => new()
        {
            Name = Text(encoding.GetProperty("name")),
            Kind = Text(encoding.GetProperty("kind")) switch
            {
                nameof(CsvColumnKind.Numeric) => CsvColumnKind.Numeric,
                nameof(CsvColumnKind.ClassIndex) => CsvColumnKind.ClassIndex,
                nameof(CsvColumnKind.OneHot) => CsvColumnKind.OneHot,
                var kind => throw new FormatException($"'{kind}' is no kind of column."),
            },
            Categories = encoding.TryGetProperty("categories", out var categories) ? Texts(categories) : [],
            HasOther = encoding.GetProperty("other").GetBoolean(),
            HasIndicator = encoding.GetProperty("indicator").GetBoolean(),
            FillNumber = encoding.TryGetProperty("fillNumber", out var number) ? number.GetSingle() : null,
            FillCategory = encoding.TryGetProperty("fillCategory", out var category) ? Text(category) : null,
            Mean = encoding.GetProperty("mean").GetSingle(),
            Deviation = encoding.GetProperty("deviation").GetSingle(),
        };

    private static string[] Texts(JsonElement texts) => [.. texts.EnumerateArray().Select(Text)];

    private static string Text(JsonElement text) => text.GetString() ?? throw new FormatException("a text is null.");
}
