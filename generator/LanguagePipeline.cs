using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator;

/// <summary>
/// Tells, once for a project with networks or functions, that its version of C# is older than what is generated. Without this, every line of
/// the generated files that is too new would be an error of its own.
/// </summary>
internal static class LanguagePipeline
{
    public static void Register(IncrementalGeneratorInitializationContext context)
    {
        var isConcerned = IsAnywhere(context, NetworkReader.Attribute)
            .Combine(IsAnywhere(context, FunctionAttributes.Differentiable)).Combine(IsAnywhere(context, FunctionAttributes.Loss))
            .Select(static (found, _) => found.Left.Left || found.Left.Right || found.Right);
        var version = context.ParseOptionsProvider.Select(static (options, _) => LanguageLevel.TooOld(options));
        context.RegisterSourceOutput(isConcerned.Combine(version).WithTrackingName(nameof(LanguagePipeline)).Combine(HelpPage.Of(context)), static (output, found) =>
        {
            if (found.Left is { Left: true, Right: { } tooOld })
                output.ReportDiagnostic(Diagnostic.Create(found.Right.WithLink(Descriptors.Of(ProblemKind.LanguageTooOld)), Location.None, tooOld, LanguageLevel.Oldest));
        });
    }

    private static IncrementalValueProvider<bool> IsAnywhere(IncrementalGeneratorInitializationContext context, string attribute)
        => context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true, static (_, _) => true)
            .Collect().Select(static (found, _) => !found.IsEmpty);
}
