using Microsoft.CodeAnalysis;
using NetGen.Generator.Compilation;
using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;

namespace NetGen.Generator;

/// <summary>
/// The pipeline, from annotated classes to files and diagnostics. This is its table of contents: every step is one line, and is done
/// elsewhere. Functions have a pipeline of their own, <see cref="FunctionPipeline"/>.
/// </summary>
/// <remarks>
/// Source depends on declarations alone and diagnostics on places as well, so that an edit that only moves a network reads it anew, finds
/// the same declaration, and ends there.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    private readonly GeneratorParts parts;

    public NetworkGenerator()
        : this(new GeneratorParts())
    {
    }

    /// <summary>With others in the place of the real readers and compilers, to see what is asked of them and what is made of their answers.</summary>
    internal NetworkGenerator(GeneratorParts parts) => this.parts = parts;

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var compiler = new CompilationGuard(parts.CompileNetwork);
        FunctionPipeline.Register(context, parts);
        LanguagePipeline.Register(context);

        var networks = context.SyntaxProvider
            .ReadAnnotated(NetworkReader.Attribute, NetworkReader.IsClass, parts.ReadNetwork, "network", ReadNetwork.Unread)
            .WithTrackingName(Steps.Networks);

        var declarations = networks
            .Where(static network => network.Declared is not null).Select(static (network, _) => network.Declared!)
            .Combine(ProjectCode.Of(context)).Select(static (network, _) => network.Right.ApplyTo(network.Left))
            .WithTrackingName(Steps.Declarations);

        var collisions = declarations
            .Select(static (network, _) => network.Declaration.Class.QualifiedName).Collect().Select(FileNames.Collisions)
            .WithTrackingName(Steps.FileNames);

        var outcomes = declarations
            .Combine(collisions).Select((network, cancellation) => compiler.Compile(network.Left, network.Right, cancellation))
            .WithTrackingName(Steps.Outcomes);

        var files = outcomes
            .SelectMany(static (outcome, _) => outcome.Files)
            .WithTrackingName(Steps.Files);

        var problems = networks.Collect()
            .Combine(outcomes.Collect()).SelectMany(static (all, _) => NetworkProblems.Collect(all.Left, all.Right))
            .WithTrackingName(Steps.Problems);

        var unmarked = context.SyntaxProvider
            .CreateSyntaxProvider(UnmarkedReader.IsSuspicious, UnmarkedReader.Read)
            .Where(static problem => problem is not null).Select(static (problem, _) => problem!)
            .WithTrackingName(Steps.Unmarked);

        ProjectCode.Report(context, declarations.Collect().Select(static (all, _) => !all.IsEmpty));
        HelpPage.Report(context, unmarked);
        context.RegisterSourceOutput(files, SourceOutput.Add);
        HelpPage.Report(context, problems);
    }

    /// <summary>The names under which the steps can be watched.</summary>
    internal static class Steps
    {
        public const string Networks = nameof(Networks);
        public const string Declarations = nameof(Declarations);
        public const string FileNames = nameof(FileNames);
        public const string Outcomes = nameof(Outcomes);
        public const string Files = nameof(Files);
        public const string Problems = nameof(Problems);
        public const string Unmarked = nameof(Unmarked);
    }
}
