using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN210 to NETGEN229: what is wrong with recurrences.</summary>
internal static class RecurrenceDescriptors
{
    public static readonly DiagnosticDescriptor NoState = new(
        id: "NETGEN210",
        title: "A network has no state to carry",
        messageFormat: "'{0}' has no state that it could carry from pass to pass: {1}",
        category: "NetGen.Sequence",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "With State, the recurrences of a network go on where the pass before has ended. They go through the sequence forwards, and begin with states that do not depend on its inputs.");

    public static readonly DiagnosticDescriptor UnsuitableStep = new(
        id: "NETGEN215",
        title: "This cannot be the step of a recurrence",
        messageFormat: "{0} cannot be carried along a sequence: {1}",
        category: "NetGen.Body",
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Scan takes a method from a step's input and the states to the next states. Each next state has the shape of the state.");
}
