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
    private readonly Kernel kernel;
    private readonly Dictionary<Variable, Extent> extents = [];
    private readonly List<(KernelArgument Argument, Buffer Buffer)> arguments = [];

    private Func<int, string?> nameOf = static _ => null;
    private OuterProductPlan? plan;
    private HashSet<Place> written = [];
    private Variable step = new(StepName);
    private bool isToldStep;

    private DefinitionScheduler(NetworkGraph graph, Kernel kernel) => (this.graph, this.kernel) = (graph, kernel);

    /// <summary>What the number of the present step of a loop over time is called.</summary>
    private const string StepName = "step";

    public static ScheduledKernel Schedule(NetworkGraph graph, Kernel kernel)
    {
        var scheduler = new DefinitionScheduler(graph, kernel);
        var nest = SumInDouble.Of(scheduler.Indexed());
        return new ScheduledKernel(
            kernel, kernel.IsBackward, new IndexedSchedule(nest) { Step = scheduler.isToldStep ? scheduler.step : null },
            scheduler.arguments.Select(static argument => argument.Argument).ToEquatableArray());
    }

    /// <summary>The definition as it is read, by the names of the values.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="nameOf">What the memory of a node is called, where it has another name.</param>
    /// <param name="plan">How it is carried out: steps of a sum that are left out are not in the definition.</param>
    public static Nest NestOf(NetworkGraph graph, Kernel kernel, Func<int, string?>? nameOf = null, TilePlan? plan = null)
        => StoredValues.Named(WithoutNames.Of(new DefinitionScheduler(graph, kernel) { nameOf = nameOf ?? (static _ => null), plan = plan as OuterProductPlan }.Indexed()), isShared: nameOf is not null);

    private Nest Indexed()
    {
        var buffers = new NodeBuffers(graph, kernel);
        var definition = kernel switch
        {
            ContractKernel contract => Definition.Of(buffers, contract, graph[contract.Root].Shape),
            LoopKernel loop => Definition.Of(buffers, loop),
            IndexAddKernel add => Definition.Of(buffers, graph, add),
            _ => throw new InvalidGraphException($"no definition of {kernel.GetType().Name}"),
        };
        definition = WithoutSingleTurns.Of(Reaching(definition));
        foreach (var loop in definition.Body.All().OfType<For>())
            extents.Add(loop.Variable, loop.Extent);
        if (kernel.Loop is { } time)
        {
            step = Names.Of(definition).Variable(StepName);
            extents.Add(step, graph.Loops[time].Steps);
        }

        written = [.. definition.Body.All().SelectMany(static statement => statement.WrittenPlaces())];
        return Rewrite(definition);
    }

    /// <summary>The definition with the ends of those loops of the sum that leave out what is known to be zero.</summary>
    private Nest Reaching(Nest definition)
    {
        var loops = definition.Body.All().OfType<For>().ToDictionary(static loop => loop.Variable.ToString(), static loop => loop.Variable);
        foreach (var range in plan?.Ranges ?? [])
        {
            if (loops.TryGetValue(plan!.Loops[range.Loop].Name, out var summed) && loops.TryGetValue(plan.Loops[range.Kept].Name, out var kept))
                definition = new Reached(summed, new(range.Step, (Affine)kept * range.KeptStep, (Affine)kept * range.KeptStep, range.From, range.To)).Rewrite(definition);
        }

        return definition;
    }

    private sealed class Reached(Variable variable, Reach reach) : NestRewriter
    {
        protected override Statement Visit(Statement statement) => base.Visit(statement is For loop && loop.Variable == variable ? loop with { Reach = reach } : statement);
    }

    /// <summary>The same element, by the indices of the tensor that owns it or of a view of it in C order: whichever is written most plainly.</summary>
    protected override Place Visit(Place place)
    {
        var node = place.Buffer.Memory;
        var isWritten = written.Contains(place);
        if (TimeOf(node, isWritten) is { Rows: null } own)
            return InLoop(place, isWritten, own);
        var owner = Views.Owner(graph, node);
        var found = Shapes(node, owner).Where(shape => HasRow(shape.Extents, place.Row))
            .Select(shape => (shape.Node, shape.Extents, shape.Cost, Indices: shape.Extents == place.Buffer.Extents && IsPlain(place.Buffer) ? place.Indices : TensorIndices.Of(place.Offset, shape.Extents, variable => extents[variable])))
            .Where(static shape => shape.Indices is not null)
            .OrderBy(static shape => shape.Cost + TensorIndices.Cost(shape.Indices!.Value) + shape.Extents.Count(static extent => extent == 1)).FirstOrDefault();

        // Rows of sequences of different lengths are where a table says, and have no index of their own.
        if (found.Indices is null)
            return At(owner, owner, isWritten, [new Shape(OwnShape(graph, owner)).Count], [place.Offset], Visit(place.Row), null);
        return At(owner, found.Node, isWritten, found.Extents, found.Indices!.Value, Visit(place.Row), null);
    }

    /// <summary>Where the value of a step is that is read or written; null for what has nothing to do with steps.</summary>
    private StepPlace? TimeOf(int node, bool isWritten)
        => isWritten ? TimeLoops.PlaceWritten(graph, node, kernel.Stores.Any(output => output.Node == node && output.IsInitial)) : TimeLoops.PlaceOf(graph, node);

    /// <summary>
    /// An element of a tensor that has the values of all steps. Its steps follow each other, and the first index is the step's; or each sample has its
    /// sequence, and the second one is; or the values of all steps are taken as one batch.
    /// </summary>
    private Place InLoop(Place place, bool isWritten, StepPlace time)
    {
        var node = place.Buffer.Memory;
        var owner = Views.Owner(graph, node);
        isToldStep |= time.Moves;
        if (!time.TimesBatch)
        {
            var shape = OwnShape(graph, owner);
            var inSequence = Indices(place.Offset + ((Affine)step * time.Stride), ref shape);
            return At(owner, owner, isWritten, shape, inSequence, Visit(place.Row), null);
        }

        var ofStep = ShapeOfStep(graph, owner, MostAxes - 1);
        var slots = TimeLoops.Slots(graph, owner);
        if (slots == 1)
        {
            // What is computed for all steps at once is one batch of them.
            slots = graph.Loops[kernel.Loop!.Value].Steps;
            ofStep = ofStep[0].Size == slots ? [Extent.Batch, .. ofStep.Skip(1)] : [new Extent(new Shape(ofStep).SampleSize / slots, true)];
        }

        if (time.Steps > 1)
        {
            EquatableArray<Extent> batch = [new Extent(ofStep[0].Size * time.Steps, true), .. ofStep.Skip(1)];
            var ofAll = Indices(place.Offset, ref batch);
            return At(owner, owner, isWritten, batch, ofAll, Visit(place.Row), time);
        }

        var inStep = Indices(place.Offset, ref ofStep);
        return At(owner, owner, isWritten, [slots, .. ofStep], [time.Moves ? (Affine)step + time.Shift : time.Shift, .. inStep], Visit(place.Row), null);
    }

    /// <summary>The indices of an element; by its offset alone, where it has none in the shape.</summary>
    private EquatableArray<Affine> Indices(Affine offset, ref EquatableArray<Extent> shape)
    {
        if (TensorIndices.Of(offset, shape, variable => extents[variable]) is { } indices)
            return indices;
        shape = [new Shape(shape).Count];
        return [offset];
    }

    private Place At(int owner, int view, bool isWritten, EquatableArray<Extent> shape, EquatableArray<Affine> indices, Row? row, StepPlace? steps)
    {
        // The state before a step and the one after it are in one tensor.
        var number = arguments.FindIndex(argument => argument.Argument.Node == owner && (argument.Argument.IsWritten == isWritten || graph[owner].Loop is not null) && argument.Buffer.Extents == shape && argument.Argument.Step == steps);
        if (number < 0)
        {
            number = arguments.Count;
            var range = steps is not null && steps.Steps < TimeLoops.Slots(graph, owner) ? $"[{SliceText.Between(steps.Shift, steps.Steps)}]" : "";
            var buffer = new Buffer(nameOf(owner) ?? graph[owner].Name.Mathematics + range, number, ElementType.Float32, shape, Views.Contiguous(new Shape(shape)));
            arguments.Add((new KernelArgument(owner, TensorForm.Own, isWritten) { View = view, Step = steps }, buffer));
        }
        else if (isWritten && !arguments[number].Argument.IsWritten)
        {
            arguments[number] = (arguments[number].Argument with { IsWritten = true }, arguments[number].Buffer);
        }

        return new Place(arguments[number].Buffer, indices) { Row = row };
    }

    /// <summary>Whether a tensor of some shape has an axis of the rows that one of them is taken of by its number, or one axis alone.</summary>
    private static bool HasRow(EquatableArray<Extent> shape, Row? row)
        => row is null || shape.Count == 1 || Views.Contiguous(new Shape(shape)).Zip(shape, static (stride, extent) => (stride, extent)).Contains((row.Stride, row.Count));

    /// <summary>The shapes under which a memory can be reached: its owner's, those of the views on the way to it that lie in C order, and none.</summary>
    private IEnumerable<(int Node, EquatableArray<Extent> Extents, int Cost)> Shapes(int node, int owner)
    {
        const int CostOfView = 3;
        const int CostOfOffset = 100;
        var own = new Shape(OwnShape(graph, owner));
        yield return (owner, own.Extents, 0);
        for (; node != owner; node = Views.Source(graph, node))
        {
            var shape = graph[node].Shape;
            if (graph[node].Operation is View && shape.Count == own.Count && shape.Rank <= MostAxes && Views.Offset(graph, node) == 0 && Views.Strides(graph, node) == Views.Contiguous(shape))
                yield return (node, shape.Extents, CostOfView);
        }

        yield return (node, [own.Count], CostOfOffset);
    }

    /// <summary>
    /// The shape with which a tensor is declared: the one by which it is known, or none where that has too many axes. What has the values of several
    /// steps has an axis for them before all others.
    /// </summary>
    public static EquatableArray<Extent> OwnShape(NetworkGraph graph, int owner)
        => TimeLoops.Slots(graph, owner) is > 1 and var slots ? [slots, .. ShapeOfStep(graph, owner, MostAxes - 1)] : ShapeOfStep(graph, owner, MostAxes);

    /// <summary>The shape of the value of one step, or of a value that is no step's.</summary>
    public static EquatableArray<Extent> ShapeOfStep(NetworkGraph graph, int owner, int mostAxes = MostAxes)
        => TensorShapes.Of(graph, owner) is var shape && shape.Rank <= mostAxes ? shape.Extents : [shape.Count];

    /// <summary>As many axes as the runtime's tensors have.</summary>
    private const int MostAxes = 6;

    private static bool IsPlain(Buffer buffer) => buffer.Start == 0 && buffer.Strides == Views.Contiguous(new Shape(buffer.Extents));

    /// <summary>Buffers whose memories have the numbers of the nodes that are read, views among them.</summary>
    private sealed class NodeBuffers(NetworkGraph graph, Kernel kernel) : IBuffers
    {
        private readonly ValueWords words = new(graph, kernel);

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

        public string? Local(int node) => words.Local(node);

        public string AxisName(Shape space, int axis) => words.AxisName(space, axis);
    }
}
