using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN120 to NETGEN129: code that would keep the compiler busy for long. The limits are named in <see cref="Programs.EvaluationLimits"/>.</summary>
internal static class LimitDescriptors
{
    private const string Category = "NetGen.Limit";

    public static readonly DiagnosticDescriptor EvaluationLimit = new(
        id: "NETGEN120",
        title: "The evaluation takes too much",
        messageFormat: "What is evaluated at compile time takes more than {0} {1} here: let loops take fewer rounds, or make it smaller",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The compiler evaluates forward methods and differentiable functions while the developer types, so that steps, memory and the size of a network are limited, far above those of the largest networks in use.");

    public static readonly DiagnosticDescriptor NestingLimit = new(
        id: "NETGEN121",
        title: "Code is nested too deeply",
        messageFormat: "{0} is nested more than {1} levels deep here: keep a part of it in a variable, or write a method for it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Expressions and statements may be nested so deeply only. A chain of operators, such as a sum, may have any number of terms.");
}
