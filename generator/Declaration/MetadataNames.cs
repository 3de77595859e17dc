using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declaration;

/// <summary>Types by their full metadata names, which no alias or <c>using</c> changes: <c>NetGen.DenseAttribute</c>, <c>Space.Outer`1+Inner</c>.</summary>
internal static class MetadataNames
{
    public static string Of(INamedTypeSymbol type)
    {
        var name = type.MetadataName;
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = outer.MetadataName + "+" + name;
        return type.ContainingNamespace is { IsGlobalNamespace: false } space ? $"{space.ToDisplayString()}.{name}" : name;
    }

    public static bool DerivesFrom(INamedTypeSymbol type, string metadataName)
    {
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (Of(ancestor) == metadataName)
                return true;
        }

        return false;
    }
}
