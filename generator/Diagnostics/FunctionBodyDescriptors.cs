using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN067 to NETGEN075: what the body of a differentiable function has that cannot be differentiated.</summary>
internal static class FunctionBodyDescriptors
{
    private const string Category = "NetGen.Function";

    public static readonly DiagnosticDescriptor UnsupportedStatement = new(
        id: "NETGEN067",
        title: "This statement cannot be differentiated",
        messageFormat: "{0} cannot be differentiated: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A differentiable function is made of declarations, assignments, 'if', 'for' with constant bounds, and 'return'.");

    public static readonly DiagnosticDescriptor UnsupportedExpression = new(
        id: "NETGEN068",
        title: "This expression cannot be differentiated",
        messageFormat: "{0} cannot be differentiated: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A differentiable function computes with its parameters, its variables and constants, with '+', '-', '*' and '/', with '?:' and conditions, with the functions of Math and MathF, and with other differentiable functions.");

    public static readonly DiagnosticDescriptor UnsupportedType = new(
        id: "NETGEN069",
        title: "A value of this type cannot be differentiated",
        messageFormat: "{0} is '{1}', which cannot be differentiated: write it as 'float' or 'double', as a whole number that is known, or as 'bool'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A differentiable function computes with numbers, and decides by conditions. Whole numbers may count loops.");

    public static readonly DiagnosticDescriptor UnknownFunction = new(
        id: "NETGEN070",
        title: "No derivative of this function is known",
        messageFormat: "No derivative of '{0}' is known: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator knows the derivatives of the elementary functions of Math and MathF. A function that is not among them can often be written with those that are.");

    public static readonly DiagnosticDescriptor NotDifferentiable = new(
        id: "NETGEN071",
        title: "This method is not differentiable",
        messageFormat: "'{0}' is not differentiable: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "To differentiate a function, the generator reads the functions that it calls. It reads those that are marked [Differentiable] in the same project, and static local functions.");

    public static readonly DiagnosticDescriptor DependsOnParameter = new(
        id: "NETGEN072",
        title: "This depends on a parameter of the function",
        messageFormat: "{0} depends on a parameter of the function: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Loops are unrolled, so how often they run has to be known, and whole numbers have no derivative. Both may be computed from constants and from the variables of loops around them.");

    public static readonly DiagnosticDescriptor LoopTooLong = new(
        id: "NETGEN073",
        title: "A loop is too long",
        messageFormat: "The loop takes more than {0} steps: its bound may be one that is never reached",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Loops are unrolled while the function is read. A loop that long does not end, or would give more code than can be compiled.");

    public static readonly DiagnosticDescriptor FunctionTooLarge = new(
        id: "NETGEN074",
        title: "A function is too large",
        messageFormat: "'{0}' has more than {1} operations, or more than {2} inside of one another, when its loops are unrolled and its calls are inlined: take fewer steps, or split it and multiply the gradients of the parts",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The gradient of a function is written out. It has several times as many operations as the function, and the JIT does not optimise methods that are too large.");

    public static readonly DiagnosticDescriptor RecursiveFunction = new(
        id: "NETGEN075",
        title: "A differentiable function calls itself",
        messageFormat: "'{0}' calls itself{1}: write a 'for' loop with constant bounds",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Calls are inlined, and those of a function that calls itself would never end.");

    public static readonly DiagnosticDescriptor NoSingle = new(
        id: "NETGEN134",
        title: "A number is lost in a function of floats",
        messageFormat: "{0} is {1} as a float, and this function computes with floats: write a number that is {2}, or a function of 'double'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "All of a function of floats is computed with floats, also where C# would compute a part with doubles. A number that is 0, infinite or denormal as a float would change what the function means.");
}
