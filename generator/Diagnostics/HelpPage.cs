using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>
/// The page that explains every diagnostic, so that an editor can open it at the right heading. The package has it beside its targets, which
/// tell where: <c>NetGenDiagnosticsPage</c>. Without it diagnostics have no link.
/// </summary>
/// <param name="Path">Where the page is; empty where nobody says so.</param>
internal sealed record HelpPage(string Path)
{
    private const string Property = "build_property.NetGenDiagnosticsPage";

    public static IncrementalValueProvider<HelpPage> Of(IncrementalGeneratorInitializationContext context)
        => context.AnalyzerConfigOptionsProvider
            .Select(static (options, _) => new HelpPage(options.GlobalOptions.TryGetValue(Property, out var path) ? path : ""))
            .WithTrackingName(nameof(HelpPage));

    /// <summary>Reports problems, each with a link to its heading.</summary>
    public static void Report(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<PlacedProblem> problems)
        => context.RegisterSourceOutput(
            problems.Combine(Of(context)), static (output, problem) => output.ReportDiagnostic(problem.Left.ToDiagnostic(problem.Right)));

    /// <summary>The descriptor with its link.</summary>
    public DiagnosticDescriptor WithLink(DiagnosticDescriptor descriptor)
        => Uri.TryCreate(Path, UriKind.Absolute, out var page)
            ? new DiagnosticDescriptor(
                descriptor.Id,
                descriptor.Title,
                descriptor.MessageFormat,
                descriptor.Category,
                descriptor.DefaultSeverity,
                descriptor.IsEnabledByDefault,
                descriptor.Description,
                $"{page.AbsoluteUri}#{descriptor.Id.ToLowerInvariant()}")
            : descriptor;
}
