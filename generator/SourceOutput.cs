using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;

namespace NetGen.Generator;

/// <summary>Hands files to Roslyn.</summary>
internal static class SourceOutput
{
    // Without a byte order mark, which would show in the files that a project keeps.
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static void Add(SourceProductionContext output, SourceFile file)
    {
        var failure = Guard.Run<Failure?>(
            () =>
            {
                output.AddSource(file.Name, SourceText.From(file.Text, Utf8));
                return null;
            },
            static failure => failure,
            output.CancellationToken);
        if (failure is not null)
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(ProblemKind.InternalError), Location.None, (object[])failure.About($"file '{file.Name}'")));
    }
}
