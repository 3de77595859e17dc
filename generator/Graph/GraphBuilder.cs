using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>Makes a graph node by node, and infers every node's shape.</summary>
internal sealed partial class GraphBuilder
{
    private readonly List<Node> nodes = [];
    private readonly List<TrainableTensor> parameters = [];
    private readonly List<LayerSpan> layers = [];
    private readonly List<StateUpdate> updates = [];
    private readonly HashSet<string> names = [];
    private readonly Dictionary<string, int> parameterNodes = [];
    private readonly Dictionary<string, int> repetitions = [];
    private readonly Dictionary<string, int> layerNumbers = [];
    private readonly HashSet<int> layerOutputs = [];
    private readonly Dictionary<int, EquatableArray<int>> strides = [];
    private readonly Dictionary<int, bool> repeated = [];
    private readonly Dictionary<int, bool> inOrder = [];
    // By which name each node was asked for, and which have a name that stays.
    private readonly Dictionary<int, string> requested = [];
    private readonly HashSet<int> settled = [];
    private readonly List<TimeLoop> loops = [];
    private readonly Dictionary<(int Loop, int Node), int> reached = [];
    private int streams;
    private int? batchSize;

    public GraphBuilder()
    {
    }

    /// <summary>Goes on from an existing graph.</summary>
    public GraphBuilder(NetworkGraph graph)
    {
        nodes.AddRange(graph.Nodes);
        parameters.AddRange(graph.Parameters);
        updates.AddRange(graph.Updates);
        loops.AddRange(graph.Loops);
        foreach (var layer in graph.Layers)
            Add(layer);
        for (var id = 0; id < nodes.Count; id++)
            Note(id);
    }

    /// <summary>Whether values that ask for the same name get different ones: a second <c>h</c> is <c>h2</c>.</summary>
    public bool HasUniqueNames { get; init; }

    /// <summary>What the developer wrote that the next nodes are made for.</summary>
    public Origin? Origin { get; set; }

    /// <summary>Whether the parameters that are made are not to be trained.</summary>
    public bool IsFreezing { get; set; }

    public Node this[int node] => nodes[node];

    public int Count => nodes.Count;

    /// <summary>The nodes so far.</summary>
    public EquatableArray<Node> Nodes => nodes.ToEquatableArray();

    /// <summary>The graph. Parameters that are not trained come behind those that are, so that the gradients are as the first of the parameters.</summary>
    public NetworkGraph Build(IEnumerable<int> outputs, IEnumerable<int>? gradients = null)
    {
        int[] order = [.. Enumerable.Range(0, parameters.Count).OrderBy(index => parameters[index].IsFrozen)];
        var places = new int[order.Length];
        for (var place = 0; place < places.Length; place++)
            places[order[place]] = place;
        return new(
            nodes.Select(node => node.Operation is Parameter(var index) ? node with { Operation = new Parameter(places[index]) } : node).ToEquatableArray(),
            order.Select(index => parameters[index]).ToEquatableArray(),
            layers.ToEquatableArray(),
            outputs.ToEquatableArray(),
            (gradients ?? []).ToEquatableArray())
        {
            Loops = loops.ToEquatableArray(),
            Updates = updates.Select(update => update with { Parameter = places[update.Parameter] }).ToEquatableArray(),
        };
    }

    /// <param name="vocabulary">Of whole numbers, how many there are.</param>
    /// <param name="longest">Of the lengths of sequences, how many steps those have.</param>
    public int Input(int index, Shape shape, ValueName name, int? vocabulary = null, int? longest = null)
        => Add(new Input(index) { Vocabulary = vocabulary, Longest = longest }, [], shape, name);

    /// <summary>A target of the network's objective.</summary>
    public int Target(int index, Shape shape, ValueName name, int? vocabulary = null)
        => Add(new Input(index, IsTarget: true) { Vocabulary = vocabulary }, [], shape, name);

    public int OutputGradient(int output, Shape shape, ValueName name) => Add(new OutputGradient(output), [], shape, name);

