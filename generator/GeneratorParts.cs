using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Emission;
using NetGen.Generator.Emission.Functions;

namespace NetGen.Generator;

/// <summary>What the pipeline is made of: it reads classes and functions, and compiles what was read. Tests put others in their places.</summary>
internal sealed record GeneratorParts
{
    public Func<GeneratorAttributeSyntaxContext, CancellationToken, ReadNetwork?> ReadNetwork { get; init; } = NetworkReader.Read;

    public Func<NetworkDeclaration, CompiledNetwork> CompileNetwork { get; init; } = NetworkCompiler.Compile;

    public Func<GeneratorAttributeSyntaxContext, CancellationToken, ReadFunction?> ReadDifferentiable { get; init; } = FunctionReader.ReadDifferentiable;

    public Func<GeneratorAttributeSyntaxContext, CancellationToken, ReadFunction?> ReadLoss { get; init; } = FunctionReader.ReadLoss;

    public Func<FunctionDeclaration, SourceFile> WriteFunction { get; init; } = FunctionFile.Write;
}
