using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Compiler;

/// <summary>What a project gains from the generator, as those see it who use it.</summary>
internal static class PublicMembers
{
    private static readonly SymbolDisplayFormat Format = SymbolDisplayFormat.CSharpErrorMessageFormat
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeExplicitInterface | SymbolDisplayMemberOptions.IncludeRef)
        .AddParameterOptions(SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut);

    /// <summary>The generated members of a type that can be seen from outside, those of the types in it, and the interfaces that it has.</summary>
    public static string[] Of(GeneratorRun run, string type)
        => [.. Of(run.Output.GetTypeByMetadataName(type)!, [.. run.Result.GeneratedSources.Select(static file => file.SyntaxTree)]).Order(StringComparer.Ordinal)];

    /// <summary>The generated members of a type by name and parameters.</summary>
    public static IEnumerable<string> Generated(GeneratorRun run, INamedTypeSymbol type)
    {
        HashSet<SyntaxTree> generated = [.. run.Result.GeneratedSources.Select(static file => file.SyntaxTree)];
        return type.GetMembers()
            .Where(member => member.DeclaringSyntaxReferences.Any(part => generated.Contains(part.SyntaxTree)))
            .Where(static member => member is INamedTypeSymbol || (member is IMethodSymbol { MethodKind: MethodKind.Ordinary } && member.DeclaredAccessibility != Accessibility.Private))
            .Select(static member => $"{member.Name}({string.Join(", ", (member as IMethodSymbol)?.Parameters.Select(static parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)) ?? [])})");
    }

    private static IEnumerable<string> Of(INamedTypeSymbol type, HashSet<SyntaxTree> generated)
    {
        foreach (var implemented in type.AllInterfaces.Append(type.BaseType!))
            yield return $"{type.Name} : {implemented.ToDisplayString(Format)}";
        foreach (var member in type.GetMembers())
        {
            var isGenerated = member.DeclaringSyntaxReferences.Any(part => generated.Contains(part.SyntaxTree));
            var isSeen = member.DeclaredAccessibility != Accessibility.Private || member is IMethodSymbol { MethodKind: MethodKind.ExplicitInterfaceImplementation };
            if (!isGenerated || !isSeen || member is IMethodSymbol { MethodKind: MethodKind.PropertyGet })
                continue;
            yield return member.ToDisplayString(Format);
            if (member is INamedTypeSymbol inner)
            {
                foreach (var ofInner in Of(inner, generated))
                    yield return ofInner;
            }
        }
    }
}