    /// <summary>A trainable tensor. Its name is what it is known by: one that is asked for again is the same, so a layer that is applied twice is shared.</summary>
    /// <exception cref="ParameterShapeException">It has another shape than before.</exception>
    public int Parameter(TrainableTensor tensor)
    {
        if (parameterNodes.TryGetValue(tensor.Name, out var known))
        {
            var index = ((Parameter)nodes[known].Operation).Index;
            return parameters[index].Dimensions == tensor.Dimensions ? known : throw new ParameterShapeException(parameters[index], tensor.Dimensions);
        }

        parameters.Add(IsFreezing ? tensor with { IsFrozen = true } : tensor);
        var shape = new Shape(tensor.Dimensions.Select(static dimension => new Extent(dimension)).ToEquatableArray());
        return Add(new Parameter(parameters.Count - 1), [], shape, new ValueName(tensor.Name));
    }

    /// <summary>The node of a parameter, by its name; null where there is none yet.</summary>
    public int? ParameterNode(string name) => parameterNodes.TryGetValue(name, out var node) ? node : null;

    public int Map(Map map, int[] inputs, ValueName name)
        => Add(map, inputs, Shape.Broadcast([.. inputs.Select(input => nodes[input].Shape)]), name);

    public int Map(Scalar expression, int[] inputs, ValueName name) => Map(new Map(expression), inputs, name);

    public int Contract(Contract contract, int left, int right, Shape shape, ValueName name)
        => Add(contract, [WithoutRepetition(left), WithoutRepetition(right)], shape, name);

    /// <summary>Combines the elements along <paramref name="axes"/>, each of which keeps length 1.</summary>
    public int Reduce(Reduction reduction, int input, IEnumerable<int> axes, ValueName name)
    {
        var reduced = axes.OrderBy(static axis => axis).ToEquatableArray();
        var extents = nodes[input].Shape.Extents.Select((extent, axis) => reduced.Contains(axis) ? 1 : extent);
        return Add(new Reduce(reduction, reduced), [input], new Shape(extents.ToEquatableArray()), name);
    }

    /// <summary>The same elements under another shape. What lies so that no strides give them in that order is copied first.</summary>
    public int Reshape(int input, Shape shape, ValueName name)
    {
        if (nodes[input].Shape == shape)
            return input;
        if (nodes[input].Shape.IsBatched != shape.IsBatched || nodes[input].Shape.SampleSize != shape.SampleSize)
            throw new InvalidGraphException($"{nodes[input].Shape} cannot be reshaped to {shape}");
        var source = CanReshape(input, shape) ? input : Copy(input);
        return Add(new Reshape(), [source], shape, name);
    }

    /// <summary>The axes in another order; axis a of the result is axis <c>permutation[a]</c> of the input.</summary>
    public int Transpose(int input, int[] permutation, ValueName name)
    {
        if (permutation.Select(static (from, axis) => from == axis).All(static isSame => isSame))
            return input;
        var shape = nodes[input].Shape;
        if (shape.IsBatched && permutation[0] != 0)
            throw new InvalidGraphException($"the batch of {shape} cannot change its place");
        var extents = permutation.Select(axis => shape[axis]).ToEquatableArray();
        return Add(new Transpose(permutation.ToEquatableArray()), [input], new Shape(extents), name);
    }

    /// <summary>A part of an axis: every <paramref name="step"/>-th element, <paramref name="length"/> of them.</summary>
    public int Slice(int input, int axis, int start, int length, ValueName name, int step = 1)
    {
        var shape = nodes[input].Shape;
        var slice = new Slice(axis, start, length, length == 1 ? 1 : step);
        if (shape[axis].IsBatch || start < 0 || length < 1 || step < 1 || slice.Last >= shape[axis].Size)
            throw new InvalidGraphException($"elements {start} to {slice.Last} are not in axis {axis} of {shape}");
        return length == shape[axis].Size ? input : Add(slice, [input], shape.With(axis, length), name);
    }

