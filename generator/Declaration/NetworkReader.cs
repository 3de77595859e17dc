using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Bodies;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>From an annotated class to records: the only step that sees Roslyn's symbols and syntax.</summary>
internal static class NetworkReader
{
    /// <summary>The attribute that makes a class a network.</summary>
    public const string Attribute = "NetGen.NetworkAttribute";

    private const string VectorWidth = "VectorWidth";

    /// <summary>Whether a node is of a kind that can carry the attribute; on any other the C# compiler refuses it.</summary>
    public static bool IsClass(SyntaxNode node, CancellationToken cancellation) => node.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration;

    /// <summary>Reads a network, or null where the attribute is written a second time on the same class.</summary>
    public static ReadNetwork? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var symbol = (INamedTypeSymbol)context.TargetSymbol;
        var syntax = (TypeDeclarationSyntax)context.TargetNode;
        if (!IsFirst(symbol, syntax, cancellation))
            return null;

        var compilation = context.SemanticModel.Compilation;
        var problems = new ProblemList();
        var place = LocationRecord.From(syntax.Identifier);
        var networks = new NestedReader(compilation, symbol, cancellation);
        if (LanguageLevel.TooOld(syntax.SyntaxTree.Options) is not null)
            problems.LeaveToTheCompiler();
        var (declaration, places) = NetworkContents.Read(symbol, place, networks, problems, cancellation);
        DeclaredNetwork? declared = null;
        if (declaration is not null)
        {
            var network = new AttributeArguments(context.Attributes[0], (AttributeSyntax)context.Attributes[0].ApplicationSyntaxReference!.GetSyntax(cancellation));
            declaration = declaration with
            {
                Class = declaration.Class with { Renamings = ShortNames.Read(symbol, declaration, context.SemanticModel, syntax.Identifier.SpanStart) },
                InputGradient = network.Value("InputGradient") is { Value: true },
                KeepsGradients = network.Value("KeepGradients") is { Value: true },
                CarriesState = network.Value("State") is { Value: true },
                HasSteps = network.Value("Generation") is { Value: true },
                Code = network.Value("Code") is { Value: int code } ? CodeOf(code) : null,
                Vectors = VectorsOf(network, symbol.Name, place, problems),
            };
            var collided = MemberReader.FindCollisions(symbol, declaration, place, compilation, problems);
            declared = new(declaration, problems.HasErrors) { Collided = collided };
        }

        return new(declared, places, problems.ToEquatableArray());
    }

    /// <summary>A member of the runtime's <c>EmittedCode</c>; null for the project's own choice.</summary>
    private static CodeForm? CodeOf(int member) => member switch
    {
        1 => CodeForm.Fast,
        2 => CodeForm.Readable,
        _ => null,
    };

    /// <summary>A member of the runtime's <c>VectorWidth</c>, whose number is how many bits it is; null for the project's own choice.</summary>
    private static VectorSize? VectorsOf(AttributeArguments network, string name, LocationRecord place, ProblemList problems)
    {
        if (network.Value(VectorWidth) is not { Value: int bits and not 0 } constant)
            return null;
        if (Enum.IsDefined(typeof(VectorSize), bits))
            return (VectorSize)bits;
        problems.Add(ProblemKind.UndefinedMember, network.Place(VectorWidth) ?? place, "Network", name, Identifiers.Camel(VectorWidth), Counts.Text(bits), constant.Type!.Name);
        return null;
    }

    private static bool IsFirst(INamedTypeSymbol symbol, TypeDeclarationSyntax syntax, CancellationToken cancellation)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && MetadataNames.Of(type) == Attribute)
                return attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent == syntax;
        }

        return false;
    }
}
