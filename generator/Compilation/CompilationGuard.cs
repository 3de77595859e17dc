using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>What came of one network.</summary>
/// <param name="QualifiedName">Which network: the name of its files.</param>
/// <param name="Files">Its code or, where it has errors, its skeleton.</param>
/// <param name="Problems">What the compiler found.</param>
internal sealed record CompilationOutcome(string QualifiedName, EquatableArray<SourceFile> Files, EquatableArray<Problem> Problems);

/// <summary>Stands around the compiler, so that whatever comes of one network leaves the others, and the rest of the project, alone.</summary>
internal sealed class CompilationGuard(Func<NetworkDeclaration, CompiledNetwork> compile)
{
    public CompilationOutcome Compile(DeclaredNetwork network, EquatableArray<FileNameCollision> collisions)
    {
        var declaration = network.Declaration;
        var name = declaration.Class.QualifiedName;
        foreach (var collision in collisions)
        {
            if (collision.Name == name)
                return new(name, [], [new(ProblemKind.FileNameCollision, Problem.AtClass, [name, collision.Other])]);
        }

        if (network.HasErrors)
            return new(name, WithoutWork(declaration), []);

        var compiled = CompileGuarded(declaration);
        return new(name, compiled.Files.Count > 0 ? compiled.Files : WithoutWork(declaration), compiled.Problems);
    }

    /// <summary>
    /// Roslyn would report an exception as the warning CS8785, which names no network, and would drop the code of every other network of
    /// the project. So a mistake of the compiler is an error at the network on which it happened, and no more than that.
    /// </summary>
    private CompiledNetwork CompileGuarded(NetworkDeclaration declaration)
    {
        try
        {
            return compile(declaration);
        }
#pragma warning disable CA1031 // Whatever went wrong, it is to be told as the diagnostic.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new([], [new(ProblemKind.InternalError, Problem.AtClass, [$"network '{declaration.Class.QualifiedName}'", exception.GetType().Name, OneLine(exception.Message)])]);
        }
    }

    private static EquatableArray<SourceFile> WithoutWork(NetworkDeclaration declaration) => [Skeleton.Of(declaration), .. BodyFile.Of(declaration)];

    internal static string OneLine(string message) => message.Replace("\r", "").Replace('\n', ' ');
}
