using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Leaves in a loop over time what has to wait for the step before it, and takes the rest out, for all steps at once. The product of a weight with
/// the inputs of all steps is one contraction before the loop; what only leaves the loop, such as the gradient of its inputs, is one behind it; and a
/// sum over the steps of sums over the batch, such as the gradient of a weight, is one sum over [batch·T]. Elementwise steps alone stay in the loop,
/// where they are fused.
/// </summary>
internal sealed class LoopMotion
{
    private readonly NetworkGraph graph;
    private readonly GraphBuilder builder = new();
    private readonly int[] places;
    private readonly Motion[] motions;

    // Of the nodes of loops: their values of all steps, step after step, where they are computed outside.
    private readonly Dictionary<int, int> outside = [];

    // Of sequences [batch × T × …] of the new graph: the same step after step, without the steps behind the samples' ends where these have lengths.
    private readonly Dictionary<(int Sequence, SequenceLengths? Lengths), Func<int>> stepAfterStep = [];
    private readonly Dictionary<(int Loop, int Node), int> ofStep = [];
    private readonly Dictionary<(int Node, Extent Rows), int> repeated = [];

    // Of values of the new graph: the same for the samples in the order of their lengths, and what loops have stored with gaps, without them.
    private readonly Dictionary<(int Node, SequenceLengths Lengths), int> sorted = [];
    private readonly Dictionary<int, int> inRows = [];

    // The sums over steps and samples so far: two biases that are added have one gradient.
    private readonly Dictionary<(Operation, EquatableArray<int>), int> sums = [];

    private LoopMotion(NetworkGraph graph)
    {
        this.graph = graph;
        places = [.. Enumerable.Repeat(-1, graph.Nodes.Count)];
        motions = new Motion[graph.Nodes.Count];
    }

    /// <summary>Where a node of a loop is computed.</summary>
    private enum Motion
    {
        /// <summary>In the loop.</summary>
        Inside,

        /// <summary>Outside and once: it is the same in every step.</summary>
        Invariant,

        /// <summary>For all steps at once, before the loop.</summary>
        Before,

        /// <summary>For all steps at once, behind the loop.</summary>
        After,

        /// <summary>As part of a sum over the steps: it is a sum over the batch.</summary>
        Summed,
    }

    public static NetworkGraph Run(NetworkGraph graph)
        => graph.Nodes.Any(static node => node.Loop is not null) ? new LoopMotion(DeadCodeRemoval.Run(graph)).Rewrite() : graph;

    private NetworkGraph Rewrite()
    {
        var firstBackward = int.MaxValue;
        var done = new bool[places.Length];
        for (var id = 0; id < places.Length; id++)
        {
            if (id == graph.FirstBackward)
                firstBackward = builder.Count;
            if (done[id])
                continue;
            if (graph[id].Loop is not { } loop)
            {
                places[id] = Take(id);
                continue;
            }

            int[] own = [.. Enumerable.Range(id, places.Length - id).Where(other => graph[other].Loop == loop)];
            for (var other = id; other < own[own.Length - 1]; other++)
            {
                if (graph[other].Loop is null)
                {
                    places[other] = Take(other);
                    done[other] = true;
                }
            }

            Move(loop, own);
            foreach (var other in own)
                done[other] = true;
        }

        return graph.WithNodes(builder.Nodes, places) with { FirstBackward = firstBackward, Loops = builder.Loops };
    }

    /// <summary>A node outside of all loops, or one that is the same in every step.</summary>
    private int Take(int id)
        => graph[id].Operation is AllSteps ? AllOf(graph[id].Inputs[0], isReadByStep: true) : builder.Take(graph[id] with { Loop = null }, graph[id].Inputs.Select(input => places[input]));

