namespace NetGen.Generator.Declaration;

/// <summary>
/// The members that a network gains. Its code, its skeleton and the search for the developer's members that collide with them all take them
/// from here, so that a class with an error has what it will have when that is mended.
/// </summary>
internal static class GeneratedMembers
{
    private const string Floats = "global::System.Span<float>";
    private const string ReadOnlyFloats = "global::System.ReadOnlySpan<float>";
    private const string ReadOnlyIntegers = "global::System.ReadOnlySpan<int>";
    private const string Workspace = "global::NetGen.Workspace";
    private const string TensorView = "global::NetGen.TensorView";
    private const string SequenceState = "global::NetGen.SequenceState";
    private const string Predictor = "global::NetGen.IPredictor";

    public static readonly GeneratedMember Constructor = new("", "", [new("ulong", "seed", "0")]);
    public static readonly GeneratedMember Description = new("Description", "global::NetGen.NetworkDescription");
    public static readonly GeneratedMember Parameters = new("Parameters", Floats);
    public static readonly GeneratedMember Gradients = new("Gradients", Floats);
    public static readonly GeneratedMember Forward = new("Forward", "void", [new(Workspace, "workspace")]);
    public static readonly GeneratedMember Backward = new("Backward", "void", [new(Workspace, "workspace")]);
    public static readonly GeneratedMember BackwardInto =
        new("Backward", "void", [new(Workspace, "workspace"), new(Floats, "gradients"), new("bool", "accumulate", "false")]);
    public static readonly GeneratedMember Save = new("Save", "void", [new("string", "path")]);
    public static readonly GeneratedMember Load = new("Load", "void", [new("string", "path")]);

    /// <summary>Of a network that keeps its gradients, whose own <c>CreateWorkspace</c> gives a class with a view of each.</summary>
    public static readonly GeneratedMember CreateWorkspaceOfInterface = new("CreateWorkspace", Workspace, [new("int", "capacity")]) { Interface = "global::NetGen.INetwork" };

    /// <summary>Of a network with an objective.</summary>
    public static readonly GeneratedMember Evaluate = new("Evaluate", "float", [new(Workspace, "workspace")]);

    /// <summary>Of a network that keeps something besides what is trained.</summary>
    public static readonly GeneratedMember UpdateState = new("UpdateState", "void", [new(Workspace, "workspace")]);

    /// <summary>Of a network with several inputs or outputs, which has a <c>Predict</c> of its own.</summary>
    public static readonly GeneratedMember PredictOfInterface =
        new("Predict", "void", [new(ReadOnlyFloats, "inputs"), new(Floats, "outputs")]) { Interface = "global::NetGen.INetwork" };

    /// <summary>The same of a network whose predictors have a <c>Predict</c> of their own, too.</summary>
    public static readonly GeneratedMember CreatePredictorOfInterface = new("CreatePredictor", Predictor, []) { Interface = "global::NetGen.INetwork" };

    /// <summary>Of a network that keeps what the steps of sequences have left.</summary>
    public static readonly GeneratedMember CreateState = new("CreateState", SequenceState, [new("int", "batch", "1")]);

    /// <summary>Of a network that predicts a sequence step by step.</summary>
    public static readonly GeneratedMember PredictNext = new("PredictNext", "void", [new(ReadOnlyFloats, "inputs"), new(SequenceState, "state"), new(Floats, "outputs")]);
    public static readonly GeneratedMember PredictNextOfIndices = new("PredictNext", "void", [new(ReadOnlyIntegers, "inputs"), new(SequenceState, "state"), new(Floats, "outputs")]);

    /// <summary>What no view can be called, since other members are.</summary>
    private static readonly string[] Reserved =
    [
        .. new[] { Description, Parameters, Gradients, CreateWorkspaceOfInterface, Forward, Backward, Save, Load, Evaluate, UpdateState, PredictOfInterface, CreatePredictorOfInterface, CreateState, PredictNext }.Select(static member => member.Name),
        "FromFile",
    ];

