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
    public const string Counting = "Line n of a method is one of the developer's, counted from the one that has the method's name.";

    /// <summary><c>line 4 of Forward(Tensor): h = h + Relu(Block(i, h))</c></summary>
    public static string Of(SyntaxNode statement)
    {
        var (name, start) = statement.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
        {
            MethodDeclarationSyntax method => (method.Identifier.ValueText + Types(method.ParameterList), method.Identifier.Span),
            LocalFunctionStatementSyntax function => (function.Identifier.ValueText + Types(function.ParameterList), function.Identifier.Span),
            _ => ("", default),
        };
        var text = Shortened(statement).TrimEnd(';').TrimStart('=', '>', ' ');
        return name.Length == 0 ? text : $"line {Numbers.Text(Lines(statement, start))} of {name}: {text}";
    }

    /// <summary>What a method takes: the emitted methods have other parameters, where they have the same name.</summary>
    private static string Types(ParameterListSyntax parameters) => $"({string.Join(", ", parameters.Parameters.Select(static parameter => parameter.Type?.ToString() ?? ""))})";

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
