using NetGen.Generator.Declaration;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes the other parts of the partial methods and properties that stand for layers. They never run; they are there, so that the
/// forward method compiles, even where the network has errors.
/// </summary>
internal static class BodyFile
{
    public static EquatableArray<SourceFile> Of(NetworkDeclaration declaration)
    {
        if (declaration.Body is not { Members.Count: > 0 } body)
            return [];
        var text = NetworkFiles.Wrap(declaration, "", document: null, writer =>
        {
            writer.Line("// These stand for the layers where the forward method is read. They have a body so that it compiles, and are never called: what they compute is in Forward, Predict and Backward.");
            foreach (var member in body.Members.Where(static member => member.Signature.Length > 0))
                writer.Line($"{member.Signature} => throw global::NetGen.Tensor.NeverRuns();");
        }, usesShortNames: false);
        return [new(FileNames.Of(declaration.Class.QualifiedName, "Body"), text)];
    }
}
