using System.Text.RegularExpressions;

namespace NetGen.Generator.Emission;

/// <summary>
/// The short names of the emitted kernels. They are aliases inside the namespace of the class, so they mean the same in every host
/// project, whatever it imports.
/// </summary>
internal static class Aliases
{
    public static readonly string[] Lines =
    [
        "using Lanes = global::NetGen.Numerics.Lanes;",
        "using Math = global::System.Math;",
        "using MethodImpl = global::System.Runtime.CompilerServices.MethodImplAttribute;",
        "using MethodImplOptions = global::System.Runtime.CompilerServices.MethodImplOptions;",
        "using ScalarMath = global::NetGen.Numerics.ScalarMath;",
        "using Unsafe = global::System.Runtime.CompilerServices.Unsafe;",
        "using Vector = global::System.Runtime.Intrinsics.Vector256<float>;",
        "using Vector256 = global::System.Runtime.Intrinsics.Vector256;",
        "using VectorMath = global::NetGen.Numerics.VectorMath;",
    ];

    /// <summary>Removes the aliases that nothing in a file uses, and the empty line that they would leave.</summary>
    public static string RemoveUnused(string file)
    {
        var unused = Lines.Where(alias => Regex.Matches(file, $@"(?<![.\w]){Name(alias)}\b").Count == 1).ToArray();
        var lines = file.Split('\n').Where(line => !unused.Contains(line.Trim())).ToList();
        for (var place = lines.Count - 1; place > 0; place--)
        {
            if (lines[place].Length == 0 && (lines[place - 1].Length == 0 || lines[place - 1] == "{") && place < lines.Count - 1)
                lines.RemoveAt(place);
        }

        return string.Join("\n", lines);

        static string Name(string alias) => alias.Split(' ')[1];
    }

    /// <summary>Puts the short names in the place of the qualified ones.</summary>
    public static string Shorten(string code)
        => code
            .Replace("global::System.Runtime.Intrinsics.Vector256<float>", "Vector")
            .Replace("global::System.Runtime.Intrinsics.Vector256", "Vector256")
            .Replace("global::NetGen.Numerics.VectorMath", "VectorMath")
            .Replace("global::NetGen.Numerics.ScalarMath", "ScalarMath");
}
