using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Programs;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>
/// The other part of a partial method or property, up to its body. It repeats the developer's text, and what is wrong with that would be an
/// error in a generated file too. So only what certainly binds is repeated; for the rest the C# compiler says where it is written that the
/// other part is missing.
/// </summary>
internal static class OtherPart
{
    private static readonly SymbolDisplayFormat TypeFormat =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>The names that a tuple has for other things.</summary>
    private static readonly string[] NamesOfTuples = ["Rest", "ToString", "Equals", "GetHashCode", "CompareTo", "Deconstruct"];

    /// <summary>Its declaration in C#, or the empty string where it cannot be repeated.</summary>
    public static string Of(ISymbol member, MemberDeclarationSyntax declaration)
    {
        if (!SyntaxFacts.IsValidIdentifier(member.Name) || member.Name == member.ContainingType.Name || Modifiers(declaration) is not { } modifiers)
            return "";
        var name = Identifiers.Escape(member.Name);
        return member switch
        {
            IMethodSymbol method when CanBeRepeated(method) => $"{modifiers}partial {Text(method.ReturnType)} {name}({string.Join(", ", method.Parameters.Select(Text))})",
            IPropertySymbol property when CanBeRepeated(property, declaration) => $"{modifiers}partial {Text(property.Type)} {name}",
            _ => "",
        };
    }

    /// <summary>The modifiers but for <c>partial</c>, or null where the declaration is not partial, or C# does not let them be together.</summary>
    private static string? Modifiers(MemberDeclarationSyntax declaration)
    {
        var modifiers = declaration.Modifiers.Select(static modifier => modifier.Text).ToList();
        if (!modifiers.Remove("partial"))
            return null;
        var access = modifiers.FindAll(static modifier => modifier is "private" or "protected" or "internal" or "public");
        var others = modifiers.FindAll(modifier => !access.Contains(modifier));
        var isPossible = access is ["private" or "protected" or "internal" or "public"] or ["private", "protected"] or ["protected", "private"]
            or ["protected", "internal"] or ["internal", "protected"];
        return isPossible && others is [] or ["static"] ? string.Concat(modifiers.Select(static modifier => modifier + " ")) : null;
    }

    private static bool CanBeRepeated(IMethodSymbol method)
        => method is { MethodKind: MethodKind.Ordinary, IsPartialDefinition: true, PartialImplementationPart: null, TypeParameters: [], RefKind: RefKind.None }
            && (method.ReturnsVoid || IsKnown(method.ReturnType))
            && method.Parameters.All(CanBeRepeated)
            && method.Parameters.Select(static parameter => parameter.Name).Distinct().Count() == method.Parameters.Length
            && IsAlone(method);

    private static bool CanBeRepeated(IParameterSymbol parameter)
        => SyntaxFacts.IsValidIdentifier(parameter.Name)
            && IsKnown(parameter.Type)
            && parameter.ScopedKind == ScopedKind.None
            && (!parameter.IsParams || parameter.Type is IArrayTypeSymbol)
            && parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ParameterSyntax { Default: null, Modifiers: { Count: < 2 } modifiers }
            && modifiers.All(static modifier => modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword or SyntaxKind.ParamsKeyword);

    private static bool CanBeRepeated(IPropertySymbol property, MemberDeclarationSyntax declaration)
        => HasPartialProperties(declaration.SyntaxTree)
            && property is { IsIndexer: false, RefKind: RefKind.None, ExplicitInterfaceImplementations: [] }
            && IsKnown(property.Type)
            && declaration is PropertyDeclarationSyntax { ExpressionBody: null, Initializer: null, AccessorList.Accessors: [var accessor] }
            && accessor is { RawKind: (int)SyntaxKind.GetAccessorDeclaration, Body: null, ExpressionBody: null, Modifiers.Count: 0 }
            && IsAlone(property);

    /// <summary>C# has them since version 13, which the oldest Roslyn that the generator runs in does not know.</summary>
    private static bool HasPartialProperties(SyntaxTree tree)
    {
        const LanguageVersion Thirteen = (LanguageVersion)1300;
        return Enum.IsDefined(typeof(LanguageVersion), Thirteen) && tree.Options is CSharpParseOptions { LanguageVersion: >= Thirteen };
    }

    /// <summary>Whether it is the only member of its name, methods with other parameters aside.</summary>
    private static bool IsAlone(ISymbol member)
        => member.ContainingType.GetMembers(member.Name).All(other => other.Equals(member, SymbolEqualityComparer.Default)
            || (member is IMethodSymbol method && other is IMethodSymbol overload && !Types(method).SequenceEqual(Types(overload))));

    /// <summary>Whether a type is there wherever generated code is, and its text has no error.</summary>
    private static bool IsKnown(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1, ElementType: var element } => IsKnown(element),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(static item => IsKnown(item.Type)) && HasGoodNames(tuple),
        INamedTypeSymbol { TypeKind: not TypeKind.Error } named => TensorTypes.IsTensorOrNull(named) || named.SpecialType is
            SpecialType.System_Object or SpecialType.System_String or SpecialType.System_Boolean
            or (>= SpecialType.System_Char and <= SpecialType.System_Double),
        _ => false,
    };

    private static bool HasGoodNames(INamedTypeSymbol tuple)
    {
        string[] names = [.. tuple.TupleElements.Where(static item => item.IsExplicitlyNamedTupleElement).Select(static item => item.Name)];
        return names.Distinct().Count() == names.Length
            && names.All(static name => SyntaxFacts.IsValidIdentifier(name) && !NamesOfTuples.Contains(name) && !name.StartsWith("Item", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Types(IMethodSymbol method) => method.Parameters.Select(static parameter => Text(parameter.Type));

    private static string Text(ITypeSymbol type) => type.ToDisplayString(TypeFormat);

    private static string Text(IParameterSymbol parameter)
    {
        var modifier = parameter switch
        {
            { IsParams: true } => "params ",
            { RefKind: RefKind.Ref } => "ref ",
            { RefKind: RefKind.Out } => "out ",
            { RefKind: RefKind.In } => "in ",
            _ => "",
        };
        return $"{modifier}{Text(parameter.Type)} {Identifiers.Escape(parameter.Name)}";
    }
}
