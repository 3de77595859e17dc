using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// A checkpoint as a safetensors file: the parameters under their names, in logical shapes, so that it can be read as weights; all other values under
/// <c>training/</c>, texts in the metadata and arrays as tensors of one axis; a version, and a checksum of everything.
/// </summary>
internal sealed class CheckpointFile
{
    /// <summary>What the names of tensors begin with that are no parameters.</summary>
    public const string Prefix = "training/";

    private const string VersionKey = "checkpoint";
    private const string Version = "1";
    private const string ChecksumKey = "checksum";

    private CheckpointFile(SafeTensorsFile file, StateStore state)
    {
        File = file;
        State = state;
    }

    /// <summary>The file, with the parameters.</summary>
    public SafeTensorsFile File { get; }

    /// <summary>All other values.</summary>
    public StateStore State { get; }

    /// <summary>Whether a file is a checkpoint, and not weights alone.</summary>
    public static bool IsCheckpoint(SafeTensorsFile file) => file.Metadata.ContainsKey(VersionKey);

    /// <summary>Writes a checkpoint, atomically.</summary>
    /// <exception cref="IOException">It cannot be written; an old file is as it was.</exception>
    public static void Write(string path, INetwork network, StateStore state)
    {
        List<SafeTensorsEntry> entries = [];
        foreach (var parameter in network.Description.Parameters)
            entries.Add(new SafeTensorsEntry(parameter.Name, parameter.Shape, new TensorView(network.Parameters, parameter).ToArray()));
        entries.AddRange(state.Floats.Select(static pair => new SafeTensorsEntry(Prefix + pair.Key, [pair.Value.Length], pair.Value)));
        entries.AddRange(state.Doubles.Select(static pair => new SafeTensorsEntry(Prefix + pair.Key, [pair.Value.Length], pair.Value)));
        entries.AddRange(state.Integers.Select(static pair => new SafeTensorsEntry(Prefix + pair.Key, [pair.Value.Length], pair.Value)));

        // "pt" tells other readers that names and shapes are PyTorch's.
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = "pt",
            ["network"] = network.Description.Name,
            [VersionKey] = Version,
        };
        foreach (var (name, text) in state.Texts)
            metadata.Add(Prefix + name, text);
        metadata[ChecksumKey] = Checksum(metadata, entries.Select(static entry => new Content(entry.Name, entry.Type, entry.Shape.Select(static extent => (long)extent), entry.Bytes())));
        SafeTensorsWriter.Write(path, entries, metadata);
    }

    /// <summary>Reads a checkpoint, and checks that it is one, of this version, and whole.</summary>
    /// <exception cref="SafeTensorsException">It is not.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CheckpointFile Read(string path)
    {
        var file = SafeTensorsFile.Read(path);
        if (!file.Metadata.TryGetValue(VersionKey, out var version))
            throw new SafeTensorsException(path, null, "it is no checkpoint, but weights alone; read them with the network's Load, and begin a new training.");
        if (version != Version)
            throw new SafeTensorsException(path, null, $"it is a checkpoint of version {Describe.Text(version)}; this NetGen reads version {Version}.");
        if (!file.Metadata.TryGetValue(ChecksumKey, out var expected))
            throw new SafeTensorsException(path, null, "it is a checkpoint without a checksum.");
        var actual = Checksum(file.Metadata, file.Tensors.Select(static tensor => new Content(tensor.Name, tensor.Type, tensor.Shape, tensor.Data)));
        if (actual != expected)
            throw new SafeTensorsException(path, null, $"it is damaged: its checksum is {Describe.Text(expected)}, but that of its content is {actual}.");

        var state = new StateStore();
        foreach (var (key, text) in file.Metadata)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
                state.Texts.Add(key[Prefix.Length..], text);
        }

        foreach (var tensor in file.Tensors.Where(static tensor => tensor.Name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var name = tensor.Name[Prefix.Length..];
            if (tensor.Type == SafeTensorType.F32)
                state.Floats.Add(name, tensor.ToArray());
            else if (tensor.Type == SafeTensorType.F64)
                state.Doubles.Add(name, tensor.ToDoubleArray());
            else
                state.Integers.Add(name, tensor.ToInt64Array());
        }

        return new CheckpointFile(file, state);
    }

    /// <summary>The CRC-32 of all names, types, shapes, bytes and texts but its own, in the order of their names.</summary>
    private static string Checksum(IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<Content> tensors)
    {
        var crc = new Crc32();
        foreach (var (key, text) in metadata.Where(static pair => pair.Key != ChecksumKey).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            crc.Append(Encoding.UTF8.GetBytes($"{key}\0{text}\0"));
        foreach (var tensor in tensors.OrderBy(static tensor => tensor.Name, StringComparer.Ordinal))
        {
            crc.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{tensor.Name}\0{tensor.Type}\0{string.Join(',', tensor.Shape)}\0")));
            crc.Append(tensor.Bytes.Span);
        }

        return crc.Value.ToString("x8", CultureInfo.InvariantCulture);
    }

    private readonly record struct Content(string Name, SafeTensorType Type, IEnumerable<long> Shape, ReadOnlyMemory<byte> Bytes);
}
