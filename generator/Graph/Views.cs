namespace NetGen.Generator.Graph;

/// <summary>Looks through views: whose memory a node's elements lie in, and at which distances.</summary>
internal static class Views
{
    /// <summary>The node that owns the memory: the first that is not a view. A state before a step lies where the step before has stored it.</summary>
    public static int Owner(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View or Carried)
            node = Source(graph, node);
        return node;
    }

    /// <summary>In whose memory a view or a state of a loop is.</summary>
    public static int Source(NetworkGraph graph, int node) => graph[node].Operation is Carried ? graph.NextOf(node) : graph[node].Inputs[0];

    /// <summary>The node that a value is shown as part of: its owner or, where that has a value for each step of a loop over time, the one of the step.</summary>
    public static int Shown(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View and not (StepOf or AllSteps or LastState))
            node = graph[node].Inputs[0];
        return node;
    }

    /// <summary>The distance between neighbours along each axis of a node, in the tensor that it is shown as part of.</summary>
    public static EquatableArray<int> ShownStrides(NetworkGraph graph, int node) => ShownStrides(graph, node, Shown(graph, node));

    private static EquatableArray<int> ShownStrides(NetworkGraph graph, int node, int shown)
        => node == shown ? Contiguous(graph[node].Shape) : Strides(graph.Nodes, node, input => ShownStrides(graph, input, shown));

    /// <summary>How far behind the start of the tensor that it is shown as part of a node's first element is.</summary>
    public static int ShownOffset(NetworkGraph graph, int node)
    {
        var offset = 0;
        for (var shown = Shown(graph, node); node != shown; node = graph[node].Inputs[0])
        {
            if (graph[node].Operation is Slice slice)
                offset += slice.Start * ShownStrides(graph, graph[node].Inputs[0])[slice.Axis];
        }

        return offset;
    }

    /// <summary>
    /// The distance between neighbours along each axis of a node, in its owner's memory, where that lies in C order.
    /// An axis along which the value is repeated has distance 0.
    /// </summary>
    public static EquatableArray<int> Strides(NetworkGraph graph, int node) => Strides(graph.Nodes, node);

    public static EquatableArray<int> Strides(IReadOnlyList<Node> nodes, int node) => Strides(nodes, node, input => Strides(nodes, input));

    /// <summary>The same, from the strides of what it is a view of.</summary>
    public static EquatableArray<int> Strides(IReadOnlyList<Node> nodes, int node, Func<int, EquatableArray<int>> stridesOf)
    {
        var shape = nodes[node].Shape;
        if (nodes[node].Operation is not View view)
            return Contiguous(shape);
        var source = nodes[nodes[node].Inputs[0]].Shape;
        var strides = stridesOf(nodes[node].Inputs[0]);
        return view switch
        {
            Transpose transpose => transpose.Permutation.Select(axis => strides[axis]).ToEquatableArray(),
            Slice slice => strides.Select((stride, axis) => axis == slice.Axis ? stride * slice.Step : stride).ToEquatableArray(),
            Broadcast => Stretch(source, strides, shape),
            StepOf when source.Rank > shape.Rank => strides.Where(static (_, axis) => axis != 1).ToEquatableArray(),
            StepOf or AllSteps or LastState => strides,
            _ => Reshape(source, strides, shape) ?? throw new InvalidGraphException($"{source} cannot be reshaped to {shape} as it lies"),
        };
    }

    /// <summary>How far behind the start of its owner's memory a node's first element is.</summary>
    public static int Offset(NetworkGraph graph, int node)
    {
        var offset = 0;
        for (; graph[node].Operation is View; node = graph[node].Inputs[0])
        {
            if (graph[node].Operation is Slice slice)
                offset += slice.Start * Strides(graph, graph[node].Inputs[0])[slice.Axis];
        }

        return offset;
    }

    /// <summary>The strides of a tensor read as if it had been broadcast to <paramref name="target"/>.</summary>
    public static EquatableArray<int> Stretch(Shape shape, EquatableArray<int> strides, Shape target)
    {
        var missing = target.Rank - shape.Rank;
        var stretched = new int[target.Rank];
        for (var axis = missing; axis < target.Rank; axis++)
            stretched[axis] = shape[axis - missing] == 1 && target[axis] != 1 ? 0 : strides[axis - missing];
        return stretched.ToEquatableArray();
    }

    /// <summary>
    /// The strides by which the elements of a tensor are those of another shape, in the same order; null where there are none. Each group
    /// of axes that holds as many elements as a group of the other shape has to lie there as one.
    /// </summary>
    public static EquatableArray<int>? Reshape(Shape shape, EquatableArray<int> strides, Shape target)
    {
        var (from, to) = (LongAxes(shape), LongAxes(target));
        var reshaped = new int[target.Rank];
        for (int first = 0, own = 0; first < to.Length;)
        {
            var (last, lastOwn) = (first, own);
            var (size, ownSize) = (target[to[first]].Size, shape[from[own]].Size);
            while (size != ownSize)
            {
                if (size < ownSize)
                    size *= target[to[++last]].Size;
                else
                    ownSize *= shape[from[++lastOwn]].Size;
            }

            for (var axis = own; axis < lastOwn; axis++)
            {
                if (strides[from[axis]] != strides[from[axis + 1]] * shape[from[axis + 1]].Size)
                    return null;
            }

            var stride = strides[from[lastOwn]];
            for (var axis = last; axis >= first; axis--)
            {
                reshaped[to[axis]] = stride;
                stride *= target[to[axis]].Size;
            }

            (first, own) = (last + 1, lastOwn + 1);
        }

        // Along an axis of length 1 nothing is reached; it has the stride that it would have in C order.
        for (var axis = target.Rank - 1; axis >= 0; axis--)
        {
            if (target[axis] == 1)
                reshaped[axis] = axis == target.Rank - 1 ? 1 : reshaped[axis + 1] * target[axis + 1].Size;
        }

        return reshaped.ToEquatableArray();
    }

    private static int[] LongAxes(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] != 1)];

    public static EquatableArray<int> Contiguous(Shape shape)
    {
        var strides = new int[shape.Rank];
        var stride = 1;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis].Size;
        }

        return strides.ToEquatableArray();
    }
}
