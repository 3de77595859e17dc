using NetGen.Generator.Declaration;

namespace NetGen.Generator.Emission;

/// <summary>Writes the head of <c>Predict</c>, and what it checks first.</summary>
internal static class PredictHead
{
    private const string Prediction = "global::NetGen.Prediction.";

    /// <summary>Opens the method.</summary>
    /// <param name="signature">What it takes.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="type">The network's class.</param>
    /// <param name="of">The interface whose method it is.</param>
    public static CodeWriter.Block Braces(this PredictSignature signature, CodeWriter writer, ClassDeclaration type, string of = "global::NetGen.INetwork")
    {
        if (signature.IsSimple)
        {
            writer.Line("/// <inheritdoc/>");
        }
        else
        {
            signature.WriteRows(writer, type, of);
            writer.Blank();
            writer.Documentation(
                "summary",
                "Predicts a batch of any size, one sample included; each span has all samples, concatenated. Many threads may predict at once.");
            WriteParameters(signature, writer, hasState: false);
        }

        return writer.Braces(GeneratedMembers.Predict(signature).Head(type));
    }

    /// <summary>Opens the method that begins with a state and leaves it behind the last step.</summary>
    public static CodeWriter.Block BracesWithState(this PredictSignature signature, CodeWriter writer, ClassDeclaration type, string of = "global::NetGen.INetwork")
    {
        if (signature is { IsSimple: false, Outputs.Count: 1 })
        {
            signature.WriteRows(writer, type, of, hasState: true);
            writer.Blank();
        }

        writer.Documentation(
            "summary",
            "Predicts a window of each sequence, which goes on where the state has ended, and leaves the state after the last step. Sample i is a window of sequence i. A state belongs to one thread at a time.");
        WriteParameters(signature, writer, hasState: true);
        return writer.Braces(GeneratedMembers.WithState(GeneratedMembers.Predict(signature), signature.Inputs.Count).Head(type));
    }

    /// <summary>The same from whole numbers.</summary>
    public static void WriteIndicesWithState(this PredictSignature signature, CodeWriter writer, ClassDeclaration type)
    {
        if (!signature.HasIndices)
            return;
        writer.Blank();
        writer.Documentation("summary", string.Join(" ", new[] { "The same, with inputs as whole numbers.", signature.Refused }.Where(static sentence => sentence is not null)));
        WriteParameters(signature, writer, hasState: true);
        writer.Line($"{GeneratedMembers.WithState(GeneratedMembers.PredictOfIndices(signature), signature.Inputs.Count).Head(type)}");
        writer.Line($"    => Predict({string.Join(", ", Converted(signature).Append("state").Concat(signature.Outputs))});");
    }

    private static void WriteParameters(PredictSignature signature, CodeWriter writer, bool hasState)
    {
        foreach (var name in signature.Inputs)
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">The samples{(signature.IsSimple ? "" : $" of this input{ShapeOf(signature, name)}")}, concatenated.</param>");
        if (hasState)
            writer.Line("/// <param name=\"state\">What the steps before have left.</param>");
        foreach (var name in signature.Outputs)
            writer.Line($"/// <param name=\"{name.TrimStart('@')}\">Where the samples of {(signature.IsSimple ? "the output" : $"this output{ShapeOf(signature, name)}")} go.</param>");
    }

    private static string ShapeOf(PredictSignature signature, string name) => signature.Shapes.Count == 0 ? "" : $", {signature.Shapes[signature.Names.ToList().IndexOf(name)]} each";

    private static IEnumerable<string> Converted(PredictSignature signature)
        => signature.Inputs.Select((name, index) => signature.AreIndices[index] ? $"{Prediction}IndicesOf(Generated.Description, {Numbers.Text(index)}, {name})" : name);

    /// <summary>Writes the method of the interface: it takes rows with all inputs, as a dataset has them, and cannot give several outputs.</summary>
    private static void WriteRows(this PredictSignature signature, CodeWriter writer, ClassDeclaration type, string of, bool hasState = false)
    {
        var member = GeneratedMembers.PredictOfInterface with { Interface = of };
        writer.Line((hasState ? GeneratedMembers.WithState(member, inputs: 1) : member).Head(type));
        if (signature.Outputs.Count > 1)
        {
            writer.Line($"    => throw {Prediction}SeveralOutputs(Generated.Description);");
            return;
        }

        writer.Line("{");
        writer.Line($"    var samples = {Prediction}RowSamples(Generated.Description, inputs, outputs);");
        var columns = signature.Inputs.Select((_, index) => $"{Prediction}InputOf(Generated.Description, {Numbers.Text(index)}, inputs, samples)");
        writer.Line($"    Predict({string.Join(", ", columns)}, {(hasState ? "state, " : "")}outputs);");
        writer.Line("}");
    }

    /// <summary>Writes the method that takes whole numbers as such.</summary>
    public static void WriteIndices(this PredictSignature signature, CodeWriter writer, ClassDeclaration type)
    {
        if (!signature.HasIndices)
            return;
        writer.Blank();
        writer.Documentation("summary", string.Join(" ", new[] { "Predicts a batch of any size, one sample included, with inputs as whole numbers.", signature.Refused, "Many threads may predict at once." }.Where(static sentence => sentence is not null)));
        WriteParameters(signature, writer, hasState: false);
        writer.Line($"{GeneratedMembers.PredictOfIndices(signature).Head(type)}");
        writer.Line($"    => Predict({string.Join(", ", Converted(signature).Concat(signature.Outputs))});");
    }

    /// <summary>Writes how the spans are checked, and the number of samples found.</summary>
    public static void WriteChecks(this PredictSignature signature, CodeWriter writer)
    {
        if (signature.IsSimple)
        {
            writer.Line($"var samples = {Prediction}Samples(Generated.Description, inputs, outputs);");
            WriteApartFromParameters(signature, writer);
            return;
        }

        writer.Line($"var samples = {Prediction}InputSamples(Generated.Description, 0, {signature.Inputs[0]});");
        for (var index = 1; index < signature.Inputs.Count; index++)
            writer.Line($"{Prediction}CheckInput(Generated.Description, {Numbers.Text(index)}, {signature.Inputs[index]}, samples);");
        for (var index = 0; index < signature.Outputs.Count; index++)
        {
            writer.Line($"{Prediction}CheckOutput(Generated.Description, {Numbers.Text(index)}, {signature.Outputs[index]}, samples);");
            foreach (var other in signature.Inputs.Concat(signature.Outputs.Take(index)))
                writer.Line($"global::NetGen.Numerics.SpanOverlap.CheckApart<float>({signature.Outputs[index]}, {Text(signature.Outputs[index])}, {other}, {Text(other)});");
        }

        WriteApartFromParameters(signature, writer);
    }

    /// <summary>The parameters are read until the last sample is predicted.</summary>
    private static void WriteApartFromParameters(PredictSignature signature, CodeWriter writer)
    {
        foreach (var output in signature.Outputs)
            writer.Line($"global::NetGen.Numerics.SpanOverlap.CheckApart<float>({output}, {Text(output)}, networkParameters.Span, \"Parameters\");");
    }

    /// <summary>The name of a span as text: <c>nameof</c> may be something of the developer's.</summary>
    private static string Text(string name) => $"\"{name.TrimStart('@')}\"";
}
