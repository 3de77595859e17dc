using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes prediction and the forward pass of training, and their kernels.</summary>
internal static class ForwardFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        WriteForward(writer, declaration, program, library);
        new PredictionMembers(writer, declaration, program, library).Write();
        StateMembers.Write(writer, declaration, program);
        new StepMembers(writer, declaration, program, library).Write();
        if (program.Training.IsReadable)
            KernelsFile.WriteClass(writer, library, library.FirstOf("Forward", "Predict", "PredictNext"));
    }

    private static void WriteForward(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        writer.Line("/// <inheritdoc/>");
        using var body = writer.Braces(GeneratedMembers.Forward.Head(declaration.Class));
        WritePass(
            writer, program.Training, program.TrainingMemory, library, References(program, program.Training.Graph),
            hasSmallestBatch: program.Training.Graph.Layers.Any(static layer => layer.SmallestBatch > 1), declaration.HasIndices);
        writer.Blank();
        writer.Line($"// A backward pass may follow, and only one{(program.KeepsAll ? ": the next one needs a forward pass of its own" : ": it may take the memory of what is stored here")}.");
        writer.Line("workspace.EndForward();");
    }

    /// <summary>Writes the body of a method that carries the forward kernels of a program out in a workspace.</summary>
    /// <param name="hasSmallestBatch">Whether there are batches that are too small.</param>
    /// <param name="hasIndices">Whether there are inputs or targets of whole numbers.</param>
    public static void WritePass(
        CodeWriter writer,
        ScheduledProgram program,
        MemoryPlan memory,
        KernelLibrary library,
        Func<Placement, string> references,
        bool hasSmallestBatch = false,
        bool hasIndices = false)
    {
        WriteWorkspaceChecks(writer);
        if (hasSmallestBatch)
            writer.Line("workspace.CheckBatch(Generated.Description);");
        if (hasIndices)
            writer.Line("workspace.CheckIndices(Generated.Description);");
        var scope = new NameScope();
        foreach (var name in new[] { "workspace", "batch", "networkParameters" })
            scope.Take(name);
        writer.Line("var batch = workspace.Batch;");
        var steps = program.Graph.StatesAfter.Count == 0 ? 0 : program.Graph.Loops[0].Steps;
        if (steps > 0)
            writer.Line("workspace.BeginState(Generated.Description);");
        new PassEmitter(writer, program, memory, library, references).Emit(static kernel => !kernel.IsBackward, scope);
        if (steps > 0)
            writer.Line($"workspace.EndState({Numbers.Text(steps)});");
    }

    /// <summary>Writes how a method sees to it that the workspace is one of this network.</summary>
    public static void WriteWorkspaceChecks(CodeWriter writer)
    {
        writer.Line("global::System.ArgumentNullException.ThrowIfNull(workspace);");
        writer.Line("workspace.CheckLayout(Generated.Layout, Generated.Description.Name);");
    }

    /// <summary>References to the tensors of a workspace.</summary>
    /// <param name="graph">The graph of the pass.</param>
    public static Func<Placement, string> References(NetworkProgram program, NetworkGraph graph)
    {
        var slots = program.Slots;
        return place => place.Kind switch
        {
            MemoryKind.Parameter => Offsets.Reference("networkParameters.Start", place.Offset),
            MemoryKind.Gradient => Offsets.Reference("gradientsStart", place.Offset),
            MemoryKind.Literal => LiteralFields.Reference(program, graph, place),
            _ => InBatch("workspace", place, slots),
        };
    }

    /// <summary>A reference to a tensor in the memory of a batch.</summary>
    public static string InBatch(string memory, Placement place, SlotNumbers slots)
        => place.Kind == MemoryKind.Shared
            ? $"ref {memory}.Shared({Numbers.Text(place.Offset)})"
            : $"ref {memory}.Sample({Numbers.Text(place.Offset)}, {Numbers.Text(slots[place])})";
}
