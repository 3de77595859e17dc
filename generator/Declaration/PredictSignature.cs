namespace NetGen.Generator.Declaration;

/// <summary>
/// What <c>Predict</c> takes: <c>inputs</c> and <c>outputs</c>, or a span for each, by the names that the forward method gives them, where there
/// are several.
/// </summary>
internal sealed record PredictSignature(bool IsSimple, EquatableArray<string> Inputs, EquatableArray<string> Outputs)
{
    /// <summary>What the method itself needs names for.</summary>
    public static readonly string[] Locals = ["samples", "start", "batch", "scratch", "networkParameters", "prepared", "predictionPrepared", "predictionScratch"];

    public IEnumerable<string> Names => Inputs.Concat(Outputs);

    public static PredictSignature Of(NetworkDeclaration network)
        => network.IsSimple
            ? new(true, ["inputs"], ["outputs"])
            : Free([.. network.InputNames], [.. network.OutputNames]);

    /// <summary>With a name for each span that the method itself does not need.</summary>
    private static PredictSignature Free(string[] inputs, string[] outputs)
    {
        string[] reserved = [.. Locals, .. Aliases.Names, .. PrivateMembers.Names];
        var names = new UniqueNames(reserved);
        return new(false, inputs.Select(Name).ToEquatableArray(), outputs.Select(Name).ToEquatableArray());

        string Name(string name) => Identifiers.Escape(names.Take(reserved.Contains(name) ? name + "Value" : name));
    }
}
