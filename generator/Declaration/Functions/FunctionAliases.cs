using System.Text.RegularExpressions;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>
/// The short names of code that is generated beside a function. Code is written with full names; those that are used become aliases inside
/// the namespace, unless the short name means something else in the class or its namespace, where the full name stays.
/// </summary>
internal static class FunctionAliases
{
    // Ordered by name, but for Vector: it is spelled as Vector256 of float or of double, of which a function has one.
    private static readonly (string Alias, string FullName)[] All =
    [
        ("Vector", "global::System.Runtime.Intrinsics.Vector256<float>"),
        ("Vector", "global::System.Runtime.Intrinsics.Vector256<double>"),
        ("ElementwiseMean", "global::NetGen.ElementwiseMean"),
        ("IElementwiseLoss", "global::NetGen.IElementwiseLoss"),
        ("Lanes", "global::NetGen.Numerics.Lanes"),
        ("Loss", "global::NetGen.Loss"),
        ("LossValue", "global::NetGen.LossValue"),
        ("Math", "global::System.Math"),
        ("MathF", "global::System.MathF"),
        ("MemoryMarshal", "global::System.Runtime.InteropServices.MemoryMarshal"),
        ("MethodImpl", "global::System.Runtime.CompilerServices.MethodImplAttribute"),
        ("MethodImplOptions", "global::System.Runtime.CompilerServices.MethodImplOptions"),
        ("ScalarMath", "global::NetGen.Numerics.ScalarMath"),
        ("SpanLength", "global::NetGen.Numerics.SpanLength"),
        ("Unsafe", "global::System.Runtime.CompilerServices.Unsafe"),
        ("Vector128", "global::System.Runtime.Intrinsics.Vector128"),
        ("Vector256", "global::System.Runtime.Intrinsics.Vector256"),
        ("VectorMath", "global::NetGen.Numerics.VectorMath"),
    ];

    /// <summary>A word of C# that the developer's own members hide.</summary>
    public const string NameOf = "nameof";

    /// <summary>The names that may mean something else in a class.</summary>
    public static IEnumerable<string> Names => All.Select(static alias => alias.Alias).Distinct().Append(NameOf);

    /// <summary>Puts short names into code, and gives the directives that define them.</summary>
    public static (string Code, IReadOnlyList<string> Directives) Shorten(string code, IReadOnlyCollection<string> taken)
    {
        var directives = new List<string>();
        foreach (var (alias, fullName) in All)
        {
            if (taken.Contains(alias) || IsWord(alias, code))
                continue;
            var shorter = Regex.Replace(code, Regex.Escape(fullName) + (fullName.EndsWith(">", StringComparison.Ordinal) ? "" : @"\b(?!<)"), alias);
            if (shorter != code)
                directives.Add($"using {alias} = {fullName};");
            code = shorter;
        }

        directives.Sort(StringComparer.Ordinal);
        return (code, directives);
    }

    /// <summary>Whether code has the name by itself, as that of a parameter or a member: names of the framework are qualified in it.</summary>
    private static bool IsWord(string alias, string code)
        => code.Contains(alias) && Regex.Matches(code, $@"(?<![\w.:]){alias}(?!\w)").Cast<Match>().Any(match => !IsComment(code, match.Index));

    /// <summary>Whether the line of a place is a comment.</summary>
    private static bool IsComment(string code, int place)
    {
        var start = code.LastIndexOf('\n', place) + 1;
        while (start < place && char.IsWhiteSpace(code[start]))
            start++;
        return string.CompareOrdinal(code, start, "//", 0, 2) == 0;
    }
}
