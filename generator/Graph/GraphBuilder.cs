using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>Makes a graph node by node, and infers every node's shape.</summary>
internal sealed class GraphBuilder
{
    private readonly List<Node> nodes = [];
    private readonly List<TrainableTensor> parameters = [];
    private readonly List<LayerSpan> layers = [];

    public GraphBuilder()
    {
    }

    /// <summary>Goes on from an existing graph.</summary>
    public GraphBuilder(NetworkGraph graph)
    {
        nodes.AddRange(graph.Nodes);
        parameters.AddRange(graph.Parameters);
        layers.AddRange(graph.Layers);
    }

    public Node this[int node] => nodes[node];

    public int Count => nodes.Count;

    public NetworkGraph Build(IEnumerable<int> outputs, IEnumerable<int>? gradients = null)
        => new(
            nodes.ToEquatableArray(),
            parameters.ToEquatableArray(),
            layers.ToEquatableArray(),
            outputs.ToEquatableArray(),
            (gradients ?? []).ToEquatableArray());

    public int Input(int index, Shape shape, ValueName name) => Add(new Input(index), [], shape, name);

    public int OutputGradient(int output, Shape shape, ValueName name) => Add(new OutputGradient(output), [], shape, name);

    public int Parameter(TrainableTensor tensor)
    {
        parameters.Add(tensor);
        var shape = new Shape(tensor.Dimensions.Select(static dimension => new Extent(dimension)).ToEquatableArray());
        return Add(new Parameter(parameters.Count - 1), [], shape, new ValueName(tensor.Name));
    }

    public int Map(Map map, int[] inputs, ValueName name)
        => Add(map, inputs, Shape.Broadcast([.. inputs.Select(input => nodes[input].Shape)]), name);

    public int Map(Scalar expression, int[] inputs, ValueName name) => Map(new Map(expression), inputs, name);

    public int Contract(Contract contract, int left, int right, Shape shape, ValueName name) => Add(contract, [left, right], shape, name);

    /// <summary>Combines the elements along <paramref name="axes"/>, each of which keeps length 1.</summary>
    public int Reduce(Reduction reduction, int input, IEnumerable<int> axes, ValueName name)
    {
        var reduced = axes.OrderBy(static axis => axis).ToEquatableArray();
        var extents = nodes[input].Shape.Extents.Select((extent, axis) => reduced.Contains(axis) ? 1 : extent);
        return Add(new Reduce(reduction, reduced), [input], new Shape(extents.ToEquatableArray()), name);
    }

    public int Reshape(int input, Shape shape, ValueName name)
        => nodes[input].Shape == shape ? input : Add(new Reshape(), [input], shape, name);

    public int Broadcast(int input, Shape shape, ValueName name)
        => nodes[input].Shape == shape ? input : Add(new Broadcast(), [input], shape, name);

    public int StopGradient(int input) => Add(new StopGradient(), [input], nodes[input].Shape, nodes[input].Name);

    public void Layer(string name, string kind, int input, int output) => layers.Add(new LayerSpan(name, kind, input, output));

    private int Add(Operation operation, IEnumerable<int> inputs, Shape shape, ValueName name)
    {
        nodes.Add(new Node(operation, inputs.ToEquatableArray(), shape, name));
        return nodes.Count - 1;
    }
}
