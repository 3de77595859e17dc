using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN999: a mistake in the generator itself.</summary>
internal static class InternalDescriptors
{
    private const string Category = "NetGen.Internal";

    public static readonly DiagnosticDescriptor InternalError = new(
        id: "NETGEN999",
        title: "The generator failed",
        messageFormat: "The generator failed on {0}, and the mistake is its own; please report it, with the class: {1}: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The declaration may be right or wrong: the generator should have compiled it or said why not. The other networks and functions of the project are not concerned.");
}
