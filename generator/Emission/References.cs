using NetGen.Generator.Declaration;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// References in documentation, for going from a layer to the steps that carry it out and back: an editor follows them where a comment is only read.
/// </summary>
/// <param name="declaration">The network.</param>
/// <param name="library">The methods of its steps.</param>
internal sealed class References(NetworkDeclaration declaration, KernelLibrary library)
{
    // A layer of many steps, such as a recurrence, is found by its first ones.
    private const int Most = 12;

    // A row of the table of layers has all of a layer's methods, unless those are very many.
    private const int MostMethods = 60;

    private readonly string kernels = PrivateMembers.NameIn(declaration.Class, PrivateMembers.Kernels);
    private readonly ILookup<string, string> ofLayers = MethodsBy(library, static step => StepLayers.Of(step.Graph, step.Kernel));
    private readonly ILookup<string, string> readers = MethodsBy(library, static step => ReadParameters(step, isCopy: false));
    private readonly ILookup<string, string> readersOfCopies = MethodsBy(library, static step => ReadParameters(step, isCopy: true).Except(ReadParameters(step, isCopy: false)));
    private readonly ILookup<string, string> ofGradients = MethodsBy(library, static step => step.Pass == "Backward" ? Gradients(step, isWritten: true) : []);

    /// <summary>The methods of a layer's steps, of all passes, those among them that compute the gradient of a parameter of it; empty where it has none.</summary>
    public string ToSteps(string layer) => Methods(ofLayers[layer]);

    /// <summary>The methods of the steps that read a parameter, in all passes; those that read a copy of it behind those that read it.</summary>
    public string ToReaders(string parameter)
    {
        var (direct, through) = (Methods(readers[parameter]), Methods(readersOfCopies[parameter]));
        return through.Length == 0 ? direct : $"{direct}, and through its copy by {through}";
    }

    /// <summary>The methods of the steps that compute the gradient of a parameter.</summary>
    public string ToGradient(string parameter) => Methods(ofGradients[parameter]);

