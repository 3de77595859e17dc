using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads methods of a network's class that are activations of its layers.</summary>
internal sealed class ActivationMethods(INamedTypeSymbol network, Microsoft.CodeAnalysis.Compilation compilation, CancellationToken cancellation)
{
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
        if (!IsFromFloatToFloat(method))
            return Refuse("it is not a static method from 'float' to 'float'");
        var (function, reason) = ElementFunctions.Read(method, compilation, cancellation);
        if (reason is not null)
            return Refuse(reason);
        // What is wrong with the method is told where it is read by itself.
        if (function is null)
            problems.LeaveToTheCompiler();
        return function;

        ActivationFunction? Refuse(string why)
        {
            problems.Add(ProblemKind.UnsuitableActivationMethod, place, kind, layer, name, why);
            return null;
        }
    }

    private static bool IsFromFloatToFloat(IMethodSymbol method) => method.Parameters.Length == 1 && ElementFunctions.IsOfFloats(method);
}
