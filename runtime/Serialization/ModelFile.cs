namespace NetGen;

/// <summary>
/// A network's parameters and the <see cref="Preprocessing"/> of its data in one safetensors file. It is a <see cref="NetworkFile"/> too: <c>network.Load</c>
/// takes the parameters and passes over the rest, and so do other programs that read safetensors.
/// </summary>
public static class ModelFile
{
    /// <summary>Writes both, atomically, as <see cref="NetworkFile.Save(INetwork, string)"/> does.</summary>
    /// <exception cref="ArgumentException">The encoder or a standardizer does not fit the network: it has another number of inputs or outputs.</exception>
    /// <exception cref="IOException">The file cannot be written: the message names <paramref name="path"/>. An old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Save(INetwork network, Preprocessing preprocessing, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (entries, metadata) = Content(network, preprocessing);
        SafeTensorsWriter.Write(path, entries, metadata);
    }

    /// <summary>Writes both to a stream, which stays open.</summary>
    /// <inheritdoc cref="Save(INetwork, Preprocessing, string)"/>
    public static void Save(INetwork network, Preprocessing preprocessing, Stream stream)
    {
        var (entries, metadata) = Content(network, preprocessing);
        SafeTensorsWriter.Write(stream, entries, metadata);
    }

    /// <summary>Reads the parameters into the network, and gives the preprocessing. Everything is checked first: a file that is refused leaves the network as it was.</summary>
    /// <exception cref="SafeTensorsException">
    /// The file is malformed, has no preprocessing, or does not fit the network: its parameters (see <see cref="NetworkFile.Load(INetwork, string, NetworkFileOptions?)"/>),
    /// or the columns that its encoder and standardizers were fitted on.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Preprocessing Load(INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Load(network, SafeTensorsFile.Read(path));
    }

    /// <summary>Reads both from a stream, from where it stands to its end.</summary>
    /// <inheritdoc cref="Load(INetwork, string)"/>
    public static Preprocessing Load(INetwork network, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Load(network, SafeTensorsFile.Read(stream));
    }

    /// <summary>Reads the preprocessing alone, for a program that has no network.</summary>
    /// <exception cref="SafeTensorsException">The file is malformed, or has no preprocessing.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Preprocessing LoadPreprocessing(string path) => PreprocessingFormat.Read(SafeTensorsFile.Read(path));

    private static Preprocessing Load(INetwork network, SafeTensorsFile file)
    {
        var preprocessing = PreprocessingFormat.Read(file);
        if (preprocessing.Problem(network.Description, network is IObjectiveNetwork) is { } problem)
            throw new SafeTensorsException(file.FileName, null, $"{problem}. {network.Description.Name} is unchanged.");
        NetworkFile.Load(network, file);
        return preprocessing;
    }

    private static (IEnumerable<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata) Content(INetwork network, Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (preprocessing.Problem(network.Description, network is IObjectiveNetwork) is { } problem)
            throw new ArgumentException($"The preprocessing cannot be saved with {network.Description.Name}: {problem}.", nameof(preprocessing));
        var metadata = NetworkFile.Metadata(network);
        metadata[PreprocessingFormat.MetadataKey] = PreprocessingFormat.Text(preprocessing);
        return (NetworkFile.Entries(network).Concat(PreprocessingFormat.Entries(preprocessing)), metadata);
    }
}
