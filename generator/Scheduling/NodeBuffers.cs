using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>Buffers whose memories have the numbers of the nodes that are read, views among them.</summary>
/// <param name="graph">The graph.</param>
/// <param name="kernel">The kernel.</param>
/// <param name="local">What a value is called that is computed on the way, where it has another name than its own.</param>
internal sealed class NodeBuffers(NetworkGraph graph, Kernel kernel, Func<int, string?>? local = null) : IBuffers
{
    private readonly ValueWords words = new(graph, kernel);

    /// <summary>A kernel's definition over such buffers.</summary>
    public static Nest DefinitionOf(NetworkGraph graph, Kernel kernel, Func<int, string?>? local = null)
    {
        var buffers = new NodeBuffers(graph, kernel, local);
        return kernel switch
        {
            ContractKernel contract => Definition.Of(buffers, contract, graph[contract.Root].Shape),
            LoopKernel loop => Definition.Of(buffers, loop),
            IndexAddKernel add => Definition.Of(buffers, graph, add),
            _ => throw new InvalidGraphException($"no definition of {kernel.GetType().Name}"),
        };
    }

    public Buffer Read(int node)
        => new(graph[Views.Owner(graph, node)].Name.Mathematics, node, ElementType.Float32, graph[node].Shape.Extents, Views.Strides(graph, node), Views.Offset(graph, node));

    public Buffer Write(KernelOutput output)
    {
        var isSequence = graph[output.Node].Operation is Collect;
        var shape = graph[isSequence ? graph[output.Node].Inputs[0] : output.Node].Shape;
        var strides = isSequence ? Views.Contiguous(graph[output.Node].Shape).Where(static (_, axis) => axis != 1).ToEquatableArray() : Views.Contiguous(shape);
        return new(graph[output.Node].Name.Mathematics, output.Node, ElementType.Float32, shape.Extents, strides, output.Offset);
    }

    public string? Identifier(int node) => words.Identifier(node);

    public string? Local(int node) => local?.Invoke(node) ?? words.Local(node);

    public string AxisName(Shape space, int axis) => words.AxisName(space, axis);
}

/// <summary>The shapes under which a memory can be reached with an index for each axis.</summary>
internal static class ReadableShapes
{
    /// <summary>As many axes as the runtime's tensors have.</summary>
    public const int MostAxes = 6;

    /// <summary>Its owner's, those of the views on the way to it that lie in C order, and none.</summary>
    public static IEnumerable<(int Node, EquatableArray<Extent> Extents, int Cost)> Of(NetworkGraph graph, int node, int owner, Row? row)
    {
        const int CostOfView = 3;
        const int CostOfOffset = 100;
        var own = new Shape(OwnShape(graph, owner));
        var last = node;
        List<(int Node, EquatableArray<Extent> Extents, int Cost)> shapes = [(owner, own.Extents, 0)];
        for (; node != owner; node = Views.Source(graph, node))
        {
            var shape = graph[node].Shape;
            if (graph[node].Operation is View && shape.Count == own.Count && shape.Rank <= MostAxes && Views.Offset(graph, node) == 0 && Views.Strides(graph, node) == Views.Contiguous(shape))
                shapes.Add((node, shape.Extents, CostOfView));
        }

        shapes.Add((last, [own.Count], CostOfOffset));
        return shapes.Where(shape => HasRow(shape.Extents, row));
    }

    /// <summary>Whether the indices of a buffer are those of a shape.</summary>
    public static bool IsAsItLies(EquatableArray<Extent> shape, Buffer buffer)
        => shape == buffer.Extents && buffer.Start == 0 && buffer.Strides == Views.Contiguous(new Shape(buffer.Extents));

    /// <summary>Whether a tensor of some shape has an axis of the rows that one of them is taken of by its number, or one axis alone.</summary>
    private static bool HasRow(EquatableArray<Extent> shape, Row? row)
        => row is null || shape.Count == 1 || Views.Contiguous(new Shape(shape)).Zip(shape, static (stride, extent) => (stride, extent)).Contains((row.Stride, row.Count));

    /// <summary>
    /// The shape with which a tensor is declared: the one by which it is known, or none where that has too many axes. What has the values of several
    /// steps has an axis for them before all others.
    /// </summary>
    public static EquatableArray<Extent> OwnShape(NetworkGraph graph, int owner)
        => TimeLoops.Slots(graph, owner) is > 1 and var slots ? [slots, .. OfStep(graph, owner, MostAxes - 1)] : OfStep(graph, owner, MostAxes);

    /// <summary>The shape of the value of one step, or of a value that is no step's.</summary>
    public static EquatableArray<Extent> OfStep(NetworkGraph graph, int owner, int mostAxes = MostAxes)
        => TensorShapes.Of(graph, owner) is var shape && shape.Rank <= mostAxes ? shape.Extents : [shape.Count];
}