    /// <summary>The inputs concatenated along an axis. Their shapes may differ in that axis only.</summary>
    public int Concatenate(int[] inputs, int axis, ValueName name)
    {
        if (inputs.Length == 1)
            return inputs[0];
        var first = nodes[inputs[0]].Shape;
        var length = 0;
        foreach (var shape in inputs.Select(input => nodes[input].Shape))
        {
            if (shape.Rank != first.Rank || shape.With(axis, 1) != first.With(axis, 1) || shape[axis].IsBatch)
                throw new InvalidGraphException($"{first} and {shape} cannot be concatenated along axis {axis}");
            length += shape[axis].Size;
        }

        return Add(new Concatenate(axis), inputs, first.With(axis, length), name);
    }

    // What the developer did not declare is named after what it is a part of.
    private const string Border = ".border";

    /// <summary>The end of the name of what is padded along some axes and not yet along all.</summary>
    public const string PartlyPadded = ".within";

    /// <summary>Zeros, or another number, before and after the elements of an axis.</summary>
    public int Pad(int input, int axis, int before, int after, ValueName name, double value = 0)
    {
        var shape = nodes[input].Shape;
        var border = name with { Text = name.Text + Border };
        var parts = new List<int>();
        if (before > 0)
            parts.Add(Fill(value, shape.With(axis, before), border));
        parts.Add(input);
        if (after > 0)
            parts.Add(Fill(value, shape.With(axis, after), border));
        return Concatenate([.. parts], axis, name);
    }

    /// <summary>The same number everywhere.</summary>
    public int Fill(double value, Shape shape, ValueName name) => Add(new Fill(value), [], shape, name);

    /// <summary>Numbers that are known, in C order.</summary>
    public int Literal(EquatableArray<float> elements, Shape shape, ValueName name) => Add(new Literal(elements), [], shape, name);

    /// <summary>0, 1, 2 …</summary>
    public int Counting(int count, ValueName name) => Literal(Enumerable.Range(0, count).Select(static number => (float)number).ToEquatableArray(), Shape.Of(count), name);

    /// <summary>Rows of a table, by their numbers; see <see cref="Graph.Gather"/>.</summary>
    /// <param name="table">The table, [rows × …] or [batch × rows × …].</param>
    /// <param name="indices">The numbers of the rows, [batch × …] where each sample has a table of its own.</param>
    /// <param name="padding">The row that no gradient flows into.</param>
    /// <param name="name">What the rows are called.</param>
    public int Gather(int table, int indices, int? padding, ValueName name)
        => Add(new Gather(padding), [table, indices], Graph.Gather.ShapeOf(nodes[table].Shape, nodes[indices].Shape), name);

    /// <summary>Rows that are added to those of a table of zeros; see <see cref="Graph.IndexAdd"/>.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="indices">Which row of the table each is added to.</param>
    /// <param name="shape">The shape of the table.</param>
    /// <param name="name">What the table is called.</param>
    public int IndexAdd(int rows, int indices, Shape shape, ValueName name) => Add(new IndexAdd(), [rows, indices], shape, name);

    /// <summary>The elements in C order in memory of their own.</summary>
    public int Copy(int input, ValueName? name = null) => Map(new Argument(0), [input], name ?? nodes[input].Name);

    public int Broadcast(int input, Shape shape, ValueName name)
        => nodes[input].Shape == shape ? input : Add(new Broadcast(), [input], shape, name);

    /// <summary>What a parameter that is not trained is to become by the updates so far: the parameter itself where there are none.</summary>
    public int Updated(int state)
    {
        var parameter = ((Parameter)nodes[state].Operation).Index;
        return updates.Find(update => update.Parameter == parameter)?.Value ?? state;
    }

    /// <summary>
    /// Notes what a parameter that is not trained is to become after a step. A layer that is applied again starts from
    /// <see cref="Updated"/>, so that its updates follow each other in the order of the calls.
    /// </summary>
    public void Update(int state, int value)
    {
        var parameter = ((Parameter)nodes[state].Operation).Index;
        updates.RemoveAll(update => update.Parameter == parameter);
        updates.Add(new(parameter, value));
    }

