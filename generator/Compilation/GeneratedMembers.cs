using NetGen.Generator.Declaration;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>A public member that a network gains.</summary>
/// <param name="Name">Its name; the constructor has none.</param>
/// <param name="Type">The type of a property, or what a method returns.</param>
/// <param name="Parameters">The parameters of a method or of the constructor; null for a property.</param>
internal sealed record GeneratedMember(string Name, string Type, EquatableArray<GeneratedParameter>? Parameters = null)
{
    public bool IsConstructor => Name.Length == 0;
}

internal sealed record GeneratedParameter(string Type, string Name);

/// <summary>
/// The public members that a network gains, so that the developer's own can be kept apart from them, and so that they are there, too,
/// while the network has errors.
/// </summary>
internal static class GeneratedMembers
{
    private const string Floats = "global::System.Span<float>";
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";
    private const string Workspace = "global::NetGen.Workspace";
    private const string TensorView = "global::NetGen.TensorView";

    private const int PlaceOfPredict = 5;

    private static readonly GeneratedMember[] OfEveryNetwork =
    [
        new("", "", [new("ulong", "seed")]),
        new("Description", "global::NetGen.NetworkDescription"),
        new("Parameters", Floats),
        new("Gradients", Floats),
        new("CreateWorkspace", Workspace, [new("int", "capacity")]),
        new("Forward", "void", [new(Workspace, "workspace")]),
        new("Backward", "void", [new(Workspace, "workspace"), new(Floats, "gradients")]),
        new("Save", "void", [new("string", "path")]),
        new("Load", "void", [new("string", "path")]),
    ];

    private static readonly GeneratedMember Evaluate = new("Evaluate", "float", [new(Workspace, "workspace")]);

    /// <summary>What no view can be called, since other members are.</summary>
    private static readonly string[] Reserved = [.. OfEveryNetwork.Select(static member => member.Name), Evaluate.Name, "Predict", "UpdateState"];

    public static IEnumerable<GeneratedMember> Of(NetworkDeclaration network)
        => (network.Objective is null ? [] : new[] { Evaluate }).Concat(OfAnyNetwork(network));

    private static IEnumerable<GeneratedMember> OfAnyNetwork(NetworkDeclaration network)
        => OfEveryNetwork.Take(PlaceOfPredict).Append(Predict(network)).Concat(OfEveryNetwork.Skip(PlaceOfPredict)).Concat(Views(network).Values.SelectMany(OfParameter));

    /// <summary>The name of the view of each parameter.</summary>
    public static IReadOnlyDictionary<string, string> Views(NetworkDeclaration network) => ViewNames.Of(network.ParameterNames, Reserved);

    /// <summary>One span for each input and each output.</summary>
    private static GeneratedMember Predict(NetworkDeclaration network)
    {
        var signature = PredictSignature.Of(network);
        var inputs = signature.Inputs.Select(static name => new GeneratedParameter(ReadOnlyFloats, name));
        return new("Predict", "void", inputs.Concat(signature.Outputs.Select(static name => new GeneratedParameter(Floats, name))).ToEquatableArray());
    }

    private static IEnumerable<GeneratedMember> OfParameter(string view)
    {
        yield return new(view, TensorView);
        yield return new(view + ViewNames.Gradient, TensorView);
    }
}
