using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Adds the backward pass: from ∂loss/∂output back to the parameters, node by node in reverse, by the rule of each node's operation.
/// Only what a parameter's gradient needs is built; the gradient of the network's input only where it is asked for.
/// </summary>
internal static class Differentiation
{
    /// <param name="forward">The network.</param>
    /// <param name="ofInputs">Whether the gradient of its inputs is built, too.</param>
    public static NetworkGraph Run(NetworkGraph forward, bool ofInputs)
    {
        var graph = new GraphBuilder(forward);
        var needed = NodesThatDependOn(forward, ofInputs);
        var adjoints = new int?[forward.Nodes.Count];
        for (var output = 0; output < forward.Outputs.Count; output++)
        {
            var node = forward.Outputs[output];
            Accumulate(graph, adjoints, node, graph.OutputGradient(output, forward[node].Shape, forward[node].Name.Gradient));
        }

        for (var id = forward.Nodes.Count - 1; id >= 0; id--)
        {
            if (adjoints[id] is not { } adjoint || !needed[id])
                continue;
            foreach (var (input, gradient) in GradientRules.Apply(graph, id, adjoint, input => needed[input]))
                Accumulate(graph, adjoints, input, gradient);
        }

        var owners = new HashSet<int>();
        var gradients = new int[forward.Parameters.Count];
        for (var id = 0; id < forward.Nodes.Count; id++)
        {
            if (forward[id].Operation is Parameter parameter)
            {
                var gradient = adjoints[id] ?? throw new InvalidGraphException($"no gradient reaches {forward[id].Name}");
                gradients[parameter.Index] = HasMemoryOfItsOwn(graph, gradient, owners) ? gradient : graph.Copy(gradient);
            }
        }

        return graph.Build(forward.Outputs, gradients) with { InputGradients = ofInputs ? OfInputs(graph, forward, adjoints, owners) : [] };
    }

    /// <summary>The gradients of the inputs; zero where an output does not depend on one.</summary>
    private static EquatableArray<int> OfInputs(GraphBuilder graph, NetworkGraph forward, int?[] adjoints, HashSet<int> owners)
    {
        var gradients = new List<int>();
        for (var id = 0; id < forward.Nodes.Count; id++)
        {
            if (forward[id].Operation is not Input)
                continue;
            var gradient = adjoints[id] ?? graph.Fill(0, forward[id].Shape, forward[id].Name.Gradient);
            gradients.Add(graph[gradient].Operation is Reshape || !HasMemoryOfItsOwn(graph, gradient, owners) ? graph.Copy(gradient) : gradient);
        }

        return gradients.ToEquatableArray();
    }

    /// <summary>
    /// Whether a gradient can be written to its place among the gradients: it is not part of another tensor, and neither the gradient of
    /// another parameter nor the caller's.
    /// </summary>
    private static bool HasMemoryOfItsOwn(GraphBuilder graph, int gradient, HashSet<int> owners)
    {
        while (graph[gradient].Operation is Reshape)
            gradient = graph[gradient].Inputs[0];
        return graph[gradient].Operation is not (View or OutputGradient or Fill or Concatenate) && owners.Add(gradient);
    }

    private static bool[] NodesThatDependOn(NetworkGraph graph, bool inputs)
    {
        var needed = new bool[graph.Nodes.Count];
        for (var id = 0; id < needed.Length; id++)
        {
            needed[id] = graph[id].Operation switch
            {
                Parameter => true,
                Input => inputs,
                StopGradient => false,
                _ => graph[id].Inputs.Any(input => needed[input]),
            };
        }

        return needed;
    }

    private static void Accumulate(GraphBuilder graph, int?[] adjoints, int node, int gradient)
        => adjoints[node] = adjoints[node] is { } sum
            ? graph.Map(GradientRules.Sum, [sum, gradient], graph[node].Name.Gradient)
            : gradient;
}
