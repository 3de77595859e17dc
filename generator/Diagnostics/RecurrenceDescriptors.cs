using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN215 to NETGEN229: what is wrong with recurrences.</summary>
internal static class RecurrenceDescriptors
{
    public static readonly DiagnosticDescriptor UnsuitableStep = new(
        id: "NETGEN215",
        title: "This cannot be the step of a recurrence",
        messageFormat: "{0} cannot be carried along a sequence: {1}",
        category: "NetGen.Body",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Scan takes a method from a step's input and the states to the next states. Each next state has the shape of the state.");
}
