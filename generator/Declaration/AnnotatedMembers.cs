using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>Finds what carries an attribute, and reads each class or function by itself: one that cannot be read leaves the others alone.</summary>
internal static class AnnotatedMembers
{
    /// <param name="provider">Where they are found.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="canCarry">Whether a node is of a kind that can carry it.</param>
    /// <param name="read">Reads one; null where there is nothing to tell.</param>
    /// <param name="subject">What one is, for the message about a mistake of the reader's: <c>network</c>.</param>
    /// <param name="unread">Stands for one that could not be read.</param>
    public static IncrementalValuesProvider<T> ReadAnnotated<T>(
        this SyntaxValueProvider provider,
        string attribute,
        Func<SyntaxNode, CancellationToken, bool> canCarry,
        Func<GeneratorAttributeSyntaxContext, CancellationToken, T?> read,
        string subject,
        Func<PlacedProblem, T> unread)
        where T : class
        => provider
            .ForAttributeWithMetadataName(attribute, canCarry, (context, cancellation) => Guard.Run(
                () => read(context, cancellation), failure => unread(Problem(context, subject, failure)), cancellation))
            .Where(static found => found is not null).Select(static (found, _) => found!);

    private static PlacedProblem Problem(GeneratorAttributeSyntaxContext context, string subject, Failure failure)
    {
        var name = context.TargetNode switch
        {
            BaseTypeDeclarationSyntax type => type.Identifier,
            MethodDeclarationSyntax method => method.Identifier,
            LocalFunctionStatementSyntax function => function.Identifier,
            var node => node.GetFirstToken(),
        };
        return new(ProblemKind.InternalError, LocationRecord.From(name), [.. failure.About($"{subject} '{context.TargetSymbol.ToDisplayString()}'")]);
    }
}
