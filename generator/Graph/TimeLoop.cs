namespace NetGen.Generator.Graph;

/// <summary>
/// A loop over the steps of a time axis. The nodes of its body are in the graph like all others, one after the other, and have the loop's number
/// (<see cref="Node.Loop"/>): the value of such a node is that of one step. What a step needs from the outside comes in by <see cref="Held"/>,
/// <see cref="StepOf"/> or <see cref="Carried"/>; what others need of the steps leaves by <see cref="Collect"/>, <see cref="LastState"/>,
/// <see cref="SumOverSteps"/> or <see cref="AllSteps"/>.
/// </summary>
/// <param name="Steps">How many steps there are.</param>
/// <param name="IsReverse">Whether it begins with the last step, as the gradient of a loop does.</param>
/// <param name="States">What a step hands on to the next one.</param>
internal sealed record TimeLoop(int Steps, bool IsReverse, EquatableArray<CarriedState> States)
{
    /// <summary>The lengths of the samples, whose steps alone are carried out; null where all have all steps. In reverse, each begins with the last step that it has.</summary>
    public SequenceLengths? Lengths { get; init; }

    /// <summary>The first axis of the values of all steps.</summary>
    public Extent Rows => Lengths is { } lengths ? Extent.Batch with { Lengths = lengths } : new(Steps, true);
}

/// <summary>A state of a loop.</summary>
/// <param name="State">The node of its value before a step.</param>
/// <param name="Next">The node of its value after the step.</param>
internal sealed record CarriedState(int State, int Next);

/// <summary>In a loop: a state before the step. Its input is the value before the first step.</summary>
internal sealed record Carried : Operation;

/// <summary>
/// In a loop: a sequence at the present step. Its steps are axis 1 of [batch × T × …], or follow each other in the first axis of [batch·T × …].
/// </summary>
internal sealed record StepOf : View;

/// <summary>In a loop: a value from the outside, which is the same in every step. Gradients are summed over the steps there.</summary>
internal sealed record Held : Operation;

/// <summary>What a loop computes in each step, as a sequence: [batch × …] → [batch × T × …].</summary>
internal sealed record Collect : Operation;

/// <summary>What a loop computes in each step, step after step: [batch × …] → [batch·T × …]. It is read where the loop has stored it.</summary>
internal sealed record AllSteps : View;

/// <summary>A state after the last step.</summary>
internal sealed record LastState : View;

/// <summary>The sum over the steps of what a loop computes in each of them.</summary>
internal sealed record SumOverSteps : Operation;

/// <summary>
/// Where the value of a step is in its owner's memory: <c>(step + Shift) · Stride · batch</c> floats further on, without the batch where the
/// samples' sequences follow each other and not the steps.
/// </summary>
/// <param name="Stride">The floats from a step to the next one, of one sample where the steps follow each other.</param>
/// <param name="TimesBatch">Whether the steps follow each other, each with all samples.</param>
/// <param name="Moves">Whether the place follows the loop; else it is the step with the number <paramref name="Shift"/>.</param>
/// <param name="Shift">The number of the step, or how many steps further than the loop's.</param>
/// <param name="Steps">The values of how many steps are reached from there; where they do not follow each other, how many there are.</param>
internal sealed record StepPlace(int Stride, bool TimesBatch, bool Moves, int Shift, int Steps)
{
    /// <summary>Where steps have different numbers of samples, which table says at which row one begins; null where each has the whole batch.</summary>
    public StepRows? Rows { get; init; }
}

/// <summary>At which row a step begins, in memory where each has the rows of the samples that have that step.</summary>
/// <param name="Lengths">The lengths of the samples.</param>
/// <param name="Table">Which table says so.</param>
internal sealed record StepRows(SequenceLengths Lengths, RowTable Table);

internal enum RowTable
{
    /// <summary>The steps follow each other.</summary>
    Step,

    /// <summary>Those of a state: before them is its value before the first step, of the whole batch.</summary>
    State,

    /// <summary>Those of a state of a loop that goes backwards: the samples that begin with a step stand behind those that the step before has left, and behind all of them is the state at the end.</summary>
    ReverseState,
}

/// <summary>Answers where the values of loops lie.</summary>
internal static class TimeLoops
{
    /// <summary>Whether a node's value is that of one step; what leaves the loop has a value outside of it.</summary>
    public static bool IsOfStep(this Node node) => node.Loop is not null && node.Operation is not (Collect or LastState or SumOverSteps);

    /// <summary>The state that a node is the value of after the step, and its loop; null where it is none.</summary>
    public static TimeLoop? LoopOfNext(this NetworkGraph graph, int node)
        => graph[node].Loop is { } loop && graph.Loops[loop].States.Any(state => state.Next == node) ? graph.Loops[loop] : null;

    /// <summary>The value after the step of a state.</summary>
    public static int NextOf(this NetworkGraph graph, int state) => graph.Loops[graph[state].Loop!.Value].States.First(own => own.State == state).Next;

    /// <summary>The value before the step of what is a state's value after it.</summary>
    public static int StateOf(this NetworkGraph graph, int next) => graph.Loops[graph[next].Loop!.Value].States.First(own => own.Next == next).State;

