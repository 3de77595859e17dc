using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace NetGen.Generator.Tests.Folders;

/// <summary>The generator's folders point one way: every type that its code names stands in the same folder or in one before it.</summary>
public sealed class FolderTests
{
    /// <summary>The folders in their order: each may know those before it.</summary>
    private static readonly string[] Order =
    [
        "Common", "Diagnostics", "Scalars", "Programs", "Functions", "Graph", "Kernels", "Passes", "Declaration", "Lowering", "Loops", "Scheduling", "Memory", "Emission",
        "Compilation", Root,
    ];

    /// <summary>What stands for features that the framework of the generator lacks; its types are in the framework's namespaces.</summary>
    private const string Polyfills = "Polyfills";

    /// <summary>Where Roslyn's types may be; everything else is plain C#.</summary>
    private static readonly string[] OfRoslyn = ["Diagnostics", "Declaration", Root];

    private const string Root = "";
    private const string Space = "NetGen.Generator";

    private static readonly Assembly Generator = typeof(NetworkGenerator).Assembly;

    [Fact]
    public void Every_folder_has_its_place_in_the_order()
        => Assert.Equal(
            Order.Except([Root]).Append(Polyfills).Order(StringComparer.Ordinal),
            Files().Select(static file => file.Path.Split('/')).Where(static parts => parts.Length > 1).Select(static parts => parts[0]).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void A_namespace_is_a_folder()
    {
        foreach (var (path, text) in Files().Where(static file => !file.Path.StartsWith(Polyfills, StringComparison.Ordinal)))
        {
            var folder = path.Contains('/', StringComparison.Ordinal) ? "." + path[..path.LastIndexOf('/')].Replace('/', '.') : "";
            foreach (Match declared in Regex.Matches(text, @"^namespace ([\w.]+)", RegexOptions.Multiline))
                Assert.True(declared.Groups[1].Value == Space + folder, $"{path} declares '{declared.Groups[1].Value}'.");
        }
    }

    [Fact]
    public void No_folder_knows_one_that_comes_after_it()
    {
        var arrows = AssemblyNames.Of(Generator).Select(static pair => (From: FolderOf(pair.From), To: FolderOf(pair.Named), pair))
            .Where(static arrow => arrow is { From: not null, To: not null } && arrow.From != arrow.To).ToList();

        // Arrows that are there: without them the test would see nothing.
        Assert.Contains(arrows, static arrow => arrow is { From: "Emission", To: "Scheduling" });
        Assert.Contains(arrows, static arrow => arrow is { From: "Declaration", To: "Programs" });
        Assert.Empty(arrows.Where(static arrow => Array.IndexOf(Order, arrow.To) > Array.IndexOf(Order, arrow.From))
            .Select(static arrow => $"{arrow.From}/{arrow.pair.From.Name} → {arrow.To}/{arrow.pair.Named.Name}").Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Only_readers_and_diagnostics_know_Roslyn()
    {
        var known = AssemblyNames.Of(Generator).Where(static pair => pair.Named.Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true).ToList();

        Assert.NotEmpty(known);
        // C#'s list of keywords is all that names are checked with.
        Assert.Empty(known.Where(static pair => FolderOf(pair.From) is { } folder && !OfRoslyn.Contains(folder) && pair.Named.Name is not ("SyntaxFacts" or "SyntaxKind"))
            .Select(static pair => $"{pair.From.Name} → {pair.Named.Name}").Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The folder of a type of the generator; null for any other.</summary>
    private static string? FolderOf(Type type)
    {
        if (type.Assembly != Generator || type.Namespace is not { } space || !(space == Space || space.StartsWith(Space + ".", StringComparison.Ordinal)))
            return null;
        return space == Space ? Root : space[(Space.Length + 1)..].Split('.')[0];
    }

    /// <summary>The generator's sources by their paths from its folder on.</summary>
    private static IEnumerable<(string Path, string Text)> Files([CallerFilePath] string testFile = "")
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(testFile)!, "..", "..", "..", "generator"));
        foreach (var file in Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
            if (path.Split('/')[0] is not ("obj" or "bin"))
                yield return (path, File.ReadAllText(file));
        }
    }
}
