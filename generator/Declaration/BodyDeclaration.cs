using NetGen.Generator.Graph;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration;

/// <summary>A network that is declared by a forward method, as the developer wrote it.</summary>
/// <param name="Members">Its layers and the tensors of its own.</param>
/// <param name="Inputs">What goes in, each with the local that holds it.</param>
/// <param name="Outputs">What the outputs are called, one for each.</param>
/// <param name="Program">The forward method and the methods that it calls.</param>
internal sealed record BodyDeclaration(
    EquatableArray<BodyMember> Members, EquatableArray<InputDeclaration> Inputs, EquatableArray<string> Outputs, ProgramModel Program);

/// <summary>A partial method or property that stands for a layer or for a tensor.</summary>
/// <param name="Signature">Its declaration in C#, up to its body; empty where no other part can be written.</param>
/// <param name="Layer">The layer, or a <see cref="ParameterDeclaration"/>.</param>
/// <param name="Count">How many layers it stands for, or null where it is one without an index.</param>
internal sealed record BodyMember(string Signature, LayerDeclaration Layer, int? Count)
{
    /// <summary>The layers that it stands for, each under its own name: <c>block.0</c>, <c>block.1</c> ….</summary>
    public IEnumerable<LayerDeclaration> Layers
        => Count is { } count ? Enumerable.Range(0, count).Select(At) : [Layer];

    public LayerDeclaration At(int index) => Layer with { Name = $"{Layer.Name}.{Numbers.Text(index)}" };
}

/// <summary>A trainable tensor of the network's own.</summary>
internal sealed record ParameterDeclaration(string Name, EquatableArray<int> Dimensions, InitializerKind Initializer) : LayerDeclaration(Name)
{
    /// <summary>It is itself what is trained, and its name ends here.</summary>
    public override EquatableArray<string> Parameters => [""];

    public override EquatableArray<string> InputNames => [];
}

/// <summary>Another network as a layer.</summary>
internal sealed record NestedDeclaration(string Name, NetworkDeclaration Network) : LayerDeclaration(Name)
{
    public override EquatableArray<string> Parameters => Network.ParameterNames.ToEquatableArray();

    public override EquatableArray<string> TrainedParameters => Network.TrainedNames.ToEquatableArray();

    public override bool HasState => Network.HasState;

    public override EquatableArray<string> InputNames => Network.InputNames.ToEquatableArray();

    public override bool Gives(int outputs) => outputs == Network.OutputCount;
}

/// <summary>A method that says what a network is trained for.</summary>
/// <param name="Name">What the method is called.</param>
/// <param name="Program">The program that it is part of: that of the forward method, where there is one.</param>
/// <param name="Method">Which method of the program it is.</param>
/// <param name="Arguments">What it is called with.</param>
/// <param name="Targets">Its targets.</param>
internal sealed record ObjectiveDeclaration(
    string Name, ProgramModel Program, int Method, EquatableArray<ObjectiveArgument> Arguments, EquatableArray<InputDeclaration> Targets);

/// <summary>An argument of an objective.</summary>
/// <param name="Index">Which output, input or target it is.</param>
internal sealed record ObjectiveArgument(ObjectiveArgumentKind Kind, int Index);

internal enum ObjectiveArgumentKind
{
    Output, Input, Target,
}
