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

    private Nest Indexed()
    {
        int[] gradients = [.. kernel.Stores.Select(static output => output.Node).Where(Uses.Of(graph).IsGradient)];
        var definition = AddInPasses.Of(WithoutSingleTurns.Of(NodeBuffers.DefinitionOf(graph, kernel)), gradients);
        foreach (var loop in definition.Body.All().OfType<For>())
            extents.Add(loop.Variable, loop.Extent);
        if (kernel.Loop is { } time)
        {
            step = Names.Of(definition).Variable(StepName);
            extents.Add(step, graph.Loops[time].Steps);
        }

        written = [.. definition.Body.AllWrittenPlaces()];
        return Rewrite(definition);
    }

    /// <summary>The same element, by the indices of the tensor that owns it or of a view of it in C order: whichever is written most plainly.</summary>
    protected override Place Visit(Place place)
    {
        var node = place.Buffer.Memory;
        var isWritten = written.Contains(place);
        if (TimeOf(node, isWritten) is { } time)
            return InLoop(place, isWritten, time);
        var owner = Views.Owner(graph, node);
        var found = ReadableShapes.Of(graph, node, owner, place.Row)
            .Select(shape => (shape.Node, shape.Extents, shape.Cost, Indices: ReadableShapes.IsAsItLies(shape.Extents, place.Buffer) ? place.Indices : TensorIndices.Of(place.Offset, shape.Extents, variable => extents[variable])))
            .Where(static shape => shape.Indices is not null)
            .OrderBy(static shape => shape.Cost + TensorIndices.Cost(shape.Indices!.Value) + shape.Extents.Count(static extent => extent == 1)).FirstOrDefault();

        if (found.Indices is null)
            return At(owner, owner, isWritten, [new Shape(ReadableShapes.OwnShape(graph, owner)).Count], [place.Offset], Visit(place.Row), null);
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
        if (Lengths(owner, time) is { } lengths)
            return InRows(place, owner, isWritten, time, lengths);
        isToldStep |= time.Moves;
        if (!time.TimesBatch)
        {
            var shape = ReadableShapes.OwnShape(graph, owner);
            var inSequence = Indices(place.Offset + ((Affine)step * time.Stride), ref shape);
            return At(owner, owner, isWritten, shape, inSequence, Visit(place.Row), null);
        }

        var ofStep = ReadableShapes.OfStep(graph, owner, ReadableShapes.MostAxes - 1);
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

    /// <summary>The lengths of the samples whose rows a value has.</summary>
    private SequenceLengths? Lengths(int owner, StepPlace time) => time.Rows?.Lengths ?? (graph[owner].Loop is { } loop ? graph.Loops[loop].Lengths : null);

    /// <summary>
    /// An element where samples have different lengths. The rows of a time step, or of all of them, are where a table says: the method is given them alone, and knows nothing of the step.
    /// </summary>
    private Place InRows(Place place, int owner, bool isWritten, StepPlace time, SequenceLengths lengths)
    {
        var first = time is { Moves: false, Steps: > 1 } ? Extent.Batch with { Lengths = lengths } : Extent.Batch;
        EquatableArray<Extent> shape = [first, .. ReadableShapes.OfStep(graph, owner).Skip(1)];
        var indices = Indices(place.Offset, ref shape);
        return At(owner, owner, isWritten, shape, indices, Visit(place.Row), time);
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
            var range = steps is { Rows: null } && Lengths(owner, steps) is null && steps.Steps < TimeLoops.Slots(graph, owner) ? $"[{SliceText.Between(steps.Shift, steps.Steps)}]" : "";
            var buffer = new Buffer(graph[owner].Name.Mathematics + range, number, ElementType.Float32, shape, Views.Contiguous(new Shape(shape)));
            arguments.Add((new KernelArgument(owner, TensorForm.Own, isWritten) { View = view, Step = steps }, buffer));
        }
        else if (isWritten && !arguments[number].Argument.IsWritten)
        {
            arguments[number] = (arguments[number].Argument with { IsWritten = true }, arguments[number].Buffer);
        }

        return new Place(arguments[number].Buffer, indices) { Row = row };
    }
}
