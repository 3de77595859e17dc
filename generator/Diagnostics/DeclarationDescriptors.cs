using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN020 to NETGEN039: what is wrong with the attributes, each taken by itself, before any shape is known.</summary>
internal static class DeclarationDescriptors
{
    private const string Category = "NetGen.Declaration";

    public static readonly DiagnosticDescriptor NoInput = new(
        id: "NETGEN020",
        title: "A network needs an input",
        messageFormat: "Network '{0}' has no input: add [Input(…)] with the dimensions of one sample",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Every shape in the network follows from that of its input: '[Input(784)]' for 784 numbers, '[Input(1, 28, 28)]' for a picture with one channel. The batch is not part of it.");

    public static readonly DiagnosticDescriptor NoLayers = new(
        id: "NETGEN021",
        title: "A network needs a layer",
        messageFormat: "Network '{0}' has no layers: add at least one, such as [Dense(10)]",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A network without a layer computes nothing and has nothing to learn.");

    public static readonly DiagnosticDescriptor EmptyInput = new(
        id: "NETGEN022",
        title: "The input needs a dimension",
        messageFormat: "The input of network '{0}' has no dimensions: write those of one sample, such as [Input(784)] or [Input(1, 28, 28)]",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A sample has at least one axis; a single number is '[Input(1)]'.");

    public static readonly DiagnosticDescriptor LayersOnSeveralDeclarations = new(
        id: "NETGEN023",
        title: "The layers of a network must stand together",
        messageFormat: "{0} stands on another part of network '{1}' than the layers before it, so the order of the layers is undefined: write all layers on one part",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Layers follow one another in the order in which they are written. The parts of a partial class have no order among them.");

    public static readonly DiagnosticDescriptor UnknownLayer = new(
        id: "NETGEN024",
        title: "This layer is not known to the generator",
        messageFormat: "'{0}' is not a layer that the generator knows: a layer of your own cannot be declared by deriving from LayerAttribute",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator compiles the layers of the NetGen package. When the layer comes from that package, the generator that runs is older than the package: restore again, and look for a second reference to NetGen.");

    public static readonly DiagnosticDescriptor InvalidSize = new(
        id: "NETGEN025",
        title: "A size must be at least 1",
        messageFormat: "{0} '{1}' expects {2} of at least 1, but got {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Units, dimensions, kernels and strides count things, and there is at least one of each.");

    public static readonly DiagnosticDescriptor UndefinedMember = new(
        id: "NETGEN026",
        title: "A value is not a member of its enumeration",
        messageFormat: "{0} '{1}' got {2} {3}, which is not a member of '{4}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "C# lets any number be cast to an enumeration. The generator only knows those that have a name.");

    public static readonly DiagnosticDescriptor InvalidName = new(
        id: "NETGEN027",
        title: "This cannot be the name of a layer",
        messageFormat: "'{0}' cannot be the name of {1}: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The name of a layer or of the input becomes part of the names in the generated code, so it is written as a C# variable is: 'hidden', 'fc1', 'decoderOutput'. It starts with a lower-case letter, and has letters, digits and underscores.");

    public static readonly DiagnosticDescriptor DuplicateName = new(
        id: "NETGEN028",
        title: "Two layers have the same name",
        messageFormat: "The name '{0}' is taken by {1}: every layer needs a name of its own",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Parameters are found in files by the name of their layer. Names that differ there may give the same member in C#, as 'fc1' and 'fc_1' do: then the one that is declared first is 'Fc1Weight', and the other 'Fc1Weight2'.");

    // Kind, name, what is possible, what is given: "Conv2D 'edges' expects padding of at least 0, but got -1"
    public static readonly DiagnosticDescriptor InvalidNumber = new(
        id: "NETGEN029",
        title: "A number is out of its range",
        messageFormat: "{0} '{1}' expects {2}, but got {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Paddings are not negative, probabilities lie between 0 and 1, and some numbers of a layer rule each other out.");
}
