using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission.Functions;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>What came of one function.</summary>
/// <param name="FileName">Which function: the name of its file.</param>
/// <param name="Files">Its code; none where it cannot have a file, or where the compiler failed.</param>
/// <param name="Problem">What the compiler found.</param>
internal sealed record FunctionOutcome(string FileName, EquatableArray<SourceFile> Files, Problem? Problem);

/// <summary>Compiles a function to C#; whatever comes of one leaves the others alone.</summary>
internal static class FunctionCompiler
{
    public static FunctionOutcome Compile(FunctionDeclaration declaration, EquatableArray<FileNameCollision> collisions)
        => Compile(declaration, collisions, FunctionFile.Write);

    internal static FunctionOutcome Compile(
        FunctionDeclaration declaration, EquatableArray<FileNameCollision> collisions, Func<FunctionDeclaration, SourceFile> write)
    {
        var name = declaration.FileName;
        foreach (var collision in collisions)
        {
            if (collision.Name == name)
                return new(name, [], new(ProblemKind.FunctionFileCollision, Problem.AtClass, [Function(name), Function(collision.Other)]));
        }

        try
        {
            return new(name, [write(declaration)], null);
        }
#pragma warning disable CA1031 // Whatever went wrong, it is to be told as the diagnostic.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new(
                name,
                [],
                new(
                    ProblemKind.InternalError,
                    Problem.AtClass,
                    [$"function '{Function(name)}'", exception.GetType().Name, CompilationGuard.OneLine(exception.Message)]));
        }
    }

    /// <summary>The function's name, from its file's.</summary>
    private static string Function(string fileName) => fileName.Substring(0, fileName.LastIndexOf('.'));
}
