using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Adds the backward pass: from ∂loss/∂output back to the parameters, node by node in reverse, by the rule of each node's operation.
/// Only what a parameter's gradient needs is built; the gradient of the network's input, for one, is not.
/// </summary>
internal static class Differentiation
{
    public static NetworkGraph Run(NetworkGraph forward)
    {
        var graph = new GraphBuilder(forward);
        var needed = NodesThatDependOnParameters(forward);
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

        var gradients = new int[forward.Parameters.Count];
        var taken = new HashSet<int>();
        for (var id = 0; id < forward.Nodes.Count; id++)
        {
            if (forward[id].Operation is Parameter parameter)
                gradients[parameter.Index] = OwnMemory(graph, taken, adjoints[id] ?? graph.Fill(0, forward[id].Shape, forward[id].Name.Gradient));
        }

        return graph.Build(forward.Outputs, gradients);
    }

    /// <summary>
    /// A gradient goes to its parameter's place, so it must be a value that is computed, as a whole and for this parameter alone: a part of
    /// another value, or the gradient of a second parameter, is copied.
    /// </summary>
    private static int OwnMemory(GraphBuilder graph, HashSet<int> taken, int gradient)
    {
        var owner = gradient;
        while (graph[owner].Operation is Reshape)
            owner = graph[owner].Inputs[0];
        return graph[owner].Operation is View or OutputGradient or Input or Parameter || !taken.Add(owner) ? graph.Copy(gradient) : gradient;
    }

    private static bool[] NodesThatDependOnParameters(NetworkGraph graph)
    {
        var needed = new bool[graph.Nodes.Count];
        for (var id = 0; id < needed.Length; id++)
        {
            needed[id] = graph[id].Operation switch
            {
                Parameter => true,
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
