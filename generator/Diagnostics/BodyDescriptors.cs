using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN080 to NETGEN098: what is wrong with a forward method or an objective and with layers. What no program can have is in <see cref="ProgramDescriptors"/>.</summary>
internal static class BodyDescriptors
{
    private const string Category = "NetGen.Body";

    public static readonly DiagnosticDescriptor StackAndBody = new(
        id: "NETGEN080",
        title: "A network is a stack or a body",
        messageFormat: "Network '{0}' has a forward method, so its layers stand on methods: move this attribute from the class to a partial method, or remove it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A network is declared either by the attributes of its class, in order, or by a method marked [Forward] that calls layers. Which would come first is not defined where there are both.");

    public static readonly DiagnosticDescriptor SeveralForwards = new(
        id: "NETGEN081",
        title: "A network has one forward method",
        messageFormat: "Network '{0}' has the forward method '{1}' already: remove [Forward] from '{2}', or call it from '{1}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "One method says how the outputs are made of the inputs. It may call others.");

    public static readonly DiagnosticDescriptor NoForward = new(
        id: "NETGEN082",
        title: "The layers are called by no forward method",
        messageFormat: "Network '{0}' has layers on methods, but no method marked [Forward] that calls them",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Layers on methods have no order of their own: a method marked [Forward] applies them to its inputs.");

    public static readonly DiagnosticDescriptor UnsuitableForward = new(
        id: "NETGEN083",
        title: "This cannot be a forward method",
        messageFormat: "'{0}' cannot be the forward method: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A forward method takes tensors, each with its [Shape], and returns a tensor or a tuple of tensors. It is read by the generator and never runs.");

    public static readonly DiagnosticDescriptor NoShape = new(
        id: "NETGEN084",
        title: "An input needs a shape",
        messageFormat: "Input '{0}' of '{1}' has no shape: write that of one sample, such as [Shape(784)] or [Shape(1, 28, 28)]",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Every shape in the network follows from those of its inputs. The batch is not part of them.");

    public static readonly DiagnosticDescriptor UnsuitableMember = new(
        id: "NETGEN085",
        title: "This cannot stand for a layer",
        messageFormat: "'{0}' cannot stand for a layer: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A layer stands on a partial method from tensor to tensor, with an index in front where there are several; a [Parameter] on a partial method without parameters or on a partial property. The generator writes the other part.");

    public static readonly DiagnosticDescriptor MismatchedShapes = new(
        id: "NETGEN090",
        title: "Shapes do not fit",
        messageFormat: "{0}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The message has the arithmetic. Shapes are those of one sample; the batch is not part of them.");

    public static readonly DiagnosticDescriptor UnusedLayer = new(
        id: "NETGEN093",
        title: "A layer is not used",
        messageFormat: "'{0}' is not used: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The shape of its parameters follows from what it is applied to, so there is none. Call it, or remove it.");

    public static readonly DiagnosticDescriptor NothingDepends = new(
        id: "NETGEN094",
        title: "No output depends on a parameter",
        messageFormat: "'{0}' cannot be trained: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A layer is applied, but what it gives is not used. Use it, or remove the layer.");

    public static readonly DiagnosticDescriptor UnsuitableNested = new(
        id: "NETGEN095",
        title: "This cannot be a layer",
        messageFormat: "'{0}' cannot be the layer '{1}': {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A nested network is a class of the same project that is marked [Network]. Its declaration is read, and its parameters are part of the network around it.");

    public static readonly DiagnosticDescriptor UnsuitableElementFunction = new(
        id: "NETGEN079",
        title: "This cannot be a function of elements",
        messageFormat: "{0} cannot be applied to elements: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Map applies a [Differentiable] method of 'float' to every element, eight at a time, so that it is made of functions that can be computed on vectors.");

    public static readonly DiagnosticDescriptor RandomPrediction = new(
        id: "NETGEN096",
        title: "A prediction depends on random numbers",
        messageFormat: "'{0}' is random, and a prediction would depend on it: choose what it takes instead with WhenTraining(random, otherwise)",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Random numbers are drawn in training alone, and the same inputs give the same prediction. WhenTraining says what stands in a prediction where training has noise.");

    public static readonly DiagnosticDescriptor BatchPrediction = new(
        id: "NETGEN145",
        title: "A prediction depends on the other samples of its batch",
        messageFormat: "The gradient by '{0}' is a sum over all samples of the batch, so that the prediction for a sample would depend on the others: take the gradient by an input, choose what a prediction has instead with WhenTraining, or use it in the objective",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A prediction for one sample is the same whatever it is predicted with. The gradient by a parameter is a sum over the batch; training and the objective may use it.");

    public static readonly DiagnosticDescriptor UnsuitableObjective = new(
        id: "NETGEN097",
        title: "This cannot be an objective",
        messageFormat: "'{0}' cannot be the objective: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "An objective takes the network's outputs, then inputs by their names and targets with their [Shape], and returns a tensor of values for each sample. It is read by the generator and never runs.");

    public static readonly DiagnosticDescriptor SeveralObjectives = new(
        id: "NETGEN098",
        title: "A network has one objective",
        messageFormat: "Network '{0}' has the objective '{1}' already: remove [Objective] from '{2}', or add it up in '{1}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "One number is minimised. Several are added up in one method, with their weights.");
}
