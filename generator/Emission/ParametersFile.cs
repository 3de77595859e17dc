using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>Writes the constructor, the parameters and a view of each, and how they are saved and loaded.</summary>
internal static class ParametersFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program)
    {
        writer.Line($"private readonly global::NetGen.Numerics.AlignedBuffer networkParameters = new({Numbers.Text(program.BufferLength)});");
        writer.Line("private global::NetGen.Numerics.AlignedBuffer? networkGradients;");
        writer.Blank();
        WriteConstructor(writer, declaration.Class);

        Property(writer, "global::NetGen.NetworkDescription Description", "Generated.Description");
        Property(writer, "global::System.Span<float> Parameters", "networkParameters.Span");
        Property(writer, "global::System.Span<float> Gradients", $"(networkGradients ??= new({Numbers.Text(program.TrainableLength)})).Span");
        var views = GeneratedMembers.Views(declaration);
        var order = program.DeclarationOrder(declaration);
        for (var index = 0; index < order.Length; index++)
        {
            var tensor = program.Tensors[order[index]];
            WriteView(writer, tensor, Aliases.Verbatim(views[tensor.Name]), index);
        }

        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        writer.Line("public global::NetGen.Workspace CreateWorkspace(int capacity) => new(Generated.Layout, capacity);");
        writer.Blank();
        writer.Documentation("summary", "Saves the parameters as a safetensors file under PyTorch's names and shapes; a file that is there is replaced only by a complete one.");
        writer.Line("public void Save(string path) => global::NetGen.NetworkFile.Save(this, path);");
        writer.Blank();
        writer.Documentation("summary", "Loads the parameters from a safetensors file. A file that does not fit is refused, and nothing is changed.");
        writer.Line("public void Load(string path) => global::NetGen.NetworkFile.Load(this, path);");
    }

    private static void WriteConstructor(CodeWriter writer, ClassDeclaration type)
    {
        var warnings = string.Join(", ", type.Constructor.Warnings);
        writer.Documentation("summary", "Makes the network and draws its parameters: the same seed gives the same network.");
        if (type.Constructor.SetsRequiredMembers)
            writer.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        if (warnings.Length > 0)
            writer.Line($"#pragma warning disable {warnings} // The class's own members, and what it derives from, are not set up here.");
        using (writer.Braces($"public {type.Name}(ulong seed = 0)"))
            writer.Line("global::NetGen.Initialization.FillAll(Parameters, Generated.Description, seed);");
        if (warnings.Length > 0)
            writer.Line($"#pragma warning restore {warnings}");
    }

    private static void Property(CodeWriter writer, string signature, string value)
    {
        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"public {signature} => {value};");
    }

    private static void WriteView(CodeWriter writer, TrainableTensor tensor, string name, int index)
    {
        var shape = $"[{string.Join(", ", tensor.Dimensions.Select(static dimension => Numbers.Text(dimension)))}]";
        writer.Blank();
        writer.Documentation("summary", $"{tensor.Name} {shape}");
        writer.Line($"public global::NetGen.TensorView {name} => new(Parameters, Generated.Description.Parameters[{Numbers.Text(index)}]);");
        if (tensor.IsFrozen)
            return;
        writer.Blank();
        writer.Documentation("summary", $"∂loss/∂{tensor.Name} {shape}");
        writer.Line($"public global::NetGen.TensorView {name}{ViewNames.Gradient} => new(Gradients, Generated.Description.Parameters[{Numbers.Text(index)}]);");
    }
}
