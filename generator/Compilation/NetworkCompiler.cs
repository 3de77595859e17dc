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
        try
        {
            var lowered = StackLowering.Lower(declaration);
            SizeLimits.CheckParameters(declaration, lowered);
            var program = Pipeline.Run(lowered, PipelineObserver.None);
            SizeLimits.CheckBuffers(declaration, program);
            return new(NetworkFiles.Write(declaration, program), LayerAdvice.Of(declaration, lowered));
        }
        catch (RefusedDeclarationException refused)
        {
            return new([], [refused.Problem]);
        }
        catch (OverflowException)
        {
            // The generator's arithmetic is checked: a sum of sizes, each of which is possible, is not.
            return new([], [SizeLimits.TooLarge(declaration, "too many parameters, or too many values of one sample")]);
        }
    }
}
