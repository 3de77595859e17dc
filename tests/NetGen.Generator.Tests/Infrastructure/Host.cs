using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>A project in memory: the sources of a test, the framework and the NetGen runtime, with the generator over them.</summary>
internal static class Host
{
    /// <summary>What a project has by <c>ImplicitUsings</c>, and NetGen.</summary>
    private const string Usings = "global using System; global using System.Collections.Generic; global using NetGen;";

    private const string UsingsFile = "Usings.cs";

    private static readonly string Framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>
    /// What the sources of the tests use of the framework. Every project looks for names in all assemblies that it refers to, so that a quick run, which refers to these alone,
    /// takes a tenth less time. A complete run has all of the framework, as a project has.
    /// </summary>
    private static readonly HashSet<string> Used =
    [
        "System.Private.CoreLib", "System.Private.Uri", "System.Runtime", "System.Runtime.Extensions", "System.Runtime.InteropServices", "System.Runtime.Intrinsics", "System.Runtime.Numerics",
        "System.Collections", "System.Collections.Concurrent", "System.Collections.Immutable", "System.Console", "System.Linq", "System.Memory", "System.Numerics.Vectors",
        "System.Text.RegularExpressions", "System.Threading", "System.Threading.Thread", "netstandard",
    ];

    private static readonly MetadataReference[] FrameworkReferences =
    [
        .. TrustedAssemblies()
            .Where(static path => Path.GetDirectoryName(path) == Framework && (TestTier.IsComplete || Used.Contains(Path.GetFileNameWithoutExtension(path))))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly MetadataReference RuntimeReference = MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location);

    public static CSharpParseOptions ParseOptions { get; } =
        CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithDocumentationMode(DocumentationMode.Diagnose)
            .WithPreprocessorSymbols(TestTier.IsComplete ? new[] { "COMPLETE_TESTS" } : []);

    /// <summary>
    /// For tests that ask whether a project's names are found. A quick run does not analyse there which references may be null: that takes an eighth of the time of all tests.
    /// A complete run does, and so do the tests that ask for every warning.
    /// </summary>
    private static readonly CSharpParseOptions ParseOptionsWithoutNullability =
        TestTier.IsComplete ? ParseOptions : ParseOptions.WithFeatures([KeyValuePair.Create("run-nullable-analysis", "never")]);

    /// <summary>For tests that ask what a project computes. A quick run does not look at the documentation either.</summary>
    private static readonly CSharpParseOptions ParseOptionsForValues =
        TestTier.IsComplete ? ParseOptions : ParseOptionsWithoutNullability.WithDocumentationMode(DocumentationMode.None);

    /// <summary>All projects come from one, so that what is known of the framework is found out once.</summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Project",
        [Parse(Usings, UsingsFile, ParseOptions)],
        [.. FrameworkReferences, RuntimeReference],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    private static readonly CSharpCompilation EmptyWithoutNullability = Empty.ReplaceSyntaxTree(Empty.SyntaxTrees[0], Parse(Usings, UsingsFile, ParseOptionsWithoutNullability));

    private static readonly CSharpCompilation EmptyForValues = Empty.ReplaceSyntaxTree(Empty.SyntaxTrees[0], Parse(Usings, UsingsFile, ParseOptionsForValues));

    /// <summary>Compiles sources, called <c>Source1.cs</c>, <c>Source2.cs</c> and so on, without the generator.</summary>
    public static CSharpCompilation Compile(params string[] sources) => With(Empty, ParseOptions, sources);

    /// <summary>The same, to be run; a quick run looks neither for references that may be null nor at the documentation.</summary>
    public static CSharpCompilation CompileForValues(params string[] sources) => With(EmptyForValues, ParseOptionsForValues, sources);

    public static CSharpCompilation WithoutTheRuntime(this CSharpCompilation compilation) => compilation.RemoveReferences(RuntimeReference);

    public static CSharpCompilation WithoutUsings(this CSharpCompilation compilation)
        => compilation.RemoveSyntaxTrees(compilation.SyntaxTrees.Where(static tree => tree.FilePath == UsingsFile));

    /// <summary>The same project with another text in one of its files.</summary>
    public static CSharpCompilation WithSource(this CSharpCompilation compilation, int index, string source)
    {
        var old = compilation.SyntaxTrees.Single(tree => tree.FilePath == FileName(index));
        return compilation.ReplaceSyntaxTree(old, Parse(source, FileName(index), ParseOptions));
    }

    /// <summary>A driver that tells what every step did.</summary>
    /// <param name="compile">Stands in for the compiler of networks.</param>
    public static GeneratorDriver Driver(Func<NetworkDeclaration, CompiledNetwork>? compile = null)
        => Driver(compile is null ? new GeneratorParts() : new GeneratorParts { CompileNetwork = compile });

    /// <summary>A driver of a generator that is made of these parts.</summary>
    public static GeneratorDriver Driver(GeneratorParts parts) => Driver(parts, ParseOptions);

    /// <summary>Runs the generator on sources.</summary>
    public static GeneratorRun Run(params string[] sources) => Run(Compile(sources));

    /// <summary>The same; a quick run does not analyse which references may be null.</summary>
    public static GeneratorRun RunWithoutNullability(params string[] sources)
        => Run(With(EmptyWithoutNullability, ParseOptionsWithoutNullability, sources), Driver(new GeneratorParts(), ParseOptionsWithoutNullability));

    /// <summary>The same, to be run; a quick run does not look at the documentation either.</summary>
    public static GeneratorRun RunForValues(params string[] sources) => Run(CompileForValues(sources), Driver(new GeneratorParts(), ParseOptionsForValues));

    public static GeneratorRun Run(CSharpCompilation compilation, Func<NetworkDeclaration, CompiledNetwork>? compile = null)
        => Run(compilation, Driver(compile));

    /// <summary>Runs the generator of a driver.</summary>
    public static GeneratorRun Run(CSharpCompilation compilation, GeneratorDriver driver)
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        return new(driver.GetRunResult().Results.Single(), output);
    }

    public static string FileName(int index) => $"Source{index + 1}.cs";

    private static CSharpGeneratorDriver Driver(GeneratorParts parts, CSharpParseOptions options)
        => CSharpGeneratorDriver.Create(
            [new NetworkGenerator(parts).AsSourceGenerator()],
            parseOptions: options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static CSharpCompilation With(CSharpCompilation project, CSharpParseOptions options, string[] sources)
        => project.AddSyntaxTrees(sources.Select((source, index) => Parse(source, FileName(index), options)).ToArray());

    private static SyntaxTree Parse(string source, string name, CSharpParseOptions options) => CSharpSyntaxTree.ParseText(source, options, name);

    private static string[] TrustedAssemblies() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
}
