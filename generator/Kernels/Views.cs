using NetGen.Generator.Graph;

namespace NetGen.Generator.Kernels;

/// <summary>Looks through views: whose memory a node's elements lie in, and at which distances.</summary>
internal static class Views
{
    /// <summary>The node that owns the memory: the first that is not a view.</summary>
    public static int Owner(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View)
            node = graph[node].Inputs[0];
        return node;
    }

    /// <summary>
    /// The distance between neighbours along each axis of a node, in its owner's memory, where that lies in C order.
    /// An axis along which the value is repeated has distance 0.
    /// </summary>
    public static EquatableArray<int> Strides(NetworkGraph graph, int node)
    {
        var shape = graph[node].Shape;
        switch (graph[node].Operation)
        {
            case Transpose transpose:
                var strides = Strides(graph, graph[node].Inputs[0]);
                return transpose.Permutation.Select(axis => strides[axis]).ToEquatableArray();
            case Slice:
                return Strides(graph, graph[node].Inputs[0]);
            case Broadcast:
                var source = graph[node].Inputs[0];
                return Stretch(graph[source].Shape, Strides(graph, source), shape);
            default:
                return Contiguous(shape);
        }
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
