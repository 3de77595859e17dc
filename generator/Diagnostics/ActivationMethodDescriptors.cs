using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN076 to NETGEN078: functions of the developer as activations of layers.</summary>
internal static class ActivationMethodDescriptors
{
    private const string Category = "NetGen.Function";

    public static readonly DiagnosticDescriptor UnknownActivationMethod = new(
        id: "NETGEN076",
        title: "There is no such activation method",
        messageFormat: "{0} '{1}' expects the method '{2}' as its activation, but '{3}' has none: write it there, and name it by nameof",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An activation method is a static method of the network's class, from 'float' to 'float', that is marked [Differentiable].");

    public static readonly DiagnosticDescriptor UnsuitableActivationMethod = new(
        id: "NETGEN077",
        title: "This method cannot be an activation",
        messageFormat: "'{2}' cannot be the activation of {0} '{1}': {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An activation is applied to every output of a layer, eight at a time. It is a [Differentiable] method from 'float' to 'float', made of functions that can be computed on vectors.");

    public static readonly DiagnosticDescriptor TwoActivations = new(
        id: "NETGEN078",
        title: "A layer has two activations",
        messageFormat: "{0} '{1}' has two activations: leave out 'Activation.{2}' or 'ActivationMethod'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An activation of the ready ones and a method of one's own are two ways to say the same thing.");
}
