using System.Reflection;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>What the generator made of a project. The C# compiler looks at it once at most: to say what is wrong, or to load it as well.</summary>
/// <param name="result">Its files, diagnostics and steps.</param>
/// <param name="output">The project with its files.</param>
internal sealed class GeneratorRun(GeneratorRunResult result, Microsoft.CodeAnalysis.Compilation output)
{
    private IReadOnlyDictionary<string, string>? files;
    private IReadOnlyList<Diagnostic>? diagnostics;
    private Assembly? assembly;

    /// <summary>Its files, diagnostics and steps.</summary>
    public GeneratorRunResult Result => result;

    /// <summary>The project with its files.</summary>
    public Microsoft.CodeAnalysis.Compilation Output => output;

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Files
        => files ??= result.GeneratedSources.ToDictionary(static file => file.HintName, static file => file.SourceText.ToString());

    /// <summary>What the generator reports, and what the C# compiler has to say about the project with the generated files.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics => diagnostics ??= WithTheCompilers(output.GetDiagnostics());

    /// <summary>Fails unless the project compiles without a warning and the generator has nothing to say.</summary>
    public GeneratorRun AssertClean()
    {
        Assert.Null(result.Exception);
        Assert.Empty(Diagnostics);
        return this;
    }

    /// <summary>The project, loaded into the test. Fails where it does not compile.</summary>
    public Assembly Load()
    {
        if (assembly is not null)
            return assembly;
        using var image = new MemoryStream();

        // Comments are judged only where they are written, which a project that is only to be run does not do.
        using var documentation = output.SyntaxTrees.Any(static tree => tree.Options.DocumentationMode == DocumentationMode.Diagnose) ? new MemoryStream() : null;
        var emitted = output.Emit(image, xmlDocumentationStream: documentation);
        diagnostics ??= WithTheCompilers(emitted.Diagnostics);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics));
        return assembly = Assembly.Load(image.ToArray());
    }

    private IReadOnlyList<Diagnostic> WithTheCompilers(IEnumerable<Diagnostic> found)
    {
        var generated = result.GeneratedSources.Select(static file => file.SyntaxTree).ToHashSet();
        return [.. result.Diagnostics, .. found.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && !IsMissingDocumentation(diagnostic))];

        // The generated code is to be documented; the sources of the tests need not be.
        bool IsMissingDocumentation(Diagnostic diagnostic) => diagnostic.Id == "CS1591" && !generated.Contains(diagnostic.Location.SourceTree!);
    }
}
