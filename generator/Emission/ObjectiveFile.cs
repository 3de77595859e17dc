using NetGen.Generator.Declaration;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the evaluation of the network's own objective, and those of its kernels that no other pass has.</summary>
internal static class ObjectiveFile
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, ScheduledProgram evaluation, KernelLibrary library)
    {
        var known = new HashSet<KernelMethod>(library.Of(isBackward: false));
        writer.Line("/// <inheritdoc/>");
        using (writer.Braces(GeneratedMembers.Evaluate.Head(declaration.Class)))
        {
            ForwardFile.WritePass(writer, evaluation, program.EvaluationMemory!, library, ForwardFile.References(program), "Evaluate");
            writer.Line("return workspace.Objective;");
        }

        KernelMethod[] own = [.. library.Of(isBackward: false).Where(method => !known.Contains(method))];
        if (own.Length == 0)
            return;
        writer.Blank();
        using var kernels = writer.Braces("private static partial class Kernels");
        foreach (var method in own)
            KernelLibrary.Emit(writer, method);
    }
}
