using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration;

/// <summary>Finds the developer's members that collide with generated ones. Methods may share a name as long as their parameters differ.</summary>
internal static class MemberReader
{
    /// <summary>Whether no member collides.</summary>
    public static bool AreFree(
        INamedTypeSymbol symbol, NetworkDeclaration network, LocationRecord place, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems)
    {
        var areFree = true;
        var generated = GeneratedMembers.Of(network).ToLookup(static member => member.Name);
        if (generated.Contains(symbol.Name))
            Report(symbol.Name, place, "another name");

        for (var type = symbol; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            var isOwn = type.Equals(symbol, SymbolEqualityComparer.Default);
            foreach (var member in type.GetMembers())
            {
                var name = member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? "" : member.Name;
                if (member.IsImplicitlyDeclared || generated[name].FirstOrDefault(other => Collide(member, other)) is not { } collided)
                    continue;
                if (isOwn)
                    Report(member.ToDisplayString(Display), LocationRecord.From(member.Locations[0]), Advice(member, collided));
                else if (!collided.IsConstructor && compilation.IsSymbolAccessibleWithin(member, symbol))
                    Report($"{type.Name}.{member.ToDisplayString(Display)}", place, Advice(member, collided));
            }
        }

        return areFree;

        void Report(string member, LocationRecord where, string advice)
        {
            areFree = false;
            problems.Add(ProblemKind.MemberCollision, where, member, symbol.Name, advice);
        }
    }

    internal static SymbolDisplayFormat Display { get; } = new(
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    internal static bool Collide(ISymbol member, GeneratedMember generated)
    {
        if (member is not IMethodSymbol method || generated.Parameters is not { } parameters)
            return true;
        return method.TypeParameters.Length == 0
            && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None)
            && method.Parameters.Select(static parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).ToEquatableArray()
                == parameters.Select(static parameter => parameter.Type).ToEquatableArray();
    }

    internal static string Advice(ISymbol member, GeneratedMember generated)
    {
        if (generated.IsConstructor)
            return "other parameters";
        return member is IMethodSymbol && generated.Parameters is not null ? "another name or other parameters" : "another name";
    }
}
