using System.Runtime.CompilerServices;

namespace NetGen.Generator.Graph;

/// <summary>
/// Who uses what in a graph: found once, in one walk over the nodes, and kept for as long as the graph. Every question that a pass asks for every node is
/// answered from here, since a scan over all nodes for each of them is slow in a deep network.
/// </summary>
internal sealed class Uses
{
    private static readonly ConditionalWeakTable<NetworkGraph, Uses> Known = new();

    private readonly NetworkGraph graph;
    private readonly int[][] users;
    private readonly Dictionary<int, int> parameters = [];
    private readonly Dictionary<int, int> outputs = [];
    private readonly HashSet<int> roots;
    private readonly HashSet<int> keptToTheEnd;
    private readonly HashSet<int> keptForAllSteps;
    private readonly HashSet<int> layerOutputs;
    private readonly Dictionary<Operation, int> inputs = [];
    private readonly int?[] summands;

    private Uses(NetworkGraph graph)
    {
        this.graph = graph;
        var lists = new List<int>?[graph.Nodes.Count];
        for (var id = 0; id < lists.Length; id++)
        {
            foreach (var input in graph[id].Inputs)
            {
                // A node that reads another one twice uses it once.
                if ((lists[input] ??= []) is var list && (list.Count == 0 || list[list.Count - 1] != id))
                    list.Add(id);
            }

            if (graph[id].Operation is Parameter parameter)
                parameters.Add(id, parameter.Index);
            else if (graph[id].Operation is Input or StateBefore)
                inputs[graph[id].Operation] = id;
        }

        users = [.. lists.Select(static list => list?.ToArray() ?? [])];
        for (var index = 0; index < graph.Gradients.Count; index++)
        {
            if (Views.Owner(graph, graph.Gradients[index]) is var owner && !parameters.ContainsKey(owner))
                parameters.Add(owner, index);
        }

        for (var output = 0; output < graph.Outputs.Count; output++)
        {
            if (Views.Owner(graph, graph.Outputs[output]) is var owner && !outputs.ContainsKey(owner))
                outputs.Add(owner, output);
        }

        roots = [.. graph.Roots];
        keptForAllSteps = [.. Enumerable.Range(0, graph.Loops.Count == 0 ? 0 : lists.Length).Where(id => graph[id].Operation is AllSteps).Select(id => Views.Owner(graph, id))];
        layerOutputs = [.. graph.Layers.Select(layer => Views.Owner(graph, layer.Output))];
        keptToTheEnd =
        [
            .. graph.Objective is { } objective ? [objective] : Array.Empty<int>(),
            .. graph.Updates.Select(static update => update.Value),
            .. graph.StatesAfter.Select(state => Views.Owner(graph, state)),
            .. graph.InputGradients.Select(gradient => Views.Owner(graph, gradient)),
        ];
        summands = new int?[lists.Length];
        for (var id = lists.Length - 1; id >= 0; id--)
            summands[id] = FindGradientSummand(id);
    }

    /// <summary>The uses of a graph, which are found at the first call.</summary>
    public static Uses Of(NetworkGraph graph) => Known.GetValue(graph, static asked => new Uses(asked));

    /// <summary>The nodes that read a node, in their order, each once.</summary>
    public IReadOnlyList<int> this[int node] => users[node];

    /// <summary>Whether the caller asks for a node.</summary>
    public bool IsRoot(int node) => roots.Contains(node);

    /// <summary>Which output a node's memory holds.</summary>
    public int? OutputOf(int owner) => outputs.TryGetValue(owner, out var output) ? output : null;

    /// <summary>The node of an input or of a state before the first step; null where nothing reads that.</summary>
    public int? InputNode(Operation input) => inputs.TryGetValue(input, out var node) ? node : null;

    /// <summary>Whether a node's memory holds what a layer gives.</summary>
    public bool IsLayerOutput(int owner) => layerOutputs.Contains(owner);

    /// <summary>Whether the caller reads a node's memory when the pass is done: the objective, the new value of what is not trained, the gradient of an input.</summary>
    public bool IsKeptToTheEnd(int owner) => keptToTheEnd.Contains(owner);

    /// <summary>Whether the values of all steps are read, of a node in a loop.</summary>
    public bool IsKeptForAllSteps(int owner) => keptForAllSteps.Contains(owner);

    /// <summary>The parameter that a node is, or whose gradient its memory holds.</summary>
    public int? ParameterOf(int owner) => parameters.TryGetValue(owner, out var index) ? index : null;

    /// <summary>Whether a node's memory holds the gradient of a parameter.</summary>
    public bool IsGradient(int owner) => graph[owner].Operation is not Parameter && parameters.ContainsKey(owner);

    /// <summary>The shape of what a node's memory holds: a parameter's own for its gradient, whatever axes of length 1 it was computed with.</summary>
    public Shape LogicalShape(int owner)
        => ParameterOf(owner) is { } parameter
            ? new Shape(graph.Parameters[parameter].Dimensions.Select(static dimension => new Extent(dimension)).ToEquatableArray())
            : graph[owner].Shape;

    /// <summary>
    /// The parameter to whose gradient a node is added: it has that parameter's layout, so that the sum is taken as it lies. A parameter that is used
    /// twice has a gradient of two such summands.
    /// </summary>
    public int? GradientSummandOf(int node) => summands[node];

    /// <summary>Its users come after it, so that theirs are known.</summary>
    private int? FindGradientSummand(int node)
    {
        if (graph[node].Shape.IsBatched || graph[node].Operation is not (Contract or Map))
            return null;
        int? parameter = null;
        foreach (var user in users[node])
        {
            if (graph[user].Operation is not Map || graph[user].Shape != graph[node].Shape
                || (ParameterOf(user) ?? summands[user]) is not { } sum || (parameter is { } known && known != sum))
            {
                return null;
            }

            parameter = sum;
        }

        return parameter;
    }
}
