namespace NetGen.Generator.Graph;

/// <summary>Loops over time: what is made between <see cref="BeginLoop"/> and <see cref="EndLoop"/> is computed in every step.</summary>
internal sealed partial class GraphBuilder
{
    private bool isHolding;

    /// <summary>The loop that nodes are made in at present; null outside of all loops.</summary>
    public int? Loop { get; private set; }

    /// <summary>The loops so far.</summary>
    public EquatableArray<TimeLoop> Loops => loops.ToEquatableArray();

    /// <summary>Begins a loop.</summary>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="isReverse">Whether it begins with the last step.</param>
    /// <param name="isHolding">Whether what a step reads from the outside is <see cref="Held"/>: so it is where the loop is to be differentiated.</param>
    /// <param name="lengths">The lengths of the samples; null where all have all steps.</param>
    public int BeginLoop(int steps, bool isReverse, bool isHolding, SequenceLengths? lengths = null)
    {
        if (Loop is not null)
            throw new InvalidGraphException("a loop over time begins inside of another one");
        loops.Add(new(steps, isReverse, []) { Lengths = lengths });
        this.isHolding = isHolding;
        Loop = loops.Count - 1;
        return loops.Count - 1;
    }

    public void EndLoop() => Loop = null;

    /// <summary>Carries something out as a part of a loop that there is already, or outside of all.</summary>
    public T Within<T>(int? loop, Func<T> make)
    {
        var around = (Loop, isHolding);
        (Loop, isHolding) = (loop, false);
        var made = make();
        (Loop, isHolding) = around;
        return made;
    }

    /// <summary>A state of the present loop before the step.</summary>
    /// <param name="initial">Its value before the first step.</param>
    public int Carry(int initial, ValueName name) => Add(new Carried(), [initial], nodes[initial].Shape, name);

    /// <summary>Says what a state is after the step. It gets memory of its own, where the next step finds it.</summary>
    /// <returns>Its node.</returns>
    public int Next(int state, int value, ValueName name)
    {
        var loop = loops[Loop!.Value];
        var isOwn = nodes[value].Loop == Loop && nodes[value].Operation is Graph.Map or Graph.Contract or Graph.Reduce
            && loop.States.All(other => other.Next != value) && nodes[value].Shape == nodes[state].Shape;
        var next = isOwn ? value : Copy(Broadcast(value, nodes[state].Shape, name), name);
        nodes[next] = nodes[next] with { Name = name };
        loops[Loop.Value] = loop with { States = loop.States.Append(new(state, next)).ToEquatableArray() };
        return next;
    }

    /// <summary>A sequence at the present step.</summary>
    /// <param name="isStepAfterStep">Whether it is [batch·T × …], step after step, and not [batch × T × …].</param>
    public int Step(int sequence, bool isStepAfterStep, ValueName name)
    {
        var extents = nodes[sequence].Shape.Extents.Skip(isStepAfterStep ? 1 : 2);
        return Add(new StepOf(), [sequence], new Shape(extents.Prepend(Extent.Batch).ToEquatableArray()), name);
    }

    /// <summary>What the present loop computes in each step, as a sequence [batch × T × …].</summary>
    public int Collect(int value, ValueName name)
        => Add(new Collect(), [value], new Shape([Extent.Batch, loops[Loop!.Value].Steps, .. nodes[value].Shape.Extents.Skip(1)]), name);

    /// <summary>A state of the present loop after the last step.</summary>
    public int LastState(int state, ValueName name) => Add(new LastState(), [state], nodes[state].Shape, name);

    /// <summary>The sum over the steps of what the present loop computes in each.</summary>
    public int SumOverSteps(int value, ValueName name) => Add(new SumOverSteps(), [value], nodes[value].Shape, name);

    /// <summary>Values in another order; see <see cref="Graph.Rearrange"/>. Numbers that are all the same have every order.</summary>
    public int Rearrange(RowOrder order, SequenceLengths lengths, int value, ValueName name)
    {
        var shape = nodes[value].Shape;
        var rows = Extent.Batch with { Lengths = lengths };
        shape = order switch
        {
            RowOrder.Pack => new([rows, .. shape.Extents.Skip(2)]),
            RowOrder.Unpack => new([Extent.Batch, lengths.Steps, .. shape.Extents.Skip(1)]),
            RowOrder.Last => shape.With(0, Extent.Batch),
            _ => shape,
        };
        if (nodes[value].Operation is Fill fill && (fill.Value == 0 || order != RowOrder.Unpack))
            return Fill(fill.Value, shape, name);
        return Add(new Rearrange(order, lengths), [InOrder(value), lengths.NodeIn(nodes)], shape, name);
    }

    /// <summary>A value whose elements lie in C order: the value itself, or a copy.</summary>
    public int InOrder(int value) => nodes[value].Operation is Graph.Fill || Strides(value) == Views.Contiguous(nodes[value].Shape) ? value : Copy(value);

    /// <summary>The values of all steps of a node in a loop, step after step.</summary>
    public int AllSteps(int value)
    {
        var rows = loops[nodes[value].Loop!.Value].Rows;
        return Within(null, () => Once(-1, value, () => Add(
            new AllSteps(), [value], nodes[value].Shape.With(0, rows), nodes[value].Name)));
    }

    /// <summary>A node as part of the loop that is being made: what it reads is brought into the loop.</summary>
    private Node InLoop(Node node)
    {
        if (Loop is not { } loop || node.Operation is Parameter)
            return node;
        return node with
        {
            Loop = node.Operation is Graph.AllSteps ? null : loop,
            Inputs = node.Operation is Carried or StepOf or Held or Graph.AllSteps ? node.Inputs : node.Inputs.Select(input => Reach(input, loop)).ToEquatableArray(),
        };
    }

    private int Reach(int input, int loop)
    {
        var node = nodes[input];
        if (node.IsOfStep())
            return node.Loop == loop ? input : IsSameInEveryStep(input) ? Outside(input) : Once(loop, input, () => Step(AllSteps(input), isStepAfterStep: true, node.Name));
        return isHolding ? Once(loop, input, () => Add(new Held(), [input], node.Shape, node.Name)) : input;
    }

    /// <summary>Whether a node of a loop is computed from nothing that changes with the steps.</summary>
    private bool IsSameInEveryStep(int node)
        => !nodes[node].IsOfStep() || nodes[node].Operation is Held
            || (nodes[node].Operation is not (Carried or StepOf or Leaf) && nodes[node].Inputs.All(IsSameInEveryStep));

    /// <summary>Such a node, computed outside of the loop.</summary>
    private int Outside(int node) => !nodes[node].IsOfStep() ? node
        : nodes[node].Operation is Held ? nodes[node].Inputs[0]
        : Once(-2, node, () => Within(null, () => Take(nodes[node] with { Loop = null }, nodes[node].Inputs.Select(Outside))));

    private int Once(int loop, int node, Func<int> make)
    {
        if (!reached.TryGetValue((loop, node), out var known))
            reached[(loop, node)] = known = make();
        return known;
    }
}