    private void Move(int loop, int[] own)
    {
        var present = graph.Loops[loop];
        var (steps, isReverse, states, lengths) = (present.Steps, present.IsReverse, present.States, present.Lengths);
        FindMotions(own, states, lengths);
        foreach (var id in own.Where(id => motions[id] == Motion.Invariant))
            places[id] = Take(id);
        foreach (var id in own.Where(id => motions[id] == Motion.Before))
            places[id] = outside[id] = ForAllSteps(id, present);

        // What is there step after step already is read so, and is brought to it before the loop.
        foreach (var id in own.Where(id => graph[id].Operation is StepOf && graph[id].Shape.Rank < graph[graph[id].Inputs[0]].Shape.Rank))
        {
            var source = places[graph[id].Inputs[0]];
            if (stepAfterStep.TryGetValue((source, lengths), out var make))
                make();
            else if (lengths is not null && motions[id] == Motion.Inside)
                StepAfterStep(source, graph[id].Name, lengths);
        }

        if (lengths is not null)
            SortOutside(own, lengths);
        int[] initial = [.. states.Select(state => places[graph[state.State].Inputs[0]]).Select(value => lengths is null ? value : builder.InOrder(value))];
        int[] summed = [.. own.Where(id => graph[id].Operation is SumOverSteps && graph[id].Shape.IsBatched && (motions[graph[id].Inputs[0]] != Motion.Invariant || lengths is not null))];
        int[] zeros = [.. summed.Select(id => builder.Fill(0, graph[id].Shape, graph[id].Name))];
        var number = builder.BeginLoop(steps, isReverse, isHolding: false, lengths);
        for (var index = 0; index < initial.Length; index++)
            places[states[index].State] = builder.Carry(initial[index], graph[states[index].State].Name);
        int[] sums = [.. zeros.Select(zero => builder.Carry(zero, builder[zero].Name with { Text = builder[zero].Name.Text + ".sum" }))];
        foreach (var id in own)
        {
            var node = graph[id];
            if (node.Operation is Carried || !node.IsOfStep() || motions[id] != Motion.Inside)
                continue;
            places[id] = node.Operation is StepOf ? Present(id, number) : builder.Take(node with { Loop = number }, node.Inputs.Select(input => Present(input, number)));
        }

        foreach (var state in states)
            builder.Next(places[state.State], places[state.Next], graph[state.Next].Name);
        for (var index = 0; index < summed.Length; index++)
            builder.Next(sums[index], builder.Map(GradientRules.Sum, [sums[index], Present(graph[summed[index]].Inputs[0], number)], graph[summed[index]].Name), graph[summed[index]].Name);
        foreach (var id in own.Where(id => graph[id].Operation is Collect && lengths is null))
        {
            var input = graph[id].Inputs[0];
            if (motions[input] is not (Motion.Inside or Motion.Invariant))
                continue;
            var value = motions[input] == Motion.Invariant ? builder.Copy(places[input]) : places[input];
            var collected = places[id] = builder.Collect(value, graph[id].Name);
            stepAfterStep[(collected, null)] = () => AllOf(input);
        }

        var last = own.Where(id => graph[id].Operation is LastState).Select(id => (Id: id, State: places[graph[id].Inputs[0]]))
            .Concat(summed.Select((id, index) => (Id: id, State: sums[index]))).ToArray();
        if (lengths is null || isReverse)
        {
            foreach (var (id, state) in last)
                places[id] = builder.LastState(state, graph[id].Name);
        }

        builder.EndLoop();
        foreach (var (id, state) in last.Where(_ => lengths is not null))
        {
            places[id] = isReverse
                ? builder.Rearrange(RowOrder.Unsort, lengths!, places[id], graph[id].Name)
                : builder.Rearrange(RowOrder.Last, lengths!, builder.AllSteps(builder.Loops[number].States.First(carried => carried.State == state).Next), graph[id].Name);
        }

        foreach (var id in own.Where(id => motions[id] == Motion.After))
            places[id] = outside[id] = ForAllSteps(id, present);
        foreach (var id in own.Where(id => places[id] < 0))
        {
            if (graph[id].Operation is Collect)
                places[id] = Sequence(AllOf(graph[id].Inputs[0]), present, graph[id].Name);
            else if (graph[id].Operation is SumOverSteps)
                places[id] = SumOf(graph[id].Inputs[0], present);
        }
    }

    /// <summary>What a loop reads of each sample from the outside is brought into the order of the lengths before it.</summary>
    private void SortOutside(int[] own, SequenceLengths lengths)
    {
        foreach (var id in own.Where(id => graph[id].Operation is not (Carried or StepOf) && motions[id] == Motion.Inside || graph[id].Operation is Collect or SumOverSteps))
        {
            foreach (var input in graph[id].Inputs.Where(input => (!graph[input].IsOfStep() || motions[input] == Motion.Invariant) && graph[input].Shape.IsBatched))
                Sorted(places[input], lengths);
        }
    }

