using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>The types of numbers by which functions can be differentiated: <c>float</c>, <c>double</c>, and the type parameter of a generic method.</summary>
internal static class RealTypes
{
    /// <summary>The type, or null where it is none of these.</summary>
    public static RealType? Of(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_Single } => RealType.Single,
        { SpecialType: SpecialType.System_Double } => RealType.Double,
        ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } parameter when HasFunctions(parameter)
            => RealType.Generic(Identifiers.Escape(parameter.Name), TypeParameters.ConstraintsOf(parameter)),
        _ => null,
    };

    /// <summary>The type of the numbers of a generic method; null for one that is not generic.</summary>
    public static RealType? OfGeneric(IMethodSymbol method) => method.TypeParameters is [var parameter] ? Of(parameter) : null;

    /// <summary>Whether whatever stands for a type parameter has the functions of <c>Math</c>.</summary>
    public static bool HasFunctions(ITypeParameterSymbol parameter) => TypeParameters.Implements(parameter, TypeParameters.WithFunctions);

    /// <summary>The types that the numbers of a method may have, for messages.</summary>
    public static string Choice(IMethodSymbol method) => OfGeneric(method) is { } type ? $"'{type.Name}'" : "'float' or 'double'";
}
