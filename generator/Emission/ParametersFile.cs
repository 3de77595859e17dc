using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>Writes the constructor, the parameters and a view of each, and how they are saved and loaded.</summary>
internal static class ParametersFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, References references)
    {
        var type = declaration.Class;
        writer.Line($"private readonly global::NetGen.Numerics.AlignedBuffer networkParameters = new({Numbers.Text(program.BufferLength)});");
        writer.Line("private global::NetGen.Numerics.AlignedBuffer? networkGradients;");
        writer.Blank();
        WriteConstructor(writer, type);
        if (type.IsNameable)
        {
            writer.Blank();
            WriteFromFile(writer, type);
        }

        Property(GeneratedMembers.Description, "Generated.Description");
        Property(GeneratedMembers.Parameters, "networkParameters.Span");
        Property(GeneratedMembers.Gradients, $"(networkGradients ??= new({Numbers.Text(program.TrainableLength)})).Span");
        var order = program.DeclarationOrder(declaration);
        var views = GeneratedMembers.Views(order.Select(tensor => program.Tensors[tensor].Name));
        for (var index = 0; index < order.Length; index++)
        {
            var tensor = program.Tensors[order[index]];
            WriteView(writer, type, tensor, Aliases.Verbatim(views[tensor.Name]), index, references);
        }

        writer.Blank();
        if (declaration.KeepsGradients)
            WriteCreateGradientWorkspace(writer, declaration);
        else
            writer.Line("/// <inheritdoc/>").Line($"{GeneratedMembers.CreateWorkspace(declaration).Head(type)} => new(Generated.Layout, capacity);");
        writer.Blank();
        writer.Documentation("summary", "Saves the parameters as a safetensors file under PyTorch's names and shapes. An existing file is replaced only when the new one is complete.");
        writer.Line($"{GeneratedMembers.Save.Head(type)} => global::NetGen.NetworkFile.Save(this, path);");
        writer.Blank();
        writer.Documentation("summary", "Loads the parameters from a safetensors file. A file that does not fit is refused, and nothing is changed.");
        writer.Line($"{GeneratedMembers.Load.Head(type)} => global::NetGen.NetworkFile.Load(this, path);");
        if (declaration.KeepsGradients)
            GradientWorkspaceWriter.Write(writer, declaration, program);

        void Property(GeneratedMember member, string value)
        {
            writer.Blank();
            writer.Line("/// <inheritdoc/>");
            writer.Line($"{member.Head(type)} => {value};");
        }
    }

    private static void WriteCreateGradientWorkspace(CodeWriter writer, NetworkDeclaration declaration)
    {
        writer.Documentation("summary", "Creates a workspace for batches of up to a number of samples, with a view of each gradient that is kept.");
        writer.Line("/// <param name=\"capacity\">The largest batch.</param>");
        writer.Line($"{GeneratedMembers.CreateWorkspace(declaration).Head(declaration.Class)} => new(capacity);");
        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        writer.Line($"{GeneratedMembers.CreateWorkspaceOfInterface.Head(declaration.Class)} => CreateWorkspace(capacity);");
    }

    private static void WriteConstructor(CodeWriter writer, ClassDeclaration type)
    {
        var warnings = string.Join(", ", type.Constructor.Warnings);
        writer.Documentation("summary", "Makes the network and draws its parameters: the same seed gives the same network.");
        if (type.Constructor.SetsRequiredMembers)
            writer.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        if (warnings.Length > 0)
            writer.Line($"#pragma warning disable {warnings} // The class's own members, and what it derives from, are not set up here.");
        using (writer.Braces(GeneratedMembers.Constructor.Head(type)))
            writer.Line("global::NetGen.Initialization.FillAll(Parameters, Generated.Description, seed);");
        if (warnings.Length > 0)
            writer.Line($"#pragma warning restore {warnings}");
    }

    private static void WriteFromFile(CodeWriter writer, ClassDeclaration type)
    {
        writer.Line("// CS8618: the class's own properties keep their initial values here. CS0437: a namespace may have the name of the class.");
        var warnings = string.Join(", ", type.Constructor.Warnings.Concat(["CS0437", "CS8618"]).Distinct());
        writer.Line($"#pragma warning disable {warnings}");
        writer.Line("[global::System.Diagnostics.CodeAnalysis.SetsRequiredMembers]");
        writer.Line($"private {type.Name}(global::NetGen.UndrawnParameters undrawn)");
        writer.Line("{");
        writer.Line("}");
        writer.Blank();
        writer.Documentation("summary", "Makes a network with the parameters of a safetensors file, without drawing random ones. A file that does not fit is refused, and no network is made.");
        using (writer.Braces(GeneratedMembers.FromFile(type).Head(type)))
        {
            writer.Line($"var network = new {type.Reference}(default(global::NetGen.UndrawnParameters));");
            writer.Line("network.Load(path);");
            writer.Line("return network;");
        }

        writer.Line($"#pragma warning restore {warnings}");
    }

    private static void WriteView(CodeWriter writer, ClassDeclaration type, TrainableTensor tensor, string name, int index, References references)
    {
        var shape = $"[{string.Join(", ", tensor.Dimensions.Select(static dimension => Numbers.Text(dimension)))}]";
        writer.Blank();
        writer.Documentation("summary", $"{tensor.Name} {shape}");
        Steps("Read by ", references.ToReaders(tensor.Name));
        writer.Line($"{GeneratedMembers.View(name).Head(type)} => new(Parameters, Generated.Description.Parameters[{Numbers.Text(index)}]);");
        if (tensor.IsFrozen)
            return;
        writer.Blank();
        writer.Documentation("summary", $"∂loss/∂{tensor.Name} {shape}");
        Steps("Computed by ", references.ToGradient(tensor.Name));
        writer.Line($"{GeneratedMembers.GradientView(name).Head(type)} => new(Gradients, Generated.Description.Parameters[{Numbers.Text(index)}]);");

        void Steps(string start, string steps)
        {
            if (steps.Length > 0)
                writer.Wrap("/// ", $"<remarks>{start}{steps}.</remarks>");
        }
    }
}
