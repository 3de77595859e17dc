using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace NetGen.Generator.Declaration;

/// <summary>
/// The short names of the emitted kernels. They are aliases inside the namespace of the class, so they mean the same in every host
/// project, whatever it imports. Where a name is taken by something of the developer's, another stands for it.
/// </summary>
internal static class Aliases
{
    private const string Vector = "Vector";

    // 'Vector' is the type of whichever vectors a network computes with.
    private static readonly (string Name, string Type)[] All =
    [
        ("CacheLine", "NetGen.Numerics.CacheLine"),
        ("Lanes", "NetGen.Numerics.Lanes"),
        ("Lanes512", "NetGen.Numerics.Lanes512"),
        ("LongSum", "NetGen.Numerics.LongSum"),
        ("LongSum512", "NetGen.Numerics.LongSum512"),
        ("Math", "System.Math"),
        ("MathF", "System.MathF"),
        ("MethodImpl", "System.Runtime.CompilerServices.MethodImplAttribute"),
        ("MethodImplOptions", "System.Runtime.CompilerServices.MethodImplOptions"),
        ("ScalarMath", "NetGen.Numerics.ScalarMath"),
        ("TensorSpan", "NetGen.Numerics.TensorSpan"),
        ("Unsafe", "System.Runtime.CompilerServices.Unsafe"),
        (Vector, "System.Runtime.Intrinsics.Vector256<float>"),
        ("Vector256", "System.Runtime.Intrinsics.Vector256"),
        ("Vector512", "System.Runtime.Intrinsics.Vector512"),
        ("VectorMath", "NetGen.Numerics.VectorMath"),
    ];

    public static IEnumerable<string> Names => All.Select(static alias => alias.Name);

    /// <summary>The aliases that some code needs, as using directives.</summary>
    /// <param name="code">The code.</param>
    /// <param name="vectors">The vectors that it computes with.</param>
    public static IEnumerable<string> UsedIn(string code, VectorSize vectors)
        => All.Where(alias => Occurs(alias.Name, code)).Select(alias => $"using {alias.Name} = global::{TypeOf(alias.Name, alias.Type, vectors)};");

    private static string TypeOf(string name, string type, VectorSize vectors)
        => name == Vector && vectors == VectorSize.Bits512 ? "System.Runtime.Intrinsics.Vector512<float>" : type;

    /// <summary>Puts the short names in the place of the qualified ones.</summary>
    public static string Shorten(string code)
        => code
            .Replace("global::System.Runtime.Intrinsics.Vector256<float>", Vector)
            .Replace("global::System.Runtime.Intrinsics.Vector256", "Vector256")
            .Replace("global::System.Runtime.Intrinsics.Vector512<float>", Vector)
            .Replace("global::System.Runtime.Intrinsics.Vector512", "Vector512")
            .Replace("global::NetGen.Numerics.VectorMath", "VectorMath")
            .Replace("global::NetGen.Numerics.ScalarMath", "ScalarMath")
            .Replace("global::System.MathF.", "MathF.");

    /// <summary>Puts other names in the place of those that mean something else in this class.</summary>
    public static string Rename(string code, EquatableArray<Renaming> renamings)
        => renamings.Aggregate(code, static (text, renaming) => Word(renaming.Name).Replace(text, renaming.Replacement));

    /// <summary>A name of the developer's as it is written beside the short names: with an <c>@</c>, which C# does not count, where it is one of them.</summary>
    public static string Verbatim(string name) => All.Any(alias => alias.Name == name) ? "@" + name : name;

    // Most names occur in most files, or not even as a part of another word.
    private static bool Occurs(string name, string code) => code.IndexOf(name, StringComparison.Ordinal) >= 0 && Words.GetOrAdd(name, Word).IsMatch(code);

    private static readonly ConcurrentDictionary<string, Regex> Words = new(StringComparer.Ordinal);

    /// <summary>The name as a word of its own: no part of a longer or a qualified one, no text in quotes, and not the name of a constructor.</summary>
    private static Regex Word(string name) => new($"(?<![\\w.:@\"]|public |private ){name}(?![\\w\"])", RegexOptions.CultureInvariant);
}
