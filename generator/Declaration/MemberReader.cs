using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>Finds the developer's members that collide with generated ones. Methods may share a name as long as their parameters differ.</summary>
internal static class MemberReader
{
    /// <summary>The generated members with which others collide; what collides is told.</summary>
    public static EquatableArray<GeneratedMember> FindCollisions(
        INamedTypeSymbol symbol, NetworkDeclaration network, LocationRecord place, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems)
    {
        var collided = new HashSet<GeneratedMember>();
        var generated = GeneratedMembers.Of(network).ToLookup(static member => member.Name);
        foreach (var member in generated[symbol.Name])
            Report(member, symbol.Name, place, "it another name");

        for (var type = symbol; type is { SpecialType: not SpecialType.System_Object }; type = type.BaseType)
        {
            var isOwn = type.Equals(symbol, SymbolEqualityComparer.Default);
            foreach (var member in type.GetMembers())
            {
                if (member.IsImplicitlyDeclared)
                    continue;
                if (!isOwn)
                {
                    if (generated[member.Name].FirstOrDefault(other => Collide(member, other)) is { } hiding && compilation.IsSymbolAccessibleWithin(member, symbol))
                        Report(hiding, $"{type.Name}.{member.ToDisplayString(Display)}", place, "it " + Advice(member, hiding));
                    continue;
                }

                var where = LocationRecord.From(member.Locations[0]);
                if (generated[NameOf(member)].FirstOrDefault(other => Collide(member, other)) is { } own)
                    Report(own, member.ToDisplayString(Display), where, "it " + Advice(member, own));
                else if (Gained(member) is var (function, other))
                    Report(other, Signature(function), where, $"'{member.Name}' another name");
            }
        }

        return collided.ToEquatableArray();

        (GeneratedMember Function, GeneratedMember Other)? Gained(ISymbol member)
        {
            foreach (var gained in FunctionReader.Gains(member))
            {
                if (generated[gained.Name].FirstOrDefault(other => !other.GoesWith(gained)) is { } other)
                    return (gained, other);
            }

            return null;
        }

        void Report(GeneratedMember with, string member, LocationRecord where, string advice)
        {
            collided.Add(with);
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
        if (generated.Interface is { } implemented)
            return member is IMethodSymbol explicitly && explicitly.ExplicitInterfaceImplementations.Any(method => Implements(method, implemented, generated));
        if (member is not IMethodSymbol method)
            return true;
        // A property reserves the names of both its accessors.
        if (generated.Parameters is not { } parameters)
            return method.Name == generated.Name || Takes(method, method.Name[0] == 'g' ? [] : [generated.Type]);
        return Takes(method, parameters.Select(static parameter => parameter.Type).ToEquatableArray());
    }

    internal static string Advice(ISymbol member, GeneratedMember generated)
    {
        if (generated.IsConstructor)
            return "other parameters";
        return member is IMethodSymbol && generated.Parameters is not null && generated.Interface is null ? "another name or other parameters" : "another name";
    }

    /// <summary>The generated member's name that a member of the developer's may collide with.</summary>
    private static string NameOf(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } => "",
        IMethodSymbol { ExplicitInterfaceImplementations: [var implemented, ..] } => implemented.Name,
        IMethodSymbol { MethodKind: MethodKind.Ordinary, Name: var name } when name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal)
            => name.Substring("get_".Length),
        _ => member.Name,
    };

    private static bool Implements(IMethodSymbol method, string type, GeneratedMember generated)
        => method.Name == generated.Name && method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) == type;

    private static bool Takes(IMethodSymbol method, EquatableArray<string> types)
        => method.TypeParameters.Length == 0
            && method.Parameters.All(static parameter => parameter.RefKind == RefKind.None)
            && method.Parameters.Select(static parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).ToEquatableArray() == types;

    /// <summary>A generated member as <see cref="Display"/> writes those of the developer.</summary>
    private static string Signature(GeneratedMember member)
        => member.Parameters is { } parameters ? $"{member.Name}({string.Join(", ", parameters.Select(static parameter => parameter.Type.Substring(parameter.Type.LastIndexOf('.') + 1)))})" : member.Name;
}