    /// <summary>A value of each sample in the order of the lengths.</summary>
    private int Sorted(int value, SequenceLengths lengths)
    {
        if (!sorted.TryGetValue((value, lengths), out var known))
        {
            var node = builder[value];
            var isSame = node.Operation is Broadcast && !builder[node.Inputs[0]].Shape.IsBatched;
            sorted[(value, lengths)] = known = isSame ? value : builder.Rearrange(RowOrder.Sort, lengths, value, node.Name with { Text = node.Name.Text + ".sorted" });
        }

        return known;
    }

    private void FindMotions(int[] own, EquatableArray<CarriedState> states, SequenceLengths? lengths)
    {
        bool IsOwn(int id) => graph[id].IsOfStep() && graph[id].Loop == graph[own[0]].Loop;
        var isRecurrent = new HashSet<int>();
        foreach (var id in own.Where(id => graph[id].IsOfStep()))
        {
            var node = graph[id];
            if (node.Operation is Carried || node.Inputs.Any(isRecurrent.Contains))
                isRecurrent.Add(id);
            var moves = node.Operation is Carried or StepOf or Leaf || node.Inputs.Any(input => IsOwn(input) && motions[input] != Motion.Invariant)
                // A sum over the samples is one over those that have the step.
                || (lengths is not null && !node.Shape.IsBatched && node.Inputs.Any(input => graph[input].Shape.IsBatched));
            motions[id] = !moves ? Motion.Invariant : node.Shape.IsBatched ? Motion.Inside : Motion.Summed;
        }

        // What the next step needs, and what is added up from step to step.
        var isNeeded = new HashSet<int>(states.Select(static state => state.Next));
        isNeeded.UnionWith(own.Where(id => graph[id].Operation is SumOverSteps && graph[id].Shape.IsBatched).Select(id => graph[id].Inputs[0]));
        for (var index = own.Length - 1; index >= 0; index--)
        {
            if (isNeeded.Contains(own[index]))
                isNeeded.UnionWith(graph[own[index]].Inputs.Where(IsOwn));
        }

        foreach (var id in own.Where(id => graph[id].IsOfStep() && motions[id] == Motion.Inside && graph[id].Operation is not (Carried or StepOf)))
        {
            var isWork = graph[id].Operation is Contract or Reduce or Leaf;
            if (!isRecurrent.Contains(id))
                motions[id] = isWork || Follows(id, Motion.Before) ? Motion.Before : Motion.Inside;
            else if (!isNeeded.Contains(id))
                motions[id] = isWork || Follows(id, Motion.After) ? Motion.After : Motion.Inside;
        }

        bool Follows(int id, Motion motion) => graph[id].Inputs.Any(input => IsOwn(input) && motions[input] == motion);

        // What is computed before the loop needs all that it is computed from there.
        for (var index = own.Length - 1; index >= 0; index--)
        {
            if (motions[own[index]] != Motion.Before || !graph[own[index]].IsOfStep())
                continue;
            foreach (var input in graph[own[index]].Inputs.Where(input => IsOwn(input) && motions[input] == Motion.Inside && graph[input].Operation is not StepOf))
                motions[input] = Motion.Before;
        }
    }

    /// <summary>A value in the present step of the loop that is being made.</summary>
    private int Present(int id, int loop)
    {
        var node = graph[id];
        var lengths = builder.Loops[loop].Lengths;
        if (!node.IsOfStep() || motions[id] == Motion.Invariant)
            return lengths is not null && node.Shape.IsBatched ? Sorted(places[id], lengths) : places[id];
        if (motions[id] == Motion.Before)
            return Once(() => builder.Step(outside[id], isStepAfterStep: true, node.Name));
        if (node.Operation is not StepOf)
            return places[id];
        return Once(() =>
        {
            var source = node.Inputs[0];
            if (graph[source].Shape.Rank == node.Shape.Rank)
                return builder.Step(places[source], isStepAfterStep: true, node.Name);
            return stepAfterStep.TryGetValue((places[source], lengths), out var steps)
                ? builder.Step(builder.Within(null, steps), isStepAfterStep: true, node.Name)
                : builder.Step(places[source], isStepAfterStep: false, node.Name);
        });

        int Once(Func<int> make)
        {
            if (!ofStep.TryGetValue((loop, id), out var known))
                ofStep[(loop, id)] = known = make();
            return known;
        }
    }

