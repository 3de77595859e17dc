using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>What a project says of all its networks: in which form their code is written and for which vectors, unless one says it itself.</summary>
/// <param name="Code">The form.</param>
/// <param name="UnknownCode">What the project says instead of a form, where that is none.</param>
/// <param name="Vectors">How many bits the vectors have.</param>
/// <param name="UnknownVectors">What the project says instead of them, where there are no such vectors.</param>
internal sealed record ProjectCode(CodeForm Code, string? UnknownCode, VectorSize Vectors, string? UnknownVectors)
{
    public static IncrementalValueProvider<ProjectCode> Of(IncrementalGeneratorInitializationContext context)
        => context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => Of(Property(options, "NetGenCode"), Property(options, "NetGenVectorWidth")))
            .WithTrackingName(nameof(ProjectCode));

    /// <summary>The network with its form and its vectors, which are the project's where it says none.</summary>
    public DeclaredNetwork ApplyTo(DeclaredNetwork network)
    {
        var declaration = network.Declaration;
        return declaration is { Code: not null, Vectors: not null }
            ? network
            : network with { Declaration = declaration with { Code = declaration.Code ?? Code, Vectors = declaration.Vectors ?? Vectors } };
    }

    /// <summary>Tells, once for a project with networks, that a choice of its is none.</summary>
    public static void Report(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<bool> hasNetworks)
        => context.RegisterSourceOutput(hasNetworks.Combine(Of(context)).Combine(HelpPage.Of(context)), static (output, found) =>
        {
            var ((isTold, project), page) = found;
            if (isTold && project.UnknownCode is { } code)
                Report(ProblemKind.UnknownCode, code);
            if (isTold && project.UnknownVectors is { } vectors)
                Report(ProblemKind.UnknownVectorWidth, vectors);

            void Report(ProblemKind problem, string value) => output.ReportDiagnostic(Diagnostic.Create(page.WithLink(Descriptors.Of(problem)), Location.None, value));
        });

    private static string Property(AnalyzerConfigOptionsProvider options, string name)
        => options.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value.Trim() : "";

    private static ProjectCode Of(string code, string vectors)
    {
        CodeForm? form = code.Length == 0 || code.Equals("fast", StringComparison.OrdinalIgnoreCase) ? CodeForm.Fast
            : code.Equals("readable", StringComparison.OrdinalIgnoreCase) ? CodeForm.Readable : null;
        VectorSize? size = vectors switch { "" or "256" => VectorSize.Bits256, "512" => VectorSize.Bits512, _ => null };
        return new(form ?? CodeForm.Fast, form is null ? code : null, size ?? VectorSize.Bits256, size is null ? vectors : null);
    }
}