    /// <summary>From a step's method back: the passes that call it, with the numbers of their steps, and the parameters that it reads or has the gradient of.</summary>
    /// <param name="method">The method.</param>
    /// <param name="declaration">The network.</param>
    /// <param name="views">The members by which its parameters are reached.</param>
    public static IEnumerable<string> FromMethod(KernelMethod method, NetworkDeclaration declaration, IReadOnlyDictionary<string, string> views)
    {
        var network = declaration.Class.Name;
        var passes = method.Steps.GroupBy(static step => MemberOf(step))
            .Select(pass => $"{(pass.Skip(1).Any() ? "steps" : "step")} {string.Join(", ", pass.Take(Most).Select(static step => Numbers.Text(step.Number)))}{(pass.Skip(Most).Any() ? ", …" : "")} of {Pass(network, pass.Key)}");
        yield return $"{Counts.Capital(string.Join(", ", passes))}.";
        if (LayersOf(method, declaration) is { Length: > 0 } layers)
            yield return $"{(layers.Length == 1 ? "Layer" : "Layers")}: {string.Join(", ", layers.Take(Most).Select(layer => $"<see cref=\"{network}.{layer}\"/>"))}{(layers.Length > Most ? ", …" : "")}.";
        foreach (var (title, of) in new (string, Func<KernelStep, IEnumerable<string>>)[] { ("Parameters", ReadParameters), ("Reads the gradients of", step => Gradients(step, isWritten: false)), ("Gradients of", step => Gradients(step, isWritten: true)) })
        {
            string[] own = [.. method.Steps.SelectMany(of).Distinct().Where(views.ContainsKey)];
            if (own.Length > 0)
                yield return $"{title}: {string.Join(", ", own.Take(Most).Select(parameter => $"<see cref=\"{network}.{Aliases.Verbatim(views[parameter])}\"/>"))}{(own.Length > Most ? ", …" : "")}.";
        }
    }

    /// <summary>The developer's members that stand for the layers of a method's steps; none in a stack, whose layers are attributes.</summary>
    private static string[] LayersOf(KernelMethod method, NetworkDeclaration declaration)
    {
        if (declaration.Body is not { } body)
            return [];
        // A layer may stand for several, which are called after it.
        var layers = method.Steps.SelectMany(static step => StepLayers.Of(step.Graph, step.Kernel)).Distinct().ToArray();
        return [.. body.Members.Where(member => member.Signature.Length > 0 && member.Layers.Any(layer => Array.Exists(layers, own => own == layer.Name || own.StartsWith(layer.Name + ".", StringComparison.Ordinal)))).Select(static member => Reference(member.Signature)).OfType<string>().Distinct()];
    }

    /// <summary>A method or property by its declaration: <c>Conv(int, global::NetGen.Tensor)</c>.</summary>
    private static string? Reference(string signature)
    {
        var open = signature.IndexOf('(');
        var head = (open < 0 ? signature : signature.Substring(0, open)).Split('{')[0].Trim();
        var name = head.Substring(head.LastIndexOf(' ') + 1);
        if (open < 0)
            return name;
        var parameters = signature.Substring(open + 1, signature.LastIndexOf(')') - open - 1).Split([','], StringSplitOptions.RemoveEmptyEntries).Select(static parameter => parameter.Trim());
        string[] types = [.. parameters.Select(static parameter => parameter.LastIndexOf(' ') is > 0 and var end ? parameter.Substring(0, end) : parameter)];
        // What has more than a type and a name is told by the layer's parameters alone.
        return Array.Exists(types, static type => type.IndexOfAny([' ', '<', '=', '[']) >= 0) ? null : $"{name}({string.Join(", ", types)})";
    }

    /// <summary>A pass, by the name of the network too: a step may be called <c>Forward</c>.</summary>
    private static string Pass(string network, string pass) => pass switch
    {
        "Forward" or "Evaluate" => $"<see cref=\"{network}.{pass}(global::NetGen.Workspace)\"/>",
        "Backward" => $"<see cref=\"{network}.Backward(global::NetGen.Workspace, global::System.Span{{float}}, bool)\"/>",
        _ => pass,
    };

    /// <summary>The method that has a step: what depends on no input is computed before a prediction.</summary>
    private static string MemberOf(KernelStep step) => (step.Pass, step.Kernel.IsPreparation) switch
    {
        ("Predict", false) => "PredictWith",
        ("Predict", true) => "PreparePrediction",
        ("PredictNext", true) => "PrepareStep",
        _ => step.Pass,
    };

    /// <summary>Some steps by their passes and numbers: <c>steps 26 and 39 of Backward</c>.</summary>
    public static string StepsOf(IEnumerable<KernelStep> steps)
        => Counts.Joined([.. steps.GroupBy(static step => step.Pass).Select(static pass => $"{(pass.Skip(1).Any() ? "steps" : "step")} {NumbersOf(pass)} of {pass.Key}")]);

    private static string NumbersOf(IEnumerable<KernelStep> steps)
        => steps.Skip(Most).Any() ? string.Join(", ", steps.Take(Most).Select(static step => Numbers.Text(step.Number))) + ", …" : Counts.Joined([.. steps.Select(static step => Numbers.Text(step.Number))]);

    private static IEnumerable<string> ReadParameters(KernelStep step) => ReadParameters(step, isCopy: false).Concat(ReadParameters(step, isCopy: true));

    private static IEnumerable<string> ReadParameters(KernelStep step, bool isCopy)
        => Parameters(step, argument => !argument.IsWritten && (argument.Form != TensorForm.Own) == isCopy && step.Graph[argument.Node].Operation is Graph.Parameter);

    private static IEnumerable<string> Gradients(KernelStep step, bool isWritten)
        => Parameters(step, argument => argument.IsWritten == isWritten && argument.Form == TensorForm.Own && step.Graph[argument.Node].Operation is not Graph.Parameter);

    private static IEnumerable<string> Parameters(KernelStep step, Func<KernelArgument, bool> isWanted)
        => step.Kernel.Arguments.Where(isWanted).Select(argument => Graph.Uses.Of(step.Graph).ParameterOf(argument.Node)).OfType<int>().Select(parameter => step.Graph.Parameters[parameter].Name);

    /// <summary>The methods whose steps have to do with something, each once, in the order in which they are first called.</summary>
    private static ILookup<string, string> MethodsBy(KernelLibrary library, Func<KernelStep, IEnumerable<string>> of)
        => library.All.SelectMany(method => method.Steps.SelectMany(of).Distinct().Select(what => (What: what, Method: method.Name)))
            .ToLookup(static pair => pair.What, static pair => pair.Method, StringComparer.Ordinal);

    private string Methods(IEnumerable<string> methods)
    {
        string[] names = [.. methods];
        return string.Join(", ", names.Take(MostMethods).Select(name => $"<see cref=\"{kernels}.{name}\"/>")) + (names.Length > MostMethods ? ", …" : "");
    }
}
