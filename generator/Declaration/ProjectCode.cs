using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>What a project says of all its networks: in which form their code is written, unless one says it itself.</summary>
/// <param name="Code">The form.</param>
/// <param name="Unknown">What the project says instead of a form, where that is none.</param>
internal sealed record ProjectCode(CodeForm Code, string? Unknown)
{
    private const string Property = "build_property.NetGenCode";

    public static IncrementalValueProvider<ProjectCode> Of(IncrementalGeneratorInitializationContext context)
        => context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => Of(options.GlobalOptions.TryGetValue(Property, out var value) ? value.Trim() : ""))
            .WithTrackingName(nameof(ProjectCode));

    /// <summary>The network with its form, which is the project's where it says none.</summary>
    public DeclaredNetwork ApplyTo(DeclaredNetwork network)
        => network.Declaration.Code is null ? network with { Declaration = network.Declaration with { Code = Code } } : network;

    /// <summary>Tells, once for a project with networks, that its choice is none.</summary>
    public static void Report(IncrementalGeneratorInitializationContext context, IncrementalValueProvider<bool> hasNetworks)
        => context.RegisterSourceOutput(hasNetworks.Combine(Of(context)).Combine(HelpPage.Of(context)), static (output, found) =>
        {
            if (found.Left is { Left: true, Right.Unknown: { } unknown })
                output.ReportDiagnostic(Diagnostic.Create(found.Right.WithLink(Descriptors.Of(ProblemKind.UnknownCode)), Location.None, unknown));
        });

    private static ProjectCode Of(string value)
        => value.Length == 0 || value.Equals("fast", StringComparison.OrdinalIgnoreCase) ? new(CodeForm.Fast, null)
            : value.Equals("readable", StringComparison.OrdinalIgnoreCase) ? new(CodeForm.Readable, null)
            : new(CodeForm.Fast, value);
}
