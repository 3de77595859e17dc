using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN070 to NETGEN074 and NETGEN170: what comes of evaluating a differentiable function. What it cannot have is in <see cref="ProgramDescriptors"/>.</summary>
internal static class FunctionBodyDescriptors
{
    private const string Category = "NetGen.Function";

    public static readonly DiagnosticDescriptor UnknownFunction = new(
        id: "NETGEN070",
        title: "No derivative of this function is known",
        messageFormat: "No derivative of '{0}' is known: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator knows the derivatives of the elementary functions of Math and MathF. A function that is not among them can often be written with those that are.");

    public static readonly DiagnosticDescriptor DependsOnParameter = new(
        id: "NETGEN072",
        title: "This depends on a parameter of the function",
        messageFormat: "{0} depends on a parameter of the function: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Loops are unrolled, so how often they run has to be known, and whole numbers have no derivative. Both may be computed from constants and from the variables of loops around them.");

    public static readonly DiagnosticDescriptor WritesParameter = new(
        id: "NETGEN170",
        title: "A differentiable function writes what it is given to read",
        messageFormat: "'{0}' is what the function is differentiated by, or data: copy it into an array of the function's own, or let the function write its results into a 'Span'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "What a function is differentiated by has one value from its start to its end. Arrays that the function makes, and spans that it is given to be written, may be changed.");

    public static readonly DiagnosticDescriptor FunctionTooLarge = new(
        id: "NETGEN074",
        title: "A function is too large",
        messageFormat: "'{0}' has more than {1} operations, or more than {2} inside of one another, when its loops are unrolled and its calls are inlined: take fewer steps, or split it and multiply the gradients of the parts",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The gradient of a function is written out. It has several times as many operations as the function, and the JIT does not optimise methods that are too large.");

    public static readonly DiagnosticDescriptor NoSingle = new(
        id: "NETGEN134",
        title: "A number is lost in a function of floats",
        messageFormat: "{0} is {1} as a float, and this function computes with floats: write a number that is {2}, or a function of 'double'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "All of a function of floats is computed with floats, also where C# would compute a part with doubles. A number that is 0, infinite or denormal as a float would change what the function means.");
}
