using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Reads the networks that are layers of another one, and those that are layers of these.</summary>
/// <param name="network">The network around them.</param>
internal sealed class NestedReader(Microsoft.CodeAnalysis.Compilation compilation, INamedTypeSymbol network, CancellationToken cancellation)
{
    public Microsoft.CodeAnalysis.Compilation Compilation => compilation;

    /// <summary>The network of a class, or why it cannot be a layer; neither where its own diagnostics say what is wrong.</summary>
    public (NetworkDeclaration? Network, string? Reason) Read(ITypeSymbol type)
    {
        if (type.TypeKind == TypeKind.Error)
            return (null, null);
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class, OriginalDefinition: var symbol })
            return (null, "it is no class; a layer is a class marked [Network]");
        if (!symbol.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == NetworkReader.Attribute))
            return (null, "it is not a network; mark it [Network]");
        if (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not TypeDeclarationSyntax syntax)
            return (null, "it is in another project, and its declaration cannot be read there");
        if (NestedRings.Find(network, symbol) is { } ring)
            return (null, $"the network would contain itself: {ring}");

        var problems = new ProblemList();
        var contents = NetworkContents.Read(
            symbol, LocationRecord.From(syntax.Identifier), new NestedReader(compilation, symbol, cancellation), problems, cancellation);
        return contents.Declaration is { } declaration && !problems.HasErrors ? (declaration, null) : (null, null);
    }
}