    /// <summary>Whether a node is a state before the step, or a view of one.</summary>
    public static bool IsBeforeStep(this NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View and not (AllSteps or LastState))
            node = graph[node].Inputs[0];
        return graph[node].Operation is Carried;
    }

    /// <summary>How many values of its shape a node's memory holds: one for each step where other steps, or what is outside of the loop, read it.</summary>
    public static int Slots(NetworkGraph graph, int owner)
    {
        if (graph[owner].Loop is not { } loop || !graph[owner].IsOfStep())
            return 1;
        return graph.LoopOfNext(owner) is not null ? graph.Loops[loop].Steps + 1 : Uses.Of(graph).IsKeptForAllSteps(owner) || (graph.KeepsSteps && graph[owner].Shape.IsBatched) ? graph.Loops[loop].Steps : 1;
    }

    /// <summary>How many times its shape's rows a node's memory has room for, for each sample of the batch.</summary>
    public static int RowsOfSample(NetworkGraph graph, int owner) => graph[owner].Shape.Lengths?.Steps ?? Slots(graph, owner);

    /// <summary>
    /// Whether the values of all steps of a node in a loop follow each other without gaps. Where samples have different lengths, those of a state after the step do, or those before it where the
    /// loop goes backwards, and not both: what is one after a step is the other before the next one, of another number of samples.
    /// </summary>
    public static bool IsInRows(IReadOnlyList<Node> nodes, IReadOnlyList<TimeLoop> loops, int node)
    {
        while (nodes[node].Operation is View and not (AllSteps or LastState))
            node = nodes[node].Inputs[0];
        if (nodes[node].Loop is not { } number || loops[number] is not { Lengths: not null } loop)
            return true;
        return loop.IsReverse ? loop.States.All(state => state.Next != node) : nodes[node].Operation is not Carried;
    }

    /// <summary>Where a node's value is among the steps of its owner's memory; null where there is only one.</summary>
    public static StepPlace? PlaceOf(NetworkGraph graph, int node)
    {
        // Of a sequence whose steps follow each other, first it is known that a step of it is read, and then whose memory it is.
        var (isOfSequence, isOutside) = (false, false);
        var stride = 0;
        SequenceLengths? lengths = null;
        for (; ; node = graph[node].Inputs[0])
        {
            switch (graph[node].Operation)
            {
                case StepOf:
                    var source = graph[node].Inputs[0];
                    var strides = Views.Strides(graph, source);
                    if (graph[source].Shape.Rank > graph[node].Shape.Rank)
                        return new(strides[1], TimesBatch: false, Moves: true, 0, graph[source].Shape[1].Size);
                    (isOfSequence, stride, lengths) = (true, strides[0], graph.Loops[graph[node].Loop!.Value].Lengths);
                    break;
                case AllSteps:
                    isOutside = true;
                    break;
                case LastState:
                    var last = graph.Loops[graph[node].Loop!.Value];
                    return new(graph[node].Shape.SampleSize, TimesBatch: true, Moves: false, last.IsReverse ? 0 : last.Steps, 1)
                    {
                        Rows = last.Lengths is { } known ? new(known, RowTable.ReverseState) : null,
                    };
                case Carried:
                    return OfStep(graph[node].Shape.SampleSize, graph.Loops[graph[node].Loop!.Value].IsReverse ? 1 : 0);
                case View:
                    break;
                default:
                    return Slots(graph, node) > 1 ? OfStep(graph[node].Shape.SampleSize, graph.LoopOfNext(node) is { IsReverse: false } ? 1 : 0)
                        : isOfSequence ? new(stride, TimesBatch: true, Moves: true, 0, 1) { Rows = lengths is { } own ? new(own, RowTable.Step) : null } : null;
            }
        }

        StepPlace OfStep(int size, int shift)
        {
            var moves = !isOutside || isOfSequence;
            var loop = graph.Loops[graph[node].Loop!.Value];
            var isState = graph[node].Operation is Carried || graph.LoopOfNext(node) is not null;
            if (loop.Lengths is not { } own)
                return new(size, TimesBatch: true, moves, shift, moves ? 1 : loop.Steps);
            if (moves)
                return new(size, TimesBatch: true, Moves: true, shift, 1) { Rows = new(own, !isState ? RowTable.Step : loop.IsReverse ? RowTable.ReverseState : RowTable.State) };
            // The states after the steps stand behind the whole batch; all else begins at once.
            return new(size, TimesBatch: true, Moves: false, isState && !loop.IsReverse ? 1 : 0, loop.Steps);
        }
    }

    /// <summary>Where a kernel stores a value among the steps of its memory; null where there is only one.</summary>
    public static StepPlace? PlaceWritten(NetworkGraph graph, int node, bool isInitial)
    {
        if (isInitial && graph.LoopOfNext(node) is { } loop)
            return new(graph[node].Shape.SampleSize, TimesBatch: true, Moves: false, loop.IsReverse ? loop.Steps : 0, 1);
        return graph[node].Operation is Collect
            ? new(Views.Contiguous(graph[node].Shape)[1], TimesBatch: false, Moves: true, 0, graph[node].Shape[1].Size)
            : PlaceOf(graph, node);
    }
}
