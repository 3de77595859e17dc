using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using Buffer = NetGen.Generator.Loops.Buffer;

namespace NetGen.Generator.Scheduling;

/// <summary>What a definition calls the memories that it reads and writes.</summary>
/// <param name="graph">The graph.</param>
internal abstract class MemoryWords(NetworkGraph graph)
{
    protected NetworkGraph Graph => graph;

    /// <summary>The name of a memory, and how far into it a place counts from.</summary>
    /// <param name="owner">The node whose memory it is.</param>
    /// <param name="shown">The node whose shape it is seen with.</param>
    /// <param name="isWritten">Whether it is written there.</param>
    /// <param name="time">Which time step's value it is, where the memory has those of several.</param>
    /// <param name="offset">How far into the memory the first element is that is touched there.</param>
    public abstract (string Name, int Start) Of(int owner, int shown, bool isWritten, StepPlace? time, int offset);

    /// <summary>Whether the names are those of a method that several values share.</summary>
    public virtual bool IsShared => false;

    /// <summary>What a value is called that is computed on the way; null for its own name.</summary>
    public virtual string? Local(int node) => null;

    /// <summary>Whether a name stands for the value of one time step, so that elements have no index of the step.</summary>
    public abstract bool AreOfStep { get; }
}

/// <summary>The names of the values, as formulas have them.</summary>
internal sealed class ValueNames(NetworkGraph graph) : MemoryWords(graph)
{
    public override bool AreOfStep => false;

    public override (string Name, int Start) Of(int owner, int shown, bool isWritten, StepPlace? time, int offset) => (Graph[shown].Name.Mathematics, 0);
}

/// <summary>
/// A kernel's definition as it is read: plain loops over tensors with an index for each axis. Values of time steps have the step as an index of its own, <c>h[step, sample, feature]</c>;
/// of samples of different lengths, the values of all steps are rows.
/// </summary>
internal sealed class DefinitionReading : NestRewriter
{
    private readonly NetworkGraph graph;
    private readonly Kernel kernel;
    private readonly MemoryWords words;
    private readonly OuterProductPlan? plan;
    private readonly Dictionary<Variable, Extent> extents = [];
    private readonly Dictionary<Variable, (Variable Step, Variable Sample)> rows = [];
    private HashSet<Place> written = [];
    private Variable step = new("step");
    private bool isInRows;

    private DefinitionReading(NetworkGraph graph, Kernel kernel, MemoryWords words, OuterProductPlan? plan)
        => (this.graph, this.kernel, this.words, this.plan) = (graph, kernel, words, plan);

    /// <param name="graph">The graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="words">What memories are called.</param>
    /// <param name="plan">How it is carried out: steps of a sum that are left out are not in the definition.</param>
    public static Nest Of(NetworkGraph graph, Kernel kernel, MemoryWords words, TilePlan? plan = null)
    {
        var reading = new DefinitionReading(graph, kernel, words, plan as OuterProductPlan);
        var nest = reading.Read(areStepsApart: true);
        return StoredValues.Named(WithoutNames.Of(reading.isInRows ? new DefinitionReading(graph, kernel, words, plan as OuterProductPlan).Read(areStepsApart: false) : nest), words.IsShared);
    }

    private Nest Read(bool areStepsApart)
    {
        var definition = WithoutSingleTurns.Of(Reaching(NodeBuffers.DefinitionOf(graph, kernel, words.Local)));
        var names = Names.Of(definition);
        if (kernel.Loop is { } time)
        {
            step = names.Variable(step.Name);
            extents.Add(step, graph.Loops[time].Steps);
        }

        foreach (var loop in definition.Body.All().OfType<For>())
        {
            extents.Add(loop.Variable, loop.Extent);
            // All steps at once are two loops, over the steps and over the samples of each.
            if (areStepsApart && loop.Extent is { IsBatch: true, Size: > 1, Lengths: null } && new ValueWords(graph, kernel).HasStepsFirst)
                rows.Add(loop.Variable, (names.Variable("step"), names.Variable("sample")));
        }

        written = [.. definition.Body.AllWrittenPlaces()];
        return Rewrite(definition);
    }

    /// <summary>The definition with the ends of those loops of the sum that leave out what is known to be zero.</summary>
    private Nest Reaching(Nest definition)
    {
        var loops = definition.Body.All().OfType<For>().ToDictionary(static loop => loop.Variable.ToString(), static loop => loop.Variable);
        foreach (var range in plan?.Ranges ?? [])
        {
            if (loops.TryGetValue(plan!.Loops[range.Loop].Word, out var summed) && loops.TryGetValue(plan.Loops[range.Kept].Word, out var kept))
                definition = new Reached(summed, new(range.Step, (Affine)kept * range.KeptStep, (Affine)kept * range.KeptStep, range.From, range.To)).Rewrite(definition);
        }

        return definition;
    }

    private sealed class Reached(Variable variable, Reach reach) : NestRewriter
    {
        protected override Statement Visit(Statement statement) => base.Visit(statement is For loop && loop.Variable == variable ? loop with { Reach = reach } : statement);
    }

    protected override Statement Visit(Statement statement)
        => statement is For loop && rows.TryGetValue(loop.Variable, out var apart)
            ? new For(apart.Step, loop.Extent.Size, new For(apart.Sample, Extent.Batch, Visit(loop.Body)))
            : base.Visit(statement);

    protected override Place Visit(Place place)
    {
        var node = place.Buffer.Memory;
        var owner = Views.Owner(graph, node);
        var isWritten = written.Contains(place);
        var time = isWritten ? TimeLoops.PlaceWritten(graph, node, kernel.Stores.Any(output => output.Node == node && output.IsInitial)) : TimeLoops.PlaceOf(graph, node);
        return time is null ? OfValue(place, node, owner, isWritten) : OfStep(place, owner, isWritten, time);
    }

