using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Scheduling;

/// <summary>A node's elements as they lie in memory: whose memory it is, and the distance between neighbours along each axis.</summary>
internal sealed record StoredTensor(
    int Owner, Shape Shape, EquatableArray<int> Strides, int BlockedAxis, int Block, int BlockStride, bool IsPadded, int Offset = 0)
{
    /// <inheritdoc cref="Operand.IsFollowed"/>
    public bool IsFollowed { get; init; }

    /// <summary>Which step's value it is, where its memory has those of several.</summary>
    public StepPlace? Step { get; init; }

    /// <summary>What a kernel stores, where it is in memory.</summary>
    public static StoredTensor Of(NetworkGraph graph, ParameterLayouts layouts, KernelOutput output)
    {
        var tensor = Of(graph, layouts, output.Node) with { Step = TimeLoops.PlaceWritten(graph, output.Node, output.IsInitial) };
        // One step of a sequence [batch × T × …] at a time.
        return graph[output.Node].Operation is not Collect ? tensor : tensor with
        {
            Shape = graph[graph[output.Node].Inputs[0]].Shape,
            Strides = tensor.Strides.Where(static (_, axis) => axis != 1).ToEquatableArray(),
        };
    }

    public static StoredTensor Of(NetworkGraph graph, ParameterLayouts layouts, int node)
    {
        var owner = Views.Owner(graph, node);
        var shape = graph[node].Shape;
        var uses = Uses.Of(graph);
        if ((uses.ParameterOf(owner) ?? uses.GradientSummandOf(owner)) is not { } parameter)
        {
            return new StoredTensor(owner, shape, Views.Strides(graph, node), -1, 1, 0, IsPadded: false, Views.Offset(graph, node))
            {
                // What is the caller's may end where his memory ends.
                IsFollowed = graph[owner].Operation is not Input && uses.OutputOf(owner) is null,
                Step = TimeLoops.PlaceOf(graph, node),
            };
        }

        var layout = layouts[parameter];
        var isPadded = layout.BlockedAxis >= 0 || shape.Rank == 1 || IsRow(shape) || HasPaddedRows(layout.Strides, layouts.Target.Lanes);
        return node == owner && shape.SampleDimensions.SequenceEqual(graph.Parameters[parameter].Dimensions)
            ? new StoredTensor(owner, shape, layout.Strides, layout.BlockedAxis, layout.Block, layout.BlockStride, isPadded)
            : new StoredTensor(owner, shape, Views.Strides(graph, node), -1, 1, 0, isPadded && node == owner, Views.Offset(graph, node));
    }

    /// <summary>The tensor by the indices of a contraction.</summary>
    public IndexedTensor By(Access access, int indices)
    {
        var strides = new int[indices];
        var (blocked, offset) = (-1, Offset);
        for (var axis = 0; axis < access.Axes.Count; axis++)
        {
            offset += access.Axes[axis].Offset * Strides[axis];
            foreach (var term in access.Axes[axis].Terms)
            {
                strides[term.Index] += term.Coefficient * Strides[axis];
                if (axis == BlockedAxis)
                    blocked = term.Index;
            }
        }

        return new IndexedTensor(Owner, strides.ToEquatableArray(), blocked, Block, BlockStride, IsPadded, offset) { IsFollowed = IsFollowed, Step = Step };
    }

    /// <summary>The tensor, broadcast to <paramref name="space"/>, whose axes are those of <paramref name="access"/>.</summary>
    public IndexedTensor BroadcastBy(Access access, Shape space, int indices)
        => (this with { Shape = space, Strides = Views.Stretch(Shape, Strides, space) }).By(access, indices);

    /// <summary>
    /// Whether each row along the last axis has padding behind it, or needs none. That a whole matrix of rows is a number of vectors long is
    /// not enough: behind its last row is the next matrix.
    /// </summary>
    private static bool HasPaddedRows(EquatableArray<int> strides, int lanes) => strides.Count > 1 && strides[strides.Count - 2] % lanes == 0;

    private static bool IsRow(Shape shape) => shape.Extents.Take(shape.Rank - 1).All(static extent => extent == 1);
}

/// <summary>A tensor as the loops of a contraction reach it.</summary>
/// <param name="Strides">What one step of each index adds to the place; within a block for the blocked index.</param>
/// <param name="BlockedIndex">The index along which the tensor is cut into blocks, or −1.</param>
/// <param name="Offset">How far behind the start of its owner's memory the first element is.</param>
internal sealed record IndexedTensor(int Owner, EquatableArray<int> Strides, int BlockedIndex, int Block, int BlockStride, bool IsPadded, int Offset)
{
    /// <summary>Which of its owner's memories it lies in.</summary>
    public TensorForm Form { get; init; }

    /// <summary>What a step of each of the loops adds to the place that go around the contraction, where it is a part of a larger kernel.</summary>
    public EquatableArray<int> Around { get; init; } = [];

    /// <inheritdoc cref="StoredTensor.Step"/>
    public StepPlace? Step { get; init; }

    /// <inheritdoc cref="Operand.IsFollowed"/>
    public bool IsFollowed { get; init; }

    public Operand ToOperand(int argument, int column, int columnTile)
        => new(
            argument,
            Strides,
            BlockedIndex == column ? BlockStride : columnTile * Strides[column],
            IsPadded,
            Offset)
        { IsFollowed = IsFollowed };

    /// <summary>With one more index, on which nothing depends.</summary>
    public IndexedTensor WithIndex() => this with { Strides = Strides.Append(0).ToEquatableArray() };

    /// <summary>With two indices as one, which takes the place of the outer one.</summary>
    public IndexedTensor Merge(int outer, int inner)
        => this with
        {
            Strides = Strides.Select((stride, index) => index == outer ? Strides[inner] : stride).Where((_, index) => index != inner).ToEquatableArray(),
            BlockedIndex = BlockedIndex > inner ? BlockedIndex - 1 : BlockedIndex,
        };
}
