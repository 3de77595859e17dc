using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>Reads where the generated half of a class goes, and whether it can have one.</summary>
internal static class ClassReader
{
    /// <summary>The namespaces in which everything is that generated code uses.</summary>
    private static readonly string[] Roots = [nameof(System), nameof(NetGen)];

    /// <summary>Words of generated code that a type may have as its name.</summary>
    private static readonly string[] Words = ["var", "nint", "nuint"];

    /// <summary>The class, or null where a generated half would only add errors of its own.</summary>
    public static ClassDeclaration? Read(
        INamedTypeSymbol symbol, LocationRecord place, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems, CancellationToken cancellation)
    {
        if (!CanBeRepeated(symbol))
        {
            problems.LeaveToTheCompiler();
            return null;
        }

        if (HiddenName(symbol, compilation) is { } hidden)
        {
            problems.Add(ProblemKind.HiddenName, place, symbol.Name, hidden);
            return null;
        }

        if (ReasonAgainst(symbol) is var (quality, reason))
        {
            problems.Add(ProblemKind.UnsuitableClass, place, symbol.Name, quality, reason);
            return null;
        }

        // One after the other and not all at once: the order is that in which a developer would mend them.
        if (!ArePartial(symbol, place, problems) || !HasNoPrimaryConstructor(symbol, problems) || !BaseReader.IsSuitable(symbol, place, compilation, problems))
            return null;
        ConstructorReader.RefuseUnseeded(symbol, problems, cancellation);
        return Describe(symbol, compilation);
    }

    /// <summary>
    /// Whether another part of a type can be written without an error of its own. Not where a name is missing, as it is while it is typed,
    /// and not for the type that stands for what is written outside of all types.
    /// </summary>
    internal static bool CanBeRepeated(INamedTypeSymbol symbol)
        => NamespaceParts(symbol).All(SyntaxFacts.IsValidIdentifier) && Containers(symbol).Prepend(symbol).All(HasParts) && symbol.CanBeReferencedByName;

    /// <summary>A name that generated code uses, and a type hides where the class stands; null where there is none.</summary>
    internal static string? HiddenName(INamedTypeSymbol symbol, Microsoft.CodeAnalysis.Compilation compilation)
    {
        return Roots.FirstOrDefault(name => compilation.GlobalNamespace.GetTypeMembers(name, arity: 0).Any()) ?? Words.FirstOrDefault(IsType);

        bool IsType(string name)
        {
            foreach (var type in Containers(symbol).Prepend(symbol))
            {
                if (type.TypeParameters.Any(parameter => parameter.Name == name) || Ancestors(type).Any(ancestor => ancestor.Name == name || ancestor.GetTypeMembers(name).Any()))
                    return true;
            }

            for (var space = symbol.ContainingNamespace; space is not null; space = space.ContainingNamespace)
            {
                if ((compilation.GetCompilationNamespace(space) ?? space).GetTypeMembers(name).Any())
                    return true;
            }

            return false;
        }
    }

    private static IEnumerable<INamedTypeSymbol> Ancestors(INamedTypeSymbol type)
    {
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            yield return ancestor;
    }

    private static bool HasParts(INamedTypeSymbol type)
    {
        List<string> names = [type.Name, .. type.TypeParameters.Select(static parameter => parameter.Name)];
        return Parts(type).Any()
            && names.TrueForAll(SyntaxFacts.IsValidIdentifier)
            && names.Distinct().Count() == names.Count
            // C# has no types within an interface whose parameters vary.
            && type.TypeParameters.All(static parameter => parameter.Variance == VarianceKind.None);
    }

    private static (string Quality, string Reason)? ReasonAgainst(INamedTypeSymbol symbol)
    {
        if (symbol.IsRecord)
            return ("a record", "its parameters are not compared and copied as values; write 'class'");
        if (symbol.IsStatic)
            return ("static", "its parameters belong to an instance");
        if (symbol.IsAbstract)
            return ("abstract", "it is made by its generated constructor");
        if (symbol.TypeParameters.Length > 0)
            return ("generic", "its code is written for the declared shapes alone");
        if (symbol.IsFileLocal)
            return ("local to its file", "its generated half is in another one");
        foreach (var container in Containers(symbol))
        {
            if (container.IsFileLocal)
                return ($"nested in '{container.Name}', which is local to its file", "its generated half is in another one");
        }

        return null;
    }

