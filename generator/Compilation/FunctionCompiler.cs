using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Compilation;

/// <summary>What came of one function.</summary>
/// <param name="FileName">Which function: the name of its file.</param>
/// <param name="Files">Its code; none where it cannot have a file, or where the compiler failed.</param>
/// <param name="Problem">What the compiler found.</param>
internal sealed record FunctionOutcome(string FileName, EquatableArray<SourceFile> Files, Problem? Problem);

/// <summary>Compiles a function to C#; whatever comes of one leaves the others alone.</summary>
internal sealed class FunctionCompiler(Func<FunctionDeclaration, SourceFile> write)
{
    public FunctionOutcome Compile(FunctionDeclaration declaration, EquatableArray<FileNameCollision> collisions, CancellationToken cancellation)
    {
        var name = declaration.FileName;
        if (FileNames.Find(collisions, name) is { } collision)
        {
            return new(
                name, [], collision.IsSameName ? null : new(ProblemKind.FunctionFileCollision, Problem.AtClass, [Function(name), Function(collision.Other)]));
        }

        var outcome = Written(declaration);
        return outcome.Problem is { } problem && declaration.Body is not null
            ? Written(declaration with { Body = null }) with { Problem = problem }
            : outcome;

        FunctionOutcome Written(FunctionDeclaration function) => Guard.Run(
            () =>
            {
                EquatableArray<SourceFile> files = [write(function)];
                FileNames.CheckOwn(name, files);
                return new FunctionOutcome(name, files, null);
            },
            failure => new(name, [], new(ProblemKind.InternalError, Problem.AtClass, [.. failure.About($"function '{Function(name)}'")])),
            cancellation);
    }

    /// <summary>The function's name, from its file's.</summary>
    private static string Function(string fileName) => fileName.Substring(0, fileName.LastIndexOf('.'));
}
