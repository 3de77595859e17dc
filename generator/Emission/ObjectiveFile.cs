using NetGen.Generator.Declaration;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the evaluation of the network's own objective, and in the readable form those of its kernels that no other pass has.</summary>
internal static class ObjectiveFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, ScheduledProgram evaluation, KernelLibrary library)
    {
        writer.Line("/// <inheritdoc/>");
        using (writer.Braces(GeneratedMembers.Evaluate.Head(declaration.Class)))
        {
            ForwardFile.WritePass(writer, evaluation, program.EvaluationMemory!, library, ForwardFile.References(program, evaluation.Graph), hasIndices: declaration.HasIndices);
            writer.Line("return workspace.Objective;");
        }

        if (program.Training.IsReadable)
            KernelsFile.WriteClass(writer, library, library.FirstOf("Evaluate"));
    }
}
