using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declaration;

/// <summary>
/// Writes down a line of a method, for who reads the emitted code. It has no number, so that what is read of a network stays the same where
/// only the lines around it change.
/// </summary>
internal static class SourceLine
{
    private const int Longest = 100;

    /// <summary><c>Forward: h = h + Relu(Block(i, h))</c></summary>
    public static string Of(SyntaxNode statement)
    {
        var name = statement.FirstAncestorOrSelf<SyntaxNode>(static node => node is MethodDeclarationSyntax or LocalFunctionStatementSyntax) switch
        {
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            _ => "",
        };
        var text = Shortened(statement).TrimEnd(';').TrimStart('=', '>', ' ');
        return name.Length == 0 ? text : $"{name}: {text}";
    }

    /// <summary>The text on one line, and not too long for a comment.</summary>
    private static string Shortened(SyntaxNode syntax)
    {
        var text = string.Join(" ", syntax.ToString().Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Longest ? text : text.Substring(0, Longest - 2) + " …";
    }
}
