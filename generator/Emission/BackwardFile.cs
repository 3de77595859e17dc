using NetGen.Generator.Declaration;

namespace NetGen.Generator.Emission;

/// <summary>Writes the backward pass and its kernels.</summary>
internal static class BackwardFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        var minimised = program.Evaluation is null ? "loss" : "objective";
        writer.Line("/// <summary>");
        writer.Line($"/// Computes the gradients of the {minimised} with respect to all parameters, after <see cref=\"Forward(global::NetGen.Workspace)\"/>, into");
        writer.Line("/// <see cref=\"Gradients\"/>.");
        if (declaration.HasState)
            writer.Wrap("/// ", "Then, where <see cref=\"global::NetGen.Workspace.UpdatesState\"/> is true, <see cref=\"UpdateState(global::NetGen.Workspace)\"/> is called, which changes running values among the parameters.");
        writer.Line("/// </summary>");
        writer.Line($"{GeneratedMembers.Backward.Head(declaration.Class)} => Backward(workspace, Gradients);");
        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        using (writer.Braces(GeneratedMembers.BackwardInto.Head(declaration.Class)))
        {
            ForwardFile.WriteWorkspaceChecks(writer);
            writer.Line("global::NetGen.Prediction.CheckGradients(Generated.Description, gradients, networkParameters.Span);");
            // They may have been written over since the forward pass.
            if (declaration.HasIndices)
                writer.Line("workspace.CheckIndices(Generated.Description);");
            writer.Line("workspace.BeginBackward(Generated.Description);");
            var kernels = program.Training.Kernels.Where(static kernel => kernel.IsBackward).ToArray();
            if (kernels.Length > 0)
            {
                var scope = new NameScope();
                foreach (var name in new[] { "workspace", "gradients", KernelMethod.Accumulate, "batch", "gradientsStart", "networkParameters" })
                    scope.Take(name);
                writer.Line("var batch = workspace.Batch;");
                if (program.Training.Graph.Gradients.Count > 0)
                    writer.Line("ref var gradientsStart = ref global::System.Runtime.InteropServices.MemoryMarshal.GetReference(gradients);");
                new PassEmitter(writer, program.Training, program.TrainingMemory, library, ForwardFile.References(program, program.Training.Graph)).Emit(static kernel => kernel.IsBackward, scope);
            }

            if (declaration.HasState)
            {
                writer.Blank();
                writer.Line("// A trainer sets UpdatesState to false, and calls UpdateState itself once it has accepted the gradients.");
                writer.Line("if (workspace.UpdatesState)");
                writer.Line("    UpdateState(workspace);");
            }
        }

        if (declaration.HasState)
            WriteUpdateState(writer, declaration, program);
        if (program.Training.IsReadable)
            KernelsFile.WriteClass(writer, library, library.FirstOf("Backward"));
    }

    private static void WriteUpdateState(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program)
    {
        writer.Blank();
        writer.Line("/// <inheritdoc/>");
        using var body = writer.Braces(GeneratedMembers.UpdateState.Head(declaration.Class));
        ForwardFile.WriteWorkspaceChecks(writer);
        foreach (var update in program.Training.Graph.Updates)
        {
            var tensor = program.Tensors[update.Parameter];
            var (offset, count) = (Numbers.Text(program.Offsets[update.Parameter]), Numbers.Text(tensor.Count));
            var value = Numbers.Text(program.TrainingMemory[update.Value].Offset);
            writer.Line($"// {tensor.Name} = {program.Training.Graph[update.Value].Name.Mathematics}");
            writer.Line($"global::NetGen.RunningState.Update(Parameters.Slice({offset}, {count}), ref workspace.Shared({value}));");
        }
    }
}
