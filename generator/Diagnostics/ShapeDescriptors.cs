using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN040 to NETGEN059: layers that do not fit what goes into them. The compiler finds these; the messages carry its arithmetic.</summary>
internal static class ShapeDescriptors
{
    private const string Category = "NetGen.Shape";

    // Kind, name, the arithmetic: "Conv2D 'features' does not fit its input: 5×5 kernel on 4×4 input with padding 0"
    public static readonly DiagnosticDescriptor ImpossibleShape = new(
        id: "NETGEN040",
        title: "A layer does not fit its input",
        messageFormat: "{0} '{1}' does not fit its input: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The shape that the layers before it give is one that this layer cannot take. The message says which numbers do not agree.");

    // Kind, name, the count: "Dense 'hidden' is too large: 65,536 × 65,536 weights; at most 2,147,483,591 fit into one buffer"
    public static readonly DiagnosticDescriptor TooLarge = new(
        id: "NETGEN041",
        title: "A layer is too large",
        messageFormat: "{0} '{1}' is too large: {2}; at most 2,147,483,591 fit into one buffer",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Parameters, and the activations of a sample, are counted and addressed with 32-bit integers, and .NET's largest array has 2,147,483,591 elements.");
}
