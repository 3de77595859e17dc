using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN200 to NETGEN214: whole numbers, such as the characters of a text, and sequences of them.</summary>
internal static class SequenceDescriptors
{
    private const string Category = "NetGen.Sequence";

    // Who, the largest number, what it gets: "Embedding 'tokens' takes whole numbers from 0 to 64, and gets numbers up to 99"
    public static readonly DiagnosticDescriptor NoIndices = new(
        id: "NETGEN200",
        title: "These are no indices",
        messageFormat: "{0} takes whole numbers from 0 to {1}, and gets {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A row of a table is read at the place that a number says, so that the number has to be known to be in the table. Inputs that have a vocabulary are checked at run time.");

    // The class, why: "Network 'Gpt' cannot predict step by step: 'look.weights' sees later steps"
    public static readonly DiagnosticDescriptor NoSteps = new(
        id: "NETGEN201",
        title: "A network cannot predict step by step",
        messageFormat: "Network '{0}' cannot predict step by step: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "With Generation, a network predicts the next step of a sequence from what the steps before it have left. No place of the sequence may depend on a later one then, nor on all of them together.");

    // The parameter, why: "'lengths' cannot be the lengths of a sequence: no parameter stands before it"
    public static readonly DiagnosticDescriptor UnsuitableLengths = new(
        id: "NETGEN202",
        title: "A parameter cannot be the lengths of a sequence",
        messageFormat: "'{0}' cannot be the lengths of a sequence: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Lengths are a whole number for each sample, from 1 to the number of steps of a sequence, which is the parameter before them or the one that [Lengths] names.");

    // Who, how many steps it has, what it gets: "Lstm 'memory' takes the lengths of its 64 steps, and gets 'x', which is not marked [Lengths]"
    public static readonly DiagnosticDescriptor NoLengths = new(
        id: "NETGEN203",
        title: "These are no lengths",
        messageFormat: "{0} takes the lengths of its {1} steps, and gets {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Steps behind a sample's end are not computed, so that a length has to be known to be a whole number from 1 to the number of steps. The runtime checks inputs that are lengths.");
}