    public int StopGradient(int input) => Add(new StopGradient(), [input], nodes[input].Shape, nodes[input].Name);

    /// <summary>Takes over a node of another graph.</summary>
    public int Take(Node node, IEnumerable<int> inputs)
    {
        nodes.Add(node with { Inputs = inputs.ToEquatableArray() });
        Note(nodes.Count - 1);
        return nodes.Count - 1;
    }

    /// <summary>One value in training, another one of the same shape in prediction: <c>WhenTraining(dropped, x)</c>.</summary>
    public int WhenTraining(int training, int inference, ValueName name)
    {
        if (nodes[training].Shape != nodes[inference].Shape)
            throw new InvalidGraphException($"{nodes[training].Shape} in training and {nodes[inference].Shape} in prediction are not one value");
        return training == inference ? training : Add(new WhenTraining(), [training, inference], nodes[training].Shape, nodes[training].Name is var own && own.IsNumbered(name) ? own : name);
    }

    /// <summary>
    /// Random numbers of a stream of their own. A prediction has none: they reach an output through <see cref="WhenTraining"/> alone.
    /// </summary>
    public int Random(RandomDistribution distribution, Shape shape, ValueName name)
        => Add(new RandomNumbers(distribution, streams), [], shape, name);

    /// <summary>
    /// The number of samples that a sum over the batch's axis sums over, [1]: those of the whole batch, also where several workers share it.
    /// A prediction has no such number.
    /// </summary>
    public int BatchSize() => batchSize ?? Add(new BatchSize(), [], Shape.Of(1), new ValueName("batchSize"));

    /// <summary>Whether a node is what a layer gives.</summary>
    public bool IsLayerOutput(int node) => layerOutputs.Contains(node);

    /// <summary>Notes a layer; one that is applied again is noted once, with the larger of its smallest batches.</summary>
    public void Layer(string name, string kind, int input, int output, int smallestBatch = 1)
    {
        if (!layerNumbers.TryGetValue(name, out var known))
            Add(new LayerSpan(name, kind, input, output) { SmallestBatch = smallestBatch });
        else
            layers[known] = layers[known] with { SmallestBatch = Math.Max(smallestBatch, layers[known].SmallestBatch), Again = [.. layers[known].Again, nodes[output].Shape] };
    }

    /// <summary>A product's tiles are loaded from memory element by element, so what is repeated there by a view is written out.</summary>
    private int WithoutRepetition(int operand) => IsRepeated(operand) ? Copy(operand) : operand;

    private bool IsRepeated(int node)
    {
        if (nodes[node].Operation is not (View or Graph.StopGradient or Graph.WhenTraining or Held))
            return false;
        if (!repeated.TryGetValue(node, out var known))
            repeated[node] = known = nodes[node].Operation is Graph.Broadcast || nodes[node].Inputs.Any(IsRepeated);
        return known;
    }

    /// <summary>Whether the same memory can be read under another shape; what stands for one of two values can if both lie in order.</summary>
    private bool CanReshape(int node, Shape shape)
        => nodes[node].Operation is Graph.StopGradient or Graph.WhenTraining or Held
            ? LiesInOrder(node)
            : Views.Reshape(nodes[node].Shape, Strides(node), shape) is not null;

    // Views of views of views are many in a long network: the strides of each are found once.
    private EquatableArray<int> Strides(int node)
    {
        if (!strides.TryGetValue(node, out var known))
            strides[node] = known = Views.Strides(nodes, node, Strides);
        return known;
    }

    /// <summary>Whether the elements lie in C order, also when all that only passes a value on is gone.</summary>
    private bool LiesInOrder(int node)
    {
        if (nodes[node].Operation is not (Graph.StopGradient or Graph.WhenTraining or Held))
            return nodes[node].Operation is not (Graph.Transpose or Graph.Slice or Graph.Broadcast or StepOf);
        if (!inOrder.TryGetValue(node, out var known))
            inOrder[node] = known = nodes[node].Inputs.All(LiesInOrder);
        return known;
    }

