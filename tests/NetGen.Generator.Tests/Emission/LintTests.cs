using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Readable;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What every emitted file of a network keeps to, in both forms: of the samples, and of the networks of the numeric checks.</summary>
public sealed partial class LintTests
{
    private const int Widest = 160;

    /// <summary>The folders with networks.</summary>
    public static TheoryData<string> Folders => [.. AllFolders];

    private static IEnumerable<string> AllFolders =>
    [
        .. new[] { "Debugging", "Digits", "Forecast", "FromScratch", "Inspect", "Residual", "Shapes", "Shakespeare", "Xor" }.Select(static sample => $"samples/{sample}"),
        .. TestTier.IsComplete ? ["tests/NetGen.Numeric.Checks/Networks"] : Array.Empty<string>(),
    ];

    public static TheoryData<string, string> Projects
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var form in new[] { "fast", "readable" })
            {
                foreach (var folder in AllFolders)
                    data.Add(folder, form);
            }

            return data;
        }
    }

    /// <summary>All sources of a folder, and what the project adds to them.</summary>
    public static string[] Sources(string folder) =>
    [
        "global using System.IO; global using System.Linq;",
        .. Directory.GetFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText),
    ];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Emitted_code_reads_well(string folder, string form)
    {
        var compilation = Host.Compile(Sources(folder));
        var run = Host.Run(compilation, Host.Driver().WithUpdatedAnalyzerConfigOptions(new ProjectOptions(("NetGenCode", form))));

        var found = new List<string>();
        foreach (var (name, text) in run.Files.Where(static file => Passes().IsMatch(file.Key)))
            found.AddRange(Lines(text).Concat(Methods(text)).Select(problem => $"{name}: {problem}"));

        Assert.NotEmpty(run.Files);
        Assert.True(found.Count == 0, string.Join("\n", found.Take(40)) + $"\n{found.Count} in all");
    }

    private static IEnumerable<string> Lines(string text)
    {
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (new StringInfo(lines[i]).LengthInTextElements > Widest && !lines[i].Contains('"', StringComparison.Ordinal))
                yield return $"line {i + 1} is wider than {Widest}: {lines[i].Trim()[..60]}";
            if (ForLoop().Match(lines[i]) is { Success: true } loop && Number(loop, "first") + Math.Max(1, Number(loop, "step")) >= Number(loop, "end"))
                yield return $"line {i + 1} is a loop of one turn: {lines[i].Trim()}";
        }

        static int Number(Match match, string group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
    }

    private static IEnumerable<string> Methods(string text)
    {
        foreach (var method in CSharpSyntaxTree.ParseText(text, Host.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>())
        {
            var name = method.Identifier.ValueText;
            var uses = method.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).GroupBy(static token => token.ValueText).ToDictionary(static group => group.Key, static group => group.Count());
            foreach (var variable in method.DescendantNodes().OfType<VariableDeclaratorSyntax>())
            {
                if (uses[variable.Identifier.ValueText] == 1)
                    yield return $"{name} gives '{variable.Identifier.ValueText}' a value that nobody reads";
            }

            // conv22 beside conv2: is it another conv2, or the twenty-second?
            var declared = method.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(static variable => variable.Identifier.ValueText)
                .Concat(method.ParameterList.Parameters.Select(static parameter => parameter.Identifier.ValueText)).ToHashSet();
            foreach (var ambiguous in declared.Where(local => local.Length > 2 && char.IsDigit(local[^1]) && local[^2] is >= '2' and <= '9' && !local.StartsWith("sum", StringComparison.Ordinal) && declared.Contains(local[..^1])))
                yield return $"{name} has '{ambiguous}' beside '{ambiguous[..^1]}'";

            // A method that a pass calls says what it computes, and from what shapes to what.
            if (method.Parent is ClassDeclarationSyntax { Identifier.ValueText: "Kernels" } && method.Modifiers.Any(SyntaxKind.PublicKeyword))
            {
                // A sentence goes on in the next line.
                var documentation = LineOfComment().Replace(method.GetLeadingTrivia().ToFullString(), " ");
                if (!Formula().IsMatch(documentation))
                    yield return $"{name} has no formula";
                if (!documentation.Contains('[', StringComparison.Ordinal) && !documentation.Contains("a copy", StringComparison.Ordinal))
                    yield return $"{name} has no shapes";
                if (!method.ParameterList.ToString().Contains("TensorSpan", StringComparison.Ordinal) && !documentation.Contains("<code>", StringComparison.Ordinal) && !documentation.Contains("a copy", StringComparison.Ordinal))
                    yield return $"{name} has no definition";
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "NetGen.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"There is no NetGen.sln above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }

    [GeneratedRegex(@"\.(Forward|Backward|Objective|Kernels)\.g\.cs$")]
    private static partial Regex Passes();

    [GeneratedRegex(@"for \(var (\w+) = (?<first>\d+); \1 < (?<end>\d+); \1(\+\+| \+= (?<step>\d+))\)")]
    private static partial Regex ForLoop();

    [GeneratedRegex(@" =\s|: a copy|parts? of .+ from|= 0 around")]
    private static partial Regex Formula();

    [GeneratedRegex(@"\s*\n\s*///\s*")]
    private static partial Regex LineOfComment();
}
