using NetGen.Generator.Declaration;
using NetGen.Generator.Emission;
using NetGen.Generator.Layers;
using NetGen.Generator.Passes;

namespace NetGen.Generator.Compilation;

/// <summary>Compiles a declaration to C#.</summary>
internal static class NetworkCompiler
{
    public static CompiledNetwork Compile(NetworkDeclaration declaration)
    {
        var lowering = Lowering.Of(declaration);
        return lowering.Graph is { } graph
            ? new(NetworkFiles.Write(declaration, Pipeline.Run(graph, PipelineObserver.None, declaration.InputGradient)), lowering.Problems)
            : new([], lowering.Problems);
    }
}
