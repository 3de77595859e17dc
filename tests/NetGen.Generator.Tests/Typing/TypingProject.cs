using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Typing;

/// <summary>A project that somebody types in: its files, and what the generator has made of them before the next edit.</summary>
internal sealed class TypingProject
{
    private readonly CSharpCompilation compilation;
    private readonly GeneratorDriver driver;
    private readonly Dictionary<string, string> generated;
    private readonly List<Exception> failures = [];

    /// <param name="name">What it is called in messages.</param>
    /// <param name="sources">Its files.</param>
    public TypingProject(string name, params string[] sources)
    {
        Name = name;
        compilation = WithOptions(Host.Compile(sources));
        Trees = [.. compilation.SyntaxTrees.Where(static tree => tree.FilePath != "Usings.cs")];
        driver = CSharpGeneratorDriver.Create([new NetworkGenerator(Watched()).AsSourceGenerator()], parseOptions: Host.ParseOptions).RunGenerators(compilation);
        generated = driver.GetRunResult().Results[0].GeneratedSources.ToDictionary(static file => file.HintName, static file => file.SourceText.ToString());
    }

    public string Name { get; }

    /// <summary>Its files.</summary>
    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>Types a text in the place of a file's.</summary>
    /// <param name="file">The file.</param>
    /// <param name="text">Its new text.</param>
    /// <param name="checksAll">Whether generated files that stay as they were are compiled again, too.</param>
    public TypingOutcome Type(SyntaxTree file, string text, bool checksAll)
    {
        var edited = compilation.ReplaceSyntaxTree(file, CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)file.Options, file.FilePath));
        failures.Clear();
        var ((result, output), time) = ThreadTime.Of(() => (driver.RunGeneratorsAndUpdateCompilation(edited, out var output, out _).GetRunResult().Results[0], output));
        var problems = new List<string>();
        if (result.Exception is { } exception)
            problems.Add($"The generator failed: {exception}");
        problems.AddRange(result.Diagnostics.Where(static diagnostic => diagnostic.Id == "NETGEN999").Select(diagnostic => $"{diagnostic}\n{string.Join("\n", failures)}"));
        foreach (var source in result.Exception is null ? result.GeneratedSources : [])
        {
            if (!checksAll && generated.TryGetValue(source.HintName, out var before) && before == source.SourceText.ToString())
                continue;
            var errors = output.GetSemanticModel(source.SyntaxTree).GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            problems.AddRange(errors.Select(error => $"{source.HintName}: {error} in '{Line(error)}'"));
        }

        return new(problems, time);
    }

    /// <summary>The generator's parts; what they throw is kept, so that a failure shows where it comes from.</summary>
    private GeneratorParts Watched()
    {
        var parts = new GeneratorParts();
        return new()
        {
            ReadNetwork = (context, cancellation) => Watch(() => parts.ReadNetwork(context, cancellation)),
            CompileNetwork = network => Watch(() => parts.CompileNetwork(network)),
            ReadDifferentiable = (context, cancellation) => Watch(() => parts.ReadDifferentiable(context, cancellation)),
            ReadLoss = (context, cancellation) => Watch(() => parts.ReadLoss(context, cancellation)),
            WriteFunction = function => Watch(() => parts.WriteFunction(function)),
        };

        T Watch<T>(Func<T> part)
        {
            try
            {
                return part();
            }
            catch (Exception exception)
            {
                failures.Add(exception);
                throw;
            }
        }
    }

    private static string Line(Diagnostic error)
        => error.Location.SourceTree!.GetText().Lines[error.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();

    /// <summary>A program where a source has statements; and one thread, so that tests beside this one are not held up.</summary>
    private static CSharpCompilation WithOptions(CSharpCompilation compilation)
    {
        var hasStatements = compilation.SyntaxTrees.Any(static tree => tree.GetCompilationUnitRoot().Members.Any(static member => member.IsKind(SyntaxKind.GlobalStatement)));
        return compilation.WithOptions(compilation.Options
            .WithOutputKind(hasStatements ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary).WithConcurrentBuild(false));
    }
}

/// <summary>What came of an edit.</summary>
/// <param name="Problems">What must not come.</param>
/// <param name="Time">How long the generator computed.</param>
internal sealed record TypingOutcome(IReadOnlyList<string> Problems, TimeSpan Time);
