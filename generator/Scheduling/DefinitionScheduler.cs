using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Schedules a kernel for the readable form: its definition as it is, over tensors with an index for each axis. A tensor that is read under
/// another shape than its own, such as rows of what a convolution gives, is an argument of that shape.
/// </summary>
internal sealed class DefinitionScheduler : NestRewriter
{
    private readonly NetworkGraph graph;
    private readonly Dictionary<Variable, Extent> extents = [];
    private readonly List<(KernelArgument Argument, Buffer Buffer)> arguments = [];

    private Func<int, string?> nameOf = static _ => null;
    private HashSet<Place> written = [];

    private DefinitionScheduler(NetworkGraph graph) => this.graph = graph;

    public static ScheduledKernel Schedule(NetworkGraph graph, Kernel kernel)
    {
        var scheduler = new DefinitionScheduler(graph);
        var nest = SumInDouble.Of(scheduler.Of(kernel));
        return new ScheduledKernel(
            kernel, kernel.IsBackward, new IndexedSchedule(nest), scheduler.arguments.Select(static argument => argument.Argument).ToEquatableArray());
    }

    /// <summary>The definition as it is read, by the names of the values.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="nameOf">What the memory of a node is called, where it has another name.</param>
    public static Nest NestOf(NetworkGraph graph, Kernel kernel, Func<int, string?>? nameOf = null)
        => new DefinitionScheduler(graph) { nameOf = nameOf ?? (static _ => null) }.Of(kernel);

    private Nest Of(Kernel kernel)
    {
        var buffers = new NodeBuffers(graph, kernel);
        var definition = kernel switch
        {
            ContractKernel contract => Definition.Of(buffers, contract, graph[contract.Root].Shape),
            LoopKernel loop => Definition.Of(buffers, loop),
            IndexAddKernel add => Definition.Of(buffers, graph, add),
            _ => throw new InvalidGraphException($"no definition of {kernel.GetType().Name}"),
        };
        foreach (var loop in definition.Body.All().OfType<For>())
            extents.Add(loop.Variable, loop.Extent);
        written = [.. definition.Body.All().SelectMany(static statement => statement.WrittenPlaces())];
        return Rewrite(definition);
    }

    /// <summary>The same element, by the indices of the tensor that owns it or of a view of it in C order: whichever is written most plainly.</summary>
    protected override Place Visit(Place place)
    {
        var node = place.Buffer.Memory;
        var owner = Views.Shown(graph, node);
        var isWritten = written.Contains(place);
        var found = Shapes(node, owner, isWritten).Where(shape => HasRow(shape.Extents, place.Row))
            .Select(shape => (shape.Node, shape.Extents, shape.Cost, Indices: shape.Extents == place.Buffer.Extents && IsPlain(place.Buffer) ? place.Indices : TensorIndices.Of(place.Offset, shape.Extents, variable => extents[variable])))
            .Where(static shape => shape.Indices is not null)
            .OrderBy(static shape => shape.Cost + TensorIndices.Cost(shape.Indices!.Value)).First();
        var number = arguments.FindIndex(argument => argument.Argument.Node == owner && argument.Argument.IsWritten == isWritten && argument.Buffer.Extents == found.Extents);
        if (number < 0)
        {
            number = arguments.Count;
            var buffer = new Buffer(nameOf(owner) ?? graph[found.Node].Name.Mathematics, number, ElementType.Float32, found.Extents, Views.Contiguous(new Shape(found.Extents)));
            arguments.Add((new KernelArgument(owner, TensorForm.Own, isWritten) { View = found.Node }, buffer));
        }

        return new Place(arguments[number].Buffer, found.Indices!.Value) { Row = Visit(place.Row) };
    }

    /// <summary>Whether a tensor of some shape has an axis of the rows that one of them is taken of by its number, or one axis alone.</summary>
    private static bool HasRow(EquatableArray<Extent> shape, Row? row)
        => row is null || shape.Count == 1 || Views.Contiguous(new Shape(shape)).Zip(shape, static (stride, extent) => (stride, extent)).Contains((row.Stride, row.Count));

    /// <summary>The shapes under which a memory can be reached: its owner's, those of the views on the way to it that lie in C order, and none.</summary>
    private IEnumerable<(int Node, EquatableArray<Extent> Extents, int Cost)> Shapes(int node, int owner, bool isWritten)
    {
        const int CostOfView = 3;
        const int CostOfOffset = 100;
        // Of a sequence, a step at a time is stored.
        var own = isWritten && graph[owner].Operation is Collect ? graph[graph[owner].Inputs[0]].Shape : new Shape(OwnShape(graph, owner));
        yield return (owner, own.Extents, 0);
        for (; node != owner; node = graph[node].Inputs[0])
        {
            var shape = graph[node].Shape;
            if (shape.Count == own.Count && shape.Rank <= MostAxes && Views.ShownOffset(graph, node) == 0 && Views.ShownStrides(graph, node) == Views.Contiguous(shape))
                yield return (node, shape.Extents, CostOfView);
        }

        yield return (node, [own.Count], CostOfOffset);
    }

    /// <summary>The shape with which a tensor is declared: the one by which it is known, or none where that has too many axes.</summary>
    public static EquatableArray<Extent> OwnShape(NetworkGraph graph, int owner)
        => TensorShapes.Of(graph, owner) is var shape && shape.Rank <= MostAxes ? shape.Extents : [shape.Count];

    /// <summary>As many axes as the runtime's tensors have.</summary>
    private const int MostAxes = 6;

    private static bool IsPlain(Buffer buffer) => buffer.Start == 0 && buffer.Strides == Views.Contiguous(new Shape(buffer.Extents));

    /// <summary>Buffers whose memories have the numbers of the nodes that are read, views among them.</summary>
    private sealed class NodeBuffers(NetworkGraph graph, Kernel kernel) : IBuffers
    {
        private readonly ValueWords words = new(graph, kernel);

        public Buffer Read(int node)
            => new(
                graph[Views.Shown(graph, node)].Name.Mathematics, node, ElementType.Float32, graph[node].Shape.Extents, Views.ShownStrides(graph, node), Views.ShownOffset(graph, node));

        public Buffer Write(KernelOutput output)
        {
            var shape = graph[graph[output.Node].Operation is Collect ? graph[output.Node].Inputs[0] : output.Node].Shape;
            return new(graph[output.Node].Name.Mathematics, output.Node, ElementType.Float32, shape.Extents, Views.Contiguous(shape), output.Offset);
        }

        public string? Identifier(int node) => words.Identifier(node);

        public string AxisName(Shape space, int axis) => words.AxisName(space, axis);
    }
}
