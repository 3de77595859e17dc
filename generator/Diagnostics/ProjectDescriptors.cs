using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>The diagnostics about what a project says of all its networks.</summary>
internal static class ProjectDescriptors
{
    public static readonly DiagnosticDescriptor UnknownCode = new(
        id: "NETGEN190",
        title: "A form of code does not exist",
        messageFormat: "The property 'NetGenCode' of this project is '{0}': it can be 'fast' or 'readable'",
        category: "NetGen.Project",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The property chooses the form in which the passes of all networks are written that do not choose it themselves. Until it is mended they are written in the fast one.");

    public static readonly DiagnosticDescriptor UnknownVectorWidth = new(
        id: "NETGEN180",
        title: "A width of vectors does not exist",
        messageFormat: "The property 'NetGenVectorWidth' of this project is '{0}': it can be '256' or '512'",
        category: "NetGen.Project",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The property sets the width of the vectors, in bits, for all networks that do not set it themselves. Until it is mended, the width is 256.");
}
