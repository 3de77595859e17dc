using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN101 to NETGEN199: what is right but hardly meant. The network is generated all the same.</summary>
internal static class AdviceDescriptors
{
    private const string Category = "NetGen.Advice";

    // Kind, name, why: "Flatten 'flatten1' has no effect: its input has one axis already"
    public static readonly DiagnosticDescriptor NoEffect = new(
        id: "NETGEN101",
        title: "A layer has no effect",
        messageFormat: "{0} '{1}' has no effect: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "The layer gives out what goes in. It costs nothing, and can be left out.");
}
