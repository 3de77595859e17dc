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

        var callable = Callable(ancestor, symbol, compilation);
        if (callable.Count == 0)
            return "it has no constructor that can be called without arguments";
        return callable.Count > 1 && Rank(callable[0]) == 1
            ? "it has several constructors that can be called without arguments, and none is better than the others; add one without parameters"
            : null;
    }

    /// <summary>The constructors of a base class that can be called without arguments, the one that C# chooses first.</summary>
    public static IReadOnlyList<IMethodSymbol> Callable(INamedTypeSymbol ancestor, INamedTypeSymbol symbol, Microsoft.CodeAnalysis.Compilation compilation)
    {
        var callable = ancestor.InstanceConstructors
            .Where(constructor => constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)
                && compilation.IsSymbolAccessibleWithin(constructor, symbol))
            .OrderBy(Rank).ToList();
        return [.. callable.TakeWhile(constructor => Rank(constructor) == Rank(callable[0]))];
    }

    /// <summary>One without parameters is better than all others, and one without <c>params</c> better than those with it.</summary>
    private static int Rank(IMethodSymbol constructor)
        => constructor.Parameters.Length == 0 ? 0 : constructor.Parameters.Any(static parameter => parameter.IsParams) ? 2 : 1;

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
