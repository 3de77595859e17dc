using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes prediction and the forward pass of training, and their kernels.</summary>
internal static class ForwardFile
{
    // Large enough to keep the register tiles busy and to use a weight often, small enough that a block's activations stay in the cache.
    private const int LargestBlock = 240;
    private const int SmallestBlock = 24;
    private const int BlockFloats = 1 << 18;

    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        WriteForward(writer, declaration, program, library);
        WritePredict(writer, declaration, program, library);
        writer.Blank();
        writer.Documentation("summary", "What the passes are made of: one method for each fused step, and the tiles that it is computed in.");
        using var kernels = writer.Braces("private static partial class Kernels");
        foreach (var method in library.Of(isBackward: false))
            KernelLibrary.Emit(writer, method);
    }

    private static void WriteForward(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        writer.Line("/// <inheritdoc/>");
        using var body = writer.Braces(GeneratedMembers.Forward.Head(declaration.Class));
        WritePass(
            writer, program.Training, program.TrainingMemory, library, References(program), "Forward",
            hasSmallestBatch: program.Training.Graph.Layers.Any(static layer => layer.SmallestBatch > 1));
    }

    /// <summary>Writes the body of a method that carries the forward kernels of a program out in a workspace.</summary>
    /// <param name="hasSmallestBatch">Whether there are batches that are too small.</param>
    public static void WritePass(
        CodeWriter writer,
        ScheduledProgram program,
        MemoryPlan memory,
        KernelLibrary library,
        Func<Placement, string> references,
        string pass,
        bool hasSmallestBatch = false)
    {
        WriteWorkspaceChecks(writer);
        if (hasSmallestBatch)
            writer.Line("workspace.CheckBatch(Generated.Description);");
        var scope = new NameScope();
        foreach (var name in new[] { "workspace", "batch", "networkParameters" })
            scope.Take(name);
        writer.Line("var batch = workspace.Batch;");
        new PassEmitter(writer, program, memory, library, references).Emit(program.Kernels.Where(static kernel => !kernel.IsBackward), scope, pass);
    }

    /// <summary>Writes how a method sees to it that the workspace is one of this network.</summary>
    public static void WriteWorkspaceChecks(CodeWriter writer)
    {
        writer.Line("global::System.ArgumentNullException.ThrowIfNull(workspace);");
        writer.Line("workspace.CheckLayout(Generated.Layout, Generated.Description.Name);");
    }

    /// <summary>References to the tensors of a workspace.</summary>
    public static Func<Placement, string> References(NetworkProgram program)
    {
        var slots = program.Slots;
        return place => place.Kind switch
        {
            MemoryKind.Parameter => PassEmitter.At("networkParameters.Start", place.Offset),
            MemoryKind.Gradient => PassEmitter.At("gradientsStart", place.Offset),
            _ => InBatch("workspace", place, slots),
        };
    }

    private static string InBatch(string memory, Placement place, SlotNumbers slots)
        => place.Kind == MemoryKind.Shared
            ? $"ref {memory}.Shared({Numbers.Text(place.Offset)})"
            : $"ref {memory}.Sample({Numbers.Text(place.Offset)}, {Numbers.Text(slots[place])})";

    private static void WritePredict(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        var signature = PredictSignature.Of(declaration);
        var memory = program.PredictionMemory;
        int[] inputs = [.. program.InputShapes.Select(static shape => shape.SampleSize)];
        int[] outputs = [.. program.OutputShapes.Select(static shape => shape.SampleSize)];
        var slots = program.PredictionSlots;
        var block = Block(memory.SampleLength, slots.Largest);
        writer.Blank();
        using (signature.Braces(writer, declaration.Class))
        {
            signature.WriteChecks(writer);
            var scope = new NameScope();
            foreach (var name in signature.Names.Concat(PredictSignature.Locals))
                scope.Take(name.TrimStart('@'));
            writer.Line($"// {Numbers.Text(block)} samples at a time, so that what is between the layers stays in the cache.");
            if (NeedsScratch(memory))
            {
                writer.Line(
                    $"var scratch = global::NetGen.Numerics.BatchBuffer.Reserve(ref predictionScratch, Generated.PredictionMemory, global::System.Math.Min({Numbers.Text(block)}, samples));");
            }

            using (writer.Braces($"for (var start = 0; start < samples; start += {Numbers.Text(block)})"))
            {
                writer.Line($"var batch = global::System.Math.Min({Numbers.Text(block)}, samples - start);");
                new PassEmitter(writer, program.Prediction, memory, library, place => place.Kind switch
                {
                    MemoryKind.Parameter => PassEmitter.At("networkParameters.Start", place.Offset),
                    MemoryKind.CallerInput => Caller(signature.Inputs[(int)place.Offset], inputs[(int)place.Offset]),
                    MemoryKind.CallerOutput => Caller(signature.Outputs[(int)place.Offset], outputs[(int)place.Offset]),
                    _ => InBatch("scratch", place, slots),
                }).Emit(program.Prediction.Kernels, scope, "Predict");
            }
        }

        if (!NeedsScratch(memory))
            return;
        writer.Blank();
        writer.Line("[global::System.ThreadStatic]");
        writer.Line("private static global::NetGen.Numerics.BatchBuffer? predictionScratch;");

        static string Caller(string span, int size)
            => Offsets.Reference($"global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span})", Offsets.Sum([("start", size)]));
    }

    /// <summary>Whether a prediction keeps anything between its layers.</summary>
    public static bool NeedsScratch(MemoryPlan memory) => memory.SampleLength + memory.SharedLength > 0;

    /// <summary>
    /// How many samples are predicted at once: a multiple of 48 where the activations allow it, which is one of every tile's number of rows;
    /// and no more than one tensor has room for.
    /// </summary>
    private static int Block(long sampleLength, int largestSlot)
    {
        var fitting = Math.Max(SmallestBlock, Math.Min(LargestBlock, BlockFloats / Math.Max(1, sampleLength)));
        return (int)Math.Min(fitting >= 48 ? fitting / 48 * 48 : SmallestBlock, Shape.Largest / Math.Max(1, largestSlot));
    }
}
