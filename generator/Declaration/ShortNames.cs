using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declaration;

/// <summary>A short name that the emitted code cannot use in a class, and what it uses there instead.</summary>
internal sealed record Renaming(string Name, string Replacement);

/// <summary>
/// Finds the short names of the emitted code that mean something else where the class stands: a type <c>Vector</c> in its namespace,
/// a property <c>Math</c> of its own or of a class around it.
/// </summary>
internal sealed class ShortNames
{
    private readonly INamedTypeSymbol symbol;
    private readonly INamespaceSymbol space;
    private readonly SemanticModel model;
    private readonly int position;
    private readonly HashSet<string> generated;

    private ShortNames(INamedTypeSymbol symbol, NetworkDeclaration network, SemanticModel model, int position)
    {
        this.symbol = symbol;
        generated = [.. GeneratedMembers.Of(network).Select(static member => member.Name)];
        this.model = model;
        this.position = position;
        space = model.Compilation.GetCompilationNamespace(symbol.ContainingNamespace) ?? symbol.ContainingNamespace;
    }

    /// <param name="symbol">The network's class.</param>
    /// <param name="network">What the class declares, for the members that are generated.</param>
    /// <param name="model">The model of a file that it is written in.</param>
    /// <param name="position">Where in that file.</param>
    public static EquatableArray<Renaming> Read(INamedTypeSymbol symbol, NetworkDeclaration network, SemanticModel model, int position)
    {
        var names = new ShortNames(symbol, network, model, position);
        return Aliases.Names.Where(names.IsAliasTaken).Select(name => names.Rename(name, names.IsAliasTaken))
            .Concat(PrivateMembers.Names.Where(names.IsMemberTaken).Select(name => names.Rename(name, names.IsMemberTaken)))
            .ToEquatableArray();
    }

    private Renaming Rename(string name, Func<string, bool> isTaken)
    {
        var replacement = name;
        do
            replacement = char.IsLower(name[0]) ? "netGen" + Identifiers.Pascal(replacement) : "NetGen" + replacement;
        while (isTaken(replacement));
        return new(name, replacement);
    }

    /// <summary>An alias stands in the namespace, so whatever is in there or in the types within comes before it or collides with it.</summary>
    private bool IsAliasTaken(string name)
    {
        if (generated.Contains(name))
            return true;
        for (var type = symbol; type is not null; type = type.ContainingType)
        {
            if (HasMember(type, name) || type.TypeParameters.Any(parameter => parameter.Name == name))
                return true;
        }

        // In the global namespace the project's own aliases stand beside it.
        return space.GetMembers(name).Any()
            || (space.IsGlobalNamespace && model.LookupNamespacesAndTypes(position, name: name).Any(static found => found is IAliasSymbol));
    }

    private bool IsMemberTaken(string name) => symbol.Name == name || generated.Contains(name) || HasMember(symbol, name);

    private static bool HasMember(INamedTypeSymbol? type, string name)
    {
        // A type within an interface sees what that inherits.
        if (type is { TypeKind: TypeKind.Interface } && type.AllInterfaces.Any(inherited => !inherited.GetMembers(name).IsEmpty))
            return true;
        for (; type is not null; type = type.BaseType)
        {
            if (!type.GetMembers(name).IsEmpty)
                return true;
        }

        return false;
    }
}
