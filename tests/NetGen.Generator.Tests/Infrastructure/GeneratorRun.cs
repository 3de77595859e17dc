using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>What the generator made of a project.</summary>
/// <param name="Result">Its files, diagnostics and steps.</param>
/// <param name="Output">The project with its files.</param>
internal sealed record GeneratorRun(GeneratorRunResult Result, Microsoft.CodeAnalysis.Compilation Output)
{
    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; } =
        Result.GeneratedSources.ToDictionary(static file => file.HintName, static file => file.SourceText.ToString());

    /// <summary>What the generator reports, and what the C# compiler has to say about the project with the generated files.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; } =
    [
        .. Result.Diagnostics,
        .. Output.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !IsMissingDocumentation(diagnostic, Result)),
    ];

    /// <summary>Fails unless the project compiles without a warning and the generator has nothing to say.</summary>
    public GeneratorRun AssertClean()
    {
        Assert.Null(Result.Exception);
        Assert.Empty(Diagnostics);
        return this;
    }

    /// <summary>The generated code is to be documented; the sources of the tests need not be.</summary>
    private static bool IsMissingDocumentation(Diagnostic diagnostic, GeneratorRunResult result)
        => diagnostic.Id == "CS1591" && !result.GeneratedSources.Select(static file => file.SyntaxTree).Contains(diagnostic.Location.SourceTree);
}
