using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN060 to NETGEN066 and NETGEN104: what is wrong with a function that is to be differentiated, whatever its body is.</summary>
internal static class FunctionDescriptors
{
    private const string Category = "NetGen.Function";

    public static readonly DiagnosticDescriptor UnsuitableFunction = new(
        id: "NETGEN060",
        title: "This method cannot be differentiated",
        messageFormat: "'{0}' cannot be differentiated: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A differentiable function is a static method that computes with numbers of one type: 'float', 'double', or a type parameter of the method with 'T : IFloatingPointIeee754<T>'. It takes and gives numbers, tuples and structures of them, and spans.");

    public static readonly DiagnosticDescriptor FunctionClassNotPartial = new(
        id: "NETGEN061",
        title: "The types around a differentiable function must be partial",
        messageFormat: "'{0}' must be partial, so that the gradients of its functions can be added: write 'partial' before its kind",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator writes the gradient beside the function, into a second half of its class. C# only lets a type have a second half when every half, and every type around it, says 'partial'.");

    public static readonly DiagnosticDescriptor UnsuitableFunctionClass = new(
        id: "NETGEN062",
        title: "This type cannot hold differentiable functions",
        messageFormat: "'{0}' cannot hold differentiable functions because it is {1}: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The gradient is written into a second half of the class. A file-local type has none in another file, a generic one would have one for every type, and an interface computes nothing.");

    public static readonly DiagnosticDescriptor FunctionMemberCollision = new(
        id: "NETGEN063",
        title: "A member collides with one that is generated for a function",
        messageFormat: "'{0}' collides with a member that is generated for '{1}': give {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "For a function 'F' its class gains 'FGradient' and, over spans, 'F' and 'FGradient'; with 'Order = 2' also 'FHessian' and 'FHessianVectorProduct', and as a loss the class 'FLoss'. Methods of the same name with other parameters are welcome.");

    public static readonly DiagnosticDescriptor FunctionFileCollision = new(
        id: "NETGEN064",
        title: "Two functions would be written into the same file",
        messageFormat: "The function '{0}' differs from '{1}' only in upper and lower case, so both would be written into the same file: give one of the types another name",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Generated files are named after the type and the function. File systems that take upper and lower case as equal, and the compiler itself, could not tell the files of the two apart.");

    public static readonly DiagnosticDescriptor InvalidOrder = new(
        id: "NETGEN065",
        title: "A function can be differentiated once or twice",
        messageFormat: "'{0}' cannot be differentiated {1} times: write 'Order = 1' for the gradient, or 'Order = 2' for the second derivatives too",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Derivatives of the first and the second order are generated.");

    public static readonly DiagnosticDescriptor UnsuitableLoss = new(
        id: "NETGEN066",
        title: "This method cannot be a loss",
        messageFormat: "'{0}' cannot be a loss: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A loss is a function 'float F(float prediction, float target)'. Further parameters are settings, which the constructor of the loss takes.");

    public static readonly DiagnosticDescriptor InvalidCheckpointInterval = new(
        id: "NETGEN104",
        title: "Checkpoints are some rounds apart",
        messageFormat: "'{0}' cannot have a checkpoint every {1} rounds: write 'CheckpointInterval = 1' or more, or 'Checkpoints = true' for about the root of how many rounds there are",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "With checkpoints a loop of a gradient keeps what it carries at the start of each segment alone, and runs the segments forward once more. A segment has at least one round.");
}
