using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>
/// What <c>Predict</c> takes: <c>inputs</c> and <c>outputs</c>, or a span for each, by the names that the forward method gives them, where there
/// are several.
/// </summary>
internal sealed record PredictSignature(bool IsSimple, EquatableArray<string> Inputs, EquatableArray<string> Outputs)
{
    /// <summary>What the method itself needs names for.</summary>
    public static readonly string[] Locals = ["samples", "start", "batch", "scratch", "networkParameters", "predictionScratch"];

    private const string Prediction = "global::NetGen.Prediction.";

    public IEnumerable<string> Names => Inputs.Concat(Outputs);

    public static PredictSignature Of(NetworkDeclaration network)
        => network.IsSimple
            ? new(true, ["inputs"], ["outputs"])
            : Free([.. network.InputNames], [.. network.OutputNames]);

    /// <summary>Opens the method.</summary>
    public CodeWriter.Block Braces(CodeWriter writer, ClassDeclaration type)
    {
        if (IsSimple)
        {
            writer.Line("/// <inheritdoc/>");
        }
        else
        {
            writer.Line(GeneratedMembers.PredictOfInterface.Head(type));
            writer.Line($"    => throw {Prediction}SeveralInputsOrOutputs(Generated.Description);");
            writer.Blank();
            writer.Documentation(
                "summary",
                "Predicts a batch of any size, one sample included; each span has all samples, concatenated. Many threads may predict at once.");
            foreach (var name in Inputs)
                writer.Line($"/// <param name=\"{name.TrimStart('@')}\">The samples of an input.</param>");
            foreach (var name in Outputs)
                writer.Line($"/// <param name=\"{name.TrimStart('@')}\">Where the samples of an output go.</param>");
        }

        return writer.Braces(GeneratedMembers.Predict(this).Head(type));
    }

    /// <summary>Writes how the spans are checked, and the number of samples found.</summary>
    public void WriteChecks(CodeWriter writer)
    {
        if (IsSimple)
        {
            writer.Line($"var samples = {Prediction}Samples(Generated.Description, inputs, outputs);");
            WriteApartFromParameters(writer);
            return;
        }

        writer.Line($"var samples = {Prediction}InputSamples(Generated.Description, 0, {Inputs[0]});");
        for (var index = 1; index < Inputs.Count; index++)
            writer.Line($"{Prediction}CheckInput(Generated.Description, {Numbers.Text(index)}, {Inputs[index]}, samples);");
        for (var index = 0; index < Outputs.Count; index++)
        {
            writer.Line($"{Prediction}CheckOutput(Generated.Description, {Numbers.Text(index)}, {Outputs[index]}, samples);");
            foreach (var other in Inputs.Concat(Outputs.Take(index)))
                writer.Line($"global::NetGen.Numerics.SpanOverlap.CheckApart<float>({Outputs[index]}, {Text(Outputs[index])}, {other}, {Text(other)});");
        }

        WriteApartFromParameters(writer);
    }

    /// <summary>The parameters are read until the last sample is predicted.</summary>
    private void WriteApartFromParameters(CodeWriter writer)
    {
        foreach (var output in Outputs)
            writer.Line($"global::NetGen.Numerics.SpanOverlap.CheckApart<float>({output}, {Text(output)}, networkParameters.Span, \"Parameters\");");
    }

    /// <summary>The name of a span as text: <c>nameof</c> may be something of the developer's.</summary>
    private static string Text(string name) => $"\"{name.TrimStart('@')}\"";

    /// <summary>With a name for each span that the method itself does not need.</summary>
    private static PredictSignature Free(string[] inputs, string[] outputs)
    {
        string[] reserved = [.. Locals, .. Aliases.Names, .. PrivateMembers.Names];
        var names = new UniqueNames(reserved);
        return new(false, inputs.Select(Name).ToEquatableArray(), outputs.Select(Name).ToEquatableArray());

        string Name(string name) => Identifiers.Escape(names.Take(reserved.Contains(name) ? name + "Value" : name));
    }
}