    /// <summary>The values of all steps of a node in a loop, step after step.</summary>
    /// <param name="isReadByStep">Whether only loops read them, which find each step where it is, also where there are gaps between them.</param>
    private int AllOf(int id, bool isReadByStep = false)
    {
        if (outside.TryGetValue(id, out var known))
            return known;
        var node = graph[id];
        var loop = graph.Loops[node.Loop!.Value];
        if (motions[id] == Motion.Invariant)
            return Repeated(places[id], loop);
        // A part of a sequence's step is that part of the sequence: the loop has no memory of it.
        if (node.Operation is View and not StepOf && IsOfSequence(id))
            return outside[id] = ForAllSteps(id, loop);
        if (node.Operation is not StepOf)
            return isReadByStep ? builder.AllSteps(places[id]) : InRows(builder.AllSteps(places[id]));
        var source = node.Inputs[0];
        return graph[source].Shape.Rank > node.Shape.Rank ? StepAfterStep(places[source], node.Name, loop.Lengths) : isReadByStep ? places[source] : InRows(places[source]);
    }

    /// <summary>The values of all steps without gaps between the steps.</summary>
    private int InRows(int all)
    {
        if (builder[all].Operation is not AllSteps || TimeLoops.IsInRows(builder.Nodes, builder.Loops, builder[all].Inputs[0]))
            return all;
        if (!inRows.TryGetValue(all, out var known))
        {
            var (loop, name) = (builder.Loops[builder[builder[all].Inputs[0]].Loop!.Value], builder[all].Name);
            builder.BeginLoop(loop.Steps, isReverse: false, isHolding: false, loop.Lengths);
            var copy = builder.Copy(builder.Step(all, isStepAfterStep: true, name), name with { Text = name.Text + ".rows" });
            builder.EndLoop();
            inRows[all] = known = builder.AllSteps(copy);
        }

        return known;
    }

    private bool IsOfSequence(int id)
    {
        while (graph[id].Operation is View and not StepOf)
            id = graph[id].Inputs[0];
        return graph[id].Operation is StepOf;
    }

    /// <summary>A sequence [batch × T × …] as [batch·T × …], step after step: it is copied, unless a loop has its values so.</summary>
    private int StepAfterStep(int sequence, ValueName name, SequenceLengths? lengths)
    {
        if (!stepAfterStep.TryGetValue((sequence, lengths), out var make) && lengths is not null)
        {
            var rows = builder.Rearrange(RowOrder.Pack, lengths, sequence, name with { Text = name.Text + ".rows" });
            stepAfterStep[(sequence, lengths)] = make = () => rows;
        }
        else if (make is null)
        {
            builder.BeginLoop(builder[sequence].Shape[1].Size, isReverse: false, isHolding: false);
            var copy = builder.Copy(builder.Step(sequence, isStepAfterStep: false, name), name with { Text = name.Text + ".steps" });
            builder.EndLoop();
            stepAfterStep[(sequence, null)] = make = () => builder.AllSteps(copy);
        }

        return make();
    }

    /// <summary>Values of all steps as a sequence [batch × T × …].</summary>
    private int Sequence(int values, TimeLoop loop, ValueName name)
    {
        int sequence;
        if (loop.Lengths is { } lengths)
        {
            sequence = builder.Rearrange(RowOrder.Unpack, lengths, values, name);
        }
        else
        {
            builder.BeginLoop(loop.Steps, isReverse: false, isHolding: false);
            sequence = builder.Collect(builder.Step(values, isStepAfterStep: true, name), name);
            builder.EndLoop();
        }

        stepAfterStep[(sequence, loop.Lengths)] = () => values;
        return sequence;
    }

