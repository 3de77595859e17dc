using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;
using NetGen.Generator.Loops;
using NetGen.Generator.Lowering;
using NetGen.Generator.Passes;

namespace NetGen.Generator.Compilation;

/// <summary>Compiles a declaration to C#.</summary>
internal static class NetworkCompiler
{
    public static CompiledNetwork Compile(NetworkDeclaration declaration) => DeepStack.Run(() => CompileHere(declaration));

    private static CompiledNetwork CompileHere(NetworkDeclaration declaration)
    {
        try
        {
            var lowering = NetworkLowering.Of(declaration);
            if (lowering.Graph is not { } graph)
                return new([], lowering.Problems);
            SizeLimits.CheckParameters(declaration, graph);
            var program = Pipeline.Run(graph, Target.Of(declaration.VectorSize), PipelineObserver.None, declaration.InputGradient, declaration.Code ?? CodeForm.Fast, declaration.KeepsGradients, declaration.HasSteps, declaration.CarriesState);
            SizeLimits.CheckBuffers(declaration, program);
            return new(NetworkFiles.Write(declaration, program), [.. lowering.Problems, .. LayerAdvice.Of(declaration, graph)]);
        }
        catch (RefusedDeclarationException refused)
        {
            return new([], [refused.Problem]);
        }
        catch (StepException refused)
        {
            return new([], [new(ProblemKind.NoSteps, Problem.AtClass, [declaration.Class.Name.TrimStart('@'), refused.Message])]);
        }
        catch (StateException refused)
        {
            return new([], [new(ProblemKind.NoState, Problem.AtClass, [declaration.Class.Name.TrimStart('@'), refused.Message])]);
        }
        catch (OverflowException)
        {
            // The generator's arithmetic is checked: a sum of sizes, each of which is possible, is not.
            return new([], [SizeLimits.TooLarge(declaration, "too many parameters, or too many values of one sample")]);
        }
    }
}
