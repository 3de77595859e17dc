namespace NetGen.Generator.Declaration;

/// <summary>
/// What <c>Predict</c> takes: <c>inputs</c> and <c>outputs</c>, or a span for each, by the names that the forward method gives them, where there
/// are several.
/// </summary>
internal sealed record PredictSignature(bool IsSimple, EquatableArray<string> Inputs, EquatableArray<string> Outputs)
{
    /// <summary>What the method itself needs names for.</summary>
    public static readonly string[] Locals = ["samples", "start", "batch", "scratch", "networkParameters", "prepared", "predictionPrepared", "predictionScratch"];

    /// <summary>What it needs names for besides, where the network carries a state.</summary>
    public static readonly string[] LocalsOfState = ["state", "carried", "firstSequence", "predictionState"];

    /// <summary>Which of the inputs have whole numbers, and so can be given as such.</summary>
    public EquatableArray<bool> AreIndices { get; init; } = [];

    /// <summary>The shapes of a sample of all inputs and outputs, as text; empty where they are not known.</summary>
    public EquatableArray<string> Shapes { get; init; } = [];

    /// <summary>Which whole numbers are refused, as text: what is outside of a vocabulary, or of the lengths that are allowed; null where none is.</summary>
    public string? Refused { get; init; }

    public bool HasIndices => AreIndices.Contains(true);

    public IEnumerable<string> Names => Inputs.Concat(Outputs);

    public static PredictSignature Of(NetworkDeclaration network)
        => network.IsSimple
            ? new(true, ["inputs"], ["outputs"]) { AreIndices = Indices(network), Refused = RefusedOf(network) }
            : Free([.. network.InputNames], [.. network.OutputNames], network.CarriesState) with { AreIndices = Indices(network), Refused = RefusedOf(network) };

    private static EquatableArray<bool> Indices(NetworkDeclaration network) => network.Inputs.Select(static input => input.IsWhole).ToEquatableArray();

    private static string? RefusedOf(NetworkDeclaration network)
    {
        string[] refused =
        [
            .. network.Inputs.Any(static input => input.Vocabulary is not null) ? ["a number outside of the vocabulary"] : Array.Empty<string>(),
            .. network.Inputs.Select(static input => input.Longest).OfType<int>().Distinct().Select(static longest => $"a length outside of 1 to {Numbers.Text(longest)}"),
        ];
        return refused.Length == 0 ? null : $"{Counts.Capital(Counts.Either(refused))} is refused.";
    }

    /// <summary>With a name for each span that the method itself does not need.</summary>
    private static PredictSignature Free(string[] inputs, string[] outputs, bool carriesState)
    {
        string[] reserved = [.. Locals, .. carriesState ? LocalsOfState : [], .. Aliases.Names, .. PrivateMembers.Names];
        var names = new UniqueNames(reserved);
        return new(false, inputs.Select(Name).ToEquatableArray(), outputs.Select(Name).ToEquatableArray());

        string Name(string name) => Identifiers.Escape(names.Take(reserved.Contains(name) ? name + "Value" : name));
    }
}
