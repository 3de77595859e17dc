using NetGen.Generator.Declaration;
using NetGen.Generator.Memory;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes prediction and the forward pass of training, and their kernels.</summary>
internal static class ForwardFile
{
    // Large enough to keep the register tiles busy, small enough that a block's activations stay in the cache.
    private const int LargestBlock = 240;
    private const int SmallestBlock = 24;
    private const int BlockFloats = 1 << 18;

    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, KernelLibrary library)
    {
        WriteForward(writer, program, library);
        WritePredict(writer, PredictSignature.Of(declaration), program, library);
        writer.Blank();
        writer.Documentation("summary", "What the passes are made of: one method for each fused step, and the tiles that it is computed in.");
        using var kernels = writer.Braces("private static partial class Kernels");
        foreach (var method in library.Of(isBackward: false))
            KernelLibrary.Emit(writer, method);
    }

    private static void WriteForward(CodeWriter writer, NetworkProgram program, KernelLibrary library)
    {
        writer.Line("/// <inheritdoc/>");
        using var body = writer.Braces("public void Forward(global::NetGen.Workspace workspace)");
        WritePass(writer, program.Training, program.TrainingMemory, library, "Forward");
    }

    /// <summary>Writes the body of a method that carries the forward kernels of a program out in a workspace.</summary>
    public static void WritePass(CodeWriter writer, ScheduledProgram program, MemoryPlan memory, KernelLibrary library, string pass)
    {
        WriteWorkspaceChecks(writer);
        var scope = new NameScope();
        foreach (var name in new[] { "workspace", "batch", "networkParameters" })
            scope.Take(name);
        writer.Line("var batch = workspace.Batch;");
        new PassEmitter(writer, program, memory, library, WorkspaceReference).Emit(program.Kernels.Where(static kernel => !kernel.IsBackward), scope, pass);
    }

    /// <summary>Writes how a method sees to it that the workspace is one of this network.</summary>
    public static void WriteWorkspaceChecks(CodeWriter writer)
    {
        writer.Line("global::System.ArgumentNullException.ThrowIfNull(workspace);");
        writer.Line("workspace.CheckLayout(Generated.Layout, Generated.Description.Name);");
    }

    public static string WorkspaceReference(Placement place) => place.Kind switch
    {
        MemoryKind.Parameter => PassEmitter.At("networkParameters.Start", place.Offset),
        MemoryKind.Gradient => PassEmitter.At("gradientsStart", place.Offset),
        MemoryKind.Shared => $"ref workspace.Shared({Numbers.Text(place.Offset)})",
        _ => $"ref workspace.Sample({Numbers.Text(place.Offset)})",
    };

    private static void WritePredict(CodeWriter writer, PredictSignature signature, NetworkProgram program, KernelLibrary library)
    {
        var memory = program.PredictionMemory;
        int[] inputs = [.. program.InputShapes.Select(static shape => shape.SampleSize)];
        int[] outputs = [.. program.OutputShapes.Select(static shape => shape.SampleSize)];
        var block = Block(memory.SampleLength);
        writer.Blank();
        using (signature.Braces(writer))
        {
            signature.WriteChecks(writer);
            var scope = new NameScope();
            foreach (var name in signature.Names.Concat(PredictSignature.Locals))
                scope.Take(name.TrimStart('@'));
            var needsScratch = memory.SampleLength + memory.SharedLength > 0;
            if (needsScratch)
                writer.Line($"var scratch = predictionScratch ??= new global::NetGen.Numerics.AlignedBuffer({Numbers.Text(ScratchLength(memory))});");
            writer.Line($"// {Numbers.Text(block)} samples at a time, so that what is between the layers stays in the cache.");
            using (writer.Braces($"for (var start = 0; start < samples; start += {Numbers.Text(block)})"))
            {
                writer.Line($"var batch = global::System.Math.Min({Numbers.Text(block)}, samples - start);");
                new PassEmitter(writer, program.Prediction, memory, library, place => place.Kind switch
                {
                    MemoryKind.Parameter => PassEmitter.At("networkParameters.Start", place.Offset),
                    MemoryKind.CallerInput => Caller(signature.Inputs[place.Offset], inputs[place.Offset]),
                    MemoryKind.CallerOutput => Caller(signature.Outputs[place.Offset], outputs[place.Offset]),
                    MemoryKind.Shared => PassEmitter.At("scratch.Start", (memory.SampleLength * block) + place.Offset),
                    _ => PassEmitter.At("scratch.Start", place.Offset * block),
                }).Emit(program.Prediction.Kernels, scope, "Predict");
            }
        }

        if (memory.SampleLength + memory.SharedLength == 0)
            return;
        writer.Blank();
        writer.Line("[global::System.ThreadStatic]");
        writer.Line("private static global::NetGen.Numerics.AlignedBuffer? predictionScratch;");

        static string Caller(string span, int size)
            => Offsets.Reference($"global::System.Runtime.InteropServices.MemoryMarshal.GetReference({span})", Offsets.Sum([("start", size)]));
    }

    /// <summary>How many floats a thread keeps for its predictions.</summary>
    public static long ScratchLength(MemoryPlan memory) => ((long)memory.SampleLength * Block(memory.SampleLength)) + memory.SharedLength;

    /// <summary>A multiple of 48 where the activations allow it: of every tile's number of rows, and of whole cache lines.</summary>
    private static int Block(int sampleLength)
    {
        var fitting = Math.Max(SmallestBlock, Math.Min(LargestBlock, BlockFloats / Math.Max(1, sampleLength)));
        return fitting >= 48 ? fitting / 48 * 48 : SmallestBlock;
    }
}
