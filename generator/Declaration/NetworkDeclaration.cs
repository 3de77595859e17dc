using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>
/// A network as the developer declared it, and nothing else: no symbol, no syntax, no location. Everything after the declaration is a
/// function of this record, and is cached on it.
/// </summary>
/// <param name="Class">The annotated class.</param>
/// <param name="Input">The shape of one input sample; of a body, the first one.</param>
/// <param name="Layers">The layers of a stack, in the order in which they are written.</param>
internal sealed record NetworkDeclaration(ClassDeclaration Class, InputDeclaration Input, EquatableArray<LayerDeclaration> Layers)
{
    /// <summary>Of a stack on sequences of different lengths, the input that has them.</summary>
    public InputDeclaration? Lengths { get; init; }

    /// <summary>The forward method and its layers, or null where the network is a stack.</summary>
    public BodyDeclaration? Body { get; init; }

    /// <summary>What the network is trained for, where it says so itself.</summary>
    public ObjectiveDeclaration? Objective { get; init; }

    /// <summary>Whether the backward pass computes the gradient with respect to the inputs, too.</summary>
    public bool InputGradient { get; init; }

    /// <summary>In which form the passes are written; null where the network leaves it to the project.</summary>
    public CodeForm? Code { get; init; }

    /// <summary>How many bits the vectors have that its code computes with; null where the network leaves it to the project.</summary>
    public VectorSize? Vectors { get; init; }

    /// <summary>The width of the vectors: 256 bits where neither the class nor the project says it.</summary>
    public VectorSize VectorSize => Vectors ?? VectorSize.Bits256;

    /// <summary>Whether the gradient of every layer's output is kept.</summary>
    public bool KeepsGradients { get; init; }

    /// <summary>Whether the next step of a sequence is predicted by itself, too, with what earlier steps have left.</summary>
    public bool HasSteps { get; init; }

    /// <summary>Whether its recurrences can go on where the pass before has ended.</summary>
    public bool CarriesState { get; init; }

    /// <summary>The names of all parameters: <c>hidden.weight</c>.</summary>
    public IEnumerable<string> ParameterNames => AllLayers.SelectMany(static layer => layer.ParameterNames);

    /// <summary>The names of those that are trained.</summary>
    public IEnumerable<string> TrainedNames => AllLayers.SelectMany(static layer => layer.TrainedNames);

    /// <summary>The names of all layers.</summary>
    public IEnumerable<string> LayerNames => AllLayers.Where(static layer => layer is not ParameterDeclaration).Select(static layer => layer.Name);

    /// <summary>Whether a layer keeps something besides what is trained, which follows the batches.</summary>
    public bool HasState => Body is { } body ? body.Members.Any(static member => member.Layer.HasState) : Layers.Any(static layer => layer.HasState);

    private IEnumerable<LayerDeclaration> AllLayers => Body is { } body ? body.Members.SelectMany(static member => member.Layers) : Layers;

    /// <summary>The inputs: those of the forward method, or that of the stack and the lengths of its samples.</summary>
    public EquatableArray<InputDeclaration> Inputs => Body?.Inputs ?? (Lengths is { } lengths ? [Input, lengths] : [Input]);

    public IEnumerable<string> InputNames => Inputs.Select(static input => input.Name);

    /// <summary>Whether an input or a target has whole numbers.</summary>
    public bool HasIndices => Inputs.Concat(Objective?.Targets ?? []).Any(static tensor => tensor.IsWhole);

    public IEnumerable<string> OutputNames => Body?.Outputs ?? ["output"];

    public int InputCount => Inputs.Count;

    public int OutputCount => Body?.Outputs.Count ?? 1;

    /// <summary>Whether it has one input and one output, as <c>INetwork</c> has.</summary>
    public bool IsSimple => InputCount == 1 && OutputCount == 1;
}

/// <summary>Where the generated part of the class goes.</summary>
/// <param name="Namespace">The namespace, or the empty string.</param>
/// <param name="Containers">The declarations of the types around it, outermost first, as they are to be opened: <c>partial class Outer&lt;T&gt;</c>.</param>
/// <param name="Name">The class's own name as it is written in C#: one that is a keyword has its <c>@</c>, as the namespace and the containers have.</param>
/// <param name="Accessibility">Its accessibility as written in C#: <c>public</c>, <c>internal</c>, <c>private</c> ….</param>
internal sealed record ClassDeclaration(string Namespace, EquatableArray<string> Containers, string Name, string Accessibility)
{
    private static readonly string[] Kinds = ["partial record struct ", "partial record ", "partial class ", "partial struct ", "partial interface "];

    /// <summary>Whether its name can be said outside of it. C# refuses a private class in a namespace, at its place; nothing of it may be said again.</summary>
    public bool IsNameable => Containers.Count > 0 || Accessibility is "public" or "internal";

    /// <summary>A name for files that is unique in the project, upper and lower case aside: <c>Space.Outer`1.Name</c>.</summary>
    public required string QualifiedName { get; init; }

