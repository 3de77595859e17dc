using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>Checks that the generated constructor can call that of the base class.</summary>
internal static class BaseReader
{
    public static bool IsSuitable(INamedTypeSymbol symbol, LocationRecord place, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems)
    {
        if (symbol.BaseType is not { SpecialType: not SpecialType.System_Object } ancestor)
            return true;
        if (ancestor.TypeKind == TypeKind.Error)
        {
            problems.LeaveToTheCompiler();
            return true;
        }

        if (ReasonAgainst(symbol, ancestor, compilation) is not { } reason)
            return true;
        problems.Add(ProblemKind.UnsuitableBase, Place(symbol, ancestor) ?? place, symbol.Name, ancestor.Name, reason);
        return false;
    }

    private static string? ReasonAgainst(INamedTypeSymbol symbol, INamedTypeSymbol ancestor, Microsoft.CodeAnalysis.Compilation compilation)
    {
        for (var type = ancestor; type is not null; type = type.BaseType)
        {
            if (type.GetAttributes().Any(static attribute => attribute.AttributeClass is { } found && MetadataNames.Of(found) == NetworkReader.Attribute))
                return type.Equals(ancestor, SymbolEqualityComparer.Default) ? "it is a network itself" : $"it derives from network '{type.Name}'";
        }

        return ancestor.InstanceConstructors.Any(constructor
            => constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams) && compilation.IsSymbolAccessibleWithin(constructor, symbol))
            ? null
            : "it has no constructor that can be called without arguments";
    }

    /// <summary>Where the base class is written.</summary>
    private static LocationRecord? Place(INamedTypeSymbol symbol, INamedTypeSymbol ancestor)
    {
        foreach (var part in symbol.DeclaringSyntaxReferences)
        {
            if (part.GetSyntax() is not TypeDeclarationSyntax { BaseList: { } list })
                continue;
            foreach (var type in list.Types)
            {
                var name = type.Type switch
                {
                    QualifiedNameSyntax qualified => qualified.Right,
                    AliasQualifiedNameSyntax qualified => qualified.Name,
                    _ => type.Type as SimpleNameSyntax,
                };
                if (name?.Identifier.ValueText == ancestor.Name)
                    return LocationRecord.From(type);
            }
        }

        return null;
    }
}
