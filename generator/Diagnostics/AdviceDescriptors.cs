using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN101 to NETGEN199: valid but probably unintended. The network or the function is generated all the same.</summary>
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

    // Name, the input, the output: "Dense 'dense1' is applied to the last axis of its input [4, 12, 12] …"
    public static readonly DiagnosticDescriptor ImageIntoDense = new(
        id: "NETGEN132",
        title: "A dense layer is applied along an image",
        messageFormat: "Dense '{0}' is applied to the last axis of its input {1}, at each position of the other axes, and gives {2}: write [Flatten] before it if it is to see all {3} values at once",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "A dense layer multiplies the last axis by its weights. Behind a convolution or a pool, and for an input of three or more axes, the last axis is the width of an image or the length of a sequence, and the layers before it are usually followed by [Flatten] or a global pool. A sequence of feature vectors, [time, features], is what this is meant for, and is not reported.");

    public static readonly DiagnosticDescriptor CheckpointsWithoutEffect = new(
        id: "NETGEN105",
        title: "Checkpoints change nothing here",
        messageFormat: "Checkpoints change nothing in '{0}': {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        description: "Checkpoints are for loops whose number of rounds is known when they start, and whose rounds depend on what they carry and on what nobody writes. Other loops keep every round.");
}
