using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Reads the networks that are layers of another one, and those that are layers of these.</summary>
internal sealed class NestedReader(Microsoft.CodeAnalysis.Compilation compilation, ImmutableArray<INamedTypeSymbol> around, CancellationToken cancellation)
{
    public Microsoft.CodeAnalysis.Compilation Compilation => compilation;

    /// <summary>The network of a class, or why it cannot be a layer; neither where its own diagnostics say what is wrong.</summary>
    public (NetworkDeclaration? Network, string? Reason) Read(INamedTypeSymbol symbol)
    {
        if (symbol.TypeKind == TypeKind.Error)
            return (null, null);
        if (!symbol.GetAttributes().Any(static attribute => attribute.AttributeClass is { } type && MetadataNames.Of(type) == NetworkReader.Attribute))
            return (null, "it is not a network; mark it [Network]");
        if (symbol.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not TypeDeclarationSyntax syntax)
            return (null, "it is in another project, and its declaration cannot be read there");
        if (around.Contains(symbol, SymbolEqualityComparer.Default))
            return (null, "it would contain itself");

        var problems = new ProblemList();
        var contents = NetworkContents.Read(
            symbol, LocationRecord.From(syntax.Identifier), new NestedReader(compilation, around.Add(symbol), cancellation), problems, cancellation);
        return contents.Declaration is { } declaration && !problems.HasErrors ? (declaration, null) : (null, null);
    }
}
