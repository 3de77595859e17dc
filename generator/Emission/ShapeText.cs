using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// Writes the shapes that a kernel reads and stores: of a value of a time step that of the step, and of the values of all time steps, with an axis of theirs,
/// <c>[64 × batch × 256]</c>, or as rows <c>[steps × 256]</c> where samples have different lengths.
/// </summary>
internal sealed class ShapeText(NetworkGraph graph, Kernel kernel)
{
    /// <summary>How many samples have a time step, where they have different lengths.</summary>
    public const string Alive = "alive";

    private bool IsOfAlive => kernel.Loop is { } loop && graph.Loops[loop].Lengths is not null;

    /// <summary><c>[batch × 784] → [batch × 128]</c></summary>
    public string Of()
    {
        var outputs = string.Join(", ", kernel.Stores.Select(output => Stored(output)).Distinct());
        var inputs = string.Join(", ", (kernel is ContractKernel contract ? OfContract(contract) : kernel.Reads.Where(IsValue).Select(Read)).Distinct());
        return inputs.Length == 0 ? $"→ {outputs}" : $"{inputs} → {outputs}";
    }

    /// <summary>The shape of a memory, with the axis of the time steps that it has.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="owner">The node that owns the memory.</param>
    public static string OfMemory(NetworkGraph graph, int owner) => OfMemory(graph, owner, null);

    /// <summary>The same where samples have different lengths, of as many of its rows.</summary>
    public static string OfMemory(NetworkGraph graph, int owner, string? rows)
    {
        var shape = ReadableShapes.OwnShape(graph, owner);
        if (TimeLoops.Slots(graph, owner) is > 1 and var slots && graph[owner].Loop is { } loop && graph.Loops[loop].Lengths is not null)
            return Text([rows ?? (slots > graph.Loops[loop].Steps ? "(batch + steps)" : "steps"), .. shape.Skip(2).Select(static extent => extent.ToString())]);
        return Text(Extents(graph, owner, shape));
    }

    /// <summary>The same for a step that only moves or draws numbers: those of its arguments' memories.</summary>
    public static string OfCopy(NetworkGraph graph, ScheduledKernel kernel)
    {
        string[] read = [.. Of(isWritten: false)];
        return $"{string.Join(", ", read)}{(read.Length == 0 ? "" : " ")}→ {string.Join(", ", Of(isWritten: true))}";

        IEnumerable<string> Of(bool isWritten) => kernel.Arguments.Where(argument => argument.IsWritten == isWritten).Select(argument => OfMemory(graph, argument.Node)).Distinct();
    }

    /// <summary>The factors, and what else is read.</summary>
    private IEnumerable<string> OfContract(ContractKernel contract)
        => new[] { contract.Left, contract.Right }.Where(IsValue).Select(Operand).Concat(contract.Extras.Where(IsValue).Select(Read));

    private bool IsValue(int node) => graph[Views.Owner(graph, node)].Operation is not Parameter;

    private string Stored(KernelOutput output) => Of(output.Node, TimeLoops.PlaceWritten(graph, output.Node, output.IsInitial));

    // What is called as a view is has the shape of that.
    private string Read(int node)
        => OtherShapes.ViewOf(graph, node) is { } view ? Text(Extents(graph, view, TensorShapes.Named(graph, view).Extents)) : Of(Views.Owner(graph, node), TimeLoops.PlaceOf(graph, node));

    /// <summary>An operand of a product as it is read, with an axis for each index; a matrix that is transposed, and a tensor that is read in part, are shown as they are.</summary>
    private string Operand(int node)
    {
        var isTransposed = false;
        for (var view = node; graph[view].Operation is View and not (StepOf or AllSteps or LastState); view = graph[view].Inputs[0])
            isTransposed |= graph[view].Operation is Transpose { Permutation: [1, 0] };
        var isPart = SliceText.Of(other => graph[other], node, Views.Shown(graph, node)) is not null;
        return isTransposed || isPart ? Read(node) : Text(Extents(graph, node, graph[node].Shape.Extents));
    }

    private string Of(int owner, StepPlace? time)
    {
        var shape = ReadableShapes.OfStep(graph, owner);
        return time switch
        {
            null => Text(Extents(graph, owner, shape)),
            { TimesBatch: false } => Text(Extents(graph, owner, [.. shape.Where(static (_, axis) => axis != 1)])),
            { Moves: true } when TimeLoops.Slots(graph, owner) == 1 && kernel.Loop is { } loop => Text(Extents(graph, owner, [shape[0].Lengths is not null || shape[0].Size == graph.Loops[loop].Steps ? Extent.Batch : shape[0], .. shape.Skip(1)])),
            { Moves: false, Steps: > 1 } when graph[owner].Loop is { } loop => Text([.. graph.Loops[loop].Lengths is not null ? ["steps"] : new[] { Numbers.Text(time.Steps), shape[0].ToString() }, .. shape.Skip(1).Select(static extent => extent.ToString())]),
            _ => Text(Extents(graph, owner, shape)),
        };
    }

    private IEnumerable<string> Extents(NetworkGraph of, int node, EquatableArray<Extent> shape) => Extents(of, node, shape, IsOfAlive ? Alive : null);

    private static IEnumerable<string> Extents(NetworkGraph graph, int node, EquatableArray<Extent> shape, string? batch = null)
        => shape.SelectMany((extent, axis) => axis == 0 && extent is { IsBatch: true, Size: > 1, Lengths: null } && AxisWords.Of(graph).AreStepsFirst(node) ? [Numbers.Text(extent.Size), "batch"]
            : new[] { extent is { IsBatch: true, Lengths: null } && batch is not null ? extent.Text(batch) : extent.ToString() });

    private static string Text(IEnumerable<string> extents) => $"[{string.Join(" × ", extents)}]";
}
