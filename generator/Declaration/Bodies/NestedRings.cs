using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Finds networks that would contain themselves, by way of others or not. Only attributes are read, so a ring of any length is found.</summary>
internal static class NestedRings
{
    private const string NestedAttribute = "NetGen.NestedAttribute";

    /// <summary>The way from a network that is a layer of <paramref name="network"/> back to it, <c>A → B → A</c>; null where there is none.</summary>
    public static string? Find(INamedTypeSymbol network, INamedTypeSymbol layer)
    {
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var open = new Stack<(INamedTypeSymbol Type, string Way)>();
        open.Push((layer, $"{network.Name} → {layer.Name}"));
        while (open.Count > 0)
        {
            var (type, way) = open.Pop();
            if (type.Equals(network, SymbolEqualityComparer.Default))
                return way;
            if (!seen.Add(type))
                continue;
            foreach (var inner in Layers(type))
                open.Push((inner, $"{way} → {inner.Name}"));
        }

        return null;
    }

    private static IEnumerable<INamedTypeSymbol> Layers(INamedTypeSymbol network)
        => network.GetAttributes().Concat(network.GetMembers().SelectMany(static member => member.GetAttributes()))
            .Where(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == NestedAttribute)
            .SelectMany(static attribute => attribute.ConstructorArguments)
            .Select(static argument => argument.Kind == TypedConstantKind.Type ? argument.Value as INamedTypeSymbol : null)
            .OfType<INamedTypeSymbol>();
}
