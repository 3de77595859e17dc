using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Bodies;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>
/// Finds types that have layers, an input or a forward method and are not marked <c>[Network]</c>. By their syntax alone nearly none are:
/// a network says <c>[Network]</c> where its layers are, and most other types have no attribute of such a name. So symbols are looked at
/// only where something is wrong.
/// </summary>
internal static class UnmarkedReader
{
    private static readonly HashSet<string> MetadataAttributes =
    [
        .. LayerAttributes.Known, StackReader.InputAttribute, BodyReader.ForwardAttribute, BodyMemberReader.ParameterAttribute, ObjectiveReader.Attribute,
    ];

    /// <summary>The attributes as they are usually written: <c>Dense</c>, <c>DenseAttribute</c>.</summary>
    private static readonly HashSet<string> WrittenNames =
        [.. MetadataAttributes.Select(static name => name.Substring(name.LastIndexOf('.') + 1)).SelectMany(static name => new[] { name, WithoutSuffix(name) })];

    /// <summary>Whether a node is a type that may be a network without its mark.</summary>
    public static bool IsSuspicious(SyntaxNode node, CancellationToken cancellation)
        => node is TypeDeclarationSyntax type
            && !type.AttributeLists.Any(static list => list.Attributes.Any(static attribute => WithoutSuffix(WrittenName(attribute)) == "Network"))
            && Attributes(type).Any(static attribute => WrittenNames.Contains(WrittenName(attribute)));

    /// <summary>What is wrong with such a type, once for all of its parts; null where nothing is.</summary>
    public static PlacedProblem? Read(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        var syntax = (TypeDeclarationSyntax)context.Node;
        if (context.SemanticModel.GetDeclaredSymbol(syntax, cancellation) is not INamedTypeSymbol symbol
            || symbol.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == NetworkReader.Attribute))
        {
            return null;
        }

        var own = symbol.GetAttributes().Concat(symbol.GetMembers().SelectMany(static member => member.GetAttributes()));
        var found = own.FirstOrDefault(static attribute => attribute.AttributeClass is { } type && MetadataAttributes.Contains(MetadataNames.Of(type)));
        if (found?.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax written
            || written.FirstAncestorOrSelf<TypeDeclarationSyntax>() != syntax)
        {
            return null;
        }

        var advice = symbol.TypeKind == TypeKind.Class && !symbol.IsRecord ? "mark the class [Network]" : "make it a class, and mark it [Network]";
        return new(
            ProblemKind.MissingNetwork, LocationRecord.From(syntax.Identifier), [symbol.Name, WithoutSuffix(found.AttributeClass!.Name), advice]);
    }

    private static IEnumerable<AttributeSyntax> Attributes(TypeDeclarationSyntax type)
        => type.AttributeLists.Concat(type.Members.Where(static member => member is MethodDeclarationSyntax or PropertyDeclarationSyntax).SelectMany(static member => member.AttributeLists))
            .SelectMany(static list => list.Attributes);

    private static string WrittenName(AttributeSyntax attribute) => attribute.Name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        var simple => (simple as SimpleNameSyntax)?.Identifier.ValueText ?? "",
    };

    private static string WithoutSuffix(string name)
        => name.EndsWith(nameof(Attribute), StringComparison.Ordinal) ? name.Substring(0, name.Length - nameof(Attribute).Length) : name;
}