    /// <summary>A value that is the same in every step, as one of all steps.</summary>
    private int Repeated(int value, TimeLoop loop)
    {
        var node = builder[value];
        if (!node.Shape.IsBatched)
            return value;
        if (repeated.TryGetValue((value, loop.Rows), out var known))
            return known;
        var shape = ForAllSteps(node.Shape, loop);
        int made;
        if (node.Operation is Fill fill)
        {
            made = builder.Fill(fill.Value, shape, node.Name);
        }
        else if (node.Operation is Broadcast && !builder[node.Inputs[0]].Shape.IsBatched)
        {
            made = builder.Broadcast(node.Inputs[0], shape, node.Name);
        }
        else
        {
            var own = loop.Lengths is { } lengths ? Sorted(value, lengths) : value;
            builder.BeginLoop(loop.Steps, isReverse: false, isHolding: false, loop.Lengths);
            var copy = builder.Copy(own, node.Name with { Text = node.Name.Text + ".repeated" });
            builder.EndLoop();
            made = builder.AllSteps(copy);
        }

        return repeated[(value, loop.Rows)] = made;
    }

    private static Shape ForAllSteps(Shape shape, TimeLoop loop) => shape.IsBatched ? shape.With(0, shape[0].Size * loop.Rows) : shape;

    /// <summary>A node of a loop for all steps at once: the same on [batch·T × …].</summary>
    private int ForAllSteps(int id, TimeLoop loop)
    {
        var node = graph[id];
        // Which random numbers a sample gets must not depend on the lengths of others.
        if (node.Operation is Leaf && loop.Lengths is { } lengths && node.Shape.IsBatched)
        {
            var sequence = builder.Take(node with { Loop = null, Shape = new([Extent.Batch, loop.Steps, .. node.Shape.Extents.Skip(1)]) }, []);
            return StepAfterStep(sequence, node.Name, lengths);
        }

        int[] inputs = [.. node.Inputs.Select(input => graph[input].IsOfStep() ? AllOf(input) : Repeated(places[input], loop))];
        var shape = ForAllSteps(node.Shape, loop);
        builder.Origin = node.Origin;
        return node.Operation switch
        {
            Contract contract => builder.Contract(
                contract with { Indices = contract.Indices.Select(index => index with { Extent = index.Extent.IsBatch ? index.Extent.Size * loop.Rows : index.Extent }).ToEquatableArray() },
                inputs[0],
                inputs[1],
                shape,
                node.Name),
            Reshape => builder.Reshape(inputs[0], shape, node.Name),
            StopGradient => inputs[0],
            _ => builder.Take(node with { Loop = null, Shape = shape }, inputs),
        };
    }

    /// <summary>A sum over all steps; one that is there already is copied, since each gradient has memory of its own.</summary>
    private int Summed(int id, TimeLoop loop)
    {
        var sum = ForAllSteps(id, loop);
        var key = (builder[sum].Operation, builder[sum].Inputs);
        if (sums.TryGetValue(key, out var known))
            return builder.Copy(known, graph[id].Name);
        sums.Add(key, sum);
        return sum;
    }

    /// <summary>
    /// The sum over the steps of what is a sum over the batch in each of them: a sum over [batch·T]. What is linear in such sums is taken of the sums
    /// over all steps.
    /// </summary>
    private int SumOf(int id, TimeLoop loop)
    {
        var node = graph[id];
        if (!graph[id].IsOfStep() || motions[id] == Motion.Invariant)
            return builder.Map((double)loop.Steps * new Argument(0), [places[id]], node.Name);
        if (node.Operation is Contract or Reduce or IndexAdd && node.Inputs.Any(input => graph[input].Shape.IsBatched))
            return Summed(id, loop);
        bool IsSummed(int input) => graph[input].IsOfStep() && motions[input] == Motion.Summed;
        var isLinear = node.Operation switch
        {
            Map map => LinearityAnalysis.Of(map.Expression, argument => IsSummed(node.Inputs[argument]) ? Linearity.Linear : Linearity.Constant) == Linearity.Linear,
            Contract => node.Inputs.Count(IsSummed) == 1,
            Reduce reduce => reduce.Reduction == Reduction.Sum,
            View or StopGradient or Concatenate => true,
            _ => false,
        };
        if (!isLinear)
            throw new InvalidGraphException($"%{Numbers.Text(id)} {node.Name} is added up over the steps, and not linear in what is");
        int[] inputs = [.. node.Inputs.Select(input => IsSummed(input) || node.Operation is Concatenate ? SumOf(input, loop) : places[input])];
        return node.Operation switch
        {
            Reshape => builder.Reshape(inputs[0], node.Shape, node.Name),
            StopGradient => inputs[0],
            _ => builder.Take(node with { Loop = null }, inputs),
        };
    }
}
