using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;

namespace NetGen.Generator.Compilation;

/// <summary>What came of one network.</summary>
/// <param name="QualifiedName">Which network: the name of its files.</param>
/// <param name="Files">Its code or, where it has errors, its skeleton.</param>
/// <param name="Problems">What the compiler found.</param>
internal sealed record CompilationOutcome(string QualifiedName, EquatableArray<SourceFile> Files, EquatableArray<Problem> Problems);

/// <summary>Stands around the compiler, so that whatever comes of one network leaves the others, and the rest of the project, alone.</summary>
internal sealed class CompilationGuard(Func<NetworkDeclaration, CompiledNetwork> compile)
{
    public CompilationOutcome Compile(DeclaredNetwork network, EquatableArray<FileNameCollision> collisions, CancellationToken cancellation)
    {
        var declaration = network.Declaration;
        var name = declaration.Class.QualifiedName;
        if (FileNames.Find(collisions, name) is { } collision)
            return new(name, [], collision.IsSameName ? [] : [new(ProblemKind.FileNameCollision, Problem.AtClass, [name, collision.Other])]);

        // C# refuses a private class in a namespace, and nothing within it may name it then.
        var compiled = network.HasErrors || !declaration.Class.IsNameable ? new([], []) : Guarded(() => compile(declaration));
        if (compiled.Files.Count > 0)
            return new(name, compiled.Files, compiled.Problems);
        var withoutWork = Guarded(() => new([Skeleton.Of(network), .. BodyFile.Of(declaration)], []));
        return new(name, withoutWork.Files, [.. compiled.Problems, .. withoutWork.Problems]);

        CompiledNetwork Guarded(Func<CompiledNetwork> step) => Guard.Run(
            () =>
            {
                var result = step();
                FileNames.CheckOwn(name, result.Files);
                return result;
            },
            failure => new([], [new(ProblemKind.InternalError, Problem.AtClass, [.. failure.About($"network '{name}'")])]),
            cancellation);
    }
}
