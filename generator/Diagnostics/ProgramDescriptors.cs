using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN086 to NETGEN092 and NETGEN107: what cannot be read or evaluated at compile time, in a forward method, an objective or a differentiable function.</summary>
internal static class ProgramDescriptors
{
    private const string Category = "NetGen.Program";

    public static readonly DiagnosticDescriptor UnsupportedConstruct = new(
        id: "NETGEN086",
        title: "What is read at compile time cannot have this",
        messageFormat: "{0} cannot have {1}: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A forward method, an objective or a differentiable function is evaluated at compile time. It can have locals, arithmetic, tuples, arrays and lists, 'if', 'switch', 'for' and 'foreach', and calls of methods of the project. In a network, conditions are known then; in a differentiable function, they may depend on its parameters.");

    public static readonly DiagnosticDescriptor UnknownMethod = new(
        id: "NETGEN087",
        title: "What is read at compile time cannot call this",
        messageFormat: "'{0}' cannot be called in {1}: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What is read calls methods of the project, which are carried out in their place, and functions of Math, MathF, Enumerable and List. A forward method also calls layers and, as an objective does, the functions of NetGen.Functional.");

    public static readonly DiagnosticDescriptor NotConstant = new(
        id: "NETGEN088",
        title: "A value is not known at compile time",
        messageFormat: "'{0}' is not known at compile time: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What is known to the compiler: const members, static readonly fields with a value, properties that compute, locals.");

    public static readonly DiagnosticDescriptor Recursion = new(
        id: "NETGEN089",
        title: "A method calls itself",
        messageFormat: "'{0}' calls itself: write a loop instead",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Methods that are called are carried out in the place of the call, so that none can contain itself.");

    public static readonly DiagnosticDescriptor ImpossibleConstant = new(
        id: "NETGEN091",
        title: "A value cannot be computed",
        messageFormat: "{0}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Forward methods, objectives and differentiable functions are evaluated at compile time. What would throw an exception is an error here.");

    public static readonly DiagnosticDescriptor EndlessLoop = new(
        id: "NETGEN092",
        title: "The evaluation does not end",
        messageFormat: "The {0} is evaluated at compile time, and has not ended after {1} steps",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A loop without an end, or one so long that it could not be compiled.");

    public static readonly DiagnosticDescriptor UnknownValue = new(
        id: "NETGEN107",
        title: "A value is not understood",
        messageFormat: "NetGen finds no value for this, although C# does: write it in another way, and please report the line",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What is read is evaluated at compile time, and the evaluation has no value here. That is a gap in NetGen, unless the C# compiler reports an error in the same method.");
}