    /// <summary>The element by the indices of the tensor that owns it or of a view of it in C order: whichever is written most plainly.</summary>
    private Place OfValue(Place place, int node, int owner, bool isWritten)
    {
        var start = words.Of(owner, owner, isWritten, null, place.Offset.Constant).Start;
        var offset = place.Offset - start;
        var found = ReadableShapes.Of(graph, node, owner, place.Row)
            .Select(shape => (shape.Node, shape.Extents, shape.Cost, Indices: start == 0 && ReadableShapes.IsAsItLies(shape.Extents, place.Buffer) ? place.Indices : Indices(offset, shape.Extents)))
            .Where(static shape => shape.Indices is not null)
            // What has the name of a view has the view's indices.
            .OrderBy(shape => shape.Node == owner && words.Of(owner, owner, isWritten, null, place.Offset.Constant).Name is var name && name != graph[owner].Name.Mathematics && IsView(name, owner))
            // What is called as the tensor is has the indices that it is declared with.
            .ThenBy(shape => shape.Node != owner && graph[shape.Node].Name == graph[owner].Name && shape.Extents.Count > ReadableShapes.OwnShape(graph, owner).Count)
            .ThenBy(static shape => shape.Cost + TensorIndices.Cost(shape.Indices!.Value) + shape.Extents.Count(static extent => extent == 1)).FirstOrDefault();
        // Rows of sequences of different lengths are where a table says, and have no index of their own.
        return found.Indices is not { } indices ? Flat(place, words.Of(owner, owner, isWritten, null, place.Offset.Constant).Name, owner, offset)
            : At(place, words.Of(owner, found.Node, isWritten, null, place.Offset.Constant).Name, found.Extents, [], indices);
    }

    private bool IsView(string name, int owner)
        => Enumerable.Range(0, graph.Nodes.Count).Any(node => graph[node].Operation is View && graph[node].Name.Mathematics == name && Views.Owner(graph, node) == owner);

    /// <summary>The element of a value of a time step, with the step's index in front, or behind the sample's where each sample has its sequence.</summary>
    private Place OfStep(Place place, int owner, bool isWritten, StepPlace time)
    {
        var (name, start) = words.Of(owner, owner, isWritten, time, place.Offset.Constant);
        var offset = place.Offset - start;
        if (!time.TimesBatch)
        {
            var sequence = ReadableShapes.OwnShape(graph, owner);
            if (Indices(offset, sequence) is not { } inSequence)
                return Flat(place, name, owner, offset);
            return words.AreOfStep ? At(place, name, WithoutStep(sequence), [], WithoutStep(inSequence))
                : At(place, name, sequence, [], inSequence.Select((index, axis) => axis == 1 ? index + step : index).ToEquatableArray());
        }

        var shape = ReadableShapes.OfStep(graph, owner, ReadableShapes.MostAxes - 1);
        if (kernel.Loop is { } loop && TimeLoops.Slots(graph, owner) == 1)
        {
            // What is computed for all steps at once is one batch of them.
            var steps = graph.Loops[loop].Steps;
            shape = shape[0].Lengths is not null || shape[0].Size == steps ? [Extent.Batch, .. shape.Skip(1)] : [new Extent(new Shape(shape).SampleSize / steps, true)];
        }

        var isAll = time is { Moves: false, Steps: > 1 };
        if (isAll)
            shape = [graph.Loops[graph[owner].Loop!.Value].Lengths is null ? new Extent(shape[0].Size * time.Steps, true) : shape[0] with { Lengths = graph.Loops[graph[owner].Loop!.Value].Lengths }, .. shape.Skip(1)];
        if (Indices(offset, shape) is not { } indices)
            return Flat(place, name, owner, offset);
        EquatableArray<Affine> ofStep = isAll || words.AreOfStep ? [] : [time.Moves ? (Affine)step + time.Shift : time.Shift];
        return At(place, name, isAll || words.AreOfStep ? shape : [1, .. shape], ofStep, indices, isAll && !words.AreOfStep ? time.Shift : 0);
    }

    private static EquatableArray<T> WithoutStep<T>(EquatableArray<T> axes)
        where T : IEquatable<T>
        => axes.Where(static (_, axis) => axis != 1).ToEquatableArray();

    private EquatableArray<Affine>? Indices(Affine offset, EquatableArray<Extent> shape) => TensorIndices.Of(offset, shape, variable => extents[variable]);

    private Place Flat(Place place, string name, int owner, Affine offset)
        => At(place, name, [new Shape(ReadableShapes.OwnShape(graph, owner)).Count], [], [offset]);

    /// <param name="before">The index of the step, where there is one.</param>
    /// <param name="shift">How many steps further than the loop over all of them.</param>
    private Place At(Place place, string name, EquatableArray<Extent> shape, EquatableArray<Affine> before, EquatableArray<Affine> indices, int shift = 0)
    {
        if (indices.Count > 0 && indices[0] is { Constant: 0, Terms: [{ Coefficient: 1, Variable: var row }] } && rows.TryGetValue(row, out var apart))
            (shape, indices) = ([shape[0].Size, Extent.Batch, .. shape.Skip(1)], [(Affine)apart.Step + shift, apart.Sample, .. indices.Skip(1)]);
        isInRows |= indices.Any(index => index.Terms.Any(term => rows.ContainsKey(term.Variable)));
        return place with
        {
            Buffer = new Buffer(name, place.Buffer.Memory, ElementType.Float32, shape, Views.Contiguous(new Shape(shape))),
            Indices = [.. before, .. indices],
            Row = Visit(place.Row),
        };
    }
}