    /// <summary>The class from anywhere: <c>global::Space.Outer&lt;T&gt;.Name</c>.</summary>
    public string Reference
        => "global::" + string.Join(".", new[] { Namespace }.Where(static space => space.Length > 0).Concat(Containers.Select(TypeOf)).Append(Name));

    /// <summary>The short names of the emitted code that mean something else where the class stands.</summary>
    public EquatableArray<Renaming> Renamings { get; init; } = [];

    /// <summary>Whether the project's public members are checked against the Common Language Specification.</summary>
    public bool IsClsChecked { get; init; }

    /// <summary>What its generated constructor needs.</summary>
    public GeneratedConstructor Constructor { get; init; } = new(false, []);

    /// <summary>The type of a header: what is behind <c>partial record struct</c>.</summary>
    private static string TypeOf(string header)
    {
        var kind = Kinds.First(kind => header.StartsWith(kind, StringComparison.Ordinal));
        return header.Substring(kind.Length);
    }
}

/// <summary>What the generated constructor needs besides its body.</summary>
/// <param name="SetsRequiredMembers">Whether it calls a base constructor that says so, and so has to say it too.</param>
/// <param name="Warnings">The C# compiler's warnings about what is not the constructor's concern: members that the developer sets, a base class.</param>
internal sealed record GeneratedConstructor(bool SetsRequiredMembers, EquatableArray<string> Warnings);

/// <summary>The input of a network: its name in the generated code and the extents of one sample.</summary>
internal sealed record InputDeclaration(string Name, EquatableArray<int> Dimensions)
{
    /// <summary>Of whole numbers, how many there are; null for numbers of any kind.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Of the lengths of sequences, how many steps those have; null for numbers of any kind.</summary>
    public int? Longest { get; init; }

    /// <summary>Whether it has whole numbers, which the runtime checks.</summary>
    public bool IsWhole => Vocabulary is not null || Longest is not null;
}

/// <summary>A layer as written. Its values are checked (positive sizes, known enumeration members); its shape is not.</summary>
/// <param name="Name">The name given, or the one that its kind and number make: <c>dense1</c>.</param>
internal abstract record LayerDeclaration(string Name)
{
    /// <summary>The names of its parameters, as they follow the layer's: <c>weight</c>, <c>bias</c>.</summary>
    public virtual EquatableArray<string> Parameters => [];

    /// <summary>Whether its parameters are not trained.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>Where a stack has it: <c>layer 3 of LeNet5: Conv2D 'conv2'</c>; null for a layer of a forward method, whose lines say where it is called.</summary>
    public string? Source { get; init; }

    /// <summary>Their full names: <c>hidden.weight</c>.</summary>
    public IEnumerable<string> ParameterNames => Parameters.Select(FullName);

    /// <summary>The names of those that are trained where the layer is not frozen, as they follow the layer's.</summary>
    public virtual EquatableArray<string> TrainedParameters => Parameters;

    /// <summary>Their full names; none where the layer is frozen.</summary>
    public IEnumerable<string> TrainedNames => IsFrozen ? [] : TrainedParameters.Select(FullName);

    /// <summary>Whether the layer keeps something besides what is trained, which follows the batches.</summary>
    public virtual bool HasState => false;

    /// <summary>What goes in, as a method that stands for the layer would call it.</summary>
    public virtual EquatableArray<string> InputNames => ["x"];

    /// <summary>Whether it can be given so many tensors.</summary>
    public virtual bool Takes(int inputs) => inputs == InputNames.Count;

    /// <summary>Whether it can give so many tensors.</summary>
    public virtual bool Gives(int outputs) => outputs == 1;

    /// <summary>The layer that gives so many, which it can.</summary>
    public virtual LayerDeclaration Giving(int outputs) => this;

    /// <summary>The layer with the lengths of the samples as its last input, where it can take them: as it stands in a stack whose input has lengths. Null for layers of single places.</summary>
    public virtual LayerDeclaration? WithLengths() => null;

    private string FullName(string parameter) => parameter.Length == 0 ? Name : $"{Name}.{parameter}";
}

internal sealed record DenseDeclaration(string Name, int Units, ActivationKind Activation, bool Bias, InitializerKind Initializer)
    : LayerDeclaration(Name)
{
    /// <summary>A function of the developer's in the place of <see cref="Activation"/>.</summary>
    public ActivationFunction? ActivationMethod { get; init; }

    public override EquatableArray<string> Parameters => Bias ? ["weight", "bias"] : ["weight"];
}

internal sealed record ActivationDeclaration(string Name, ActivationKind Activation) : LayerDeclaration(Name);

internal sealed record FlattenDeclaration(string Name) : LayerDeclaration(Name);

internal sealed record SoftmaxDeclaration(string Name) : LayerDeclaration(Name);

internal sealed record LogSoftmaxDeclaration(string Name) : LayerDeclaration(Name);
