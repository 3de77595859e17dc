using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Adds the backward pass: from ∂loss/∂output, or from the network's own objective, back to the parameters, node by node in reverse, by the rule of each node's operation.
/// Only what a parameter's gradient needs is built; the gradient of the network's input only where it is asked for.
/// </summary>
internal static class Differentiation
{
    /// <param name="forward">The network.</param>
    /// <param name="ofInputs">Whether the gradient of its inputs is built, too.</param>
    /// <param name="keepsAll">Whether the gradients of the layers' outputs are kept.</param>
    /// <param name="keepsDerivatives">Whether the derivatives of functions that take long are computed beside them, in the forward pass.</param>
    public static NetworkGraph Run(NetworkGraph forward, bool ofInputs = false, bool keepsAll = false, bool keepsDerivatives = false)
    {
        var graph = new GraphBuilder(forward);
        var needed = NodesThatDependOn(forward, ofInputs);
        var adjoints = new Adjoints(graph, forward.Nodes.Count);
        if (forward.Objective is { } objective)
            adjoints.Add(new(objective, graph.Fill(1, forward[objective].Shape, forward[objective].Name.Gradient)));
        for (var output = 0; output < forward.Outputs.Count && forward.Objective is null; output++)
        {
            var node = forward.Outputs[output];
            adjoints.Add(new(node, graph.OutputGradient(output, forward[node].Shape, forward[node].Name.Gradient)));
        }

        var loops = new LoopGradients(graph, forward, adjoints, node => needed[node]);
        for (var id = forward.Nodes.Count - 1; id >= 0; id--)
        {
            if (!needed[id] || !loops.Enter(id) || adjoints.Of(id) is not { } adjoint)
                continue;
            graph.Origin = new(forward[id].Origin?.Of ?? forward[id].Name.Text, forward[id].Origin?.Source) { Textbook = forward[id].Origin?.Textbook };
            foreach (var contribution in GradientRules.Apply(graph, id, adjoint, input => needed[input], keepsDerivatives))
                adjoints.Add(contribution);
        }

        graph.Origin = null;
        loops.Finish();
        var gradients = new int[forward.TrainableCount];
        var inputGradients = new List<int>();
        var owners = new HashSet<int>();
        bool IsComputed(int node)
        {
            while (graph[node].Operation is View)
                node = graph[node].Inputs[0];
            return graph[node].Operation is not OutputGradient;
        }

        for (var id = 0; id < forward.Nodes.Count; id++)
        {
            if (forward[id].Operation is Parameter parameter && parameter.Index < gradients.Length)
                gradients[parameter.Index] = InOwnMemory(graph, id, adjoints.Of(id), owners);
            else if (forward[id].Operation is Input { IsTarget: false } && ofInputs)
                inputGradients.Add(InOwnMemory(graph, id, adjoints.Of(id), owners));
        }

        var kept = new List<KeptGradient>();
        foreach (var layer in forward.Layers.Where(layer => keepsAll && needed[layer.Output]))
        {
            if (adjoints.Of(layer.Output) is { } node && graph[node].Loop is null && IsComputed(node))
                kept.Add(new(layer.Name, node));
        }

        var ofLayers = forward.Layers.Where(layer => needed[layer.Output]).Select(layer => new LayerGradient(layer.Name, adjoints.Known(layer.Input), adjoints.Known(layer.Output))).ToEquatableArray();
        return WithoutRepetitions(graph.Build(forward.Outputs, gradients), forward.Nodes.Count) with
        {
            KeptGradients = kept.ToEquatableArray(),
            LayerGradients = ofLayers,
            InputGradients = inputGradients.ToEquatableArray(),
            Objective = forward.Objective,
            StatesAfter = forward.StatesAfter,
            FirstBackward = forward.Objective is null ? int.MaxValue : forward.Nodes.Count,
        };
    }

    /// <summary>
    /// A sum of what several users pass back has the name of the gradient; its summands are terms of it. So no two steps compute different
    /// things of one name.
    /// </summary>
    private static NetworkGraph WithoutRepetitions(NetworkGraph graph, int firstBackward)
    {
        var names = new Dictionary<int, ValueName>();
        var numbers = new Dictionary<ValueName, int>();
        for (var id = firstBackward; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Operation != GradientRules.Sum)
                continue;
            foreach (var summand in graph[id].Inputs)
            {
                // What has another name, or is that of a view of something else, says itself what it is. A part of a gradient around which zeros were is computed alone later.
                if (summand < firstBackward || names.ContainsKey(summand) || graph[summand].Name != graph[id].Name || graph[summand].Operation is (View and not Slice) or OutputGradient)
                    continue;
                numbers.TryGetValue(graph[id].Name, out var number);
                numbers[graph[id].Name] = ++number;
                names.Add(summand, graph[summand].Name with { Text = $"{graph[summand].Name.Text}.term{Numbers.Text(number)}" });
            }
        }

        return names.Count == 0 ? graph : graph with { Nodes = graph.Nodes.Select((node, id) => names.TryGetValue(id, out var name) ? node with { Name = name } : node).ToEquatableArray() };
    }

    /// <summary>
    /// A parameter's gradient, or an input's, lies where the caller finds it, in C order, so it is no view of another one's: the two summands
    /// of a sum have the same adjoint, and each gets a copy of it. What changes nothing has gradient 0.
    /// </summary>
    private static int InOwnMemory(GraphBuilder graph, int leaf, int? adjoint, HashSet<int> owners)
    {
        if (adjoint is not { } gradient)
            gradient = graph.Fill(0, graph[leaf].Shape, graph[leaf].Name.Gradient);
        var owner = gradient;
        while (graph[owner].Operation is Reshape)
            owner = graph[owner].Inputs[0];
        if (graph[owner].Operation is not (View or Input or Parameter or OutputGradient) && owners.Add(owner))
            return gradient;
        gradient = graph.Copy(gradient, graph[leaf].Name.Gradient);
        owners.Add(gradient);
        return gradient;
    }

    private static bool[] NodesThatDependOn(NetworkGraph graph, bool inputs)
    {
        var needed = new bool[graph.Nodes.Count];
        bool isChanged;
        do
        {
            isChanged = false;
            for (var id = 0; id < needed.Length; id++)
            {
                var before = needed[id];
                needed[id] = graph[id].Operation switch
                {
                    Parameter(var index) => !graph.Parameters[index].IsFrozen,
                    Input input => inputs && !input.IsTarget,
                    StopGradient => false,
                    // What the step before has made of it comes after it.
                    Carried => needed[graph[id].Inputs[0]] || needed[graph.NextOf(id)],
                    _ => graph[id].Inputs.Any(input => needed[input]),
                };
                isChanged |= needed[id] != before && graph.Loops.Count > 0;
            }
        }
        while (isChanged);

        return needed;
    }
}
