namespace NetGen;

/// <summary>How strictly a file must fit the network it is loaded into.</summary>
public sealed record NetworkFileOptions
{
    /// <summary>Whether the file may have tensors that the network has not; they are then passed over. Not unless set.</summary>
    public bool AllowUnknownTensors { get; init; }
}

/// <summary>
/// A network's parameters in a safetensors file, under PyTorch's names and in logical shapes, whatever their layout in memory.
/// What <c>Save</c> and <c>Load</c> of a generated network do.
/// </summary>
public static class NetworkFile
{
    /// <summary>
    /// Writes all parameters, atomically: whatever interrupts it, <paramref name="path"/> holds the old file or the new one, whole. What else
    /// is kept of the old file, and what is refused, see <see cref="SafeTensorsWriter.Write(string, IEnumerable{SafeTensorsEntry}, IReadOnlyDictionary{string, string})"/>.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written: the message names <paramref name="path"/>. An old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Save(INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        SafeTensorsWriter.Write(path, Entries(network), Metadata(network));
    }

    /// <summary>Writes all parameters to a stream, which stays open.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Save(INetwork network, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(network);
        SafeTensorsWriter.Write(stream, Entries(network), Metadata(network));
    }

    /// <summary>
    /// Reads all parameters from F32, F64, F16 or BF16 tensors. Everything is checked and read before the first parameter changes: a file
    /// that is refused leaves the network as it was. Values that are not finite are loaded as they are.
    /// </summary>
    /// <exception cref="SafeTensorsException">
    /// The file is malformed, or does not fit the network: the message then lists the parameters that are missing, have another shape or a
    /// type that cannot be read, and the tensors that the network has not (the first of them, where they are many). Or a value of an F64
    /// tensor is finite, and too large for a float.
    /// </exception>
    /// <remarks>A checkpoint of a training (<see cref="Trainer.SaveCheckpoint"/>) is read as weights, too.</remarks>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Load(INetwork network, string path, NetworkFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        Load(network, SafeTensorsFile.Read(path), options);
    }

    /// <summary>Reads all parameters from a stream, from where it stands to its end.</summary>
    /// <inheritdoc cref="Load(INetwork, string, NetworkFileOptions?)"/>
    public static void Load(INetwork network, Stream stream, NetworkFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        Load(network, SafeTensorsFile.Read(stream), options);
    }

    /// <summary>Reads all parameters from a file that is in memory already.</summary>
    /// <inheritdoc cref="Load(INetwork, string, NetworkFileOptions?)"/>
    public static void Load(INetwork network, SafeTensorsFile file, NetworkFileOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(file);
        var description = network.Description;
        var problems = Match(description, file, options ?? new NetworkFileOptions(), out var matches);
        if (problems.Count > 0)
            throw new SafeTensorsException(file.FileName, null, Message(description, file, problems));
        Copy(network, matches);
    }

    /// <summary>What keeps a file from being loaded into a network.</summary>
    internal static ProblemList Check(NetworkDescription network, SafeTensorsFile file) => Match(network, file, new NetworkFileOptions(), out _);

    private static ProblemList Match(
        NetworkDescription description, SafeTensorsFile file, NetworkFileOptions options, out List<(ParameterInfo Parameter, SafeTensor Tensor)> matches)
    {
        var problems = new ProblemList();
        matches = new(description.Parameters.Count);
        foreach (var parameter in description.Parameters)
        {
            var problem = Compare(parameter, file, out var tensor);
            if (problem is null)
                matches.Add((parameter, tensor!));
            else
                problems.Add(problem);
        }

        if (!options.AllowUnknownTensors)
        {
            var known = description.Parameters.Select(static parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
            string Unknown(SafeTensor tensor) => $"'{Describe.Text(tensor.Name)}' is in the file, {Describe.Text(tensor.TypeName)} {Describe.Shape(tensor.Shape)}, but {description.Name} has no such parameter";
            foreach (var tensor in Weights(file).Where(tensor => !known.Contains(tensor.Name) && !IsBatchCount(tensor.Name, known)))
                problems.Add(tensor, Unknown);
        }

        return problems;
    }

    /// <summary>
    /// Reads those parameters that the file has in the same shape, and leaves the others as they are: a trunk that was trained for
    /// something else, below a head that is new.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <param name="nameInFile">
    /// What a parameter of the network is called in the file, or null where it is not to be read from it; its own name unless given.
    /// </param>
    /// <returns>Which names matched, and which did not and why.</returns>
    /// <exception cref="SafeTensorsException">The file is malformed, or nothing in it matches; the network is unchanged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NetworkFileReport LoadMatching(INetwork network, string path, Func<string, string?>? nameInFile = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        return LoadMatching(network, SafeTensorsFile.Read(path), nameInFile);
    }

    /// <summary>Reads those parameters that a file, which is in memory already, has in the same shape.</summary>
    /// <inheritdoc cref="LoadMatching(INetwork, string, Func{string, string})"/>
    public static NetworkFileReport LoadMatching(INetwork network, SafeTensorsFile file, Func<string, string?>? nameInFile = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(file);
        var description = network.Description;
        var matches = new List<(ParameterInfo Parameter, SafeTensor Tensor)>();
        var mismatches = new List<string>();
        var read = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in description.Parameters)
        {
            if ((nameInFile is null ? parameter.Name : nameInFile(parameter.Name)) is not { } name)
            {
                mismatches.Add($"'{parameter.Name}' {Describe.Shape(parameter.Shape)} is not to be read");
                continue;
            }

            read.Add(name);
            if (Compare(parameter with { Name = name }, file, out var tensor) is { } problem)
                mismatches.Add(name == parameter.Name ? problem : $"'{parameter.Name}': {problem}");
            else
                matches.Add((parameter, tensor!));
        }

        var unused = Weights(file).Where(tensor => !read.Contains(tensor.Name)).Select(static tensor => tensor.Name).ToArray();
        if (matches.Count == 0)
            throw new SafeTensorsException(file.FileName, null, Message(description, file, new ProblemList(mismatches)));
        Copy(network, matches);
        return new([.. matches.Select(static match => match.Parameter.Name)], mismatches, unused);
    }

    /// <summary>The tensors of a file without what a checkpoint has beside the parameters.</summary>
    private static IEnumerable<SafeTensor> Weights(SafeTensorsFile file)
    {
        var isCheckpoint = CheckpointFile.IsCheckpoint(file);
        return file.Tensors.Where(tensor => !PreprocessingFormat.IsReserved(tensor.Name) && !(isCheckpoint && tensor.Name.StartsWith(CheckpointFile.Prefix, StringComparison.Ordinal)));
    }

    /// <summary>PyTorch's batch normalisation counts its batches beside its running statistics, for a momentum that NetGen has not.</summary>
    private static bool IsBatchCount(string name, HashSet<string> known)
    {
        const string Suffix = "num_batches_tracked";
        return name.EndsWith(Suffix, StringComparison.Ordinal) && known.Contains(name[..^Suffix.Length] + "running_mean");
    }

    private static string? Compare(ParameterInfo parameter, SafeTensorsFile file, out SafeTensor? tensor)
    {
        var expected = Describe.Shape(parameter.Shape);
        if (!file.TryGet(parameter.Name, out tensor))
            return $"'{parameter.Name}' {expected} is not in the file";
        if (!tensor.Shape.SequenceEqual(parameter.Shape.Select(static extent => (long)extent)))
            return $"'{parameter.Name}' is expected to be {expected}, but is {Describe.Shape(tensor.Shape)} in the file";
        return SafeTensorTypes.IsParameter(tensor.Type)
            ? null
            : $"'{parameter.Name}' is {Describe.Text(tensor.TypeName)} in the file; only {SafeTensorTypes.ParameterTypes} can be read";
    }

    // All values that need it are converted before the first is set: one may have no float.
    private static void Copy(INetwork network, List<(ParameterInfo Parameter, SafeTensor Tensor)> matches)
    {
        var converted = matches.ConvertAll(static match => match.Tensor.IsFloats ? null : match.Tensor.ToArray());
        for (var i = 0; i < matches.Count; i++)
            new TensorView(network.Parameters, matches[i].Parameter).CopyFrom(converted[i] is { } values ? values : matches[i].Tensor.Floats);
    }

    private static string Message(NetworkDescription description, SafeTensorsFile file, ProblemList problems)
        => $"{description.Name} cannot be loaded from it, and is unchanged:{problems}"
            + $"\nExpected: {Describe.List(description.Parameters, static parameter => $"{parameter.Name} {Describe.Shape(parameter.Shape)}")}."
            + $"\nFound: {Describe.List(file.Tensors, static tensor => tensor.ToString())}.";

    internal static IEnumerable<SafeTensorsEntry> Entries(INetwork network)
        => network.Description.Parameters.Select(
            parameter => new SafeTensorsEntry(
                parameter.Name, parameter.Shape, values => new TensorView(network.Parameters, parameter).CopyTo(values)));

    // "pt" tells other readers that names and shapes are PyTorch's.
    internal static Dictionary<string, string> Metadata(INetwork network)
        => new(StringComparer.Ordinal) { ["format"] = "pt", ["network"] = network.Description.Name };
}
