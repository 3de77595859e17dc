using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>NETGEN001 to NETGEN019, NETGEN110, NETGEN130, 131 and 133: what is wrong with the annotated class, whatever its layers are.</summary>
internal static class ClassDescriptors
{
    private const string Category = "NetGen.Class";

    public static readonly DiagnosticDescriptor NotPartial = new(
        id: "NETGEN001",
        title: "A network must be partial",
        messageFormat: "Network '{0}' must be partial, so that its generated half can be added: write 'partial class {0}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generator writes the parameters and the passes of a network into a second half of its class. C# only lets a class have a second half when every half says 'partial'.");

    public static readonly DiagnosticDescriptor ContainerNotPartial = new(
        id: "NETGEN002",
        title: "The types around a network must be partial",
        messageFormat: "'{0}' must be partial, because network '{1}' is nested in it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generated half of a nested network stands inside a second half of every type around it, so each of them must say 'partial'.");

    public static readonly DiagnosticDescriptor UnsuitableClass = new(
        id: "NETGEN003",
        title: "This kind of class cannot be a network",
        messageFormat: "Network '{0}' cannot be {1}: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A network is an instance of an ordinary class. Static and abstract classes have no instances, a record compares and copies by value what a network holds in large buffers, a generic class would be one network under many types, and a file-local class has no second half in another file.");

    public static readonly DiagnosticDescriptor UnsuitableBase = new(
        id: "NETGEN004",
        title: "A network cannot derive from this class",
        messageFormat: "Network '{0}' cannot derive from '{1}': {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generated constructor takes a seed and calls the constructor of the base class without arguments; there must be one that the network can reach. A network cannot derive from another network, because the members of the one would hide those of the other.");

    public static readonly DiagnosticDescriptor PrimaryConstructor = new(
        id: "NETGEN005",
        title: "A network cannot have a primary constructor",
        messageFormat: "Network '{0}' cannot have a primary constructor, because the generated constructor '{0}(ulong seed)' could not call it: write an ordinary constructor that ends in ': this(seed)'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Every constructor of a class with a primary constructor must call it with values, and the generated constructor has none to give. Write an ordinary constructor that calls the generated one with a seed.");

    public static readonly DiagnosticDescriptor MemberCollision = new(
        id: "NETGEN006",
        title: "A member collides with a generated one",
        messageFormat: "'{0}' collides with a member that is generated for network '{1}': give {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "A network gains a constructor from a seed, 'Predict', 'Forward', 'Backward', 'CreateWorkspace', 'Parameters', 'Gradients', 'Description', 'Save', 'Load', 'FromFile' and, for each parameter of a layer, a view such as 'HiddenWeight' and 'HiddenWeightGradient'. Methods of the same name with other parameters are welcome.");

    public static readonly DiagnosticDescriptor FileNameCollision = new(
        id: "NETGEN007",
        title: "Two networks would be written into the same files",
        messageFormat: "Network '{0}' differs from network '{1}' only in upper and lower case, so both would be written into the same files: give one another name",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Generated files are named after the network. File systems that take upper and lower case as equal, and the compiler itself, could not tell the files of the two apart.");

    public static readonly DiagnosticDescriptor HiddenName = new(
        id: "NETGEN110",
        title: "A type hides a name that generated code uses",
        messageFormat: "No code can be generated for '{0}': the type '{1}' hides what '{1}' means there; give the type another name, or put it into another namespace",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Generated code has words that C# lets a type take for itself, such as 'var', and names in full, from the outermost namespace, such as 'global::System.Span'. Where a type has such a name, C# finds the type.");

    public static readonly DiagnosticDescriptor UnseededConstructor = new(
        id: "NETGEN130",
        title: "A constructor does not draw the parameters",
        messageFormat: "The constructor '{1}' of network '{0}' does not call the generated one, which draws the parameters, so all of them would be 0: write ': this(seed)' behind its parameters",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "The generated constructor takes a seed, 'ulong seed = 0', and draws the initial parameters. A constructor of your own calls it, or another constructor of the class that does: ': this(seed)', or ': this()' for the seed 0. A network whose parameters are all 0 does not learn.");

    public static readonly DiagnosticDescriptor MissingNetwork = new(
        id: "NETGEN131",
        title: "A class with layers is not marked as a network",
        messageFormat: "'{0}' has [{1}] and is no network, so nothing is generated for it: {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Layers, inputs and forward methods mean something in a class that is marked [Network]. In any other class they would be ignored.");

    public static readonly DiagnosticDescriptor LanguageTooOld = new(
        id: "NETGEN133",
        title: "The project's version of C# is too old",
        messageFormat: "The code that NetGen generates needs C# {1}, and this project is set to C# {0}: remove 'LangVersion' from the project, or set it to {1} or later",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        description: "Projects for .NET 10 use C# 14 unless they ask for an older version. Until that is changed, networks and functions have their members without their work.");
}