    public static IEnumerable<GeneratedMember> Of(NetworkDeclaration network)
    {
        IEnumerable<GeneratedMember> members = [Constructor, Description, Parameters, Gradients, CreateWorkspace(network), Predict(PredictSignature.Of(network))];
        if (PredictSignature.Of(network) is { HasIndices: true } signature)
            members = members.Append(PredictOfIndices(signature));
        members = network.IsSimple
            ? members.Append(CreatePredictor(network))
            : members.Concat([PredictOfInterface, CreatePredictor(network), CreatePredictorOfInterface]);
        if (network.HasSteps || network.CarriesState)
            members = members.Append(CreateState);
        if (network.CarriesState)
            members = members.Concat(WithState(PredictSignature.Of(network)));
        if (network.KeepsGradients)
            members = members.Append(CreateWorkspaceOfInterface);
        if (network.HasSteps)
            members = members.Concat([PredictNext, PredictNextOfIndices]);
        members = members.Concat([Forward, Backward, BackwardInto]);
        if (network.HasState)
            members = members.Append(UpdateState);
        if (network.Objective is not null)
            members = members.Append(Evaluate);
        var trained = new HashSet<string>(network.TrainedNames);
        return members.Concat(network.Class.IsNameable ? new[] { Save, Load, FromFile(network.Class) } : [Save, Load])
            .Concat(Views(network.ParameterNames).SelectMany(view => trained.Contains(view.Key) ? new[] { View(view.Value), GradientView(view.Value) } : [View(view.Value)]));
    }

    /// <summary>The members of its predictors, where there are several inputs or outputs.</summary>
    public static IEnumerable<GeneratedMember> OfPredictor(NetworkDeclaration network)
    {
        var signature = PredictSignature.Of(network);
        IEnumerable<GeneratedMember> members = [Description, Predict(signature), .. signature.HasIndices ? [PredictOfIndices(signature)] : Array.Empty<GeneratedMember>()];
        return [.. members, .. network.CarriesState ? WithState(signature) : [], PredictOfInterface with { Interface = Predictor }];
    }

    /// <summary>The name of the view of each parameter, in the order of declaration.</summary>
    public static IReadOnlyDictionary<string, string> Views(IEnumerable<string> parameters) => ViewNames.Of(parameters, Reserved);

    public static GeneratedMember FromFile(ClassDeclaration type) => new("FromFile", type.Reference, [new("string", "path")]) { IsStatic = true };

    public static GeneratedMember CreateWorkspace(NetworkDeclaration network)
        => new("CreateWorkspace", network.KeepsGradients ? PrivateMembers.NameIn(network.Class, PrivateMembers.GradientWorkspace) : Workspace, [new("int", "capacity")]);

    /// <summary>Its predictors are known by the interface where one input and one output make that enough.</summary>
    public static GeneratedMember CreatePredictor(NetworkDeclaration network)
        => new("CreatePredictor", network.IsSimple ? Predictor : PrivateMembers.NameIn(network.Class, PrivateMembers.Predictor), []);

    /// <summary>One span for each input and each output.</summary>
    public static GeneratedMember Predict(PredictSignature signature)
    {
        var inputs = signature.Inputs.Select(static name => new GeneratedParameter(ReadOnlyFloats, name));
        return new("Predict", "void", inputs.Concat(signature.Outputs.Select(static name => new GeneratedParameter(Floats, name))).ToEquatableArray());
    }

    /// <summary>The same, with inputs of whole numbers as such.</summary>
    public static GeneratedMember PredictOfIndices(PredictSignature signature)
    {
        var inputs = signature.Inputs.Zip(signature.AreIndices, static (name, isIndices) => new GeneratedParameter(isIndices ? ReadOnlyIntegers : ReadOnlyFloats, name));
        return new("Predict", "void", inputs.Concat(signature.Outputs.Select(static name => new GeneratedParameter(Floats, name))).ToEquatableArray());
    }

    /// <summary>The predictions that begin with a state and leave it behind the last step.</summary>
    public static IEnumerable<GeneratedMember> WithState(PredictSignature signature)
        => new[] { Predict(signature) }.Concat(signature.HasIndices ? [PredictOfIndices(signature)] : []).Select(predict => WithState(predict, signature.Inputs.Count));

    /// <summary>A prediction that has a state between its inputs and its outputs.</summary>
    public static GeneratedMember WithState(GeneratedMember predict, int inputs)
    {
        var parameters = predict.Parameters!.Value;
        return predict with { Parameters = [.. parameters.Take(inputs), new(SequenceState, "state"), .. parameters.Skip(inputs)] };
    }

    /// <summary>A parameter by itself.</summary>
    public static GeneratedMember View(string view) => new(view, TensorView);

    /// <summary>The gradient of a parameter that is trained.</summary>
    public static GeneratedMember GradientView(string view) => new(view + ViewNames.Gradient, TensorView);
}