    private static bool ArePartial(INamedTypeSymbol symbol, LocationRecord place, ProblemList problems)
    {
        var arePartial = true;
        if (!IsPartial(symbol, problems, out var isReported))
        {
            arePartial = false;
            if (!isReported)
                problems.Add(ProblemKind.NotPartial, place, symbol.Name);
        }

        foreach (var container in Containers(symbol))
        {
            if (IsPartial(container, problems, out isReported))
                continue;
            arePartial = false;
            if (!isReported)
                problems.Add(ProblemKind.ContainerNotPartial, LocationRecord.From(Parts(container).First().Identifier), container.Name, symbol.Name);
        }

        return arePartial;
    }

    /// <summary>Where a type has several parts of which one is not partial, the C# compiler says so itself.</summary>
    internal static bool IsPartial(INamedTypeSymbol symbol, ProblemList problems, out bool isReported)
    {
        var parts = Parts(symbol).ToList();
        var isPartial = parts.TrueForAll(static part => part.Modifiers.Any(SyntaxKind.PartialKeyword));
        isReported = !isPartial && parts.Count > 1;
        if (isReported)
            problems.LeaveToTheCompiler();
        return isPartial;
    }

    private static bool HasNoPrimaryConstructor(INamedTypeSymbol symbol, ProblemList problems)
    {
        var list = Parts(symbol).Select(static part => part.ParameterList).FirstOrDefault(static list => list is not null);
        if (list is null)
            return true;
        problems.Add(ProblemKind.PrimaryConstructor, LocationRecord.From(list), symbol.Name);
        return false;
    }

    private static ClassDeclaration Describe(INamedTypeSymbol symbol, Microsoft.CodeAnalysis.Compilation compilation)
    {
        var containers = Containers(symbol).Reverse().ToList();
        return new(
            Namespace(symbol), containers.Select(Header).ToEquatableArray(), Identifiers.Escape(symbol.Name), SyntaxFacts.GetText(symbol.DeclaredAccessibility))
        {
            QualifiedName = QualifiedName(symbol),
            IsClsChecked = IsClsChecked(compilation),
            Constructor = ConstructorReader.Describe(symbol, compilation),
        };
    }

    /// <summary>Whether the assembly says <c>[CLSCompliant(true)]</c>.</summary>
    internal static bool IsClsChecked(Microsoft.CodeAnalysis.Compilation compilation)
        => compilation.Assembly.GetAttributes().Any(static attribute
            => attribute.AttributeClass is { } type && MetadataNames.Of(type) == "System.CLSCompliantAttribute"
                && attribute.ConstructorArguments is [{ Value: true }]);

    /// <summary>The namespace as it is to be opened, or the empty string.</summary>
    internal static string Namespace(INamedTypeSymbol symbol) => string.Join(".", NamespaceParts(symbol).Select(Identifiers.Escape));

    /// <summary>A name for files: <c>Space.Outer`1.Name</c>.</summary>
    internal static string QualifiedName(INamedTypeSymbol symbol) => string.Join(
        ".", [.. NamespaceParts(symbol), .. Containers(symbol).Reverse().Select(static container => container.MetadataName), symbol.MetadataName]);

    private static IEnumerable<string> NamespaceParts(INamedTypeSymbol symbol)
        => symbol.ContainingNamespace is { IsGlobalNamespace: false } space
            ? space.ToDisplayParts().Where(static part => part.Symbol is INamespaceSymbol).Select(static part => part.Symbol!.Name)
            : [];

    /// <summary>A type around the network as it is to be opened: <c>partial record struct Outer&lt;T&gt;</c>.</summary>
    internal static string Header(INamedTypeSymbol container)
    {
        var kind = container switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { TypeKind: TypeKind.Struct, IsRecord: true } => "record struct",
            { TypeKind: TypeKind.Struct } => "struct",
            { IsRecord: true } => "record",
            _ => "class",
        };
        var parameters = container.TypeParameters.Length == 0
            ? ""
            : $"<{string.Join(", ", container.TypeParameters.Select(static parameter => Identifiers.Escape(parameter.Name)))}>";
        return $"partial {kind} {Identifiers.Escape(container.Name)}{parameters}";
    }

    internal static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol symbol)
    {
        for (var container = symbol.ContainingType; container is not null; container = container.ContainingType)
            yield return container;
    }

    internal static IEnumerable<TypeDeclarationSyntax> Parts(INamedTypeSymbol symbol)
        => symbol.DeclaringSyntaxReferences.Select(static part => part.GetSyntax()).OfType<TypeDeclarationSyntax>();
}