    private int Add(Operation operation, IEnumerable<int> inputs, Shape shape, ValueName name)
    {
        if (shape.IsTooLarge)
            throw new ImpossibleShapeException(ProblemKind.TooLarge, $"{Counts.Product(shape.SampleDimensions)} elements of {name with { Text = name.Text.Replace(Border, "").Replace(PartlyPadded, "") }}");
        var asked = name.Text;
        if (HasUniqueNames && operation is View && nodes[inputs.First()].Name is var viewed && viewed.IsNumbered(name))
            name = viewed;
        // Of the two values that one stands for there is only one, and that has its name.
        if (HasUniqueNames && operation is not (View or Graph.StopGradient or Graph.Parameter) && !(operation is WhenTraining && nodes[inputs.First()].Name == name)
            && !(operation is Map { Expression: Argument(0) } && nodes[inputs.First()] is { Operation: Graph.WhenTraining } either && either.Name == name))
            name = name with { Text = Unique(name.Text) };
        nodes.Add(InLoop(new Node(operation, inputs.ToEquatableArray(), shape, name) { Origin = Origin }));
        if (name.Text != asked)
            requested[nodes.Count - 1] = asked;
        Note(nodes.Count - 1);
        return nodes.Count - 1;
    }

    /// <summary>Remembers where the leaves are that there is one of.</summary>
    private void Note(int id)
    {
        switch (nodes[id].Operation)
        {
            case Parameter(var index) when index < parameters.Count && !parameterNodes.ContainsKey(parameters[index].Name):
                parameterNodes.Add(parameters[index].Name, id);
                break;
            case RandomNumbers:
                streams++;
                break;
            case Graph.BatchSize:
                batchSize ??= id;
                break;
        }
    }

    private void Add(LayerSpan layer)
    {
        layerNumbers.Add(layer.Name, layers.Count);
        layers.Add(layer);
        layerOutputs.Add(layer.Output);
    }

    /// <summary>
    /// Calls the values from <paramref name="first"/> on that are parts of <paramref name="asked"/> by their names the same parts of what that is called now: what is computed for a
    /// second <c>h</c>, which is <c>h2</c>, is <c>h2.z</c>.
    /// </summary>
    /// <param name="first">The first node.</param>
    /// <param name="asked">The name that was asked for.</param>
    /// <param name="given">The name that was given.</param>
    public void RenameParts(int first, ValueName asked, ValueName given)
    {
        for (var node = first; node < nodes.Count && HasUniqueNames; node++)
        {
            var name = nodes[node].Name;
            if (settled.Contains(node) || nodes[node].Operation is Graph.Parameter || !name.Text.StartsWith(asked.Text + ".", StringComparison.Ordinal))
                continue;
            settled.Add(node);
            if (given == asked)
                continue;
            names.Remove(name.Text);
            var part = name.Text.Substring(asked.Text.Length);
            nodes[node] = nodes[node] with { Name = name with { Text = Unique(given.Text + (requested.TryGetValue(node, out var own) ? own.Substring(asked.Text.Length) : part)) } };
        }
    }

    /// <summary>Tells the values from <paramref name="first"/> on that a line of the developer's makes with more than the line.</summary>
    /// <param name="first">The first node.</param>
    /// <param name="line">The line.</param>
    /// <param name="told">What takes its place.</param>
    public void TellSource(int first, string line, string told)
    {
        for (var node = first; node < nodes.Count; node++)
        {
            if (nodes[node].Origin is { } origin && origin.Source == line)
                nodes[node] = nodes[node] with { Origin = origin with { Source = told } };
        }

        if (Origin?.Source == line)
            Origin = Origin with { Source = told };
    }

    private string Unique(string text)
    {
        var unique = text;
        while (!names.Add(unique))
        {
            repetitions.TryGetValue(text, out var number);
            repetitions[text] = number = Math.Max(2, number + 1);
            unique = text + (char.IsDigit(text[text.Length - 1]) ? "_" : "") + Numbers.Text(number);
        }

        return unique;
    }
}
