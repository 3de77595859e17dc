using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NetGen.Generator.Declaration;

/// <summary>Which version of C# the generated code needs: collection expressions and primary constructors of structs came with C# 12.</summary>
internal static class LanguageLevel
{
    public const string Oldest = "12";

    /// <summary>The version that is too old, or null where it is not.</summary>
    public static string? TooOld(ParseOptions options)
        => options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp12 and var version } ? version.ToDisplayString() : null;
}
