using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator.Declaration;

/// <summary>
/// Writes down a line of the developer's, for who reads the emitted code. It counts from the beginning of its method, so that what is read of a
/// network stays the same where only the lines around it change.
/// </summary>
internal static class SourceLine
{
    private const int Longest = 100;

    /// <summary>What the emitted code says of these numbers.</summary>
    public const string Counting = "Lines of a method count from the one that has its name.";

    /// <summary><c>line 4 of Forward: h = h + Relu(Block(i, h))</c></summary>
    public static string Of(SyntaxNode statement)
    {
        var (name, start) = statement.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
        {
            MethodDeclarationSyntax method => (method.Identifier.ValueText, method.Identifier.Span),
            LocalFunctionStatementSyntax function => (function.Identifier.ValueText, function.Identifier.Span),
            _ => ("", default),
        };
        var text = Shortened(statement).TrimEnd(';').TrimStart('=', '>', ' ');
        return name.Length == 0 ? text : $"line {Numbers.Text(Lines(statement, start))} of {name}: {text}";
    }

    /// <summary>On which line a node begins, where some span begins on the first.</summary>
    private static int Lines(SyntaxNode node, TextSpan start)
        => LineOf(node.SyntaxTree, node.Span) - LineOf(node.SyntaxTree, start) + 1;

    private static int LineOf(SyntaxTree tree, TextSpan span) => tree.GetLineSpan(span).StartLinePosition.Line;

    /// <summary>The text on one line, and not too long for a comment.</summary>
    private static string Shortened(SyntaxNode syntax)
    {
        var text = string.Join(" ", syntax.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Longest ? text : text.Substring(0, Longest - 2) + " …";
    }
}
