using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads methods of a network's class that are activations of its layers.</summary>
internal sealed class ActivationMethods(INamedTypeSymbol network, Microsoft.CodeAnalysis.Compilation compilation, CancellationToken cancellation)
{
    /// <summary>How many operations an activation may have, all shared parts written out: a fused kernel repeats it wherever it stores.</summary>
    private const int MostOperations = 200;

    /// <summary>The method of a name, or null where there is none that can be an activation.</summary>
    public ActivationFunction? Read(string kind, string layer, string name, LocationRecord place, ProblemList problems)
    {
        var methods = network.GetMembers(name).OfType<IMethodSymbol>().ToList();
        if (methods.Count == 0)
        {
            problems.Add(ProblemKind.UnknownActivationMethod, place, kind, layer, name, network.Name);
            return null;
        }

        var method = methods.Find(IsFromFloatToFloat) ?? methods[0];
        var reason = !IsFromFloatToFloat(method) ? "it is not a static method from 'float' to 'float'"
            : FunctionAttributes.Find(method, FunctionAttributes.Differentiable) is null ? "mark it [Differentiable]"
            : null;
        if (reason is not null)
            return Refuse(reason);

        // What is wrong with the method is told where it is read by itself.
        if (FunctionBodyReader.Read(method, FunctionType.Single, compilation, new ProblemList(), cancellation) is not { } body)
        {
            problems.LeaveToTheCompiler();
            return null;
        }

        var function = body.Expressions.ToScalars()[0];
        if (CSharpTarget.Vector256.Unsupported(function) is { Count: > 0 } unsupported)
            return Refuse($"{string.Join(" and ", unsupported)} cannot be computed on vectors");
        if (ScalarSize.Of(function) is var size && size > MostOperations)
            return Refuse($"it has {Counts.Text(size)} operations, more than {Counts.Text(MostOperations)}");
        return new(method.Name, ScalarList.Of([function]));

        ActivationFunction? Refuse(string why)
        {
            problems.Add(ProblemKind.UnsuitableActivationMethod, place, kind, layer, name, why);
            return null;
        }
    }

    private static bool IsFromFloatToFloat(IMethodSymbol method)
        => method is { IsStatic: true, IsGenericMethod: false, ReturnType.SpecialType: SpecialType.System_Single, Parameters: [var only] }
            && only is { Type.SpecialType: SpecialType.System_Single, RefKind: RefKind.None };
}
